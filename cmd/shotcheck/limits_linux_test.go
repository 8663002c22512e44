package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
)

// clipRunner runs the program's own child, and a job for clip.mp4 that lies in
// the current folder, with results in out.
func clipRunner(t *testing.T, l resourceLimits) (*processRunner, clipJob) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("out", 0o755); err != nil {
		t.Fatal(err)
	}
	return &processRunner{executable: exe, limits: l}, clipJob{
		Input: "clip.mp4", Threads: 1,
		Job: shotcheck.Job{Config: analysis.Config{Model: scoutModel}, Dir: "out", SlowMotion: 1, Outputs: shotcheck.Outputs{Video: true}},
	}
}

func unheard(shotcheck.Stage, float64) {}

// TestLimitsReachTools: what bounds the process of a clip bounds FFmpeg, too.
func TestLimitsReachTools(t *testing.T) {
	needsNative(t)
	inFolder(t, map[string]string{"clip.mp4": "x"})
	fakeTool(t, "ffprobe", "cat /proc/self/limits >limits; exit 1")
	r, job := clipRunner(t, defaultLimits)
	if err := r.run(t.Context(), job, unheard); err == nil {
		t.Fatal("a tool that fails is not told")
	}
	got, err := os.ReadFile("limits")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]uint64{
		"Max core file size": 0, "Max open files": defaultLimits.Files,
		"Max data size": defaultLimits.MemoryBytes, "Max file size": defaultLimits.FileBytes,
	} {
		if !regexp.MustCompile(fmt.Sprintf(`%s +%d +%d `, name, want, want)).Match(got) {
			t.Errorf("%s is not %d:\n%s", name, want, got)
		}
	}
}

// TestStalledDecoder: a decoder that hangs fails its clip, and ends.
func TestStalledDecoder(t *testing.T) {
	needsNative(t)
	t.Chdir(t.TempDir())
	shooter(t, "clip.mp4")
	fakeTool(t, "ffmpeg", sleeps)
	limits := defaultLimits
	limits.Silence = 5 * time.Second
	r, job := clipRunner(t, limits)
	if err := r.run(t.Context(), job, unheard); !errors.Is(err, errTooSlow) {
		t.Errorf("%v, want %v", err, errTooSlow)
	}
	if decoderPID() == 0 {
		t.Fatal("the decoder was not started")
	}
	decoderEnds(t)
}

// TestTooLargeFile: what a clip writes is bounded, whether this program or
// FFmpeg writes it, and told as such.
func TestTooLargeFile(t *testing.T) {
	needsNative(t)
	t.Chdir(t.TempDir())
	shooter(t, "clip.mp4")
	for name, outputs := range map[string]shotcheck.Outputs{"FFmpeg": {Video: true}, "this program": {Poses: true}} {
		limits := defaultLimits
		limits.FileBytes = 16 << 10
		r, job := clipRunner(t, limits)
		job.Job.Outputs = outputs
		err := r.run(t.Context(), job, unheard)
		if p, ok := errors.AsType[*problem](err); !ok || p.Code != "too-large" {
			t.Errorf("%s: %v, want that it is too large", name, err)
		}
	}
}
