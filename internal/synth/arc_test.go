package synth

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRandomArc checks that whole flights are drawn within their ranges and lie in the
// picture, with every ball at both frame rates.
func TestRandomArc(t *testing.T) {
	t.Parallel()
	type cell struct {
		ball int
		fps  float64
	}
	seen := map[cell]int{}
	for seed := range uint64(40) {
		p := RandomArc(seed)
		if d := cmp.Diff(p, RandomArc(seed)); d != "" {
			t.Fatalf("seed %d differs from itself:\n%s", seed, d)
		}
		s, err := New(p)
		if err != nil {
			t.Fatal(err)
		}
		truth := s.Truth()
		shot := &truth.Shots[0]
		if off := math.Abs(math.Mod(shot.AzimuthDeg, 180) - 90); off > arcOffSideDeg+5 { // of the hips at the set point
			t.Errorf("seed %d: %.0f° off the side", seed, off)
		}
		release, _ := shot.Event("release")
		for _, f := range truth.Frames {
			if x, y := f.Ball.Px[0], f.Ball.Px[1]; f.TimeS > release.TimeS && f.Ball.M[2] > rimHeightM && !s.inPicture(x, y) {
				t.Errorf("seed %d: the ball is at %.0f, %.0f after %.2f s", seed, x, y, f.TimeS-release.TimeS)
				break
			}
		}
		for i, ball := range ArcBalls {
			if ball[0] == p.Look.BallColor {
				seen[cell{i, p.Camera.FPS}]++
			}
		}
	}
	if len(seen) != 2*len(ArcBalls) {
		t.Errorf("%d of %d balls and frame rates are drawn", len(seen), 2*len(ArcBalls))
	}
}
