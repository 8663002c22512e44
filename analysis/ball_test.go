package analysis_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// arc films a free throw so that its whole arc is in the picture, within 15° of the
// side, with balls seen to half a pixel.
func arc(t *testing.T, seed uint64) (*pose.Poses, *synth.Truth) {
	t.Helper()
	p := synth.RandomIn(seed, synth.Cell{View: "side", Plain: true, FPS: [...]float64{30, 60}[seed%2]})
	rng := rand.New(rand.NewPCG(seed, 1))
	c := &p.Camera
	p.RimDistanceM, p.Technique.TurnDeg = synth.FreeThrowM, 5
	c.AzimuthDeg = [...]float64{90, 270}[rng.IntN(2)] + 30*rng.Float64() - 15
	c.WidthPx = [...]int{640, 960, 1280}[rng.IntN(3)]
	c.HeightPx = c.WidthPx * 9 / 16
	c.DistanceM, c.HeightM, c.AimXM, c.AimHeightM = 6+6*rng.Float64(), 1+rng.Float64(), 2.1, 2.1
	c.FOVDeg = 2 * math.Atan(8.7*9/16/2/c.DistanceM) * 180 / math.Pi
	poses, truth := film(t, p)
	for i := range poses.Ball {
		b := &poses.Ball[i]
		b.X, b.Y = b.X+0.5*rng.NormFloat64(), b.Y+0.5*rng.NormFloat64()
	}
	return poses, truth
}

// The flight of a free throw in the picture: mean absolute errors, and how often the
// interval holds the truth.
func TestFlightAccuracy(t *testing.T) {
	const shots = 40
	bounds := map[string]float64{
		"ball_launch_angle": 1, "ball_release_speed": 0.14, "ball_apex_height": 0.06, "ball_entry_angle": 1.5,
		"ball_release_height": 0.07, "release s": 0.008,
	}
	sum, covered, n := map[string]float64{}, map[string]int{}, map[string]int{}
	for seed := range uint64(shots) {
		poses, truth := arc(t, 100+seed)
		s := oneShot(t, poses)
		for id := range bounds {
			if e := errorOf(s, &truth.Shots[0], id); !math.IsInf(e, 1) {
				sum[id] += e
				n[id]++
				covered[id] += count(e <= claim(s, id))
			}
		}
	}
	for id, bound := range bounds {
		mean, share := sum[id]/float64(n[id]), float64(covered[id])/float64(n[id])
		t.Logf("%s: mean error %.3f, covered %.2f of %d", id, mean, share, n[id])
		if mean > bound || share < 0.75 || n[id] < shots*3/4 {
			t.Errorf("%s: mean error %.3f, want %.3f; %.2f of %d covered", id, mean, bound, share, n[id])
		}
	}
}

// claim is the half width of a stated interval.
func claim(s *analysis.Shot, id string) float64 {
	if event, ok := strings.CutSuffix(id, " s"); ok {
		e, _ := s.Event(event)
		return e.Uncertainty.Seconds()
	}
	m, _ := s.Metric(id)
	return m.Uncertainty
}

// The ball tells the release also where the shooting arm is the far one, and joint
// values at the release are then measurements of their own.
func TestReleaseByTheBall(t *testing.T) {
	for seed := range uint64(12) {
		poses, truth := filmed(t, 200+seed, synth.Cell{View: "side", FPS: 30})
		s := oneShot(t, poses)
		e, _ := s.Event(analysis.Release)
		want, _ := truth.Shots[0].Event(analysis.Release)
		if free := time.Duration((want.TimeS - 0.05) * float64(time.Second)); seenAfter(poses, free) < 4 {
			continue // the ball leaves the picture at once
		}
		if e.Method != "ball" {
			t.Errorf("seed %d: release by %s", seed, e.Method)
		} else if d := e.Time.Seconds() - want.TimeS; math.Abs(d) > 0.02 {
			t.Errorf("seed %d: %+.0f ms", seed, 1000*d)
		}
		if m, _ := s.Metric("elbow_release"); m.Missing != nil && m.Missing.Code == analysis.MissingFromElbow {
			t.Errorf("seed %d: elbow_release is %v", seed, m.Missing)
		}
		if !s.Ball.Tracked || len(s.Ball.Points) == 0 {
			t.Errorf("seed %d: the ball's path is not in the result", seed)
		}
	}
}

// seenAfter counts the pictures with a ball within half a second after an instant.
func seenAfter(p *pose.Poses, t time.Duration) int {
	n := 0
	for _, b := range p.Ball {
		n += count(b.Time > t && b.Time < t+time.Second/2)
	}
	return n
}

// Without the ball the pose tells the release, and ball metrics say why they are
// missing.
func TestBallOff(t *testing.T) {
	poses, _ := filmed(t, 21, synth.Cell{View: "side", Hand: "right"})
	cfg := analysis.DefaultConfig()
	cfg.Ball = "off"
	s := &analysis.Analyze(poses, cfg, nil).Shots[0]
	if e, _ := s.Event(analysis.Release); e.Method == "ball" || s.Ball.Tracked {
		t.Errorf("release by %s, ball tracked: %v", e.Method, s.Ball.Tracked)
	}
	for _, m := range s.Metrics {
		if strings.HasPrefix(m.ID, "ball_") && (m.Missing == nil || m.Missing.Code != analysis.MissingNoBall) {
			t.Errorf("%s is %v", m.ID, m.Missing)
		}
	}
}

// Footage at twice its speed is found out by free fall, which then is no scale.
func TestPlaybackSpeed(t *testing.T) {
	poses, _ := arc(t, 300)
	half := func(d time.Duration) time.Duration { return (d / 2).Round(time.Microsecond) }
	fast := changed(poses, func(f *pose.FramePoses) { f.Time = half(f.Time) }, func(b *pose.BallPoint) { b.Time = half(b.Time) })
	if w := warned(analyze(poses), "playback-speed"); w != "" {
		t.Errorf("in real time: %s", w)
	}
	r := analyze(fast)
	if w := warned(r, "playback-speed"); !strings.Contains(w, "at 2 times") && !strings.Contains(w, "at 1.9 times") && !strings.Contains(w, "at 2.1 times") {
		t.Errorf("at twice the speed the warning is %q", w)
	}
	for _, id := range []string{"ball_release_speed", "ball_apex_height"} {
		for _, m := range r.Shots[0].Metrics {
			if m.ID == id && (m.Missing == nil || m.Missing.Code != analysis.MissingPlayback) {
				t.Errorf("%s is %v", id, m.Missing)
			}
		}
	}
}

// warned returns the message of a warning, or "".
func warned(r *analysis.Result, code string) string {
	for _, w := range r.Quality.Warnings {
		if w.Code == code {
			return w.Message
		}
	}
	return ""
}

// Gravity gives metres a pixel without anyone's height.
func TestScaleFromGravity(t *testing.T) {
	sum, n := 0.0, 0
	for seed := range uint64(12) {
		poses, truth := arc(t, 400+seed)
		scale := analyze(poses).Shooters[0].Scale
		if scale == nil {
			continue
		}
		release, _ := truth.Shots[0].Event(analysis.Release)
		for _, f := range truth.Frames {
			if f.TimeS >= release.TimeS {
				want := 0.1195 / f.Ball.RPx // synth's ball
				sum, n = sum+math.Abs(scale.MPerPx/want-1), n+1
				if scale.Source != "gravity" {
					t.Errorf("scale from %s", scale.Source)
				}
				break
			}
		}
	}
	if mean := sum / float64(n); mean > 0.02 || n < 9 {
		t.Errorf("scale off by %.1f %% over %d of 12 shots, want at most 2", 100*mean, n)
	}
}
