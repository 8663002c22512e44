package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The tests of this name run the program as users do, and harm it. `make
// torture` runs them whole, `go test` in a short form.
var (
	torture     = flag.Bool("torture", false, "run the torture whole, not in its short form")
	tortureSeed = flag.Uint64("seed", 1, "what the torture draws from")
)

// needsTorture skips a test where the program cannot run, or runs many times as slowly as
// users see it: `make test` runs it without the race detector as well.
func needsTorture(t *testing.T) {
	t.Helper()
	needsNative(t)
	if raced() {
		t.Skip("the program is many times as slow with the race detector")
	}
}

// times returns how often something is done, whole or in short.
func times(whole, short int) int {
	if *torture {
		return whole
	}
	return short
}

// chance returns what a test draws from.
func chance() *rand.Rand { return rand.New(rand.NewPCG(*tortureSeed, 1)) }

// hangs is when a run is taken for one that never ends: after the time at which
// it should have ended itself with a clip of two seconds.
const hangs = 15 * time.Minute

// ran is how a run of the program ended, and what it said with --json.
type ran struct {
	code    int // -1 by a signal
	results []resultLine
	errors  []errorLine
	summary summary
	stderr  string
	rss     int64 // bytes, of the largest process
	took    time.Duration
}

// analyze runs the program with --json to its end.
func analyze(t *testing.T, args ...string) ran {
	t.Helper()
	return await(t, prepare(t, args...))
}

// prepare returns a run of the program with --json.
func prepare(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(t.Context(), hangs, errors.New("it hangs"))
	t.Cleanup(cancel)
	plain := program(t, append([]string{"analyze", "--json", "--model", scoutModel}, args...)...)
	cmd := exec.CommandContext(ctx, plain.Path)
	cmd.Args, cmd.Stdout, cmd.Stderr = plain.Args, new(bytes.Buffer), plain.Stderr
	return cmd
}

// await runs what prepare returned, unless it runs already.
func await(t *testing.T, cmd *exec.Cmd) ran {
	t.Helper()
	begun := time.Now()
	if cmd.Process == nil {
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Wait() // the code tells
	r := ran{code: cmd.ProcessState.ExitCode(), stderr: cmd.Stderr.(*bytes.Buffer).String(), took: time.Since(begun)}
	r.rss = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	r.read(t, cmd.Stdout.(*bytes.Buffer).Bytes())
	return r
}

// read reads the lines of --json.
func (r *ran) read(t *testing.T, stdout []byte) {
	t.Helper()
	for line := range bytes.Lines(stdout) {
		var kind struct {
			MessageType string `json:"message_type"`
		}
		var result resultLine
		var problem errorLine
		into := map[string]any{"result": &result, "error": &problem, "summary": &r.summary}
		err := json.Unmarshal(line, &kind)
		if target := into[kind.MessageType]; err == nil && target != nil {
			err = json.Unmarshal(line, target)
		}
		switch {
		case err != nil:
			t.Fatalf("%q: %v", line, err)
		case kind.MessageType == "result":
			r.results = append(r.results, result)
		case kind.MessageType == "error":
			r.errors = append(r.errors, problem)
		}
	}
}

// shooter makes a small clip of the synthetic shooter.
func shooter(t *testing.T, path string, args ...string) {
	t.Helper()
	cmd := program(t, append([]string{"synth", "--size", "320x180", "--duration", "2", "--distance", "4", "-o", path}, args...)...)
	if err := cmd.Run(); err != nil {
		t.Fatalf("synth: %v: %s", err, cmd.Stderr)
	}
}

// convert makes a file with ffmpeg.
func convert(t *testing.T, args string, path string) {
	t.Helper()
	all := append([]string{"-nostdin", "-v", "error", "-y"}, strings.Fields(args)...)
	if out, err := exec.Command("ffmpeg", append(all, path)...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg %s %s: %v\n%s", args, path, err, out)
	}
}

// prints are the sums of files below a folder, by their path there.
type prints map[string][sha256.Size]byte

func printsOf(t *testing.T, dir string) prints {
	t.Helper()
	sums := prints{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		sums[path] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// only fails unless a folder holds the entries of these names and no others,
// not even hidden ones.
func only(t *testing.T, dir string, names ...string) bool {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	if got, want := fmt.Sprint(found), fmt.Sprint(names); got != want {
		t.Errorf("%s holds %s, want %s", dir, got, want)
		return false
	}
	return true
}
