package analysis_test

import (
	"math"
	"slices"
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// The rim is found where the net brakes the ball, and not where the ball is only
// lost; one that is told counts more.
func TestRimFound(t *testing.T) {
	const found, usual, told = analysis.AtRimFound, "free-flight, rim at 3.05 m", "free-flight, rim told"
	counts := map[string]int{}
	sum := 0.0
	for seed := range uint64(12) {
		poses, truth := arc(t, 500+seed)
		poses.Rim = nil
		want, _ := truth.Shots[0].Metric("ball_entry_angle")
		m, _ := oneShot(t, poses).Metric("ball_entry_angle")
		counts[m.Method]++
		if m.Method == found {
			sum += math.Abs(m.Value - want.Value)
		}
		atRim := math.Inf(1)
		for _, b := range poses.Ball {
			if math.Hypot(b.X-truth.RimPx[0], b.Y-truth.RimPx[1]) < 3*b.R {
				atRim = math.Min(atRim, b.Time.Seconds())
			}
		}
		lost := *poses
		lost.Ball = slices.DeleteFunc(slices.Clone(poses.Ball), func(b pose.BallPoint) bool { return b.Time.Seconds() > atRim })
		if m, _ := oneShot(t, &lost).Metric("ball_entry_angle"); m.Missing == nil && m.Method != usual {
			t.Errorf("seed %d: %s where the ball is lost before the rim", seed, m.Method)
		}
		poses.Rim = &truth.RimPx
		if m, _ := oneShot(t, poses).Metric("ball_entry_angle"); m.Method != told {
			t.Errorf("seed %d: %s where the rim is told", seed, m.Method)
		}
	}
	if mean := sum / float64(counts[found]); counts[found] < 9 || mean > 1.5 {
		t.Errorf("rims of %v; mean error %.2f° at those found, want 1.5", counts, mean)
	}
}
