package ort

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// What may be missing; a [MissingError] says where it was looked for.
var (
	ErrRuntimeMissing = errors.New("ONNX Runtime is not installed")
	ErrModelMissing   = errors.New("model is not installed")
)

// MissingError says what was not found. It wraps [ErrRuntimeMissing] or
// [ErrModelMissing].
type MissingError struct {
	// Name is the model's name or the library's file name.
	Name string
	// Looked are the files that would have been it, in order.
	Looked []string
	kind   error
}

// Error does not list the places: they fill lines.
func (e *MissingError) Error() string {
	return fmt.Sprintf("%v: %q is in none of %d places", e.kind, e.Name, len(e.Looked))
}

// Unwrap returns what kind of thing is missing.
func (e *MissingError) Unwrap() error { return e.kind }

// Search says where ONNX Runtime and the models are looked for. A home has the
// library in its folder lib and models as models/NAME.onnx; they are tried in
// the order of the fields, then the system's. Empty fields are left out.
type Search struct {
	// Home is the user's choice, SHOTCHECK_HOME.
	Home string
	// Executable is the program's path: ../lib/shotcheck beside it is a home, as
	// is build of the repository that it lies in.
	Executable string
	// Source is a file of the repository that the program was compiled from: the
	// executables of tests and of go run lie elsewhere.
	Source string
	// UserModels is the folder of imported models.
	UserModels string
}

// NewSearch returns the places of this process, given its environment.
func NewSearch(getenv func(string) string) Search {
	s := Search{Home: getenv("SHOTCHECK_HOME")}
	if exe, err := os.Executable(); err == nil {
		s.Executable = exe
		if target, err := filepath.EvalSymlinks(exe); err == nil {
			s.Executable = target
		}
	}
	// Never the working directory: a library found there is foreign code.
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		s.Source = file
	}
	data := getenv("XDG_DATA_HOME")
	if home := getenv("HOME"); data == "" && home != "" {
		data = filepath.Join(home, ".local", "share")
	}
	if data != "" {
		s.UserModels = filepath.Join(data, "shotcheck", "models")
	}
	return s
}

// libraryName returns the file name of ONNX Runtime.
func libraryName() string {
	if runtime.GOOS == "darwin" {
		return "libonnxruntime.dylib"
	}
	return "libonnxruntime.so.1"
}

// Where packages of the system install.
var (
	systemHomes     = []string{"/usr/local/lib/shotcheck", "/usr/lib/shotcheck"}
	systemLibraries = []string{
		"/usr/local/lib", "/usr/lib", "/usr/lib64",
		"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/opt/homebrew/lib",
	}
)

// Library returns the path of ONNX Runtime.
func (s Search) Library() (string, error) {
	var files []string
	for _, home := range s.homes() {
		files = append(files, filepath.Join(home, "lib", libraryName()))
	}
	for _, dir := range systemLibraries {
		files = append(files, filepath.Join(dir, libraryName()))
	}
	return first(files, libraryName(), ErrRuntimeMissing)
}

// modelName is what a model may be called: never a path.
var modelName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// ValidModelName reports whether a model may be called so.
func ValidModelName(name string) bool { return modelName.MatchString(name) && name != detectorModel }

// Model returns the path of the landmark model called name.
func (s Search) Model(name string) (string, error) {
	if !ValidModelName(name) {
		return "", &MissingError{Name: name, kind: ErrModelMissing}
	}
	return s.model(name)
}

// Detector returns the path of the model that finds people.
func (s Search) Detector() (string, error) { return s.model(detectorModel) }

// detectorModel is the name under which the detector is installed.
const detectorModel = "detector"

func (s Search) model(name string) (string, error) {
	var files []string
	for _, dir := range s.modelFolders() {
		files = append(files, filepath.Join(dir, name+".onnx"))
	}
	return first(files, name, ErrModelMissing)
}

// Models returns the names of the landmark models that are installed, sorted.
func (s Search) Models() []string {
	var names []string
	for _, dir := range s.modelFolders() {
		files, _ := filepath.Glob(filepath.Join(dir, "*.onnx")) // the pattern is well formed
		for _, file := range files {
			if name := strings.TrimSuffix(filepath.Base(file), ".onnx"); ValidModelName(name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (s Search) modelFolders() []string {
	var dirs []string
	for _, home := range s.homes() {
		dirs = append(dirs, filepath.Join(home, "models"))
	}
	if s.UserModels != "" {
		dirs = append(dirs, s.UserModels)
	}
	return dirs
}

// homes returns the folders that may hold both library and models.
func (s Search) homes() []string {
	var homes []string
	if s.Home != "" {
		homes = append(homes, s.Home)
	}
	if s.Executable != "" {
		homes = append(homes, filepath.Join(filepath.Dir(s.Executable), "..", "lib", "shotcheck"))
	}
	for _, inside := range []string{s.Executable, s.Source} {
		if repository := repository(inside); repository != "" {
			homes = append(homes, filepath.Join(repository, "build"))
		}
	}
	return append(homes, systemHomes...)
}

// repository returns the folder above path that holds this module, or "".
func repository(path string) string {
	if path == "" {
		return ""
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && bytes.HasPrefix(mod, []byte("module github.com/shotcheck/shotcheck\n")) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// first returns the first file that exists.
func first(files []string, name string, kind error) (string, error) {
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, nil
		}
	}
	return "", &MissingError{name, files, kind}
}
