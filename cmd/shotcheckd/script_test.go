package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/shotcheck/shotcheck/internal/schematest"
	"github.com/shotcheck/shotcheck/internal/servicetest"
)

// asProgram makes the tests' own executable behave as shotcheckd.
const asProgram = "SHOTCHECKD"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		_ = os.Unsetenv(asProgram) // it is no setting
		main()
		return
	}
	testscript.Main(servicetest.Tests{M: m}, map[string]func(){"shotcheckd": main})
}

// shotcheck builds the program that users have, once.
var shotcheck = sync.OnceValues(func() (string, error) {
	root, err := servicetest.Root()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "shotcheck-program-")
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "shotcheck")
	cmd := exec.Command("go", "build", "-o", program, "./cmd/shotcheck")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build shotcheck: %w: %s", err, out)
	}
	return program, nil
})

// TestScripts runs shotcheck against shotcheckd as users do, one theme a file.
func TestScripts(t *testing.T) {
	program, err := shotcheck()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(filepath.Dir(program)) })
	root, err := servicetest.Root()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true,
		Condition: func(name string) (bool, error) {
			if name != "native" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			found, _ := filepath.Glob(filepath.Join(root, "build/models/lite.onnx")) // the pattern is right
			if len(found) == 0 && os.Getenv("SHOTCHECK_REQUIRE_NATIVE") == "1" {
				return false, errors.New("the models are missing (make setup)")
			}
			return len(found) > 0, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"serve": serve, "provider": provider(t), "browse": browse, "exits": exits, "samejson": sameJSON},
		Setup: func(e *testscript.Env) error {
			e.Setenv("ROOT", root)
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "home/.config"))
			e.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:") // no keyring of this machine's user
			e.Setenv("SHOTCHECK_HOME", os.Getenv("SHOTCHECK_HOME"))
			e.Setenv("SHOTCHECK", program)
			fake := filepath.Join(e.WorkDir, "fake-shotcheck")
			e.Setenv("FAKE", fake)
			for i, name := range []string{"good.mp4", "damaged.mp4", "noshot.mp4"} {
				file := filepath.Join(e.WorkDir, "clips", name)
				if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, servicetest.Clip(uint64(i), 9000), 0o644)); err != nil {
					return err
				}
			}
			return os.WriteFile(fake, servicetest.Analyzer, 0o755)
		},
	})
}

var (
	listens = regexp.MustCompile(`listens on (\S+)`)
	owner   = regexp.MustCompile(`told this once: (\S+)`)
)

// serve starts shotcheckd in the script's folder, until its end, and puts its
// address into SERVER and its first token into TOKEN: serve [ARG...].
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serve [ARG...]")
	}
	self, err := os.Executable()
	ts.Check(err)
	cmd := exec.Command(self, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), asProgram+"=1")
	var said locked
	cmd.Stdout, cmd.Stderr = &said, io.Discard
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			ts.Fatalf("shotcheckd: %v", err)
		}
	})
	for range 400 {
		if found := owner.FindStringSubmatch(said.String()); found != nil {
			ts.Setenv("TOKEN", found[1])
			ts.Setenv("SERVER", listens.FindStringSubmatch(said.String())[1])
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("shotcheckd does not start: %s", said.String())
}

// locked is a buffer that is written and read at once.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write never fails.
func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// exits runs a command that must end with a code: exits CODE COMMAND [ARG...].
// JSON lines that it prints must fit their schema.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	default:
		ts.Check(err)
	}
	if want, _ := strconv.Atoi(args[0]); got != want {
		ts.Fatalf("%s ended with code %d, want %s", args[1], got, args[0])
	}
	for line := range bytes.Lines([]byte(ts.ReadFile("stdout"))) {
		if bytes.HasPrefix(line, []byte(`{"message_type"`)) {
			ts.Check(schematest.Check("lines", line))
		}
	}
}

// sameJSON compares a value of two JSON files: samejson KEY FILE FILE.
func sameJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: samejson KEY FILE FILE")
	}
	var values [2]string
	for i, file := range args[1:] {
		all := map[string]json.RawMessage{}
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &all))
		if values[i] = string(all[args[0]]); values[i] == "" {
			ts.Fatalf("%s has no %s", file, args[0])
		}
	}
	if values[0] != values[1] {
		ts.Fatalf("%s differs:\n%s\n%s", args[0], values[0], values[1])
	}
}
