package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/internal/synth"
)

// TestPlaceResults: which clips a command line means, and where each one's
// results go.
func TestPlaceResults(t *testing.T) {
	inFolder(t, map[string]string{
		"clip.mp4": "", "clip.mov": "", "clip.mov.mp4": "", "noext": "", "UPPER.MP4": "",
		"in/a.mp4": "", "in/b.MOV": "", "in/notes.txt": "", "in/.hidden.mp4": "", "in/._a.mp4": "",
		"in/sub/a.mp4": "", "in/sub/deep/c.webm": "", "in/a.shotcheck/annotated.mp4": "", "in/.cache/x.mp4": "",
		"two/a.mp4": "", "two/a.avi": "", "two/sub/a.mkv": "",
	})
	if err := writePoses("p/dunk.json", "dunk.mov", synth.SetShot); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, args, out string
		want            []string // "input > folder"
		wantErr         string
	}{
		{name: "file", args: "clip.mp4", out: "o", want: []string{"clip.mp4 > o/clip.shotcheck"}},
		{name: "default folder", args: "in/a.mp4", out: ".", want: []string{"in/a.mp4 > a.shotcheck"}},
		{name: "missing", args: "gone/x.mp4", out: "o", want: []string{"gone/x.mp4 > o/x.shotcheck"}},
		{name: "without extension", args: "noext", out: "o", want: []string{"noext > o/noext.shotcheck"}},
		{name: "poses", args: "p/dunk.json", out: "o", want: []string{"p/dunk.json > o/dunk.shotcheck"}},
		{name: "folder", args: "in", out: "o", want: []string{"in/a.mp4 > o/a.shotcheck", "in/b.MOV > o/b.shotcheck"}},
		{name: "folder, recursive", args: "-r in/", out: "o", want: []string{
			"in/a.mp4 > o/a.shotcheck", "in/b.MOV > o/b.shotcheck", "in/sub/a.mp4 > o/sub/a.shotcheck", "in/sub/deep/c.webm > o/sub/deep/c.shotcheck",
		}},
		{name: "one stem", args: "clip.mp4 clip.mov", out: "o", want: []string{"clip.mp4 > o/clip.mp4.shotcheck", "clip.mov > o/clip.mov.shotcheck"}},
		{name: "one stem in a folder", args: "-r two", out: "o", want: []string{
			"two/a.avi > o/a.avi.shotcheck", "two/a.mp4 > o/a.mp4.shotcheck", "two/sub/a.mkv > o/sub/a.shotcheck",
		}},
		{name: "given twice", args: "in/a.mp4 ./in/a.mp4 in", out: "o", want: []string{"in/a.mp4 > o/a.shotcheck", "in/b.MOV > o/b.shotcheck"}},
		{name: "same name", args: "in/a.mp4 two/a.mp4", out: "o", wantErr: "would both be written to o/a.mp4.shotcheck"},
		{name: "extension meets stem", args: "clip.mp4 clip.mov clip.mov.mp4", out: "o", wantErr: "would both be written to o/clip.mov.shotcheck"},
		{name: "clip in its results", args: "in/a.shotcheck/annotated.mp4", out: "in", want: []string{"in/a.shotcheck/annotated.mp4 > in/annotated.shotcheck"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args, recursive := strings.CutPrefix(tt.args, "-r ")
			clips, err := plan(&cli{}, &analyzeOptions{paths: strings.Fields(args), out: tt.out, recursive: recursive})
			if tt.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wantErr) {
					t.Errorf("error is %v, want %q", err, tt.wantErr)
				}
				return
			}
			var got []string
			for _, c := range clips {
				got = append(got, c.String()+" > "+filepath.ToSlash(c.out))
			}
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

// TestPosesClipName: a name in a file never leads out of the results' folder.
func TestPosesClipName(t *testing.T) {
	inFolder(t, map[string]string{
		"plain.mp4": "not JSON", "other.json": `{"schema": "shotcheck.analysis/1", "clip": {"name": "x.mp4"}}`,
		"up.json": `{"schema": "shotcheck.poses/1", "clip": {"name": "../../x.mp4"}}`, "windows.json": `{"schema": "shotcheck.poses/1", "clip": {"name": "C:\\clips\\x.mp4"}}`,
		"dots.json": `{"clip": {"name": ".."}, "schema": "shotcheck.poses/1"}`, "none.json": `{"schema": "shotcheck.poses/1"}`, "broken.json": `{"schema": `,
	})
	for file, want := range map[string]string{
		"plain.mp4": "", "missing.json": "", "other.json": "other.json", "up.json": "x.mp4", "windows.json": "x.mp4",
		"dots.json": "dots.json", "none.json": "none.json", "broken.json": "broken.json",
	} {
		if got, ok := posesClipName(file); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v; want %q", file, got, ok, want)
		}
	}
}
