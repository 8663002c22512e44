package video

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// reapDelay is how long a killed child may keep its pipes open.
const reapDelay = 2 * time.Second

// child is a running ffmpeg or ffprobe. It dies with its context, with this
// process, and when the pipe that it reads or writes is closed.
type child struct {
	messages tail
	pid      int
	done     chan struct{}
	err      error // how it ended; valid after done is closed
}

// startChild starts a tool; setup connects its pipes.
func startChild(ctx context.Context, tool string, args []string, setup func(*exec.Cmd)) (*child, error) {
	path, err := exec.LookPath(tool)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", tool, ErrToolMissing)
	}
	c := &child{done: make(chan struct{})}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "AV_LOG_FORCE_NOCOLOR=1")
	cmd.Stderr = &c.messages
	cmd.SysProcAttr = dieWithParent()
	cmd.WaitDelay = reapDelay
	setup(cmd)

	started := make(chan error)
	go c.run(cmd, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", tool, err)
	}
	return c, nil
}

// run starts and reaps the process on a thread of its own: Linux kills a child
// that asked to die with its parent when the thread that started it ends.
func (c *child) run(cmd *exec.Cmd, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := cmd.Start()
	if err == nil {
		c.pid = cmd.Process.Pid
	}
	started <- err
	if err != nil {
		return
	}
	c.err = cmd.Wait()
	close(c.done)
}

// wait returns how the process ended, in the words of its own messages where
// they are known.
func (c *child) wait(tool string) error {
	<-c.done
	if c.err == nil {
		return nil
	}
	return toolError(tool, c.messages.String(), c.err)
}

// output runs a tool to its end and returns what it writes to stdout.
func output(ctx context.Context, tool string, args ...string) ([]byte, error) {
	var stdout bytes.Buffer
	c, err := startChild(ctx, tool, args, func(cmd *exec.Cmd) { cmd.Stdout = &stdout })
	if err != nil {
		return nil, err
	}
	err = c.wait(tool)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return stdout.Bytes(), err
}

// tail keeps the first and the last bytes that a tool says: the cause of a
// failure stands at either end, and a broken clip can fill megabytes between.
type tail struct {
	mu         sync.Mutex
	head, last []byte
}

const tailBytes = 4096

// Write never fails.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := min(len(p), tailBytes-len(t.head))
	t.head = append(t.head, p[:n]...)
	t.last = append(t.last, p[n:]...)
	t.last = t.last[max(0, len(t.last)-tailBytes):]
	return len(p), nil
}

// String returns what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.head) + string(t.last)
}

// says reports whether one of the words is among the messages.
func (t *tail) says(words ...string) bool {
	text := t.String()
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// pipe returns a pipe wide enough that a picture crosses it in few turns.
func pipe() (r, w *os.File, err error) {
	r, w, err = os.Pipe()
	if err == nil {
		widen(w)
	}
	return r, w, err
}

func closeAll(files ...*os.File) error {
	var errs []error
	for _, f := range files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}
