package shotcheck_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestPackageComments(t *testing.T) {
	own, _ := ownPackages(t)
	for _, p := range own {
		var documented []string
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if f.Doc != nil {
				documented = append(documented, name)
			}
		}
		if len(documented) != 1 {
			t.Errorf("%s has package comments in %q, want exactly one", p.ImportPath, documented)
		}
	}
}

// maxFileKiB bounds a committed file, so that a clone stays small.
const maxFileKiB = 1100

// foreign matches the names of models, runtimes and archives, which are
// fetched and never committed.
var foreign = regexp.MustCompile(`(?i)\.(onnx|tflite|task|so|so\.\d+|dylib|dll|a|exe|zip|tgz|gz)$`)

// pictures matches where binary files may lie: test data and the docs' images.
var pictures = regexp.MustCompile(`(^|/)testdata/|^docs/images/`)

// private lists what no text of the repository says.
var private = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"a path of somebody's machine", regexp.MustCompile(`(^|[\s"'=:(])/(home|root|work|Users)/\w`)},
	{"a package's download address", regexp.MustCompile(`"resolved": *"http|registry\.npm` + `js|proxy\.golang\.` + `org`)},
}

func TestCommittedFiles(t *testing.T) {
	for _, name := range committed(t) {
		content, err := os.ReadFile(filepath.FromSlash(name))
		if os.IsNotExist(err) {
			continue // deleted, and not yet committed
		} else if err != nil {
			t.Fatal(err)
		}
		if kib := len(content) / 1024; kib > maxFileKiB {
			t.Errorf("%s has %d KiB, more than %d", name, kib, maxFileKiB)
		}
		if foreign.MatchString(path.Base(name)) {
			t.Errorf("%s is a model, library or archive: fetch it in `make setup` instead", name)
		}
		if binary := bytes.IndexByte(content, 0) >= 0; binary {
			if !pictures.MatchString(name) {
				t.Errorf("%s is binary, outside testdata and docs/images", name)
			}
			continue
		}
		for _, p := range private {
			if found := p.pattern.Find(content); found != nil {
				t.Errorf("%s holds %s: %q", name, p.what, bytes.TrimSpace(found))
			}
		}
	}
}

// links matches Markdown's links to files, with the exported name of their text:
// [`pose.Scout`](../pose/scout.go).
var links = regexp.MustCompile("\\[(?:`(?:\\w+\\.)?([A-Z]\\w*)`)?[^\\]]*\\]\\(([^)#:]+)\\)")

func TestLinks(t *testing.T) {
	for _, doc := range committed(t) {
		if path.Ext(doc) != ".md" {
			continue
		}
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range links.FindAllStringSubmatch(string(text), -1) {
			name, target := link[1], path.Join(path.Dir(doc), link[2])
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %s leads nowhere", doc, link[0])
			} else if name != "" && !declares(t, target, name) {
				t.Errorf("%s: %s does not declare %s", doc, target, name)
			}
		}
	}
}

// declares says whether a Go file, or one of a folder, declares a name.
func declares(t *testing.T, target, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(target, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	if path.Ext(target) == ".go" {
		files = []string{target}
	}
	declaration := regexp.MustCompile(`(?m)^(func (\(.*\) )?|type |var |const |\t)` + name + `\b`)
	return slices.ContainsFunc(files, func(file string) bool {
		source, err := os.ReadFile(file)
		return err == nil && declaration.Match(source)
	})
}

// committed returns the files that Git tracks, with slashes.
func committed(t *testing.T) []string {
	t.Helper()
	if _, err := os.Stat(".git"); err != nil {
		t.Skip("not a Git checkout, so nothing tells which files are committed")
	}
	// In CI somebody else may own the checkout.
	out, err := exec.Command("git", "-c", "safe.directory=*", "ls-files", "-z").Output()
	if err != nil {
		t.Fatalf("list committed files: %v", err)
	}
	return strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
}
