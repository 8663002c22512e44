package analysis_test

import (
	"math"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// changed returns a copy of the poses with every frame and every place of the ball
// changed.
func changed(p *pose.Poses, change func(*pose.FramePoses), ball func(*pose.BallPoint)) *pose.Poses {
	q := *p
	q.Ball = append([]pose.BallPoint(nil), p.Ball...)
	for i := range q.Ball {
		ball(&q.Ball[i])
	}
	q.Frames = make([]pose.FramePoses, len(p.Frames))
	for i, f := range p.Frames {
		f.Persons = append([]pose.Person(nil), f.Persons...)
		for k := range f.Persons {
			if w := f.Persons[k].WorldM; w != nil {
				world := *w
				f.Persons[k].WorldM = &world
			}
		}
		change(&f)
		q.Frames[i] = f
	}
	return &q
}

// sameShot compares the events' times, moved by shift, and the metrics.
func sameShot(t *testing.T, got, want *analysis.Shot, shift time.Duration, tolerance float64) {
	t.Helper()
	for i, e := range want.Events {
		g := got.Events[i]
		if (g.Missing == nil) != (e.Missing == nil) || (g.Time-e.Time-shift).Abs() > 2*time.Millisecond && e.Missing == nil {
			t.Errorf("%s at %v, want %v + %v", e.ID, g.Time, e.Time, shift)
		}
	}
	for i, m := range want.Metrics {
		g := got.Metrics[i]
		if (g.Missing == nil) != (m.Missing == nil) || math.Abs(g.Value-m.Value) > tolerance*math.Max(1, math.Abs(m.Value)) {
			t.Errorf("%s is %g (%v), want %g (%v)", m.ID, g.Value, g.Missing, m.Value, m.Missing)
		}
	}
}

// A mirrored picture swaps left and right and changes nothing else.
func TestMirror(t *testing.T) {
	poses, _ := filmed(t, 21, synth.Cell{View: "side", Hand: "right"})
	width := float64(poses.Clip.WidthPx)
	mirrored := changed(poses, func(f *pose.FramePoses) {
		for i := range f.Persons {
			p := &f.Persons[i]
			before, world := p.Keypoints, *p.WorldM
			for j := range before {
				m := pose.Joint(j).Mirror()
				p.Keypoints[m] = pose.Keypoint{X: width - before[j].X, Y: before[j].Y, Visibility: before[j].Visibility}
				p.WorldM[m] = [3]float64{-world[j][0], world[j][1], world[j][2]}
			}
		}
	}, func(b *pose.BallPoint) { b.X = width - b.X })
	if r := poses.Rim; r != nil {
		mirrored.Rim = &[2]float64{width - r[0], r[1]}
	}
	want, got := oneShot(t, poses), oneShot(t, mirrored)
	if want.Hand != "right" || got.Hand != "left" {
		t.Fatalf("hands %s and %s, want right and left", want.Hand, got.Hand)
	}
	if want.View.Facing == got.View.Facing {
		t.Errorf("both face %s", got.View.Facing)
	}
	sameShot(t, got, want, 0, 1e-6)
}

// A larger picture leaves angles, times and relative heights alone.
func TestScale(t *testing.T) {
	poses, _ := filmed(t, 22, synth.Cell{View: "side", Hand: "right"})
	const factor = 2
	larger := changed(poses, func(f *pose.FramePoses) {
		for i := range f.Persons {
			for j := range f.Persons[i].Keypoints {
				f.Persons[i].Keypoints[j].X *= factor
				f.Persons[i].Keypoints[j].Y *= factor
			}
		}
	}, func(b *pose.BallPoint) { b.X, b.Y, b.R = factor*b.X, factor*b.Y, factor*b.R })
	if r := poses.Rim; r != nil {
		larger.Rim = &[2]float64{factor * r[0], factor * r[1]}
	}
	larger.Clip.WidthPx *= factor
	larger.Clip.HeightPx *= factor
	sameShot(t, oneShot(t, larger), oneShot(t, poses), 0, 1e-6)
}

// Dead time before the clip shifts times and nothing else.
func TestDeadTime(t *testing.T) {
	poses, _ := filmed(t, 23, synth.Cell{View: "side"})
	const shift = 7 * time.Second
	late := changed(poses, func(f *pose.FramePoses) { f.Time += shift }, func(b *pose.BallPoint) { b.Time += shift })
	sameShot(t, oneShot(t, late), oneShot(t, poses), shift, 1e-3)
}

// Pictures that repeat their predecessor carry no information.
func TestRepeatedPictures(t *testing.T) {
	poses, _ := filmed(t, 24, synth.Cell{View: "side"})
	repeated := *poses
	repeated.Frames = nil
	for i, f := range poses.Frames {
		repeated.Frames = append(repeated.Frames, f)
		if i+1 < len(poses.Frames) {
			f.Time = (f.Time + poses.Frames[i+1].Time) / 2
			f.Repeated = true
			repeated.Frames = append(repeated.Frames, f)
		}
	}
	sameShot(t, oneShot(t, &repeated), oneShot(t, poses), 0, 1e-9)
}

// The same movement at half the rate changes angles by less than the uncertainty.
func TestHalfTheRate(t *testing.T) {
	for seed := range uint64(6) {
		poses, _ := filmed(t, 30+seed, synth.Cell{View: "side", FPS: 60, Hand: "right"})
		half := *poses
		half.Frames = nil
		for i := 0; i < len(poses.Frames); i += 2 {
			half.Frames = append(half.Frames, poses.Frames[i])
		}
		want, got := oneShot(t, poses), oneShot(t, &half)
		for _, m := range want.Metrics {
			g, ok := got.Metric(m.ID)
			if m.Missing != nil || m.Unit != "deg" || !ok {
				continue
			}
			if d := math.Abs(g.Value - m.Value); d > math.Max(m.Uncertainty, g.Uncertainty) {
				t.Errorf("seed %d: %s moves by %.1f° with an uncertainty of %.1f°", 30+seed, m.ID, d, g.Uncertainty)
			}
		}
	}
}

// A slowed clip of known rate gives the same metrics, in real time, and the events at
// their place in the clip.
func TestSlowMotion(t *testing.T) {
	poses, _ := filmed(t, 25, synth.Cell{View: "side"})
	slow := changed(poses, func(f *pose.FramePoses) { f.Time *= 4 }, func(b *pose.BallPoint) { b.Time *= 4 })
	slow.Clip.TimeScale = 0.25
	want, got := oneShot(t, poses), oneShot(t, slow)
	for _, m := range want.Metrics {
		if g, ok := got.Metric(m.ID); ok && math.Abs(g.Value-m.Value) > 1e-3*math.Max(1, math.Abs(m.Value)) {
			t.Errorf("%s is %g, want %g", m.ID, g.Value, m.Value)
		}
	}
	a, _ := want.Event(analysis.Release)
	b, _ := got.Event(analysis.Release)
	if (b.Time - 4*a.Time).Abs() > 5*time.Millisecond {
		t.Errorf("release at %v, want %v", b.Time, 4*a.Time)
	}
}

// The user's own release overrides ours, and what hangs on it follows.
func TestManualRelease(t *testing.T) {
	poses, _ := filmed(t, 26, synth.Cell{View: "side", Hand: "right"})
	ours := oneShot(t, poses)
	was, _ := ours.Event(analysis.Release)
	cfg := analysis.DefaultConfig()
	cfg.Releases = []time.Duration{was.Time + 50*time.Millisecond}
	r := analysis.Analyze(poses, cfg, nil)
	if len(r.Shots) != 1 {
		t.Fatalf("%d shots, want the one that was named", len(r.Shots))
	}
	got, _ := r.Shots[0].Event(analysis.Release)
	if got.Time != cfg.Releases[0] || got.Method != "manual" {
		t.Errorf("release at %v by %s, want %v by hand", got.Time, got.Method, cfg.Releases[0])
	}
	if _, ok := r.Shots[0].Metric("elbow_release"); !ok {
		t.Error("the elbow at a release by hand is a measurement")
	}
	a, _ := ours.Metric("dip_to_release")
	b, _ := r.Shots[0].Metric("dip_to_release")
	if d := b.Value - a.Value; math.Abs(d-0.05) > 0.002 {
		t.Errorf("dip to release grew by %g s, want 0.05", d)
	}
}

// A release that the user names where nothing was found makes a shot.
func TestManualReleaseWhereNothingWasFound(t *testing.T) {
	p := synth.RandomIn(5, synth.Cell{View: "side", Plain: true})
	p.Kind = synth.PumpFake
	poses, _ := film(t, p)
	cfg := analysis.DefaultConfig()
	cfg.Releases = []time.Duration{1500 * time.Millisecond}
	if r := analysis.Analyze(poses, cfg, nil); len(r.Shots) != 1 {
		t.Errorf("%d shots, want 1", len(r.Shots))
	}
}
