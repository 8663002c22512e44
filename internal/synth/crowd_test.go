package synth

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRandomCrowd checks that crowds are drawn within their ranges, and that all
// who cross come between camera and shooter, or behind him, within the clip.
func TestRandomCrowd(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		p := RandomCrowd(seed)
		if d := cmp.Diff(p, RandomCrowd(seed)); d != "" {
			t.Fatalf("seed %d differs from itself:\n%s", seed, d)
		}
		s, err := New(p)
		if err != nil {
			t.Fatal(err)
		}
		c := p.Camera
		figure := p.HeightM / (2 * c.DistanceM * math.Tan(rad(c.FOVDeg/2)))
		if figure < crowdFigureMin-1e-9 || figure > crowdFigureMax+1e-9 || math.Abs(c.PanDegS) > crowdMaxPanDegS {
			t.Errorf("seed %d: figure %.3f of the picture, pan %.1f°/s", seed, figure, c.PanDegS)
		}
		if n := len(s.bystanders); n < 1 || n > crowdMost {
			t.Errorf("seed %d: %d bystanders", seed, n)
		}
		for i, b := range s.bystanders {
			if !s.passesShooter(b) {
				t.Errorf("seed %d: bystander %d stays on one side", seed, i)
			}
		}
	}
}

// passesShooter says whether somebody changes sides of the line of sight.
func (s *Scene) passesShooter(b *bystander) bool {
	v := s.viewAt(s.durationS / 2)
	side := func(t float64) float64 {
		f := b.figureAt(t)
		return dot(f.neck, v.right)
	}
	return side(0)*side(s.durationS) < 0
}

// TestPanSwing checks that a swinging camera comes back and is as quick as told.
func TestPanSwing(t *testing.T) {
	t.Parallel()
	c := Camera{PanDegS: 12, PanSwingS: 3}
	if d := c.panDeg(2.5+3, 5) - c.panDeg(2.5, 5); math.Abs(d) > 1e-9 {
		t.Errorf("after a period it has turned by %v°", d)
	}
	const dt = 1e-4
	if rate := (c.panDeg(2.5+dt, 5) - c.panDeg(2.5-dt, 5)) / (2 * dt); math.Abs(rate-12) > 1e-3 {
		t.Errorf("it turns at %v°/s, want 12", rate)
	}
}
