package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// hands are settings that give different results of the same clip.
var hands = []string{"left", "right"}

// harmed is what is known of the current folder: it has clip.mp4, and its results
// in out.
type harmed struct {
	whole [2]prints     // the results with each of hands
	took  time.Duration // a run that nobody disturbs
}

// result is where the results of the clip are.
const result = "clip.shotcheck"

// newHarmed makes the folder, with a file of the user's among the results, and
// goes there. The results with either hand lie in left and right.
func newHarmed(t *testing.T) *harmed {
	t.Helper()
	needsTorture(t)
	t.Chdir(t.TempDir())
	shooter(t, "clip.mp4")
	var h harmed
	for i, hand := range hands {
		r := analyze(t, "--hand", hand, "-o", hand, "clip.mp4")
		if r.code != 0 {
			t.Fatalf("code %d, %v, %s", r.code, r.errors, r.stderr)
		}
		if err := os.WriteFile(filepath.Join(hand, result, "notes.txt"), []byte("mine"), 0o644); err != nil {
			t.Fatal(err)
		}
		h.whole[i], h.took = printsOf(t, filepath.Join(hand, result)), r.took
	}
	if maps.Equal(h.whole[0], h.whole[1]) {
		t.Fatal("results with either hand are the same: nothing can be told apart")
	}
	return &h
}

// reset puts the first results in out.
func (h *harmed) reset(t *testing.T) {
	t.Helper()
	if err := errors.Join(os.RemoveAll("out"), os.CopyFS("out", os.DirFS(hands[0]))); err != nil {
		t.Fatal(err)
	}
}

// with returns which hand the results in a folder are complete for, or -1.
func (h *harmed) with(t *testing.T, dir string) int {
	t.Helper()
	now := printsOf(t, filepath.Join(dir, result))
	for i, whole := range h.whole {
		if maps.Equal(now, whole) {
			return i
		}
	}
	return -1
}

// TestTortureResults: whatever happens to a run, results are whole, and nothing
// else is left.
func TestTortureResults(t *testing.T) {
	h := newHarmed(t)
	for _, harm := range []struct {
		name string
		test func(*testing.T, *harmed)
	}{
		{"kill -9", kill},
		{"two runs at once", runTwice},
		{"disk full", fillDisk},
		{"clip changes", changeClip}, // the last: it is another file then
	} {
		t.Run(harm.name, func(t *testing.T) {
			h.reset(t)
			harm.test(t, h)
		})
	}
}

// kill: wherever kill −9 hits, the results are whole, the earlier or the new ones,
// and the next run removes what the killed one has left.
func kill(t *testing.T, h *harmed) {
	draw := chance()
	runs := times(50, 2)
	partial, replaced, drafts, before := 0, 0, 0, 0
	for i := range runs {
		moment := time.Duration(draw.Float64() * 1.1 * float64(h.took))
		cmd := prepare(t, "--force", "--hand", hands[1-before], "-o", "out", "clip.mp4")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(moment)
		_ = cmd.Process.Kill() // unless it has ended
		_ = cmd.Wait()
		left, err := filepath.Glob("out/.*")
		if drafts += len(left); err != nil || len(left) > 1 {
			t.Errorf("run %d, killed at %v: drafts %v (%v), want at most its own", i, moment, left, err)
		}
		switch now := h.with(t, "out"); now {
		case -1:
			partial++
			t.Errorf("run %d, killed at %v: results are neither the earlier nor the new ones", i, moment)
		case before:
		default:
			before, replaced = now, replaced+1
		}
	}
	if r := analyze(t, "--force", "-o", "out", "clip.mp4"); r.code != 0 {
		t.Errorf("the run after: code %d, %v, %s", r.code, r.errors, r.stderr)
	}
	only(t, "out", result)
	t.Logf("kill -9: %d runs, %d of them after the new results were in place, %d left a draft, %d partial folders", runs, replaced, drafts, partial)
}

// changeClip: a clip that changes while it is read fails, and its earlier results
// stand.
func changeClip(t *testing.T, h *harmed) {
	draw := chance()
	clip, err := os.ReadFile("clip.mp4")
	if err != nil {
		t.Fatal(err)
	}
	changes := []struct {
		name   string
		change func() error
	}{
		{"grows", func() error { return os.WriteFile("clip.mp4", append(clip, clip...), 0o644) }},
		{"shrinks", func() error { return os.Truncate("clip.mp4", int64(len(clip)/3)) }},
		{"is copied over", func() error { return os.WriteFile("clip.mp4", clip, 0o644) }},
		{"is replaced", func() error { return os.Rename("other.mp4", "clip.mp4") }},
		{"is removed", func() error { return os.Remove("clip.mp4") }},
	}
	runs := times(10, 2)
	for i := range runs {
		c := changes[i%len(changes)]
		for _, name := range []string{"clip.mp4", "other.mp4"} {
			if err := os.WriteFile(name, clip, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		cmd := prepare(t, "--force", "--hand", hands[1], "-o", "out", "clip.mp4")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "a draft", func() bool { return len(drafts(t)) > 0 })
		time.Sleep(time.Duration(draw.Float64() * 0.5 * float64(h.took)))
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		r := await(t, cmd)
		if r.code != int(exitFailed) || len(r.errors) != 1 || r.errors[0].Code != errChanged.Code {
			t.Errorf("a clip that %s: code %d, %v, %s", c.name, r.code, r.errors, r.stderr)
		}
		if !only(t, "out", result) || h.with(t, "out") != 0 {
			t.Errorf("a clip that %s: the earlier results are not as they were", c.name)
		}
	}
	t.Logf("clips that change while they are read: %d runs", runs)
}

// runTwice: of two runs on one folder both end well, and the results are those of
// one of them.
func runTwice(t *testing.T, h *harmed) {
	runs := times(5, 1)
	for range runs {
		var both [2]*exec.Cmd
		for i, hand := range hands {
			both[i] = prepare(t, "--force", "--hand", hand, "-o", "out", "clip.mp4")
			if err := both[i].Start(); err != nil {
				t.Fatal(err)
			}
		}
		for _, cmd := range both {
			if r := await(t, cmd); r.code != 0 {
				t.Errorf("code %d, %v, %s", r.code, r.errors, r.stderr)
			}
		}
		if !only(t, "out", result) || h.with(t, "out") < 0 {
			t.Error("the results are not those of either run")
		}
	}
	t.Logf("two runs at once: %d times", runs)
}

// onDisk runs the program, found as shotcheck, on a disk of its own, mounted at
// disk. It ends with the run, so what is left on it is copied to after.
const onDisk = `mkdir -p disk && mount -t tmpfs -o size=%d tmpfs disk && cp -a out/. disk && \
PATH="$PWD/bin:$PATH" && shotcheck "$@"; code=$?; rm -rf after; cp -a disk after; exit $code`

// onSmallDisk lets a run happen there, on a disk of that many bytes.
func onSmallDisk(t *testing.T, run *exec.Cmd, bytes int64) {
	t.Helper()
	if err := os.MkdirAll("bin", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(run.Path, "bin/shotcheck"); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	in := exec.Command("unshare", "-m", "sh", "-c", fmt.Sprintf(onDisk, bytes))
	run.Path, run.Args, run.Err = in.Path, append(in.Args, run.Args...), in.Err
}

// fillDisk: wherever the disk is full, the earlier results stand, the words are
// clear, and nothing else is left.
func fillDisk(t *testing.T, h *harmed) {
	for _, needed := range []string{"root", "mounts"} {
		if ok, err := condition(needed); !ok || err != nil {
			t.Skip("no disk can be filled: only root may mount one, and not everywhere")
		}
	}
	draw := chance()
	earlier, runs, codes := diskBytes(t, "out"), times(20, 2), map[int]int{}
	for range runs {
		room := draw.Int64N(earlier * 6 / 5)
		run := prepare(t, "--force", "--hand", hands[1], "-o", "disk", "clip.mp4")
		onSmallDisk(t, run, earlier+room)
		r := await(t, run)
		want := 0
		switch codes[r.code]++; {
		case r.code == 0:
			want = 1
		case r.code != int(exitFailed), len(r.errors) != 1, r.errors[0].Code != "disk-full", r.stderr != "":
			t.Errorf("%d bytes left: code %d, %v, %s", room, r.code, r.errors, r.stderr)
		}
		if !only(t, "after", result) || h.with(t, "after") != want {
			t.Errorf("%d bytes left, code %d: the results are not as they should be", room, r.code)
		}
	}
	t.Logf("disk full: %d runs, exit%s", runs, counted(codes))
}

// diskBytes is the room that files take, in whole blocks.
func diskBytes(t *testing.T, dir string) (sum int64) {
	t.Helper()
	const block = 4096
	for path := range printsOf(t, dir) {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		sum += (info.Size() + block - 1) / block * block
	}
	return sum
}
