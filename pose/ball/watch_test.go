package ball_test

import (
	"image/color"
	"math"
	"slices"
	"testing"

	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/pose/ball"
)

// wide is a synthetic free throw with the whole arc in the picture.
func wide(t *testing.T, ballColor color.RGBA) *synth.Scene {
	t.Helper()
	p := synth.DefaultParams()
	p.Camera.WidthPx, p.Camera.HeightPx = 640, 360
	p.Camera.DistanceM, p.Camera.AimXM, p.Camera.AimHeightM, p.Camera.FOVDeg = 8, 2, 2.1, 34
	p.Look.BallColor, p.LeadInS = ballColor, 0.3
	s, err := synth.New(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// throwOf tells the shot as a rough look at the shooter would: 60 ms off.
func throwOf(truth *synth.Truth) ball.Throw {
	release, _ := truth.Shots[0].Event("release")
	b := ball.Throw{TimeS: release.TimeS - 0.06, HeightPx: 135}
	for _, f := range truth.Frames {
		w := f.JointsPx[pose.RightWrist]
		b.Hands = append(b.Hands, ball.Hand{TimeS: f.TimeS, X: w[0], Y: w[1]})
	}
	return b
}

// watch reads a clip to its end.
func watch(t *testing.T, src pose.Source, throws ...ball.Throw) []pose.BallPoint {
	t.Helper()
	w := ball.Watch(src, throws)
	for {
		if _, err := w.Next(); err != nil {
			break
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.Points()
}

// Balls of four colours are followed from the hands to the rim: nine in ten
// pictures of the flight, each within the ball's radius.
func TestWatchFollowsTheBall(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]color.RGBA{
		"orange": {206, 104, 44, 255}, "yellow": {230, 210, 60, 255}, "dark": {60, 40, 34, 255}, "white": {245, 245, 240, 255},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := wide(t, c)
			truth := s.Truth()
			points := watch(t, s.Source(), throwOf(truth))
			release, _ := truth.Shots[0].Event("release")
			flying, hit, held := 0, 0, 0
			for _, f := range truth.Frames {
				i := slices.IndexFunc(points, func(b pose.BallPoint) bool { return math.Abs(b.Time.Seconds()-f.TimeS) < 1e-3 })
				near := i >= 0 && math.Hypot(points[i].X-f.Ball.Px[0], points[i].Y-f.Ball.Px[1]) < f.Ball.RPx
				switch d := f.TimeS - release.TimeS; {
				case d > 0 && f.Ball.M[2] > 3.2 || d > 0 && d < 0.4:
					flying++
					if near {
						hit++
					}
				case d < 0 && d > -0.12 && near:
					held++
				}
			}
			if hit < flying*9/10 || held < 2 {
				t.Errorf("%d of %d pictures in flight and %d in the hands", hit, flying, held)
			}
		})
	}
}

// One ball is followed once, although two looks at the shooter tell of it; and again
// gives the same.
func TestWatchFollowsOneBallOnce(t *testing.T) {
	s := wide(t, color.RGBA{206, 104, 44, 255})
	a := throwOf(s.Truth())
	b := a
	b.TimeS += 0.1
	once, twice := watch(t, s.Source(), a), watch(t, s.Source(), a, b)
	if len(once) == 0 || !slices.Equal(once, twice) {
		t.Errorf("%d places by one throw, %d by two", len(once), len(twice))
	}
}

// Nothing is invented where no ball is thrown, and nobody is asked for.
func TestWatchInventsNothing(t *testing.T) {
	p := synth.DefaultParams()
	p.Kind, p.Camera.WidthPx, p.Camera.HeightPx, p.DurationS = synth.RaisedArms, 640, 360, 3
	s, err := synth.New(p)
	if err != nil {
		t.Fatal(err)
	}
	truth := s.Truth()
	b := ball.Throw{TimeS: 1.6, HeightPx: 220}
	for _, f := range truth.Frames {
		w := f.JointsPx[pose.RightWrist]
		b.Hands = append(b.Hands, ball.Hand{TimeS: f.TimeS, X: w[0], Y: w[1]})
	}
	if points := watch(t, s.Source(), b); len(points) > 0 {
		t.Errorf("%d places of a ball that is not there", len(points))
	}
	if points := watch(t, s.Source()); len(points) > 0 {
		t.Errorf("%d places without a throw", len(points))
	}
}
