package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/shotcheck/shotcheck/internal/ort"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"shotcheck": main}) }

// TestScripts runs the command line as users do, one theme a file.
func TestScripts(t *testing.T) {
	here, err := os.Getwd() // before inProcess changes it
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(here, "../..")
	if flag.Lookup("test.run").Value.String() == "" && missingNative() == nil {
		t.Cleanup(func() { checkAllSchemas(t) })
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(here, "testdata/script"),
		RequireExplicitExec: true,
		Condition: func(name string) (bool, error) {
			if name == "npm-models" {
				_, err := os.Stat(filepath.Join(root, "models/node_modules/@mediapipe/pose"))
				return err == nil, nil
			}
			return condition(name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"cli":      inProcess,
			"exits":    exits,
			"poses":    makePoses,
			"document": runDocument,
			"workflow": runWorkflow,
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("ROOT", root)
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("SHOTCHECK_HOME", os.Getenv("SHOTCHECK_HOME"))
			return nil
		},
	})
}

// condition knows [native]: decoder, runtime and models are installed. Where
// they must be, as in CI, it is an error that they are not. [mounts]: a process
// may have mounts of its own, which containers and chroots forbid. [race]: the
// race detector makes everything several times as slow.
func condition(name string) (bool, error) {
	switch name {
	case "native":
		err := missingNative()
		if err != nil && os.Getenv("SHOTCHECK_REQUIRE_NATIVE") == "1" {
			return false, err
		}
		return err == nil, nil
	case "race":
		return raced(), nil
	case "root":
		return os.Geteuid() == 0, nil
	case "mounts":
		return exec.Command("unshare", "-m", "true").Run() == nil, nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

// raced says whether this is built with the race detector.
func raced() bool {
	build, _ := debug.ReadBuildInfo()
	return slices.Contains(build.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// missingNative returns what is missing for analysing videos, or nil.
var missingNative = sync.OnceValue(func() error {
	for _, tool := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(tool); err != nil {
			return err
		}
	}
	_, err := ort.Find(ort.NewSearch(os.Getenv), scoutModel, 1)
	return err
})

// needsNative skips a test where videos cannot be analysed.
func needsNative(t *testing.T) {
	t.Helper()
	ok, err := condition("native")
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Skip("ffmpeg, ONNX Runtime or a model is missing: make setup")
	}
}

// oneAtATime guards the current folder, which is the process's.
var oneAtATime sync.Mutex

// inProcess runs the program in this process, which saves the loading of
// hundreds of libraries, and checks its exit code and its JSON: cli CODE [ARG...].
func inProcess(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: cli CODE [ARG...]")
	}
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	before, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(ts.MkAbs(".")))
	defer func() { ts.Check(os.Chdir(before)) }()
	var out bytes.Buffer
	c := &cli{
		args: args[1:], env: environment{}, stdout: io.MultiWriter(ts.Stdout(), &out), stderr: ts.Stderr(), cores: 2,
		analyze: func(ctx context.Context, job clipJob, progress progressFunc) error {
			tell := func(m clipMessage) {
				if m.Progress != nil {
					progress(m.Progress.Stage, m.Progress.Fraction)
				}
			}
			return (&worker{tell: tell, job: job}).run(ctx)
		},
	}
	lay := filesBelow(".")
	if got := strconv.Itoa(c.run()); got != args[0] {
		ts.Fatalf("shotcheck ended with code %s, want %s", got, args[0])
	}
	ts.Check(checkPrinted(c.args, out.Bytes()))
	ts.Check(checkWritten(lay, filesBelow(".")))
}

// exits runs a command that must end with a code: exits CODE COMMAND [ARG...].
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	default:
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s ended with code %d, want %d", args[1], got, want)
	}
}

// makePoses writes the poses of a synthetic clip, as earlier results hold them:
// poses FILE CLIPNAME KIND.
func makePoses(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: poses FILE CLIPNAME KIND")
	}
	ts.Check(writePoses(ts.MkAbs(args[0]), args[1], synth.Kind(args[2])))
}

func writePoses(file, clipName string, kind synth.Kind) error {
	params := synth.DefaultParams()
	params.Kind = kind
	scene, err := synth.New(params)
	if err != nil {
		return err
	}
	p := scene.Poses(synth.DefaultNoise(1))
	p.Clip.Name = clipName
	p.Round()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(pose.WritePoses(f, p), f.Close())
}
