package main

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

const fullConfig = `
analyze:
  model: full
  outputs: [json, pdf]
  date: 2026-05-31
  rim: [100, 200]
  assert: ["knee_dip < 125", "quality > 0.5"]
synth:
  fps: 60
`

// TestConfigOrder: flag, variable, file, default.
func TestConfigOrder(t *testing.T) {
	inFolder(t, map[string]string{"shotcheck.yaml": fullConfig, "user/shotcheck/shotcheck.yaml": "analyze: {hand: left}", "empty/notes.txt": ""})
	for _, tt := range []struct {
		name string
		env  environment
		args string
		want string // in the output
	}{
		{"default", nil, "config show", `(?m)^analyze.hand +auto +default$`},
		{"file", nil, "config", `(?m)^analyze.model +full +shotcheck.yaml$`},
		{"file, list", nil, "config", `(?m)^analyze.outputs +json,pdf +shotcheck.yaml$`},
		{"file, texts", nil, "config", `(?m)^analyze.assert +knee_dip < 125,quality > 0.5 +shotcheck.yaml$`},
		{"file, day", nil, "config", `(?m)^analyze.date +2026-05-31 +shotcheck.yaml$`},
		{"file, point", nil, "config", `(?m)^analyze.rim +100,200 +shotcheck.yaml$`},
		{"file, other command", nil, "config", `(?m)^synth.fps +60 +shotcheck.yaml$`},
		{"named file", nil, "config --config user/shotcheck/shotcheck.yaml", `(?m)^analyze.hand +left +user/shotcheck/shotcheck.yaml$`},
		{"variable", environment{"SHOTCHECK_ANALYZE_MODEL": "lite"}, "config", `(?m)^analyze.model +lite +SHOTCHECK_ANALYZE_MODEL$`},
		{"variable, JSON", environment{"SHOTCHECK_ANALYZE_MODEL": "lite"}, "config show --json", `{"key":"analyze.model","value":"lite","origin":"SHOTCHECK_ANALYZE_MODEL"}`},
		{"variable takes a setting back", environment{"SHOTCHECK_ANALYZE_RIM": ""}, "config", `(?m)^analyze.rim +SHOTCHECK_ANALYZE_RIM$`},
		{"variable counts", environment{"SHOTCHECK_ANALYZE_HAND": "lft"}, "analyze empty", `SHOTCHECK_ANALYZE_HAND: analyze.hand: must be auto, left or right`},
		{"flag before variable", environment{"SHOTCHECK_ANALYZE_HAND": "lft"}, "analyze --hand left empty", `no videos in this folder`},
		{"others' variables", environment{"SHOTCHECK_HOME": "/x", "SHOTCHECK_REQUIRE_NATIVE": "1"}, "analyze empty", `no videos in this folder`},
		{"unknown variable", environment{"SHOTCHECK_ANALYZE_MODL": "lite"}, "analyze empty", `unknown variable SHOTCHECK_ANALYZE_MODL; did you mean "SHOTCHECK_ANALYZE_MODEL"\?`},
		{"help in spite of it", environment{"SHOTCHECK_ANALYZE_MODL": "lite"}, "analyze --help", `Exit codes`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			c := &cli{args: strings.Fields(tt.args), env: tt.env, stdout: &out, stderr: &out, configDir: "user"}
			c.run()
			if !regexp.MustCompile(tt.want).MatchString(out.String()) {
				t.Errorf("%s prints %q, want a match of %q", tt.args, out.String(), tt.want)
			}
		})
	}
}

// TestConfigMistakes: what nobody knows is named, with what may be meant.
func TestConfigMistakes(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"unknown key", "analyze: {modl: full}", `f.yaml: unknown key "analyze.modl"; did you mean "analyze.model"\?`},
		{"outside its command", "model: full", `unknown key "model"; did you mean "analyze.model"\?`},
		{"no group", "analyze: full", `unknown key "analyze"`},
		{"wrong value", "analyze: {slow-motion: 2}", `f.yaml: analyze.slow-motion: must be a number from 0.05 to 1`},
		{"no YAML", "analyze: {model: [", `f.yaml: .*yaml`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inFolder(t, map[string]string{"f.yaml": tt.file})
			code, _, stderr := runCLI("analyze", "--config", "f.yaml", "clip.mp4")
			if code != exitUsage || !regexp.MustCompile(tt.want).MatchString(stderr) {
				t.Errorf("code %d, %q; want 2 and a match of %q", code, stderr, tt.want)
			}
		})
	}
	code, _, stderr := runCLI("analyze", "--config", "none.yaml", "clip.mp4")
	if code != exitUsage || !strings.Contains(stderr, "none.yaml: no such configuration file (write one with: shotcheck config init)") {
		t.Errorf("a missing file: code %d, %q", code, stderr)
	}
}

// TestConfigPlaces: the file here comes before the user's.
func TestConfigPlaces(t *testing.T) {
	inFolder(t, map[string]string{"user/shotcheck/shotcheck.yaml": ""})
	path := func() (exitCode, string) {
		var out bytes.Buffer
		c := &cli{args: []string{"config", "path"}, stdout: &out, stderr: &out, configDir: "user"}
		return exitCode(c.run()), out.String()
	}
	if _, got := path(); got != "user/shotcheck/shotcheck.yaml\n" {
		t.Errorf("path prints %q, want the user's file", got)
	}
	if code, _, _ := runCLI("config", "init"); code != exitOK {
		t.Fatalf("init ends with %d", code)
	}
	if _, got := path(); got != "shotcheck.yaml\n" {
		t.Errorf("path prints %q, want the file here", got)
	}
	code, _, stderr := runCLI("config", "init")
	if code != exitUsage || !strings.Contains(stderr, "exists already (overwrite it with --force)") {
		t.Errorf("a second init: code %d, %q", code, stderr)
	}
	if code, _, _ := runCLI("config", "init", "--force"); code != exitOK {
		t.Errorf("a forced init ends with %d", code)
	}
}

// TestSampleConfig: the file that users begin with holds every setting, with
// its default.
func TestSampleConfig(t *testing.T) {
	inFolder(t, map[string]string{"sample.yaml": string(sampleConfig)})
	c := &cli{env: environment{}}
	cfg, err := readConfig(c, "sample.yaml")
	if err != nil {
		t.Fatal(err)
	}
	root := newRootCommand(c)
	if err := cfg.check(root); err != nil {
		t.Fatal(err)
	}
	for _, s := range allSettings(root) {
		values, origin := cfg.lookup(s)
		if origin != "sample.yaml" {
			t.Errorf("%s is not in the sample", s.key)
			continue
		}
		before := valueOf(s.flag)
		if err := assign(s.flag, values); err != nil {
			t.Errorf("%s: %v", s.key, err)
		}
		if got := valueOf(s.flag); got != before {
			t.Errorf("%s is %q in the sample, its default is %q", s.key, got, before)
		}
	}
}

// valueOf returns what a flag holds.
func valueOf(f *pflag.Flag) string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return strings.Join(slices.Clone(list.GetSlice()), "|")
	}
	return f.Value.String()
}
