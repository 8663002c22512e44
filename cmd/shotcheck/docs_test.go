package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v3"
)

// This file runs the documentation as its readers would type it.

// fences matches a block of shell commands in Markdown, and the block of text below
// it, which is what they print.
var fences = regexp.MustCompile("(?m)^```sh\n((?s:.*?))^```\n(?:```text\n((?s:.*?))^```\n)?")

// runDocument runs the commands of a document one after the other: document FILE.
func runDocument(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: document FILE")
	}
	text, err := os.ReadFile(args[0])
	ts.Check(err)
	blocks := fences.FindAllStringSubmatch(string(text), -1)
	if fenced := strings.Count(string(text), "```sh"); fenced == 0 || fenced != len(blocks) {
		ts.Fatalf("%s has %d blocks of commands, of which %d can be run", args[0], fenced, len(blocks))
	}
	for _, b := range blocks {
		ts.Check(bash(ts, b[1]))
		if printed := ts.ReadFile("stdout"); b[2] != "" && strings.TrimSpace(printed) != strings.TrimSpace(b[2]) {
			ts.Fatalf("%s\nprints %q, not %q", b[1], printed, b[2])
		}
	}
}

// bash runs commands as GitHub's runners do: up to the first that fails.
func bash(ts *testscript.TestScript, commands string) error {
	return ts.Exec("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", commands)
}

// workflow is the part of a GitHub workflow that the tests know.
type workflow struct {
	Jobs map[string]struct {
		Steps []workflowStep `yaml:"steps"`
	} `yaml:"jobs"`
}

type workflowStep struct {
	Name, Uses, Run, If string
	With                map[string]string
}

// due reports whether a step runs after others that have failed or not.
func (s workflowStep) due(failed bool) bool {
	switch s.If {
	case "always()":
		return true
	case "failure()":
		return failed
	}
	return !failed
}

// runWorkflow runs the steps of a workflow, with the program installed, and checks
// how they end: workflow success|failure FILE.
func runWorkflow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: workflow success|failure FILE")
	}
	text, err := os.ReadFile(args[1])
	ts.Check(err)
	var w workflow
	ts.Check(yaml.Unmarshal(text, &w))
	failed, ran := false, 0
	for _, job := range w.Jobs {
		for _, s := range job.Steps {
			if s.Name == "Install shotcheck" || !s.due(failed) {
				continue
			}
			ts.Logf("step %s", s.Name)
			switch {
			case s.Run != "":
				ran++
				failed = bash(ts, s.Run) != nil || failed
			case strings.HasPrefix(s.Uses, "actions/upload-artifact@"):
				ran++
				ts.Check(uploadable(ts, s.With["path"]))
			}
		}
	}
	if want := args[0] == "failure"; failed != want || ran < 2 {
		ts.Fatalf("after %d steps failed is %v, want %v", ran, failed, want)
	}
}

// uploadable returns which of the paths of an artefact does not exist.
func uploadable(ts *testscript.TestScript, paths string) (missing error) {
	for path := range strings.FieldsSeq(paths) {
		if _, err := os.Stat(ts.MkAbs(filepath.FromSlash(path))); err != nil {
			missing = errors.Join(missing, fmt.Errorf("upload-artifact: %w", err))
		}
	}
	return missing
}
