package synth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

func truthOf(t *testing.T, p Params) *Truth {
	t.Helper()
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	return s.Truth()
}

// Truth speaks of every event and metric of the contract, in its units.
func TestTruthIsComplete(t *testing.T) {
	shot := truthOf(t, DefaultParams()).Shots[0]
	for _, e := range analysis.EventCatalogue {
		found := false
		for _, have := range shot.Events {
			found = found || have.ID == e.ID
		}
		if !found {
			t.Errorf("event %s is not in the truth", e.ID)
		}
	}
	for _, m := range analysis.Catalogue {
		found := false
		for _, have := range shot.Metrics {
			found = found || have.ID == m.ID && have.Unit == m.Unit
		}
		if !found {
			t.Errorf("metric %s in %s is not in the truth", m.ID, m.Unit)
		}
	}
}

func TestEventsAreInOrder(t *testing.T) {
	for seed := range uint64(60) {
		p := Random(seed)
		p.Camera.FPS = 1 // frames are not looked at
		for _, shot := range truthOf(t, p).Shots {
			last := math.Inf(-1)
			for _, id := range []string{"start", "dip", "set_point", "release", "follow_through_end"} {
				e, ok := shot.Event(id)
				if !ok || e.TimeS <= last {
					t.Errorf("seed %d: %s at %.3f s does not follow %.3f s", seed, id, e.TimeS, last)
				}
				last = e.TimeS
			}
			if p.Kind == JumpShot {
				up, _ := shot.Event("takeoff")
				down, ok := shot.Event("landing")
				if !ok || !(up.TimeS < down.TimeS) {
					t.Errorf("seed %d: take-off %.3f s, landing %.3f s", seed, up.TimeS, down.TimeS)
				}
			}
		}
	}
}

// TestDipIsBeforeTheTakeoff jumps from knees that bend further in the air.
func TestDipIsBeforeTheTakeoff(t *testing.T) {
	p := Random(1)
	p.Kind, p.Camera.FPS = JumpShot, 1
	p.Technique.KneeDipDeg, p.Technique.TuckM = 150, 0.08
	shot := truthOf(t, p).Shots[0]
	dip, _ := shot.Event("dip")
	if up, ok := shot.Event("takeoff"); !ok || dip.TimeS >= up.TimeS {
		t.Errorf("dip at %.3f s, take-off at %.3f s", dip.TimeS, up.TimeS)
	}
}

// The joints of the frames give the metrics again, as far as frames are near
// the events.
func TestMetricsFollowFromJoints(t *testing.T) {
	p := DefaultParams()
	p.Kind, p.Camera.FPS = JumpShot, 480
	truth := truthOf(t, p)
	shot := truth.Shots[0]
	frame := func(id string) *TruthFrame {
		e, _ := shot.Event(id)
		return &truth.Frames[int(math.Round(e.Frame))]
	}
	joint := func(f *TruthFrame, j pose.Joint) vec { m := f.JointsM[j]; return vec{X: m[0], Y: m[1], Z: m[2]} }
	angle := func(id string, a, b, c pose.Joint) float64 {
		f := frame(id)
		return angleDeg(joint(f, a), joint(f, b), joint(f, c))
	}
	release, dip := frame("release"), frame("dip")
	for _, c := range []struct {
		id        string
		got       float64
		tolerance float64
	}{
		{"knee_dip", angle("dip", pose.RightHip, pose.RightKnee, pose.RightAnkle), 0.2},
		{"hip_dip", angle("dip", pose.RightShoulder, pose.RightHip, pose.RightKnee), 0.2},
		{"elbow_set", angle("set_point", pose.RightShoulder, pose.RightElbow, pose.RightWrist), 0.2},
		{"elbow_release", angle("release", pose.RightShoulder, pose.RightElbow, pose.RightWrist), 0.8},
		{"release_height", joint(release, pose.RightWrist).Z / p.HeightM, 0.003},
		{"dip_to_release", release.TimeS - dip.TimeS, 0.005},
	} {
		want, ok := shot.Metric(c.id)
		if !ok || math.Abs(c.got-want.Value) > c.tolerance {
			t.Errorf("%s is %.4f from the joints and %.4f in the truth", c.id, c.got, want.Value)
		}
	}
}

// tan(launch) + tan(entry) of a parabola: metrics.md's equation, with the
// entry angle measured downwards.
func TestBallMetricsAgree(t *testing.T) {
	truth := truthOf(t, DefaultParams())
	shot := truth.Shots[0]
	value := func(id string) float64 { m, _ := shot.Metric(id); return m.Value }
	release, _ := shot.Event("release")
	s, err := New(DefaultParams())
	if err != nil {
		t.Fatal(err)
	}
	ball, _ := s.ballAt(release.TimeS)
	d := norm(horizontal(sub(s.rim, ball)))
	rise := rimHeightM - value("ball_release_height")
	got := math.Tan(rad(value("ball_launch_angle"))) - math.Tan(rad(value("ball_entry_angle")))
	if want := 2 * rise / d; math.Abs(got-want) > 1e-3 {
		t.Errorf("tan launch − tan entry is %.4f, want 2·Δh/d = %.4f", got, want)
	}
}

func TestFlawsChangeTheirMetric(t *testing.T) {
	for _, c := range []struct {
		flaw   string
		size   float64
		metric string
		change float64 // at least, with its sign
	}{
		{"elbow_flare", 30, "elbow_flare", 20},
		{"insufficient_knee_bend", 25, "knee_dip", 20},
		{"excessive_knee_bend", 25, "knee_dip", -20},
		{"poor_follow_through", 0.5, "follow_through_hold", -0.4},
		{"guide_hand_interference", 0.1, "guide_hand_separation", -0.05},
		{"balance", 0.3, "landing_drift", -0.1},
		{"rushing", 30, "dip_to_release", -0.05},
		{"low_release_point", 30, "release_height", -0.03},
		{"lacks_fluidity", 8, "fluidity", -0.5},
		{"head_movement", 0.15, "head_motion", 0.015},
	} {
		t.Run(c.flaw, func(t *testing.T) {
			p := DefaultParams()
			p.Kind = JumpShot
			p.Technique.SpreadDeg = 0
			before, _ := truthOf(t, p).Shots[0].Metric(c.metric)
			p.Flaws = []Flaw{{ID: c.flaw, Size: c.size}}
			after, _ := truthOf(t, p).Shots[0].Metric(c.metric)
			if got := after.Value - before.Value; got*c.change < c.change*c.change {
				t.Errorf("%s goes from %.3f to %.3f, a change by %.3f; want %.3f or more", c.metric, before.Value, after.Value, got, c.change)
			}
		})
	}
}

func TestInconsistentReleasePoint(t *testing.T) {
	spread := func(flaws ...Flaw) float64 {
		p := DefaultParams()
		p.Shots, p.Flaws, p.Camera.FPS = 6, flaws, 1
		var sum, sum2 float64
		for _, s := range truthOf(t, p).Shots {
			m, _ := s.Metric("release_height")
			sum, sum2 = sum+m.Value, sum2+m.Value*m.Value
		}
		return math.Sqrt(sum2/6 - sum*sum/36)
	}
	if usual, flawed := spread(), spread(Flaw{ID: "inconsistent_release_point", Size: 10}); flawed < 2*usual {
		t.Errorf("the release height's SD is %.4f with the flaw and %.4f without", flawed, usual)
	}
}

func TestTruthFile(t *testing.T) {
	var file bytes.Buffer
	truth := truthOf(t, DefaultParams())
	if err := truth.Write(&file); err != nil {
		t.Fatal(err)
	}
	var again Truth
	if err := json.Unmarshal(file.Bytes(), &again); err != nil {
		t.Fatal(err)
	}
	if again.Schema != "shotcheck.truth/1" || len(again.Frames) != len(truth.Frames) || again.Settings.Seed != truth.Settings.Seed {
		t.Error("the file does not hold the truth")
	}
}

// The page that explains the truth says what the tables say.
func TestDocumentedDefinitions(t *testing.T) {
	page, err := os.ReadFile("../../docs/truth.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, d := range Definitions() {
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s |\n", d.ID, d.Unit, d.Text))
	}
	for _, k := range flawTable {
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %g | %s |\n", k.id, k.unit, k.max, k.meaning))
	}
	for _, row := range rows {
		if !bytes.Contains(page, []byte(row)) {
			t.Errorf("docs/truth.md lacks the row\n%s", row)
		}
	}
}
