package analysis_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// filmed returns the poses that a model might find of a random plain shooter,
// with the truth.
func filmed(t *testing.T, seed uint64, cell synth.Cell) (*pose.Poses, *synth.Truth) {
	t.Helper()
	cell.Plain = true
	return film(t, synth.RandomIn(seed, cell))
}

func film(t *testing.T, p synth.Params) (*pose.Poses, *synth.Truth) {
	t.Helper()
	scene, err := synth.New(p)
	if err != nil {
		t.Fatal(err)
	}
	poses := scene.Poses(synth.DefaultNoise(p.Seed))
	poses.Round()
	return poses, scene.Truth()
}

func analyze(p *pose.Poses) *analysis.Result {
	return analysis.Analyze(p, analysis.DefaultConfig(), nil)
}

// oneShot analyses poses that show one shot.
func oneShot(t *testing.T, p *pose.Poses) *analysis.Shot {
	t.Helper()
	r := analyze(p)
	if len(r.Shots) != 1 {
		t.Fatalf("%d shots, want 1", len(r.Shots))
	}
	return &r.Shots[0]
}

// Side on, with the shooting arm near the camera, pose alone gives these mean
// absolute errors under noise as heavy as the model's. The ball leaves the hand
// anywhere in a quarter of the elbow's travel, which alone costs the pose rule 18
// ms; dip and set point are flat, so noise moves them.
func TestSideViewAccuracy(t *testing.T) {
	const shooters = 24
	bounds := map[string]float64{
		"knee_dip": 3, "knee_release": 3, "trunk_lean_dip": 2, "trunk_lean_release": 2, "elbow_set": 5,
		"release s": 0.030, "dip s": 0.050, "set_point s": 0.050,
	}
	sum := map[string]float64{}
	found, hands, kinds := 0, 0, 0
	for seed := range uint64(shooters) {
		poses, truth := filmed(t, seed, synth.Cell{View: "side", FPS: 60, Hand: "right"})
		if truth.Settings.Camera.AzimuthDeg > 180 {
			continue // the arm is on the far side
		}
		s, want := oneShot(t, poses), truth.Shots[0]
		found++
		hands += count(s.Hand == want.Hand)
		kinds += count(s.Kind == string(want.Kind))
		for id := range bounds {
			sum[id] += errorOf(s, &want, id)
		}
	}
	for id, bound := range bounds {
		if mean := sum[id] / float64(found); !(mean <= bound) {
			t.Errorf("%s: mean error %.3f over %d shooters, want at most %g", id, mean, found, bound)
		}
	}
	if found < shooters/3 || hands < found || kinds < found-1 {
		t.Errorf("%d shots, %d hands and %d kinds right", found, hands, kinds)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// errorOf is the absolute error of a metric, or of an event whose id is followed by
// " s". A missing value is infinitely wrong.
func errorOf(s *analysis.Shot, truth *synth.TruthShot, id string) float64 {
	if event, ok := bytes.CutSuffix([]byte(id), []byte(" s")); ok {
		got, ok1 := s.Event(string(event))
		want, ok2 := truth.Event(string(event))
		if !ok1 || !ok2 {
			return math.Inf(1)
		}
		return math.Abs(got.Time.Seconds() - want.TimeS)
	}
	got, ok1 := s.Metric(id)
	want, ok2 := truth.Metric(id)
	if !ok1 || !ok2 {
		return math.Inf(1)
	}
	return math.Abs(got.Value - want.Value)
}

// What is not a shot is not called one.
func TestNoShot(t *testing.T) {
	for _, kind := range []synth.Kind{synth.PumpFake, synth.Pass, synth.RaisedArms, synth.Walking, synth.Standing} {
		for seed := range uint64(6) {
			t.Run(fmt.Sprintf("%s/%d", kind, seed), func(t *testing.T) {
				p := synth.RandomIn(seed, synth.Cell{View: "side", Plain: true})
				p.Kind = kind
				poses, _ := film(t, p)
				if r := analyze(poses); len(r.Shots) != 0 || r.Shots == nil {
					t.Errorf("%d shots, want an empty list", len(r.Shots))
				}
			})
		}
	}
}

// Events come in order, lie inside the clip, and every event and metric of the
// contract is listed, measured or with a reason, in any view.
func TestEveryShotIsWhole(t *testing.T) {
	for _, view := range []string{"side", "oblique", "front", "back"} {
		for seed := range uint64(8) {
			poses, _ := filmed(t, 100+seed, synth.Cell{View: view})
			for _, s := range analyze(poses).Shots {
				checkEvents(t, &s, poses)
				checkMetrics(t, &s)
			}
		}
	}
}

func checkEvents(t *testing.T, s *analysis.Shot, p *pose.Poses) {
	t.Helper()
	if len(s.Events) != len(analysis.EventCatalogue) {
		t.Fatalf("%d events, want %d", len(s.Events), len(analysis.EventCatalogue))
	}
	first, last := p.Frames[0].Time, p.Frames[len(p.Frames)-1].Time
	for _, line := range orders {
		previous := first
		for _, id := range line {
			e, ok := s.Event(id)
			if !ok {
				continue
			}
			if e.Time < previous || e.Time > last {
				t.Errorf("%s at %v, after %v, in a clip until %v", id, e.Time, previous, last)
			}
			if e.Uncertainty <= 0 || e.Confidence <= 0 || e.Confidence > 1 || e.Method == "" {
				t.Errorf("%s: %+v", id, e)
			}
			previous = e.Time
		}
	}
}

// orders are those in which a shot's events come: those of the arm, of the legs.
var orders = [][]string{
	{analysis.Start, analysis.Dip, analysis.SetPoint, analysis.Release, analysis.FollowThroughEnd},
	{analysis.Dip, analysis.Takeoff, analysis.Apex, analysis.Landing},
}

func checkMetrics(t *testing.T, s *analysis.Shot) {
	t.Helper()
	for i, m := range s.Metrics {
		info := analysis.Catalogue[i]
		switch {
		case m.ID != info.ID || m.Unit != info.Unit:
			t.Errorf("metric %d is %s in %s, want %s in %s", i, m.ID, m.Unit, info.ID, info.Unit)
		case m.Missing != nil && (m.Missing.Code == "" || m.Missing.Message == ""):
			t.Errorf("%s is missing without a reason", m.ID)
		case m.Missing == nil && (math.IsNaN(m.Value) || !(m.Uncertainty > 0) || m.Method == ""):
			t.Errorf("%s: %+v", m.ID, m)
		}
	}
}

// From the front nothing of the sagittal plane is measured, from the side nothing
// of the frontal one.
func TestViewGate(t *testing.T) {
	gated := map[string][]string{
		"front": {"knee_dip", "hip_dip", "trunk_lean_release", "elbow_set", "ball_launch_angle"},
		"back":  {"knee_dip", "knee_release", "trunk_lean_dip"},
		"side":  {"elbow_flare", "shoulder_tilt", "stance_width"},
	}
	for view, ids := range gated {
		poses, _ := filmed(t, 11, synth.Cell{View: view})
		s := oneShot(t, poses)
		if s.View.Kind != view {
			t.Errorf("view is %s, want %s", s.View.Kind, view)
		}
		for _, m := range s.Metrics {
			for _, id := range ids {
				if m.ID == id && (m.Missing == nil || (m.Missing.Code != analysis.MissingView && m.Missing.Code != analysis.MissingNoBall)) {
					t.Errorf("%s view: %s is %+v", view, id, m)
				}
			}
		}
	}
}

// Analysing the saved poses gives the same bytes.
func TestSavedPosesGiveTheSameResult(t *testing.T) {
	poses, _ := filmed(t, 3, synth.Cell{View: "side"})
	var file bytes.Buffer
	if err := pose.WritePoses(&file, poses); err != nil {
		t.Fatal(err)
	}
	saved, err := pose.ReadPoses(&file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.Marshal(analyze(poses))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(analyze(saved))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("saved poses give another result (-want +got):\n%s", diff)
	}
}
