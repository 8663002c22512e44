package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// broken are clips that fail, with the code of their error.
var broken = []struct {
	name, code string
	from       func(clip []byte) []byte
}{
	{"text.mp4", "not-a-video", func([]byte) []byte { return []byte("Dear diary, today I made five of ten.\n") }},
	{"cut.mp4", "truncated", func(clip []byte) []byte { return clip[:600] }}, // within its index
	{"empty.mp4", "empty-file", func([]byte) []byte { return nil }},
	{"head.mkv", "not-a-video", func(clip []byte) []byte { return clip[len(clip)/2:] }},
	{"zero.mov", "not-a-video", func(clip []byte) []byte { return make([]byte, len(clip)) }},
}

// TestTortureBatch: a batch with broken clips, killed twice and resumed, has the
// results of a batch that nobody has disturbed.
func TestTortureBatch(t *testing.T) {
	needsTorture(t)
	t.Chdir(t.TempDir())
	clips, bad := times(40, 5), broken[:times(5, 2)]
	fillFolder(t, "clips", clips-len(bad))
	clip, err := os.ReadFile("clips/00.mp4")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bad {
		if err := os.WriteFile(filepath.Join("clips", b.name), b.from(clip), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	args := func(out string) []string {
		return []string{"--jobs", "2", "--outputs", "json,csv,poses", "--resume", "-o", out, "clips"}
	}
	calm := analyze(t, args("calm")...)
	if calm.code != int(exitSomeFailed) || calm.summary.Done != clips-len(bad) {
		t.Fatalf("undisturbed: code %d, %+v, errors %v, %s", calm.code, calm.summary, calm.errors, calm.stderr)
	}
	draw := chance()
	for i := range 2 {
		cmd := prepare(t, args("out")...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "some results", func() bool {
			done, _ := filepath.Glob("out/*.shotcheck")
			return len(done) > i*(clips-len(bad))/3
		})
		time.Sleep(time.Duration(draw.Float64() * float64(calm.took) / float64(clips)))
		_ = cmd.Process.Kill() // unless it has ended
		_ = cmd.Wait()
	}
	r := analyze(t, args("out")...)
	failedOf := map[string]string{}
	for _, e := range r.errors {
		failedOf[filepath.Base(e.Clip)] = e.Code
	}
	for _, b := range bad {
		if failedOf[b.name] != b.code {
			t.Errorf("%s: %q, want %q", b.name, failedOf[b.name], b.code)
		}
	}
	if r.code != int(exitSomeFailed) || len(r.errors) != len(bad) || r.summary.Skipped == 0 || r.summary.Failed != len(bad) {
		t.Errorf("code %d, %+v, errors %v, %s", r.code, r.summary, r.errors, r.stderr)
	}
	want, got := printsOf(t, "calm"), printsOf(t, "out")
	if !maps.Equal(want, got) {
		t.Errorf("the results differ from those of the batch that nobody has disturbed: %v, want %v", got, want)
	}
	t.Logf("batch: %d clips, %d broken, killed and resumed twice: %d up to date, %d done, %d failures, exit %d, %d files as in an undisturbed run",
		clips, len(bad), r.summary.Skipped, r.summary.Done, r.summary.Failed, r.code, len(want))
}

// fillFolder makes n clips, of a shooter from a few sides.
func fillFolder(t *testing.T, dir string, n int) {
	t.Helper()
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	sides := min(4, n)
	for i := range n {
		path := filepath.Join(dir, fmt.Sprintf("%02d.mp4", i))
		if i < sides {
			shooter(t, path, "--view", fmt.Sprint(84+4*i))
		} else if err := os.Link(filepath.Join(dir, fmt.Sprintf("%02d.mp4", i%sides)), path); err != nil {
			t.Fatal(err)
		}
	}
}
