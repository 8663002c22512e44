//go:build cgo

package shotcheck_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/ort"
	"github.com/shotcheck/shotcheck/internal/schematest"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/internal/video"
	"github.com/shotcheck/shotcheck/pose"
)

// pipeline analyses a clip with the real models, decoder and encoder. Where the
// runtime or a model is missing the test is skipped, or fails if
// SHOTCHECK_REQUIRE_NATIVE is set, as CI does.
func pipeline(t *testing.T, clip, model string, threads int) *shotcheck.Pipeline {
	t.Helper()
	search := ort.NewSearch(os.Getenv)
	scout, err1 := ort.Find(search, "lite", 1)
	measure, err2 := ort.Find(search, model, 1)
	if err := errors.Join(err1, err2); err != nil {
		if os.Getenv("SHOTCHECK_REQUIRE_NATIVE") != "" {
			t.Fatal(err)
		}
		t.Skipf("run make setup: %v", err)
	}
	return &shotcheck.Pipeline{
		Open: func(ctx context.Context) (pose.Source, error) {
			return video.Open(ctx, clip, video.Options{CameraMotion: true})
		},
		Create: func(ctx context.Context, path string, f shotcheck.VideoFormat) (shotcheck.Writer, error) {
			return video.Create(ctx, path, f)
		},
		Scout: scout, Networks: measure, Threads: threads,
	}
}

func run(t *testing.T, p *shotcheck.Pipeline, o shotcheck.Outputs) (*analysis.Result, string) {
	t.Helper()
	dir := t.TempDir()
	r, err := p.Run(t.Context(), shotcheck.Job{Dir: dir, Config: analysis.DefaultConfig(), Outputs: o, SlowMotion: 1})
	if err != nil {
		t.Fatal(err)
	}
	return r, dir
}

var data = shotcheck.Outputs{JSON: true, CSV: true, Poses: true}

// The synthetic clip through the whole program: what it measures agrees with the
// truth within the interval that it states.
func TestSyntheticClip(t *testing.T) {
	all := shotcheck.Outputs{JSON: true, CSV: true, Poses: true, Video: true, Stills: true, PDF: true}
	r, dir := run(t, pipeline(t, "testdata/shot.mp4", "heavy", 2), all)
	var truth synth.Truth
	if err := json.Unmarshal(read(t, "testdata/shot.truth.json"), &truth); err != nil {
		t.Fatal(err)
	}
	if len(r.Shots) != 1 {
		t.Fatalf("%d shots, want 1", len(r.Shots))
	}
	got, want := &r.Shots[0], &truth.Shots[0]
	if got.Hand != want.Hand || got.Kind != string(want.Kind) || got.View.Kind != "side" {
		t.Errorf("%s %s shot in %s view, want %s %s from the side", got.Hand, got.Kind, got.View.Kind, want.Hand, want.Kind)
	}
	for _, id := range []string{"knee_dip", "hip_dip", "knee_release", "trunk_lean_release", "elbow_set", "release_height"} {
		g, ok1 := got.Metric(id)
		w, ok2 := want.Metric(id)
		if !ok1 || !ok2 || math.Abs(g.Value-w.Value) > g.Uncertainty {
			t.Errorf("%s is %.2f ± %.2f, want %.2f", id, g.Value, g.Uncertainty, w.Value)
		}
	}
	g, _ := got.Event(analysis.Release)
	w, _ := want.Event(analysis.Release)
	if d := g.Time.Seconds() - w.TimeS; math.Abs(d) > g.Uncertainty.Seconds() {
		t.Errorf("release %+.0f ms from the truth, with an uncertainty of %v", 1000*d, g.Uncertainty)
	}
	for _, name := range []string{"analysis.json", "frames.csv", "poses.json", "annotated.mp4", "report.pdf", "stills/shot01-release.png"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing or empty: %v", name, err)
		}
	}
	sameWhenAnalysedAgain(t, dir)
}

// sameWhenAnalysedAgain compares with the analysis of the saved poses.
func sameWhenAnalysedAgain(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, shotcheck.PosesFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	poses, err := pose.ReadPoses(f)
	if err != nil {
		t.Fatal(err)
	}
	again := t.TempDir()
	job := shotcheck.Job{Dir: again, Config: analysis.DefaultConfig(), Outputs: data}
	if _, err := new(shotcheck.Pipeline).Reanalyze(t.Context(), poses, job); err != nil {
		t.Fatal(err)
	}
	sameFiles(t, dir, again)
	for name, file := range map[string]string{"analysis": shotcheck.AnalysisFile, "poses": shotcheck.PosesFile} {
		if err := schematest.Check(name, read(t, filepath.Join(dir, file))); err != nil {
			t.Error(err)
		}
	}
}

func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	for _, name := range []string{shotcheck.AnalysisFile, shotcheck.FramesFile, shotcheck.PosesFile} {
		if !bytes.Equal(read(t, filepath.Join(a, name)), read(t, filepath.Join(b, name))) {
			t.Errorf("%s differs", name)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The number of threads changes no byte.
func TestThreads(t *testing.T) {
	_, one := run(t, pipeline(t, "testdata/shot.mp4", "lite", 1), data)
	_, three := run(t, pipeline(t, "testdata/shot.mp4", "lite", 3), data)
	sameFiles(t, one, three)
}

// Real clips: the release lies within 100 ms of where people saw it, and nobody
// shoots where nobody does. The short ones only; the whole set is scored by hand.
func TestRealClips(t *testing.T) {
	const folder = "../shared/clips"
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("clips of real people are not part of the repository: %v", err)
	}
	releases := labelled(t, filepath.Join(folder, "shots.csv"))
	for _, name := range []string{"jump-side-curry", "ft-side-gym", "neg-pedestrians"} {
		t.Run(name, func(t *testing.T) {
			r, _ := run(t, pipeline(t, filepath.Join(folder, name+".mp4"), "full", 2), shotcheck.Outputs{})
			if len(r.Shots) != len(releases[name]) {
				t.Fatalf("%d shots, want %d", len(r.Shots), len(releases[name]))
			}
			for i, want := range releases[name] {
				got, _ := r.Shots[i].Event(analysis.Release)
				if d := got.Time.Seconds() - want; math.Abs(d) > 0.1 {
					t.Errorf("shot %d: release %+.0f ms from where it was seen", i+1, 1000*d)
				}
			}
		})
	}
}

// labelled returns the middle of each release's bracket by clip.
func labelled(t *testing.T, path string) map[string][]float64 {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(read(t, path))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]float64{}
	for _, row := range rows[1:] {
		on, err1 := strconv.ParseFloat(row[3], 64)
		off, err2 := strconv.ParseFloat(row[4], 64)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		out[row[0]] = append(out[row[0]], (on+off)/2)
	}
	return out
}
