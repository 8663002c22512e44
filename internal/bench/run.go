//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// measured is what one command has taken.
type measured struct {
	wall, cpu time.Duration
	peakPSS   int64
	// stages are the processor time of each stage of an analysis, in order.
	stages []stageTime
}

type stageTime struct {
	name string
	cpu  time.Duration
}

// analyze measures `shotcheck analyze --json` on clips.
func analyze(ctx context.Context, program, out string, clips []string, args ...string) (measured, error) {
	all := append([]string{"analyze", "--json", "--force", "--slow-motion", "1", "--out", out}, args...)
	cmd := exec.CommandContext(ctx, program, append(all, clips...)...)
	cmd.Stderr = os.Stderr
	lines, err := cmd.StdoutPipe()
	if err != nil {
		return measured{}, err
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return measured{}, err
	}
	var m measured
	stop := m.sample(cmd.Process.Pid)
	in := bufio.NewScanner(lines)
	in.Buffer(nil, 1<<20)
	var s splitter
	for in.Scan() {
		s.hear(in.Bytes(), cmd.Process.Pid)
	}
	m.peakPSS = stop()
	err = cmd.Wait()
	m.wall = time.Since(begun)
	m.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	m.stages = s.done(m.cpu)
	if err != nil {
		return m, fmt.Errorf("%s: %w", filepath.Base(program), err)
	}
	return m, nil
}

// samplePeriod is how often memory is looked at: peaks last for a pass.
const samplePeriod = 200 * time.Millisecond

// sample watches the memory of a process tree until stop is called.
func (m *measured) sample(pid int) (stop func() int64) {
	done, peak := make(chan struct{}), make(chan int64)
	go func() {
		var most int64
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(samplePeriod):
				most = max(most, treeUsage(pid).pss)
			}
		}
	}()
	return func() int64 { close(done); return <-peak }
}

// splitter divides processor time by the stages that a program tells.
type splitter struct {
	stages []stageTime
	begun  time.Duration
}

// hear reads one line of the program.
func (s *splitter) hear(line []byte, pid int) {
	var m struct {
		Type  string `json:"message_type"`
		Stage string `json:"stage"`
	}
	if json.Unmarshal(line, &m) != nil || m.Type != "status" || m.Stage == "" {
		return
	}
	if n := len(s.stages); n > 0 && s.stages[n-1].name == m.Stage {
		return
	}
	s.end(treeUsage(pid).cpu)
	s.stages = append(s.stages, stageTime{name: m.Stage})
}

func (s *splitter) end(now time.Duration) {
	if n := len(s.stages); n > 0 {
		s.stages[n-1].cpu = now - s.begun
		s.begun = now
	}
}

// done ends the last stage.
func (s *splitter) done(all time.Duration) []stageTime {
	s.end(all)
	return s.stages
}

// command measures any other program.
func command(ctx context.Context, name string, args ...string) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}
