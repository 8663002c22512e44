package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// resourceLimits are what the process of a clip may take.
type resourceLimits struct {
	// MemoryBytes bounds the data of each process, Files its open files, and
	// FileBytes each file that it writes.
	MemoryBytes, Files, FileBytes uint64
	// Silence is how long a process may work without any progress.
	Silence time.Duration
	// PerClipTime is how many times as long as the clip, beyond Silence, the
	// whole work may take.
	PerClipTime float64
}

// defaultLimits are several times what the longest and largest clips need on a
// slow machine, and little enough that a hostile clip cannot take it down.
var defaultLimits = resourceLimits{MemoryBytes: 4 << 30, Files: 1024, FileBytes: 32 << 30, Silence: 3 * time.Minute, PerClipTime: 300}

var errTooSlow = &problem{
	Code: "timeout", Exit: exitFailed, Message: "the analysis made no progress and was ended",
	Hint: "cut the part that matters with --start and --end",
}

// processRunner analyses each clip in a process of its own: this program,
// started again. A crash costs one clip.
type processRunner struct {
	executable string
	limits     resourceLimits
}

// run does a job and returns the error of the child, which it leaves nothing
// of.
func (r *processRunner) run(ctx context.Context, job clipJob, progress progressFunc) error {
	job.Limits = r.limits
	input, err := json.Marshal(job)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	in, out, err := os.Pipe()
	if err != nil {
		return err
	}
	defer in.Close()
	var said preface
	cmd := r.command(ctx, input, out, &said)
	finished, err := start(cmd)
	_ = out.Close() // the child has its own
	if err != nil {
		return fmt.Errorf("start %s: %w", filepath.Base(r.executable), err)
	}
	dog := newWatchdog(r.limits, func() { stop(errTooSlow) })
	defer dog.stop()
	told := listen(in, dog, progress)
	err = <-finished
	_ = killGroup(cmd.Process.Pid) // decoders that outlive it
	return verdict(ctx, told, err, said.String())
}

// oneThreadEach keeps OpenCV from spreading each small step over threads, which
// wait for each other in loops: frames go in parallel already.
const oneThreadEach = "OPENCV_FOR_THREADS_NUM=1"

// command prepares the child. Its words on stderr are kept for the case that it
// crashes.
func (r *processRunner) command(ctx context.Context, input []byte, messages *os.File, said io.Writer) *exec.Cmd {
	cmd := exec.CommandContext(ctx, r.executable, clipCommand)
	cmd.Args[0] = "shotcheck" // whatever the file is called
	cmd.Env = append(os.Environ(), oneThreadEach)
	cmd.Stdin = bytes.NewReader(input)
	cmd.Stderr = said
	cmd.ExtraFiles = []*os.File{messages}
	cmd.SysProcAttr = ownGroup()
	cmd.Cancel = func() error { return killGroup(cmd.Process.Pid) }
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

// start starts a process on a thread that lives as long as it does: Linux ends
// a child that is to die with its parent already with its parent's thread.
func start(cmd *exec.Cmd) (finished <-chan error, err error) {
	started, done := make(chan error), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		if started <- err; err == nil {
			done <- cmd.Wait()
		}
	}()
	return done, <-started
}

// listen reads what the child says until it ends, and returns the problem that
// it told, or nil.
func listen(in io.Reader, dog *watchdog, progress progressFunc) *problem {
	var told *problem
	for lines := json.NewDecoder(in); ; {
		var m clipMessage
		if lines.Decode(&m) != nil {
			return told
		}
		dog.hear(m.DurationS)
		switch {
		case m.Problem != nil:
			told = m.Problem
		case m.Progress != nil:
			progress(m.Progress.Stage, m.Progress.Fraction)
		}
	}
}

// verdict returns why the child failed, or nil.
func verdict(ctx context.Context, told *problem, err error, said string) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case told != nil:
		return told
	case err != nil:
		return crash(err, said)
	}
	return nil
}

// crash describes a child that ended without telling why.
func crash(err error, said string) error {
	p := &problem{Code: "crash", Exit: exitFailed, Message: "the analysis crashed: " + oneLine(firstLine(said, err)), Hint: "please report it"}
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return p
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	outOfMemory := strings.Contains(said, "out of memory") || strings.Contains(said, "cannot allocate")
	if outOfMemory || ok && status.Signaled() && status.Signal() == syscall.SIGKILL {
		return explain(syscall.ENOMEM)
	}
	return p
}

// firstLine returns the first line that a child said, or how it ended.
func firstLine(said string, err error) string {
	if line, _, _ := strings.Cut(strings.TrimSpace(said), "\n"); line != "" {
		return line
	}
	return err.Error()
}

// watchdog calls end when nothing is heard for too long, or all takes too long.
type watchdog struct {
	limits  resourceLimits
	end     func()
	silence *time.Timer
	whole   *time.Timer // nil until the clip's length is known
}

func newWatchdog(l resourceLimits, end func()) *watchdog {
	return &watchdog{limits: l, end: end, silence: time.AfterFunc(l.Silence, end)}
}

// hear notes a sign of life, which may tell the clip's length.
func (w *watchdog) hear(durationS float64) {
	w.silence.Reset(w.limits.Silence)
	if durationS > 0 && w.whole == nil {
		allowed := time.Duration(w.limits.PerClipTime * durationS * float64(time.Second))
		w.whole = time.AfterFunc(w.limits.Silence+allowed, w.end)
	}
}

func (w *watchdog) stop() {
	w.silence.Stop()
	if w.whole != nil {
		w.whole.Stop()
	}
}

// preface keeps the beginning of what a process says; that is where the cause
// stands when Go crashes.
type preface struct{ bytes.Buffer }

const prefaceBytes = 16 << 10

// Write never fails.
func (p *preface) Write(text []byte) (int, error) {
	p.Buffer.Write(text[:min(len(text), prefaceBytes-p.Len())])
	return len(text), nil
}
