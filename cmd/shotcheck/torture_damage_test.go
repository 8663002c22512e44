package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shotcheck/shotcheck/internal/damage"
)

// containers are the kinds of files that are damaged, and how ffmpeg makes them
// of the synthetic shooter.
var containers = []struct{ name, ext, args string }{
	{"mp4, index in front", ".mp4", "-c copy -movflags +faststart"},
	{"mp4, index at the end", ".mp4", "-c:v libx264 -preset ultrafast -g 10"},
	{"mov", ".mov", "-c copy"},
	{"mkv", ".mkv", "-c copy"},
	{"webm", ".webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 300k"},
	{"avi", ".avi", "-c:v mpeg4 -q:v 5"},
}

// absurd are clips that are whole and ask for too much.
var absurd = []struct{ name, ext, args string }{
	{"a shooter of 7680 × 4320 pixels", ".mp4", "-i shot.mp4 -vf fps=5,scale=7680:4320 -c:v libx264 -preset ultrafast"},
	{"pictures of 16000 × 64", ".mkv", "-f lavfi -i testsrc=s=16000x64:r=5:d=0.6 -c:v mjpeg"},
	{"pictures of 2 × 4000", ".mkv", "-f lavfi -i testsrc=s=2x4000:r=5:d=0.6 -c:v mjpeg"},
	{"pixels 500 times as wide as high", ".mkv", "-f lavfi -i testsrc=s=320x180:r=5:d=0.6 -vf setsar=500 -c:v mjpeg"},
	{"20 hours between two pictures", ".mkv", `-i shot.mp4 -vf setpts=PTS+gte(N\,40)*72000/TB -c:v mjpeg -fps_mode passthrough`},
	{"a month between pictures", ".mkv", "-i shot.mp4 -vf setpts=N*2592000/TB -c:v mjpeg -fps_mode passthrough"},
	{"1000 pictures a second", ".mkv", "-f lavfi -i testsrc=s=64x64:r=1000:d=1 -c:v mjpeg"},
	{"all pictures at one time", ".avi", "-f lavfi -i testsrc=s=320x180:r=100000:d=0.001 -c:v mjpeg"},
}

// mostMemory is what the largest process may hold of any of these clips.
const mostMemory = 3 << 30

// TestTortureDamage: whatever is done to a clip, the program ends in time with a
// code of its own and one clear line, and there is a whole folder or none.
func TestTortureDamage(t *testing.T) {
	needsTorture(t)
	t.Chdir(t.TempDir())
	shooter(t, "shot.mp4")
	codes, says, clips := map[int]int{}, map[string]int{}, 0
	var most ran
	try := func(ext, name string) {
		r := analyze(t, "--outputs", "json,video", "-o", "out", "clip"+ext)
		judgeDamaged(t, name, r)
		codes[r.code]++
		clips++
		for _, e := range r.errors {
			says[e.Code]++
		}
		most.rss, most.took = max(most.rss, r.rss), max(most.took, r.took)
		if err := os.RemoveAll("out"); err != nil {
			t.Fatal(err)
		}
	}
	for i, c := range containers {
		convert(t, "-i shot.mp4 "+c.args, "whole"+c.ext)
		whole, err := os.ReadFile("whole" + c.ext)
		if err != nil {
			t.Fatal(err)
		}
		copies, err := damage.Copies(whole, times(36, 1), *tortureSeed+uint64(i))
		if err != nil {
			t.Fatal(err)
		}
		for j, damaged := range copies {
			if err := os.WriteFile("clip"+c.ext, damaged.Data, 0o644); err != nil {
				t.Fatal(err)
			}
			try(c.ext, fmt.Sprintf("%s %d: %s", c.name, j, damaged.Way))
		}
	}
	for _, a := range absurd[:times(len(absurd), 0)] {
		convert(t, a.args, "clip"+a.ext)
		try(a.ext, a.name)
	}
	t.Logf("damaged clips: %d, exit%s; largest process %d MB, longest run %.1f s; said: %v",
		clips, counted(codes), most.rss>>20, most.took.Seconds(), says)
}

// counted tells how often each code was met.
func counted(codes map[int]int) string {
	var b strings.Builder
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		fmt.Fprintf(&b, ", %d: %d", code, codes[code])
	}
	return strings.TrimPrefix(b.String(), ",")
}

// unclear are the codes of errors that nobody has thought of, and of a clip that
// would never end.
var unclear = []string{"failed", "crash", "timeout"}

// judgeDamaged fails unless a run with a damaged clip ended as one should.
func judgeDamaged(t *testing.T, name string, r ran) {
	t.Helper()
	complain := func(format string, args ...any) {
		t.Errorf("seed %d, %s: %s: code %d, %q, errors %v", *tortureSeed, name, fmt.Sprintf(format, args...), r.code, r.stderr, r.errors)
	}
	results := []string{"clip.shotcheck"}
	switch exitCode(r.code) {
	case exitOK:
		if len(r.errors) > 0 || len(r.results) != 1 {
			complain("done, and not done")
		}
	case exitNoShot:
		if len(r.errors) != 1 {
			complain("%d errors, want one", len(r.errors))
		}
		results = results[:len(r.results)]
	case exitFailed:
		if len(r.errors) != 1 || len(r.results) > 0 {
			complain("not one error, or results")
		}
		results = nil
	default:
		complain("no code of one clip, after %v", r.took)
		return
	}
	if !only(t, "out", results...) {
		complain("not a whole folder or none")
	}
	for _, dir := range results {
		if s, ok := readState(filepath.Join("out", dir)); !ok || !s.complete(filepath.Join("out", dir)) {
			complain("results that are not complete")
		}
	}
	for _, e := range r.errors {
		if slices.Contains(unclear, e.Code) || e.Hint == "" || strings.ContainsAny(e.Message, "\n\r") || strings.Contains(e.Message, draftMark) {
			complain("not one clear line: %q", e.Message)
		}
	}
	if r.stderr != "" {
		complain("more than lines of JSON")
	}
	if r.rss > mostMemory {
		complain("%d MB", r.rss>>20)
	}
}
