package ort

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// touch makes an empty file and returns its path.
func touch(t *testing.T, elements ...string) string {
	t.Helper()
	path := filepath.Join(elements...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// repositoryIn makes a folder look like this module's repository.
func repositoryIn(t *testing.T, dir string) {
	t.Helper()
	mod := touch(t, dir, "go.mod")
	if err := os.WriteFile(mod, []byte("module github.com/shotcheck/shotcheck\n\ngo 1.26\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestSearchOrder takes away the first of all places until none is left.
func TestSearchOrder(t *testing.T) {
	dir := t.TempDir()
	for _, repository := range []string{"checkout", "source"} {
		repositoryIn(t, filepath.Join(dir, repository))
	}
	s := Search{
		Home:       filepath.Join(dir, "home"),
		Executable: filepath.Join(dir, "checkout", "bin", "shotcheck"),
		Source:     filepath.Join(dir, "source", "internal", "ort", "search.go"),
		UserModels: filepath.Join(dir, "user"),
	}
	homes := []string{s.Home, filepath.Join(dir, "checkout", "lib", "shotcheck"), filepath.Join(dir, "checkout", "build"), filepath.Join(dir, "source", "build")}
	var libraries, models []string
	for _, home := range homes {
		libraries = append(libraries, touch(t, home, "lib", libraryName()))
		models = append(models, touch(t, home, "models", "test-model.onnx"))
	}
	models = append(models, touch(t, s.UserModels, "test-model.onnx"))
	for _, want := range libraries {
		if got, err := s.Library(); got != want {
			t.Fatalf("library is %s, %v, want %s", got, err, want)
		}
		remove(t, want)
	}
	for _, want := range models {
		if got, err := s.Model("test-model"); got != want {
			t.Fatalf("model is %s, %v, want %s", got, err, want)
		}
		remove(t, want)
	}
	_, err := s.Model("test-model")
	var missing *MissingError
	if !errors.As(err, &missing) || !errors.Is(err, ErrModelMissing) || missing.Name != "test-model" {
		t.Fatalf("error is %v, want that test-model is missing", err)
	}
	if !slices.Equal(missing.Looked[:4], models[:4]) || !slices.Contains(missing.Looked, models[4]) {
		t.Errorf("looked for %v", missing.Looked)
	}
}

// TestMissingRuntime does not ask Library, as the system may have one.
func TestMissingRuntime(t *testing.T) {
	_, err := first([]string{filepath.Join(t.TempDir(), "libnone.so")}, "libnone.so", ErrRuntimeMissing)
	if !errors.Is(err, ErrRuntimeMissing) || errors.Is(err, ErrModelMissing) {
		t.Errorf("error is %v", err)
	}
}

func TestModels(t *testing.T) {
	s := Search{Home: t.TempDir(), UserModels: t.TempDir()}
	for _, name := range []string{"lite.onnx", "detector.onnx", "notes.txt"} {
		touch(t, s.Home, "models", name)
	}
	touch(t, s.UserModels, "lite.onnx")
	touch(t, s.UserModels, "mine-2.onnx")
	got := s.Models()
	for _, want := range []string{"lite", "mine-2"} {
		if i := slices.Index(got, want); i < 0 || slices.Contains(got[i+1:], want) {
			t.Errorf("models are %v, want %s once", got, want)
		}
	}
	if slices.Contains(got, "detector") || slices.Contains(got, "notes") {
		t.Errorf("models are %v, which are not all landmark models", got)
	}
}

func TestValidModelName(t *testing.T) {
	for name, want := range map[string]bool{
		"heavy": true, "my-model_2.1": true,
		"": false, ".": false, "..": false, "../heavy": false, "a/b": false, `a\b`: false, "détecteur": false, "detector": false,
	} {
		if got := ValidModelName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
		if _, err := (Search{}).Model(name); !want && !errors.Is(err, ErrModelMissing) {
			t.Errorf("%q: error is %v", name, err)
		}
	}
}

// TestNewSearch says what of the environment counts.
func TestNewSearch(t *testing.T) {
	for _, c := range []struct {
		name         string
		environment  map[string]string
		home, models string
	}{
		{"nothing", nil, "", ""},
		{"home folder", map[string]string{"HOME": "/u"}, "", "/u/.local/share/shotcheck/models"},
		{"data folder", map[string]string{"HOME": "/u", "XDG_DATA_HOME": "/d"}, "", "/d/shotcheck/models"},
		{"chosen", map[string]string{"SHOTCHECK_HOME": "/s"}, "/s", ""},
	} {
		s := NewSearch(func(key string) string { return c.environment[key] })
		if s.Home != c.home || s.UserModels != c.models {
			t.Errorf("%s: %+v", c.name, s)
		}
		if !filepath.IsAbs(s.Executable) {
			t.Errorf("%s: the executable is %q", c.name, s.Executable)
		}
	}
}
