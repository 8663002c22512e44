package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/term"
)

// cli is one run of the program: what it is given and where it writes.
type cli struct {
	args           []string // without the program's name
	env            environment
	stdin          io.Reader
	stdout, stderr io.Writer
	// typed says that stdin is a terminal.
	typed bool
	// columns is the width of the terminal behind stderr, 0 when it is none.
	columns int
	// configDir is the user's folder of configuration, empty when unknown.
	configDir string
	// analyze does the job of a clip, in a process of its own.
	analyze analyzeFunc
	// cores is how many threads can run at once.
	cores int
}

// environment holds the variables of the process.
type environment map[string]string

// get returns a variable, or "" like [os.Getenv].
func (e environment) get(name string) string { return e[name] }

// newCLI returns the run that this process was started for.
func newCLI() *cli {
	c := &cli{
		args: os.Args[1:], env: environment{},
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		cores: runtime.NumCPU(),
	}
	for _, v := range os.Environ() {
		name, value, _ := strings.Cut(v, "=")
		c.env[name] = value
	}
	c.typed = term.IsTerminal(int(os.Stdin.Fd()))
	if width, _, err := term.GetSize(int(os.Stderr.Fd())); err == nil {
		c.columns = width
	}
	c.configDir, _ = os.UserConfigDir()
	executable, _ := os.Executable() // empty: starting it says so
	c.analyze = (&processRunner{executable, defaultLimits}).run
	return c
}

// run executes the command that the arguments name and returns the exit code.
// The first SIGINT or SIGTERM ends the work in order, a second one at once.
func (c *cli) run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := newRootCommand(c)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return int(exitOK)
	}
	if told, ok := errors.AsType[ended](err); ok {
		return int(told)
	}
	if ctx.Err() != nil {
		err = context.Canceled
	}
	p := explain(err)
	if slices.Contains(c.args, "--json") {
		newJSONPrinter(c.stdout).problem("", p)
	}
	fmt.Fprintln(c.stderr, c.styles().error("error: ")+p.Error())
	return int(p.Exit)
}

// styles returns the colours for stderr.
func (c *cli) styles() styles {
	return styles{enabled: c.columns > 0 && c.env.get("NO_COLOR") == "" && c.env.get("TERM") != "dumb"}
}

// styles paints words for a terminal, or leaves them as they are.
type styles struct{ enabled bool }

func (s styles) error(text string) string   { return s.paint("31", text) }
func (s styles) warning(text string) string { return s.paint("33", text) }

func (s styles) paint(colour, text string) string {
	if !s.enabled {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}
