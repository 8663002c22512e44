package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/synth"
)

// slowRun starts analyze on a clip that takes for ever, as its ffprobe sleeps,
// in a folder with earlier results, and waits until the work has begun.
func slowRun(t *testing.T) *exec.Cmd {
	t.Helper()
	needsNative(t)
	inFolder(t, map[string]string{
		"clip.mp4": "x", "out/clip.shotcheck/analysis.json": "earlier", "out/clip.shotcheck/notes.txt": "mine",
	})
	fakeTool(t, "ffprobe", sleeps)
	cmd := program(t, "analyze", "--model", scoutModel, "-o", "out", "clip.mp4")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "ffprobe", func() bool { return decoderPID() != 0 })
	return cmd
}

// sleeps is a tool that never ends, and tells its process.
const sleeps = "echo $$ >pid; exec sleep 60"

// fakeTool puts a shell script in the place of a tool, for this process and those
// that it starts.
func fakeTool(t *testing.T, name, body string) {
	t.Helper()
	bin, err := filepath.Abs("bin")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.MkdirAll(bin, 0o755), os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
}

// decoderPID returns the process of the sleeping tool, 0 before it runs.
func decoderPID() int {
	text, _ := os.ReadFile("pid") // not there yet
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return pid
}

// decoderEnds fails unless the grandchild goes with its parents.
func decoderEnds(t *testing.T) {
	t.Helper()
	pid := decoderPID()
	waitFor(t, "the end of ffprobe", func() bool {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		return err != nil || strings.Contains(string(stat), ") Z ") // ended, or waits to be reaped
	})
}

// program returns this test's binary as shotcheck: TestMain goes by the name.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Args[0] = "shotcheck"
	cmd.Stderr = new(bytes.Buffer)
	return cmd
}

func drafts(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("out/.*" + draftMark + "*")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(hangs); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain for " + what)
		}
	}
}

func earlierResultsStand(t *testing.T) {
	t.Helper()
	for file, want := range map[string]string{"analysis.json": "earlier", "notes.txt": "mine"} {
		if got, err := os.ReadFile(filepath.Join("out/clip.shotcheck", file)); err != nil || string(got) != want {
			t.Errorf("%s is %q (%v), want %q", file, got, err, want)
		}
	}
}

// TestInterrupt: Ctrl-C and SIGTERM end with 130 and leave all as it was.
func TestInterrupt(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			cmd := slowRun(t)
			begun := time.Now()
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			var exit *exec.ExitError
			if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != int(exitInterrupted) {
				t.Errorf("it ended with %v, want code 130", err)
			}
			if d := time.Since(begun); d > 20*time.Second {
				t.Errorf("it took %v to end", d)
			}
			if got := cmd.Stderr.(*bytes.Buffer).String(); got != "error: interrupted\n" {
				t.Errorf("it says %q", got)
			}
			if left := drafts(t); len(left) > 0 {
				t.Errorf("it left %v", left)
			}
			earlierResultsStand(t)
			decoderEnds(t)
		})
	}
}

// TestKill: even SIGKILL leaves earlier results, and no process; the next run
// removes the rest.
func TestKill(t *testing.T) {
	cmd := slowRun(t)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	earlierResultsStand(t)
	decoderEnds(t)
	if len(drafts(t)) != 1 {
		t.Fatalf("drafts are %v, want that of the dead run", drafts(t))
	}
	if err := writePoses("p.json", "clip.mp4", synth.SetShot); err != nil {
		t.Fatal(err)
	}
	next := program(t, "analyze", "-o", "out", "--outputs", "json", "p.json")
	if err := next.Run(); err != nil {
		t.Fatalf("%v: %s", err, next.Stderr)
	}
	if left := drafts(t); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
	if _, err := os.Stat("out/clip.shotcheck/notes.txt"); err != nil {
		t.Error("the user's own file is gone: ", err)
	}
}

// TestTwoRuns: a draft that is being worked on is not taken for a dead one's.
func TestTwoRuns(t *testing.T) {
	t.Chdir(t.TempDir())
	first, err := newDraft("out/clip.shotcheck", resultFiles)
	if err != nil {
		t.Fatal(err)
	}
	second, err := newDraft("out/clip.shotcheck", resultFiles)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []*draft{first, second} {
		if err := os.WriteFile(filepath.Join(d.dir, "analysis.json"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := d.publish(); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir("out")
	if err != nil || len(entries) != 1 || entries[0].Name() != "clip.shotcheck" {
		t.Errorf("the folder holds %v (%v)", entries, err)
	}
}
