package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/internal/ort"
)

// finding is one line of `doctor`.
type finding struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Found string `json:"found"` // version or path; what is wrong where not OK
	Fix   string `json:"fix,omitempty"`
}

// diagnosis is one thing that doctor looks at: look returns what it found.
type diagnosis struct {
	name string
	look func(ctx context.Context) (found string, err error)
	fix  string
}

// What installs runtime and models, and where to read on; the package sets its own.
var (
	setupFix = "make setup"
	guide    = "docs/troubleshooting.md"
)

func newDoctorCommand(c *cli) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check what is installed, and say what mends the rest",
		Long:  "Looks for everything that analysing a clip needs. What is missing comes with the command that mends it." + exitHelp(exitFailed, exitUsage),
		Args:  arguments(0, 0, "no arguments"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return runDoctor(cmd, c, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func runDoctor(cmd *cobra.Command, c *cli, asJSON bool) error {
	var findings []finding
	healthy := true
	for _, d := range diagnoses(c, cmd.Root()) {
		f := d.examine(cmd.Context())
		healthy = healthy && f.OK
		findings = append(findings, f)
	}
	if err := printFindings(c, findings, asJSON); err != nil {
		return err
	}
	if !healthy {
		fmt.Fprintln(c.stderr, "More help: "+guide)
		return ended(exitFailed)
	}
	return nil
}

func printFindings(c *cli, findings []finding, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(c.stdout).Encode(findings)
	}
	return printTable(c.stdout, "CHECK\tSTATE\tFOUND", findings, finding.row)
}

func (d diagnosis) examine(ctx context.Context) finding {
	found, err := d.look(ctx)
	if err != nil {
		return finding{Check: d.name, Found: oneLine(err.Error()), Fix: d.fix}
	}
	return finding{Check: d.name, OK: true, Found: found}
}

// row returns the finding for a table.
func (f finding) row() string {
	if f.OK {
		return f.Check + "\tok\t" + f.Found
	}
	return f.Check + "\tMISSING\t" + f.Found + "; mend it with: " + f.Fix
}

// diagnoses returns what is looked at, in the order of the table.
func diagnoses(c *cli, root *cobra.Command) []diagnosis {
	s := ort.NewSearch(c.env.get)
	ffmpeg := installFix("ffmpeg")
	list := []diagnosis{
		{"ffmpeg", toolVersion("ffmpeg"), ffmpeg},
		{"ffprobe", toolVersion("ffprobe"), ffmpeg},
		{"H.264 encoder", hasEncoder("libx264"), ffmpeg},
		{"ONNX Runtime", runtimeVersion(s), setupFix},
		{"model detector", onlyPath(s.Detector), setupFix},
	}
	for _, name := range builtinModels {
		list = append(list, diagnosis{"model " + name, onlyPath(func() (string, error) { return s.Model(name) }), setupFix})
	}
	return append(list,
		diagnosis{"configuration", configState(c, root), "shotcheck config init --force"},
		diagnosis{"write here", canWrite, "go to a folder that you may write to, or use --out"},
	)
}

// installFix returns the command that installs a package.
func installFix(name string) string {
	if runtime.GOOS == "darwin" {
		return "brew install " + name
	}
	return "sudo apt-get install " + name
}

func toolVersion(tool string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		path, err := exec.LookPath(tool)
		if err != nil {
			return "", fmt.Errorf("%s is not installed", tool)
		}
		text, err := exec.CommandContext(ctx, path, "-version").Output()
		if err != nil {
			return "", fmt.Errorf("%s does not start: %w", path, err)
		}
		words := strings.Fields(string(text)) // "ffmpeg version 5.1 Copyright…"
		if len(words) < 3 {
			return path, nil
		}
		return words[2] + " (" + path + ")", nil
	}
}

func hasEncoder(name string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		list, err := exec.CommandContext(ctx, "ffmpeg", "-hide_banner", "-encoders").Output()
		if err != nil {
			return "", fmt.Errorf("ffmpeg does not list its encoders: %w", err)
		}
		if !strings.Contains(string(list), " "+name+" ") {
			return "", fmt.Errorf("this ffmpeg lacks %s", name)
		}
		return name, nil
	}
}

func runtimeVersion(s ort.Search) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		library, err := s.Library()
		if err != nil {
			return "", err
		}
		if err := ort.Load(library); err != nil {
			return "", err
		}
		return ort.Version() + " (" + library + ")", nil
	}
}

func onlyPath(find func() (string, error)) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return find() }
}

func configState(c *cli, root *cobra.Command) func(context.Context) (string, error) {
	return func(context.Context) (string, error) {
		cfg, err := readConfig(c, "")
		if err != nil {
			return "", err
		}
		if err := cfg.check(root); err != nil {
			return "", err
		}
		if cfg.file == "" {
			return "none, the defaults hold", nil
		}
		return cfg.file, nil
	}
}

func canWrite(context.Context) (string, error) {
	dir, err := os.MkdirTemp(".", ".shotcheck-doctor-")
	if err != nil {
		return "", err
	}
	return "yes", os.Remove(dir)
}
