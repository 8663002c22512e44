package accuracy

import (
	"math"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
)

// sameShotS is how far apart the releases of a true and a measured shot may lie.
const sameShotS = 0.5

// deviation is a measured value minus the true one, with the half width of the
// stated interval, and what that was made from: the source in the calibration, or "",
// and the kind of view that was measured.
type deviation struct {
	id, unit     string
	err, claim   float64
	source, kind string
}

// outcome is what one clip gave.
type outcome struct {
	name                string
	view                string
	fps                 float64
	shots, found, false int
	hands, kinds        int // of the found shots, those with the right one
	clear, views        int // found shots clearly of one view, and those with the right one
	deviations          []deviation
}

// compare pairs each true shot with the measured one nearest in time.
func compare(c clipCase, truth *synth.Truth, result *analysis.Result) outcome {
	o := outcome{name: c.name, view: c.view, fps: truth.Settings.Camera.FPS, shots: len(truth.Shots)}
	used := make([]bool, len(result.Shots))
	for i := range truth.Shots {
		t := &truth.Shots[i]
		k := nearest(t, result.Shots, used)
		if k < 0 {
			continue
		}
		used[k] = true
		o.found++
		o.add(t, &result.Shots[k])
	}
	o.false = len(result.Shots) - o.found
	return o
}

// nearest returns the unused shot whose release is nearest to the true one, or
// −1 if none is near.
func nearest(t *synth.TruthShot, shots []analysis.Shot, used []bool) int {
	want, _ := t.Event("release")
	best, bestS := -1, sameShotS
	for i := range shots {
		for _, e := range shots[i].Events {
			if d := math.Abs(e.Time.Seconds() - want.TimeS); e.ID == "release" && e.Missing == nil && !used[i] && d < bestS {
				best, bestS = i, d
			}
		}
	}
	return best
}

// add notes all deviations of one found shot.
func (o *outcome) add(t *synth.TruthShot, s *analysis.Shot) {
	if s.Hand == t.Hand {
		o.hands++
	}
	if s.Kind == string(t.Kind) {
		o.kinds++
	}
	o.addView(t, s)
	for _, e := range s.Events {
		if want, ok := t.Event(e.ID); ok && e.Missing == nil {
			ms := 1000 * (e.Time.Seconds() - want.TimeS)
			o.deviations = append(o.deviations, deviation{e.ID, "ms", ms, 1000 * e.Uncertainty.Seconds(), e.Source, s.View.Kind})
		}
	}
	for _, m := range s.Metrics {
		if want, ok := t.Metric(m.ID); ok && m.Missing == nil && m.Bound == "" {
			o.deviations = append(o.deviations, deviation{m.ID, m.Unit, m.Value - want.Value, m.Uncertainty, source(&m), s.View.Kind})
		}
	}
}

// source is what a metric's interval is calibrated by: nothing where the rim is found, for
// rendered nets brake the ball more exactly than real ones.
func source(m *analysis.Metric) string {
	if m.Method == analysis.AtRimFound {
		return ""
	}
	return m.ID
}

// azimuth is the row of the view's azimuth; clearlyDeg is how far from the limits of
// its kind an azimuth lies that must give the right kind.
const (
	azimuth    = "azimuth"
	clearlyDeg = 10
)

// addView compares the view. Left and right sides of the picture fold into one:
// azimuths are 0–180.
func (o *outcome) addView(t *synth.TruthShot, s *analysis.Shot) {
	want := math.Min(t.AzimuthDeg, 360-t.AzimuthDeg)
	o.deviations = append(o.deviations, deviation{azimuth, "deg", s.View.AzimuthDeg - want, s.View.UncertaintyDeg, azimuth, s.View.Kind})
	kind := analysis.ViewKind(want)
	if analysis.ViewKind(want-clearlyDeg) == kind && analysis.ViewKind(want+clearlyDeg) == kind {
		o.clear++
		if s.View.Kind == kind {
			o.views++
		}
	}
}
