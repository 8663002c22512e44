package report

import (
	"math"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// Real time around the release that the charts show, in seconds, and the step
// of the mean curve.
const (
	chartFromS = -1.3
	chartToS   = 0.9
	curveStepS = 0.01
)

// reading is an angle at a real time relative to the release.
type reading struct{ timeS, deg float64 }

// curve is one shot's angle over time; pieces are parted where it is not
// measured.
type curve []reading

// curveOf cuts one shot's part out of a series of its shooter's motion.
func curveOf(res *analysis.Result, shot *analysis.Shot, m *analysis.Motion, series []float64) curve {
	release, ok := shot.Event(analysis.Release)
	if !ok {
		return nil
	}
	var c curve
	for i, t := range m.Time {
		s := res.RealTime(t - release.Time).Seconds()
		if s >= chartFromS && s <= chartToS {
			c = append(c, reading{s, series[i]})
		}
	}
	return c
}

// at interpolates the curve; NaN where it is not measured.
func (c curve) at(s float64) float64 {
	for i := 1; i < len(c); i++ {
		if a, b := c[i-1], c[i]; a.timeS <= s && s <= b.timeS && b.timeS > a.timeS {
			return a.deg + (b.deg-a.deg)*(s-a.timeS)/(b.timeS-a.timeS)
		}
	}
	return math.NaN()
}

// mean returns the mean curve, wherever at least half of the shots are
// measured.
func mean(curves []curve) curve {
	var out curve
	steps := int(math.Round((chartToS - chartFromS) / curveStepS))
	for k := range steps + 1 {
		s := chartFromS + float64(k)*curveStepS
		sum, n := 0.0, 0
		for _, c := range curves {
			if v := c.at(s); !math.IsNaN(v) {
				sum, n = sum+v, n+1
			}
		}
		if 2*n < len(curves) || n == 0 {
			out = append(out, reading{s, math.NaN()})
			continue
		}
		out = append(out, reading{s, sum / float64(n)})
	}
	return out
}

// meanMoment returns the mean real time of an event relative to the release
// over the shots that have both.
func meanMoment(res *analysis.Result, shots []*analysis.Shot, event string) (seconds float64, ok bool) {
	var sum time.Duration
	n := 0
	for _, s := range shots {
		release, known := s.Event(analysis.Release)
		if e, measured := s.Event(event); known && measured {
			sum, n = sum+e.Time-release.Time, n+1
		}
	}
	if n == 0 {
		return 0, false
	}
	return res.RealTime(sum / time.Duration(n)).Seconds(), true
}

// axis is a linear axis with round numbers.
type axis struct{ low, high, step float64 }

// niceSteps are the distances of grid lines, in degrees.
var niceSteps = []float64{5, 10, 20, 30, 45}

// axisOver returns an axis that holds all values of the curves and bands with
// at most five grid lines' distances.
func axisOver(curves []curve, bands []normBand) axis {
	low, high := math.Inf(1), math.Inf(-1)
	for _, c := range curves {
		for _, p := range c {
			if !math.IsNaN(p.deg) {
				low, high = math.Min(low, p.deg), math.Max(high, p.deg)
			}
		}
	}
	for _, b := range bands {
		low, high = math.Min(low, b.low), math.Max(high, b.high)
	}
	for _, step := range niceSteps {
		a := axis{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
		if a.high-a.low <= 5*step {
			return a
		}
	}
	const widest = 60.0
	return axis{math.Floor(low/widest) * widest, math.Ceil(high/widest) * widest, widest}
}
