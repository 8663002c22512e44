package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// runCLI runs the program in this process, in the current folder.
func runCLI(args ...string) (code exitCode, stdout, stderr string) {
	var out, err bytes.Buffer
	c := &cli{args: args, env: environment{}, stdin: strings.NewReader(""), stdout: &out, stderr: &err, cores: 2}
	return exitCode(c.run()), out.String(), err.String()
}

// inFolder makes a folder with files the current one.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// TestUsageErrors: what is wrong is found before any work, in one line that
// says what to type.
func TestUsageErrors(t *testing.T) {
	inFolder(t, map[string]string{
		"clip.mp4": "", "a/clip.mp4": "", "b/clip.mp4": "", "a/clip.shotcheck/clip.mp4": "",
		"c/below/clip.mp4": "", "empty/notes.txt": "",
		"events.json": `[{"realese": 0.9}]`, "late.json": `[{"release": -1}]`, "noevents.json": `{"release": 1}`,
		"profile.yaml": "colour: red",
	})
	for _, tt := range []struct{ args, want string }{
		{"analyse clip.mp4", `unknown command "analyse" for "shotcheck"; did you mean "analyze"\?`},
		{"analyze", `no clip given \(such as: shotcheck analyze clip.mp4\)`},
		{"analyze --hnd left clip.mp4", `unknown flag: --hnd`},
		{"version now", `needs no arguments, 1 argument given`},
		{"models lst", `did you mean "list"`},
		{"models import", `needs one FILE`},
		{"models import --name heavy x.tflite", `cannot be called "heavy"`},
		{"models import --name ../x x.tflite", `cannot be called`},

		{"analyze --hand lef clip.mp4", `"lef" for "--hand" flag: must be auto, left or right; did you mean "left"\?`},
		{"analyze --outputs json,pfd clip.mp4", `must be json, csv, poses, video, stills, pdf, html, trc or mot; did you mean "pdf"\?`},
		{"analyze --height 3m clip.mp4", `from 0.8 to 2.8 m, such as 1.93, 193cm or 6ft4`},
		{"analyze --rim 100 clip.mp4", `must be X,Y in pixels`},
		{"analyze --date 31.5.2026 clip.mp4", `must be a date, such as 2026-05-31`},
		{"analyze --min-quality 91 clip.mp4", `number from 0 to 1`},
		{"analyze --jobs 0 clip.mp4", `whole number from 1 to 256`},
		{"analyze --slow-motion 2 clip.mp4", `number from 0.05 to 1`},
		{"analyze --release 1,x clip.mp4", `must be seconds`},
		{"analyze --model ../heavy clip.mp4", `see: shotcheck models list`},
		{"analyze --model= clip.mp4", `must be a model`},
		{"analyze --start 2 --end 1.5 clip.mp4", `--end 1.5s is not after --start 2s`},
		{"analyze --assert knee_dpi<120 clip.mp4", `--assert "knee_dpi<120": .*knee_dip`},
		{"analyze --events events.json clip.mp4", `--events events.json: shot 1: there is no event "realese"; did you mean "release"\?`},
		{"analyze --events late.json clip.mp4", `shot 1: release is -1`},
		{"analyze --events noevents.json clip.mp4", `is not a list of objects with numbers`},
		{"analyze --events none.json clip.mp4", `none.json: no such file`},
		{"analyze --events events.json --release 1 clip.mp4", `exclude each other`},
		{"analyze --profile profile.yaml clip.mp4", `--profile profile.yaml: .*colour`},
		{"analyze --files-from list.txt", `--files-from list.txt: .*no such file`},

		{"analyze --junit empty clip.mp4", `--junit empty is not a file \(name a file, such as junit.xml\)`},
		{"analyze --junit a/../clip.mp4 clip.mp4", `--junit a/../clip.mp4 is a clip`},
		{"analyze --junit a/clip.shotcheck/poses.json clip.mp4", `--junit a/clip.shotcheck/poses.json lies in a folder of results`},

		{"norms show knee_dpi", `no metric "knee_dpi"; did you mean "knee_dip"\? \(see: shotcheck norms list\)`},
		{"norms show knee", `did you mean "knee_dip", "knee_release" or "chain_hip_knee"\?`},
		{"norms show rushing", `the flaw of that name is shown by dip_to_release and set_to_release`},
		{"norms show", `needs the ID of one metric, 0 arguments given`},
		{"norms lst", `did you mean "list"`},
		{"norms list --profile profile.yaml", `--profile profile.yaml: .*colour`},
		{"norms list --profile none.yaml", `none.yaml: no such file`},

		{"synth --flaw elbow_flair=25", `no such flaw; did you mean "elbow_flare"\?`},
		{"synth --flaw elbow_flare=900", `size must lie in 0 to 45 deg`},
		{"synth --flaw elbow_flare", `is not ID=SIZE`},
		{"synth --size 161x90", `even pixels`},
		{"synth --ball-color red", `six hexadecimal digits`},
		{"synth -o c.mov", `does not end in .mp4`},

		{"upload", `needs results, or with --analyze clips`},
		{"upload clip.mp4", `clip.mp4 is no folder of results \(have it analysed there with --analyze\)`},
		{"upload --analyze clip.mp4", `no service is known \(give --server, or run: shotcheck login\)`},
		{"upload --analyze --server http://shots.example clip.mp4", `http://shots.example is not encrypted: use https`},
		{"upload --analyze --server https://user:secret@shots.example clip.mp4", `is not the address of a service`},
		{"upload --hand lef a", `must be auto, left or right`},
		{"login", `--server is missing`},
		{"login --server shots.example", `no token was given`},

		{"analyze --out events.json clip.mp4", `--out events.json is a file`},
		{"analyze a/clip.mp4 b/clip.mp4", `a/clip.mp4 and b/clip.mp4 would both be written to clip.mp4.shotcheck`},
		{"analyze --out a a/clip.shotcheck/clip.mp4", `lies in the folder that its results would replace`},
		{"analyze c", `c: no videos in this folder \(search the folders below it with --recursive\)`},
		{"analyze --recursive empty", `videos end in .mp4`},
		{"analyze a/clip.shotcheck", `for its poses give a/clip.shotcheck/poses.json`},
	} {
		t.Run(tt.args, func(t *testing.T) {
			code, stdout, stderr := runCLI(strings.Fields(tt.args)...)
			if code != exitUsage || stdout != "" {
				t.Errorf("code %d, stdout %q; want code 2 and nothing", code, stdout)
			}
			if !regexp.MustCompile(tt.want).MatchString(stderr) || strings.Count(stderr, "\n") != 1 {
				t.Errorf("stderr is %q, want one line that matches %q", stderr, tt.want)
			}
		})
	}
	if found, _ := filepath.Glob("*.shotcheck"); len(found) > 0 {
		t.Errorf("results were begun: %v", found)
	}
}

// TestUsageErrorsAsJSON: a script learns of them like of everything else.
func TestUsageErrorsAsJSON(t *testing.T) {
	_, stdout, _ := runCLI("analyze", "--json", "--hand", "lef", "clip.mp4")
	want := `{"message_type":"error","clip":"","code":"usage","message":"invalid argument \"lef\" for \"--hand\" flag: ` +
		`must be auto, left or right; did you mean \"left\"?","hint":"see: shotcheck analyze --help"}` + "\n"
	if stdout != want {
		t.Errorf("got  %s\nwant %s", stdout, want)
	}
	if err := checkPrinted([]string{"analyze", "--json"}, []byte(stdout)); err != nil {
		t.Error(err)
	}
}

// TestHelpListsExitCodes: every command that users may type says how it can
// end.
func TestHelpListsExitCodes(t *testing.T) {
	for args, codes := range map[string][]exitCode{
		"analyze": {0, 1, 2, 3, 4, 5, 130}, "synth": {0, 1, 2, 130}, "doctor": {0, 1, 2, 130}, "version": {0, 1, 2, 130},
		"config": {0, 1, 2, 130}, "config init": {0, 1, 2, 130}, "models list": {0, 1, 2, 130}, "models verify": {0, 1, 2, 130}, "models import": {0, 1, 2, 130},
		"schema": {0, 1, 2, 130}, "upload": {0, 1, 2, 3, 4, 6, 130}, "login": {0, 1, 2, 6, 130}, "norms list": {0, 1, 2, 130}, "norms show": {0, 1, 2, 130},
	} {
		code, help, _ := runCLI(append(strings.Fields(args), "--help")...)
		if code != exitOK {
			t.Errorf("%s --help ends with %d", args, code)
		}
		for _, c := range codes {
			if !strings.Contains(help, exitMeanings[c]) {
				t.Errorf("%s --help does not explain code %d", args, c)
			}
		}
	}
}

// TestCompletion: the scripts of cobra are there.
func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		if code, script, _ := runCLI("completion", shell); code != exitOK || !strings.Contains(script, "shotcheck") {
			t.Errorf("completion %s: code %d, %d bytes", shell, code, len(script))
		}
	}
}
