package analysis

import (
	"testing"

	"github.com/shotcheck/shotcheck/pose"
)

// drawn is a curve of a function of real seconds over a second.
func drawn(f func(t float64) float64) curve {
	c := curve{v: make([]float64, int(gridHz))}
	for i := range c.v {
		c.v[i] = f(c.time(i))
	}
	return c
}

// An elbow that is bent before and straight after a jump of the landmarks has opened;
// one that comes back, or was straight before, has not.
func TestSteadyElbow(t *testing.T) {
	t.Parallel()
	const jump = 0.5
	tests := []struct {
		name  string
		elbow func(t float64) float64
		want  bool
	}{
		{"opens", func(t float64) float64 { return map[bool]float64{false: 60, true: 170}[t > jump] }, true},
		{"opens and closes", func(t float64) float64 { return map[bool]float64{false: 60, true: 170}[t > jump && t < jump+0.08] }, false},
		{"bends for a moment", func(t float64) float64 { return map[bool]float64{false: 165, true: 30}[t > jump-0.08 && t < jump] }, false},
	}
	for _, tt := range tests {
		if got := (armSignals{elbow: drawn(tt.elbow)}).steady(jump); got != tt.want {
			t.Errorf("%s: steady is %v", tt.name, got)
		}
	}
}

// Hips fall from their top as gravity lets them; where they fall faster, the landmarks
// have jumped.
func TestFallsFreely(t *testing.T) {
	t.Parallel()
	const top, heightPx = 0.4, 300.0
	tests := []struct {
		name string
		// fall is how far the hips are below their top, in body heights.
		fall func(s float64) float64
		want bool
	}{
		{"jump", func(s float64) float64 { return usualGravity * s * s / 2 }, true},
		{"set shot", func(s float64) float64 { return 0.3 * s * s }, true},
		{"jumping landmarks", func(s float64) float64 { return min(0.15, 2*s*s/0.01) }, false},
	}
	for _, tt := range tests {
		s := &stretch{heightPx: heightPx}
		y := drawn(func(t float64) float64 { return heightPx * tt.fall(t-top) })
		for _, j := range []pose.Joint{pose.LeftHip, pose.RightHip} {
			s.joints[j].y = y
		}
		c := &shotContext{stretch: s, whole: s}
		if got := c.fallsFreely(top, top+0.11); got != tt.want {
			t.Errorf("%s: falls freely is %v", tt.name, got)
		}
	}
}
