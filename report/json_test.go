package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/internal/sample"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// compare holds bytes against a golden file.
func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got), rewrite with -update:\n%s", name, d)
	}
}

func TestWriteJSON(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1, FPS: 10})
	var b bytes.Buffer
	if err := WriteJSON(&b, res); err != nil {
		t.Fatal(err)
	}
	compare(t, "analysis.json", b.Bytes())

	read, err := ReadJSON(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := WriteJSON(&again, read); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("what was read is written differently")
	}
}

func TestReadJSONOfSomethingElse(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"poses", `{"schema": "shotcheck.poses/1"}`, `schema is "shotcheck.poses/1", want "shotcheck.analysis/1"`},
		{"no JSON", "not JSON", "read analysis.json: "},
		{"cut", `{"schema": "shotcheck.analysis/1", "shots": [`, "read analysis.json: "},
	} {
		if _, err := ReadJSON(strings.NewReader(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v does not say %q", c.name, err, c.want)
		}
	}
}

// full is a disk that takes a few bytes only.
type full struct{ left int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestFullDisk(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1, FPS: 10})
	for name, write := range map[string]func(*full) error{
		"analysis.json": func(w *full) error { return WriteJSON(w, res) },
		"frames.csv":    func(w *full) error { return WriteCSV(w, res) },
		"report.pdf":    func(w *full) error { return WritePDF(w, Document{Result: res}) },
	} {
		if err := write(&full{left: 100}); !errors.Is(err, errFull) {
			t.Errorf("%s: error is %v, want that of the disk", name, err)
		}
	}
}
