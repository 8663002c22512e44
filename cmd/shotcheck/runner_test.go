package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck"
)

// TestProcessRunner: whatever a child does, its parent gets one clear problem.
// The children are shell scripts that speak as ours do.
func TestProcessRunner(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, script, code, message string
	}{
		{"done", `echo '{"duration_s":1}' >&3; echo '{"progress":{"stage":"scout","fraction":0.5}}' >&3`, "", ""},
		{"tells its problem", `echo '{"problem":{"code":"not-a-video","exit_code":1,"message":"not a video"}}' >&3`, "not-a-video", "not a video"},
		{"panics", `printf 'panic: nil map\n\ngoroutine 1\n' >&2; exit 2`, "crash", "the analysis crashed: panic: nil map"},
		{"crashes in silence", `exit 7`, "crash", "the analysis crashed: exit status 7"},
		{"is killed", `kill -9 $$`, "out-of-memory", "the analysis ran out of memory"},
		{"runs out of memory", `echo 'fatal error: runtime: out of memory' >&2; exit 2`, "out-of-memory", "the analysis ran out of memory"},
		{"falls silent", `echo '{"duration_s":1}' >&3; sleep 60`, "timeout", "made no progress"},
		{"never ends", `echo '{"duration_s":0.1}' >&3; while true; do echo '{"progress":{"stage":"scout","fraction":0.5}}' >&3; sleep 0.05; done`, "timeout", "made no progress"},
		{"is read while it speaks", `head -c 300000 /dev/zero >&2; echo '{"progress":{"stage":"scout","fraction":0.5}}' >&3`, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := &processRunner{executable: script(t, tt.script), limits: resourceLimits{Silence: time.Second, PerClipTime: 5}}
			err := r.run(t.Context(), clipJob{}, func(stage shotcheck.Stage, fraction float64) {
				if stage != shotcheck.StageScout || fraction != 0.5 {
					t.Errorf("progress is %s %v", stage, fraction)
				}
			})
			if tt.code == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var p *problem
			if !errors.As(err, &p) || p.Code != tt.code || !strings.Contains(p.Message, tt.message) || p.Exit != exitFailed {
				t.Errorf("error is %#v, want code %q with %q", err, tt.code, tt.message)
			}
		})
	}
}

// script returns an executable shell script.
func script(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "child")
	// Until it is written no other test may start a process: that would hold it open,
	// and what is open to be written cannot be run.
	syscall.ForkLock.RLock()
	err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o755)
	syscall.ForkLock.RUnlock()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestProcessRunnerCancel: a cancelled run leaves no process, not even those
// that the child has started.
func TestProcessRunnerCancel(t *testing.T) {
	marker := filepath.Join(t.TempDir(), "alive")
	r := &processRunner{
		executable: script(t, `(sleep 1; touch `+marker+`) & echo '{"progress":{"stage":"scout","fraction":0}}' >&3; wait`),
		limits:     resourceLimits{Silence: time.Minute},
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := r.run(ctx, clipJob{}, func(shotcheck.Stage, float64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want that of the context", err)
	}
	time.Sleep(1500 * time.Millisecond) // the grandchild would have written by now
	if _, err := os.Stat(marker); err == nil {
		t.Error("a process of the child went on")
	}
}

// TestChangedClip: a clip that is still being copied is told as such, whatever
// its decoder makes of it.
func TestChangedClip(t *testing.T) {
	inFolder(t, map[string]string{"clip.mp4": "half"})
	var stderr bytes.Buffer
	c := &cli{args: []string{"analyze", "clip.mp4"}, env: environment{}, stdout: io.Discard, stderr: &stderr, cores: 1}
	c.analyze = func(context.Context, clipJob, progressFunc) error {
		return errors.Join(os.WriteFile("clip.mp4", []byte("half and half"), 0o644), errors.New("invalid data"))
	}
	if code := c.run(); code != int(exitFailed) || !strings.Contains(stderr.String(), errChanged.Error()) {
		t.Errorf("code %d, %q, want %q", code, stderr.String(), errChanged)
	}
}

func TestSummarize(t *testing.T) {
	failed := &outcome{problems: []*problem{{Exit: exitFailed}}}
	noShot := &outcome{problems: []*problem{{Exit: exitNoShot}}}
	unmet := &outcome{problems: []*problem{{Exit: exitAssert}, {Exit: exitAssert}}}
	skipped := &outcome{skipped: true}
	both := &outcome{skipped: true, problems: []*problem{{Exit: exitNoShot}, {Exit: exitAssert}}}
	for _, tt := range []struct {
		name     string
		outcomes []*outcome
		want     summary
	}{
		{"all well", []*outcome{{}, skipped}, summary{Clips: 2, Done: 1, Skipped: 1}},
		{"one failed alone", []*outcome{failed}, summary{Clips: 1, Failed: 1, ExitCode: 1}},
		{"all failed", []*outcome{failed, failed}, summary{Clips: 2, Failed: 2, ExitCode: 1}},
		{"some failed", []*outcome{failed, {}, unmet}, summary{Clips: 3, Done: 2, Failed: 1, AssertsFailed: 2, ExitCode: 3}},
		{"no shot", []*outcome{{}, noShot}, summary{Clips: 2, Done: 2, NoShot: 1, ExitCode: 4}},
		{"assertion before no shot", []*outcome{noShot, unmet}, summary{Clips: 2, Done: 2, NoShot: 1, AssertsFailed: 2, ExitCode: 5}},
		{"interrupted", []*outcome{{}, nil}, summary{Clips: 2, Done: 1}},
		{"both in one", []*outcome{both}, summary{Clips: 1, Skipped: 1, NoShot: 1, AssertsFailed: 1, ExitCode: 5}},
	} {
		if diff := cmp.Diff(tt.want, summarize(tt.outcomes)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// TestSequence: outcomes are told in order, each as soon as it can be.
func TestSequence(t *testing.T) {
	var told []int
	s := newSequence(func(i int) { told = append(told, i) })
	var after [][]int
	for _, i := range []int{2, 0, 3, 1} {
		s.done(i)
		after = append(after, append([]int{}, told...))
	}
	if diff := cmp.Diff([][]int{{}, {0}, {0}, {0, 1, 2, 3}}, after); diff != "" {
		t.Error(diff)
	}
}

// More clips at once than the memory holds would be slower than one after the other.
func TestJobsFitIntoTheMemory(t *testing.T) {
	for _, tt := range []struct {
		cores     int
		available uint64
		want      int
	}{{2, 16 << 30, 2}, {16, 4 << 30, 5}, {8, 100 << 20, 1}, {4, math.MaxUint64, 4}} {
		if got := jobsFor(tt.cores, tt.available); got != tt.want {
			t.Errorf("%d cores, %d bytes: %d jobs, want %d", tt.cores, tt.available, got, tt.want)
		}
	}
	if free := availableBytes(); free < 1<<20 {
		t.Errorf("%d bytes are available", free)
	}
}
