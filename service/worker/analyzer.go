package worker

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
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// Analyzer runs the program shotcheck, which starts a process of its own for the
// clip, bounds its memory and ends it when it makes no progress.
type Analyzer struct {
	// Program is shotcheck's file.
	Program string
	// Threads is how many networks run at once.
	Threads int
	// Model is the pose model, "" for the program's own choice.
	Model string
}

// task says what to make results of, and where.
type task struct {
	input, out string
	scratch    string // for all else that the program may write
	settings   string // JSON
}

// errAnalyzer is a failure that may pass, in the program's words.
type errAnalyzer struct{ store.Outcome }

// Error returns the message.
func (e errAnalyzer) Error() string { return e.Code + ": " + e.Message }

// passing are the codes of failures that may pass: the machine's, not the clip's.
var passing = []string{"failed", "crash", "timeout", "out-of-memory", "disk-full", "interrupted", "runtime-missing", "model-missing", "tool-missing", "no-permission", "changed", "usage"}

// analyze makes the results of a clip.
func (a Analyzer) analyze(ctx context.Context, t task, progress func(string, float64)) (store.Outcome, error) {
	args, err := a.arguments(t)
	if err != nil {
		return store.Outcome{}, err
	}
	var complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, a.Program, args...)
	cmd.Dir, cmd.Env = t.scratch, environment(t.scratch)
	cmd.Stderr = &limited{to: &complaint, left: 4 << 10}
	cmd.SysProcAttr = ownGroup()
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	lines, err := cmd.StdoutPipe()
	if err != nil {
		return store.Outcome{}, err
	}
	if err := cmd.Start(); err != nil {
		return store.Outcome{}, fmt.Errorf("start shotcheck: %w", err)
	}
	told := listen(lines, progress)
	ended := cmd.Wait()
	if ctx.Err() != nil {
		return store.Outcome{}, ctx.Err()
	}
	return told.outcome(t, ended, complaint.String())
}

// arguments are those of shotcheck analyze.
func (a Analyzer) arguments(t task) ([]string, error) {
	var s service.Settings
	if err := json.Unmarshal([]byte(t.settings), &s); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	args := []string{"analyze", "--json", "--jobs", "1", "--out", filepath.Dir(t.out)}
	if a.Threads > 0 {
		args = append(args, "--threads", strconv.Itoa(a.Threads))
	}
	for _, f := range []struct{ flag, value string }{
		{"model", a.Model},
		{"hand", s.Hand},
		{"view", s.View},
		{"shot-type", s.ShotType},
		{"sex", s.Sex},
		{"level", s.Level},
		{"height", number(s.HeightM)},
		{"player", s.Player},
		{"date", s.Date},
		{"ball-size", number(float64(s.BallSize))},
		{"capture-fps", number(s.CaptureFPS)},
		{"units", s.Units},
	} {
		if f.value != "" {
			args = append(args, "--"+f.flag+"="+f.value)
		}
	}
	if s.BlurFaces {
		args = append(args, "--blur-faces")
	}
	return append(args, "--", t.input), nil
}

// number writes a number, "" for 0.
func number(v float64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// environment holds no setting of this machine's user, and no secret of the
// service.
func environment(scratch string) []string {
	env := []string{"HOME=" + scratch, "TMPDIR=" + scratch}
	for _, name := range []string{"PATH", "SHOTCHECK_HOME", "LD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// told is what the program has said in its JSON lines.
type told struct {
	out     string
	shots   int
	quality float64
	problem store.Outcome
}

// listen reads the program's lines until it ends.
func listen(r io.Reader, progress func(string, float64)) (t told) {
	for lines := json.NewDecoder(r); ; {
		var m struct {
			MessageType string  `json:"message_type"`
			Stage       string  `json:"stage"`
			Fraction    float64 `json:"fraction"`
			Out         string  `json:"out"`
			Shots       int     `json:"shots"`
			Quality     float64 `json:"quality"`
			Code        string  `json:"code"`
			Message     string  `json:"message"`
			Hint        string  `json:"hint"`
		}
		if lines.Decode(&m) != nil {
			_, _ = io.Copy(io.Discard, r) // so that it can end
			return t
		}
		switch m.MessageType {
		case "status":
			progress(m.Stage, m.Fraction)
		case "result":
			t.out, t.shots, t.quality = m.Out, m.Shots, m.Quality
		case "error":
			t.problem = store.Outcome{Code: m.Code, Message: m.Message, Hint: m.Hint}
		}
	}
}

// outcome decides what an ended program has left.
func (t told) outcome(task task, ended error, complaint string) (store.Outcome, error) {
	switch {
	case t.out != "":
		if err := os.Rename(t.out, task.out); err != nil {
			return store.Outcome{}, err
		}
		o := t.problem
		o.Shots, o.Quality = t.shots, t.quality
		return o, nil
	case t.problem.Code != "" && !slices.Contains(passing, t.problem.Code):
		return t.problem, nil
	case t.problem.Code != "":
		return store.Outcome{}, errAnalyzer{t.problem}
	case ended != nil:
		return store.Outcome{}, fmt.Errorf("shotcheck: %w: %s", ended, strings.TrimSpace(complaint))
	}
	return store.Outcome{}, errors.New("shotcheck told no result")
}

// explain returns the outcome of a failure that did not pass.
func explain(err error) store.Outcome {
	if known, ok := errors.AsType[errAnalyzer](err); ok {
		return known.Outcome
	}
	return store.Outcome{Code: "failed", Message: "the analysis failed several times", Hint: "try again later, and tell us"}
}

// limited keeps the beginning of what is written.
type limited struct {
	to   io.Writer
	left int
}

// Write never fails.
func (l *limited) Write(text []byte) (int, error) {
	n := min(len(text), l.left)
	l.left -= n
	_, _ = l.to.Write(text[:n])
	return len(text), nil
}
