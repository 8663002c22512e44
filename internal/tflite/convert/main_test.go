package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInstall writes what differs, completely, and leaves the rest alone.
func TestInstall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "model.onnx")
	past := time.Now().Add(-time.Hour)
	for _, c := range []struct {
		name, content string
		written       bool
	}{
		{"new", "one", true},
		{"same", "one", false},
		{"other", "two", true},
	} {
		if err := install(path, []byte(c.content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != c.content {
			t.Errorf("%s: holds %q, %v", c.name, got, err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if written := info.ModTime().After(past); written != c.written {
			t.Errorf("%s: written is %v", c.name, written)
		}
		if err := os.Chtimes(path, past, past); err != nil {
			t.Fatal(err)
		}
	}
	if files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(files) != 1 {
		t.Errorf("leaves %v", files)
	}
}

// TestPinned refuses files that are not those that were tried.
func TestPinned(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	if err := run(from, to); !os.IsNotExist(err) {
		t.Errorf("without packages the error is %v", err)
	}
	dir := filepath.Join(from, "@mediapipe", "pose")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, models[0].source), []byte("another model"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(from, to); err == nil || !strings.Contains(err.Error(), "not the file that is pinned") {
		t.Errorf("with another file the error is %v", err)
	}
}
