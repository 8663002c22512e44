package synth

import (
	"image"
	"math"
	"testing"

	"github.com/shotcheck/shotcheck/pose"
)

// scenes are clips whose truth the tests below examine.
func scenes(t *testing.T) map[string]*Scene {
	t.Helper()
	all := map[string]*Scene{}
	add := func(name string, p Params) {
		s, err := New(p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = s
	}
	set, jump, left := DefaultParams(), DefaultParams(), DefaultParams()
	jump.Kind, jump.Shots = JumpShot, 2
	left.Hand = "left"
	add("set", set)
	add("jump", jump)
	add("left", left)
	for seed := range uint64(4) {
		p := Random(seed)
		add("random "+string(rune('0'+seed)), p)
	}
	return all
}

// segments are the bones that never change their length.
var segments = [][2]pose.Joint{
	{pose.LeftHip, pose.LeftKnee},
	{pose.LeftKnee, pose.LeftAnkle},
	{pose.LeftShoulder, pose.LeftElbow},
	{pose.LeftElbow, pose.LeftWrist},
	{pose.LeftHip, pose.RightHip},
	{pose.LeftHeel, pose.LeftFootIndex},
	{pose.LeftEar, pose.Nose},
}

func TestSegmentsKeepTheirLength(t *testing.T) {
	const toleranceM = 1e-6
	for name, s := range scenes(t) {
		first := s.figureAt(0)
		for at := 0.0; at < s.durationS; at += 0.02 {
			f := s.figureAt(at)
			for _, g := range segments {
				for _, side := range []pose.Side{pose.Left, pose.Right} {
					a, b := side.Joint(g[0]), side.Joint(g[1])
					if g[0].Mirror() == g[1] {
						a, b = g[0], g[1]
					}
					if d := distance(f.joints[a], f.joints[b]) - distance(first.joints[a], first.joints[b]); math.Abs(d) > toleranceM {
						t.Fatalf("%s at %.2f s: %v–%v changes by %g m", name, at, a, b, d)
					}
				}
			}
		}
	}
}

func TestSegmentsFollowTheTable(t *testing.T) {
	p := DefaultParams()
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	f := s.figureAt(0)
	for _, c := range []struct {
		a, b pose.Joint
		want float64
	}{
		{pose.LeftHip, pose.LeftKnee, 422.2 / 1741},
		{pose.LeftKnee, pose.LeftAnkle, 434.0 / 1741},
		{pose.LeftShoulder, pose.LeftElbow, 281.7 / 1741},
		{pose.LeftElbow, pose.LeftWrist, 268.9 / 1741},
	} {
		if got := distance(f.joints[c.a], f.joints[c.b]) / p.HeightM; math.Abs(got-c.want) > 1e-4 {
			t.Errorf("%v–%v is %.4f heights, want %.4f (de Leva 1996)", c.a, c.b, got, c.want)
		}
	}
}

// Feet stay on the floor and do not slide, except in flight and in the steps
// back after a jump.
func TestFeetStandStill(t *testing.T) {
	const toleranceM = 0.002
	for name, s := range scenes(t) {
		if s.params.Kind != SetShot {
			continue
		}
		first := s.figureAt(0)
		for at := 0.0; at < s.durationS; at += 0.02 {
			f := s.figureAt(at)
			for _, j := range []pose.Joint{pose.LeftFootIndex, pose.RightFootIndex} {
				// a foot that stands on its toe is a few millimetres lower there
				d := sub(f.joints[j], first.joints[j])
				if math.Hypot(d.X, d.Y) > 0.02 || math.Abs(d.Z) > 0.006 {
					t.Fatalf("%s at %.2f s: %v moved by %.3v", name, at, j, d)
				}
				if f.joints[j].Z < -toleranceM {
					t.Fatalf("%s at %.2f s: %v lies %.3f m below the floor", name, at, j, f.joints[j].Z)
				}
			}
		}
	}
}

func TestKneesBendForward(t *testing.T) {
	for name, s := range scenes(t) {
		for at := 0.0; at < s.durationS; at += 0.05 {
			f := s.figureAt(at)
			for _, side := range []pose.Side{pose.Left, pose.Right} {
				hip, knee, ankle := f.joints[side.Joint(pose.LeftHip)], f.joints[side.Joint(pose.LeftKnee)], f.joints[side.Joint(pose.LeftAnkle)]
				if ahead := dot(sub(knee, lerp(hip, ankle, 0.5)), f.trunk.fwd); ahead < 0 {
					t.Fatalf("%s at %.2f s: the %v knee bends backwards by %.3f m", name, at, side, -ahead)
				}
			}
		}
	}
}

// In the air the hips fall as everything does.
func TestJumpFallsFreely(t *testing.T) {
	p := DefaultParams()
	p.Kind = JumpShot
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	shot := s.shots[0]
	height := func(at float64) float64 { f := s.figureAt(at); return f.mid(pose.LeftHip).Z }
	const h = 0.02
	for at := shot.takeoff + 2*h; at < shot.landing-2*h; at += h {
		if a := (height(at+h) - 2*height(at) + height(at-h)) / (h * h); math.Abs(a+gravityMS2) > 0.01 {
			t.Errorf("%.3f s: the hips accelerate by %.3f m/s², want −9.81", at, a)
		}
	}
	if got, want := height(shot.top)-height(shot.start), shot.technique.JumpRiseM; math.Abs(got-want) > 0.001 {
		t.Errorf("the hips rise by %.3f m, want %.3f", got, want)
	}
}

func TestBallFliesThroughTheRim(t *testing.T) {
	for name, s := range scenes(t) {
		for i, shot := range s.shots {
			m := s.measure(&s.shots[i])
			const h = 0.01
			for at := shot.release + h; at < m.flight.fallTo(rimHeightM)-h; at += h {
				a, _ := s.ball.at(at - h)
				b, _ := s.ball.at(at)
				c, _ := s.ball.at(at + h)
				g := (a.Z - 2*b.Z + c.Z) / (h * h)
				if math.Abs(g+gravityMS2) > 0.01 {
					t.Fatalf("%s: the ball falls with %.3f m/s² at %.2f s", name, g, at)
				}
			}
			at, _ := m.flight.at(m.flight.fallTo(rimHeightM))
			if d := distance(at, s.rim); d > 0.001 {
				t.Errorf("%s: the ball misses the rim's centre by %.3f m", name, d)
			}
		}
	}
}

// The ball neither jumps nor changes its velocity at once while it is caught and released.
func TestBallMovesSmoothly(t *testing.T) {
	const maxAccelerationMS2 = 800 // of a ball thrown at 7 m/s within a few hundredths of a second
	const h = 0.002
	for name, s := range scenes(t) {
		for _, shot := range s.shots {
			for at := shot.start - catchLeadS - 0.1; at < shot.release+0.3; at += h {
				a, _ := s.ball.at(at - h)
				b, _ := s.ball.at(at)
				c, _ := s.ball.at(at + h)
				if g := norm(along(sub(a, b), 1, sub(c, b))) / (h * h); g > maxAccelerationMS2 {
					t.Fatalf("%s: the ball accelerates by %.0f m/s² at %.3f s", name, g, at)
				}
			}
		}
	}
}

// The ball leaves the hand when the elbow has gone as far as the technique says.
func TestReleaseFraction(t *testing.T) {
	for _, fraction := range []float64{0.55, 0.65, 0.8} {
		p := DefaultParams()
		p.Technique.ReleaseFraction, p.Technique.SpreadDeg, p.Technique.ShakeDeg = fraction, 0, 0
		s, err := New(p)
		if err != nil {
			t.Fatal(err)
		}
		m := s.measure(&s.shots[0])
		full := m.at(s.shots[0].full)
		set, release, end := m.elbowDeg(&m.set.figure), m.elbowDeg(&m.release.figure), m.elbowDeg(&full.figure)
		if got := (release - set) / (end - set); math.Abs(got-fraction) > 0.002 {
			t.Errorf("released at %.3f of the elbow's travel, want %.3f", got, fraction)
		}
	}
}

func TestMirror(t *testing.T) {
	p := DefaultParams()
	p.Camera.AzimuthDeg = 70
	right, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	p.Hand, p.Camera.AzimuthDeg = "left", 290
	left, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	a, b := right.Truth(), left.Truth()
	width := float64(p.Camera.WidthPx)
	for i := range a.Frames {
		for j := range pose.Joint(pose.NumJoints) {
			u, v := a.Frames[i].JointsPx[j], b.Frames[i].JointsPx[j.Mirror()]
			if math.Abs(u[0]+v[0]-width) > 0.02 || math.Abs(u[1]-v[1]) > 0.02 {
				t.Fatalf("frame %d, %v: %v is not the mirror image of %v", i, j, v, u)
			}
		}
	}
	for k, m := range a.Shots[0].Metrics {
		if other := b.Shots[0].Metrics[k]; math.Abs(m.Value-other.Value) > 1e-3 {
			t.Errorf("%s is %v right-handed and %v left-handed", m.ID, m.Value, other.Value)
		}
	}
}

// A side camera sees what the internal angle is; from the front it does not.
func TestSideViewShowsTheKnee(t *testing.T) {
	p := DefaultParams()
	p.Technique.TurnDeg = 0
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	truth := s.Truth()
	dip, _ := truth.Shots[0].Event("dip")
	px := truth.Frames[int(math.Round(dip.Frame))].JointsPx
	at := func(j pose.Joint) vec { return vec{X: px[j][0], Y: px[j][1]} }
	knee, _ := truth.Shots[0].Metric("knee_dip")
	if got := angleDeg(at(pose.RightHip), at(pose.RightKnee), at(pose.RightAnkle)); math.Abs(got-knee.Value) > 4 {
		t.Errorf("the picture shows %.1f°, truth says %.1f°", got, knee.Value)
	}
	if got := truth.Shots[0].AzimuthDeg; math.Abs(got-90) > 4 {
		t.Errorf("the hips see the camera at %.1f°, want about 90", got)
	}
	if toe, heel := px[pose.RightFootIndex], px[pose.RightHeel]; toe[0] < heel[0] {
		t.Error("at azimuth 90 the shooter faces right")
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	draw := func() []byte {
		p := Random(5)
		p.Camera.WidthPx, p.Camera.HeightPx = 320, 180
		s, err := New(p)
		if err != nil {
			t.Fatal(err)
		}
		img := image.NewRGBA(image.Rect(0, 0, 320, 180))
		r := s.Renderer()
		r.Frame(7, img) // what was drawn before leaves no trace
		r.Frame(20, img)
		return img.Pix
	}
	a, b := draw(), draw()
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("byte %d differs", i)
		}
	}
}
