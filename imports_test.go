package shotcheck_test

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "github.com/shotcheck/shotcheck"

// layers says which other parts of the module each part may import, lowest
// first. A part is a folder with all below it; "." is the module's root.
var layers = []struct {
	part string
	may  []string
}{
	{"pose", nil},
	{"pose/ball", []string{"pose"}},
	{"analysis", []string{"pose"}},
	{"render", []string{"pose", "analysis"}},
	{"report/training", []string{"analysis"}},
	{"report", []string{"pose", "analysis", "render", "report/training"}},
	{".", []string{"pose", "pose/ball", "analysis", "render", "report"}},
	{"internal/browsertest", nil},                     // pages in Chromium, in tests
	{"internal/sample", []string{"pose", "analysis"}}, // made-up results for tests
	{"internal/schematest", []string{"report"}},       // holds JSON against its schema, in tests
	{"internal/damage", nil},                          // damaged clips for tests
	{"internal/tflite", []string{"pose"}},
	{"internal/ort", []string{"pose"}},
	{"internal/video", []string{"pose", "."}},
	{"internal/synth", []string{"pose", "analysis"}},
	{"internal/accuracy", []string{
		"pose", "pose/ball", "analysis", ".", "internal/ort", "internal/video", "internal/synth",
	}},
	{"internal/bench", []string{"pose", "internal/ort"}},
	{"service", nil}, // what the command line and the service say to each other
	{"service/store", []string{"service"}},
	{"service/figures", []string{"service", "analysis"}}, // what several results say together
	{"service/web", []string{"service", "analysis"}},     // how it looks in a browser
	{"service/server", []string{"service", "service/store", "service/figures", "service/web"}},
	{"service/worker", []string{"service", "service/store"}},
	{"internal/servicetest", []string{"service", "service/store", "service/server", "service/worker"}}, // the service in tests
	{"cmd/shotcheckd", []string{"service", "service/store", "service/server", "service/worker"}},
	{"cmd/shotcheck", []string{
		"pose", "analysis", "render", "report", ".", "service",
		"internal/tflite", "internal/ort", "internal/video", "internal/synth",
	}},
}

// pure lists the parts that build without a C compiler, so that analysis,
// drawing and reports run wherever Go does.
var pure = []string{"pose", "pose/ball", "analysis", "render", "report/training", "report", ".", "service", "service/store", "service/figures", "service/web", "service/server", "service/worker", "cmd/shotcheckd", "internal/servicetest", "internal/sample", "internal/schematest", "internal/damage", "internal/tflite", "internal/synth"}

// libraries lists the modules that ours may import directly, each with the
// reason why it is worth it.
var libraries = map[string]string{
	"github.com/cenkalti/backoff/v5":                           "pauses between requests that are repeated",
	"github.com/chromedp/cdproto":                              "what a browser is told, in tests",
	"github.com/chromedp/chromedp":                             "opens the HTML report in a browser, in tests",
	"github.com/coreos/go-oidc/v3":                             "checks who signs in, and tokens of the provider",
	"github.com/danielgtaylor/huma/v2":                         "the service's API with its OpenAPI",
	"github.com/gabriel-vasile/mimetype":                       "what an uploaded file is, by its content",
	"github.com/go-chi/chi/v5":                                 "the service's routes",
	"github.com/go-chi/httprate":                               "the service's limits on requests",
	"github.com/go-jose/go-jose/v4":                            "keys of the provider, in tests",
	"github.com/google/flatbuffers":                            "reads .tflite models",
	"github.com/google/go-cmp":                                 "differences in tests",
	"github.com/google/uuid":                                   "identifiers in order of time",
	"github.com/jackc/pgx/v5":                                  "PostgreSQL",
	"github.com/jmoiron/sqlx":                                  "rows as structs, on both databases",
	"github.com/jung-kurt/gofpdf":                              "the PDF report",
	"github.com/pressly/goose/v3":                              "the steps that make the service's tables",
	"github.com/prometheus/client_golang":                      "the service's figures for Prometheus",
	"github.com/riverqueue/river":                              "the queue of analyses, in the same database",
	"github.com/riverqueue/river/rivertype":                    "what a job of it is",
	"github.com/riverqueue/river/riverdriver":                  "the same, whatever the database",
	"github.com/riverqueue/river/riverdriver/riverdatabasesql": "the same on PostgreSQL",
	"github.com/riverqueue/river/riverdriver/riversqlite":      "the same on SQLite",
	"github.com/rogpeppe/go-internal":                          "testscript, for the command line's tests",
	"github.com/santhosh-tekuri/jsonschema/v6":                 "holds JSON against its schema, in tests",
	"github.com/schollz/progressbar/v3":                        "progress on a terminal",
	"github.com/spf13/cobra":                                   "commands and flags",
	"github.com/spf13/pflag":                                   "flag values, cobra's own library",
	"github.com/spf13/viper":                                   "configuration files and variables",
	"github.com/tus/tusd/v2":                                   "uploads that can be resumed",
	"github.com/yalue/onnxruntime_go":                          "runs the pose models",
	"go.yaml.in/yaml/v3":                                       "the profile and norms files",
	"github.com/zalando/go-keyring":                            "keeps the token of the service",
	"github.com/zitadel/oidc/v3":                               "a real OpenID Connect provider, in tests",
	"gocloud.dev":                                              "blobs in a folder, S3, Google's or Azure's storage",
	"gocv.io/x/gocv":                                           "OpenCV",
	"golang.org/x/exp":                                         "the log that tusd wants",
	"golang.org/x/image":                                       "fonts and drawing",
	"golang.org/x/oauth2":                                      "signs people and devices in",
	"golang.org/x/sync":                                        "groups of goroutines with errors",
	"golang.org/x/sys":                                         "limits on child processes",
	"golang.org/x/term":                                        "asks whether a terminal is there",
	"golang.org/x/text":                                        "brings accents into the form that fonts have",
	"gonum.org/v1/gonum":                                       "numbers",
	"google.golang.org/protobuf":                               "writes ONNX models",
	"modernc.org/sqlite":                                       "SQLite without C",
}

// goPackage is what `go list` tells of a package.
type goPackage struct {
	Dir, ImportPath, Name              string
	GoFiles, CgoFiles                  []string
	Imports, TestImports, XTestImports []string
	Standard                           bool
	Module                             *struct{ Path string }
}

// part returns the part of the module that p belongs to, or "".
func (p goPackage) part() string {
	var longest string // service/store is no part of service
	for _, l := range layers {
		if path := module + "/" + l.part; p.ImportPath == path || strings.HasPrefix(p.ImportPath, path+"/") {
			longest = max(longest, l.part) // of two that fit one begins the other
		}
	}
	if longest != "" {
		return longest
	}
	if p.ImportPath == module {
		return "."
	}
	return ""
}

// own says whether p belongs to this module.
func (p goPackage) own() bool { return p.Module != nil && p.Module.Path == module }

// graph is the module's packages, their tests' and all that they import, by
// import path. Packages with C are listed even where the test runs without.
var graph = sync.OnceValues(func() (map[string]goPackage, error) {
	cmd := exec.Command("go", "list", "-deps", "-test", "-tags", "browser", "-json", "./...")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	packages := map[string]goPackage{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		// With -test a package is listed again as "path [path.test]".
		if !strings.HasSuffix(p.ImportPath, ".test") && !strings.Contains(p.ImportPath, " ") {
			packages[p.ImportPath] = p
		}
	}
})

// ownPackages returns the module's packages in order, with the whole graph.
func ownPackages(t *testing.T) (own []goPackage, all map[string]goPackage) {
	t.Helper()
	all, err := graph()
	if err != nil {
		t.Fatalf("list packages: %v", err)
	}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if all[path].own() {
			own = append(own, all[path])
		}
	}
	if len(own) == 0 {
		t.Fatal("no package of this module was listed")
	}
	return own, all
}

func TestLayers(t *testing.T) {
	may := map[string][]string{}
	for _, l := range layers {
		may[l.part] = append(l.may, l.part)
	}
	own, all := ownPackages(t)
	for _, p := range own {
		if p.part() == "" {
			t.Errorf("%s belongs to no layer: add it to the table", p.ImportPath)
			continue
		}
		for _, path := range p.Imports {
			if q := all[path]; q.own() && !slices.Contains(may[p.part()], q.part()) {
				t.Errorf("%s imports %s: %s stands on %v alone", p.ImportPath, path, p.part(), may[p.part()])
			}
		}
	}
}

func TestPureGo(t *testing.T) {
	own, all := ownPackages(t)
	for _, p := range own {
		if !slices.Contains(pure, p.part()) {
			continue
		}
		if chain := chainToC(all, p.ImportPath, map[string]bool{}); chain != nil {
			t.Errorf("C in a pure package: %s", strings.Join(chain, " → "))
		}
	}
}

// chainToC returns the imports that lead from a package to one with C, nil when
// there are none. The standard library does not count: it does without C.
func chainToC(all map[string]goPackage, path string, seen map[string]bool) []string {
	p := all[path]
	if seen[path] || p.Standard {
		return nil
	}
	seen[path] = true
	if len(p.CgoFiles) > 0 {
		return []string{path}
	}
	for _, next := range p.Imports {
		if chain := chainToC(all, next, seen); chain != nil {
			return append([]string{path}, chain...)
		}
	}
	return nil
}

func TestChainToC(t *testing.T) {
	_, all := ownPackages(t)
	if chainToC(all, "github.com/yalue/onnxruntime_go", map[string]bool{}) == nil {
		t.Error("onnxruntime_go is bound by C, which goes unseen: TestPureGo proves nothing")
	}
}

func TestLibraries(t *testing.T) {
	used := map[string]bool{}
	own, all := ownPackages(t)
	for _, p := range own {
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if m := all[path].Module; m != nil && m.Path != module {
				used[m.Path] = true
			}
		}
	}
	for path := range used {
		if libraries[path] == "" {
			t.Errorf("%s is imported: say in the table why it is worth it", path)
		}
	}
	for path := range libraries {
		if !used[path] {
			t.Errorf("%s is not imported any more: strike it from the table", path)
		}
	}
}
