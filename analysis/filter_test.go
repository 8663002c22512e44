package analysis

import (
	"math"
	"testing"
)

// sampled returns f at n times at the given rate.
func sampled(n int, hz float64, f func(t float64) float64) (t, x []float64) {
	for i := range n {
		t = append(t, float64(i)/hz)
		x = append(x, f(t[i]))
	}
	return t, x
}

// A polynomial of the second degree has a known value and slope everywhere, and
// a filter without delay keeps both.
func TestLowPassKeepsParabola(t *testing.T) {
	ts, xs := sampled(60, 30, func(t float64) float64 { return 3*t*t - 2*t + 1 })
	c := lowPass(ts, xs, 6)
	for _, at := range []float64{0.5, 0.73, 1.2} {
		want, slope := 3*at*at-2*at+1, 6*at-2
		if got := c.at(at); math.Abs(got-want) > 0.01 {
			t.Errorf("value at %g = %g, want %g", at, got, want)
		}
		if got := c.slope().at(at); math.Abs(got-slope) > 0.02 {
			t.Errorf("slope at %g = %g, want %g", at, got, slope)
		}
	}
}

// At its cut-off the two passes of a Butterworth filter halve the power, so the
// amplitude is 1/√2 (Winter, section 3.4.4).
func TestLowPassCutoff(t *testing.T) {
	for _, hz := range []float64{3, 6, 12} {
		ts, xs := sampled(480, gridHz, func(t float64) float64 { return math.Sin(2 * math.Pi * hz * t) })
		c := lowPass(ts, xs, hz)
		peak := 0.0
		for _, v := range c.v[120:360] {
			peak = math.Max(peak, v)
		}
		if math.Abs(peak-math.Sqrt2/2) > 0.01 {
			t.Errorf("amplitude at %g Hz = %.3f, want %.3f", hz, peak, math.Sqrt2/2)
		}
	}
}

func TestCurveFindsExtremumBetweenSamples(t *testing.T) {
	const at = 0.5012
	_, v := sampled(240, gridHz, func(t float64) float64 { return (t - at) * (t - at) })
	c := curve{0, v}
	if got, ok := c.argMin(0, 1); !ok || math.Abs(got-at) > 1e-6 {
		t.Errorf("argMin = %g, %v, want %g", got, ok, at)
	}
	if _, ok := (curve{0, []float64{math.NaN()}}).argMin(0, 1); ok {
		t.Error("argMin found a value where there is none")
	}
}

func TestCurveCrossing(t *testing.T) {
	_, v := sampled(240, gridHz, func(t float64) float64 { return t })
	c := curve{0, v}
	if got, ok := c.crossing(0.333, 0, 0.9, true); !ok || math.Abs(got-0.333) > 1e-9 {
		t.Errorf("crossing = %g, %v, want 0.333", got, ok)
	}
	if _, ok := c.crossing(0.333, 0, 0.9, false); ok {
		t.Error("a rising curve fell")
	}
	if _, ok := c.crossing(0.333, 0, 0.3, true); ok {
		t.Error("crossing beyond its limit")
	}
}
