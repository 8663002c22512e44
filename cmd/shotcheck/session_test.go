package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/report"
)

// makeResults writes n results of one shot each, of three players on 28 days.
func makeResults(tb testing.TB, n int) (dir string) {
	tb.Helper()
	dir = tb.TempDir()
	for i := range n {
		r := sample.Result(sample.Options{Shots: 1})
		r.Clip.RecordedAt = fmt.Sprintf("2026-03-%02dT10:00:00Z", i%28+1)
		for k := range r.Shots[0].Metrics {
			m := &r.Shots[0].Metrics[k]
			m.Value += m.Uncertainty * float64(i*7919%101-50) / 100
		}
		out := filepath.Join(dir, fmt.Sprintf("clip%05d", i)+resultSuffix)
		if err := os.Mkdir(out, 0o755); err != nil {
			tb.Fatal(err)
		}
		f, err := os.Create(filepath.Join(out, shotcheck.AnalysisFile))
		if err != nil {
			tb.Fatal(err)
		}
		s := state{Look: presentation{Player: string(rune('A' + i%3))}}
		if err := errors.Join(report.WriteJSON(f, r), f.Close(), s.write(out)); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// rollUp runs the command and returns the files it makes.
func rollUp(tb testing.TB, dir string, cores int) map[string][]byte {
	tb.Helper()
	out := tb.TempDir()
	c := &cli{args: []string{"session", "-o", out, dir}, env: environment{}, stdout: io.Discard, stderr: io.Discard, cores: cores}
	if code := c.run(); code != 0 {
		tb.Fatalf("session ends with %d", code)
	}
	files := map[string][]byte{}
	for _, name := range sessionFiles {
		content, err := os.ReadFile(filepath.Join(out, "session"+resultSuffix, name))
		if err != nil {
			tb.Fatal(err)
		}
		files[name] = content
	}
	return files
}

// The bytes must not depend on how many results are read at once.
func TestSessionOnAnyNumberOfCores(t *testing.T) {
	dir := makeResults(t, 150)
	one, many := rollUp(t, dir, 1), rollUp(t, dir, 16)
	for name := range one {
		if !bytes.Equal(one[name], many[name]) {
			t.Errorf("%s differs between 1 and 16 cores", name)
		}
	}
	if err := checkAs("session", one[shotcheck.SessionFile]); err != nil {
		t.Error(err)
	}
	if bytes.Count(one[shotcheck.SessionTable], []byte("\n")) != 151 {
		t.Error("the table does not have a row for each shot and its head")
	}
}

// BenchmarkSession rolls up 10,000 results, which must take less than 10 s.
func BenchmarkSession(b *testing.B) {
	dir := makeResults(b, 10_000)
	for b.Loop() {
		rollUp(b, dir, 2)
	}
}
