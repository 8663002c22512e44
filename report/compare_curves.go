package report

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// curves draws the angles of both shots over their common course.
func (a *comparer) curves() {
	al := a.Comparison.Curves
	a.heading("Angles over the movement", 70)
	if al.Missing != nil {
		a.paragraph(a.left, a.width, upper(al.Missing.Message)+".", bodyStyle)
		return
	}
	a.paragraph(a.left, a.width, "Degrees over the course of the movement. Time runs linearly between the moments, so that both reach each of them together; ± is that of the values measured on a curve.", noteStyle)
	w := (a.width - trendGapMM) / 2
	drawn := 0
	for _, c := range al.Curves {
		if c.Missing != nil {
			continue
		}
		if drawn%2 == 0 {
			if drawn > 0 {
				a.y += alignedHeadMM + alignedMM + trendFootMM
			}
			a.need(alignedHeadMM + alignedMM + trendFootMM)
		}
		a.alignedCurve(c, a.left+float64(drawn%2)*(w+trendGapMM), w)
		drawn++
	}
	if drawn > 0 {
		a.y += alignedHeadMM + alignedMM + trendFootMM
	}
	a.paragraph(a.left, a.width, a.notDrawn(), noteStyle)
}

// notDrawn says which curves are missing, or tells the times of the moments.
func (a *comparer) notDrawn() string {
	var missing []string
	for _, c := range a.Comparison.Curves.Curves {
		if c.Missing != nil {
			missing = append(missing, lower(c.Label))
		}
	}
	var times []string
	for _, m := range a.Comparison.Curves.Anchors {
		times = append(times, fmt.Sprintf("%s A %s, B %s", lower(analysis.EventLabel(m.Event)), signedSeconds(m.AS), signedSeconds(m.BS)))
	}
	words := "Seconds from the release: " + strings.Join(times, "; ") + "."
	if missing != nil {
		words += " Not measured in both: " + join(missing) + "."
	}
	return words
}

// signedSeconds writes a time from the release.
func signedSeconds(s float64) string {
	words := analysis.MetricUnits.Format(s, "s")
	if s > 0 {
		words = "+" + words
	}
	return words
}

// Sizes of a chart of two curves in millimetres.
const (
	alignedMM     = 44.0
	alignedHeadMM = 12.0
)

// alignedCurve draws one angle of both shots at the current height.
func (a *comparer) alignedCurve(c analysis.AlignedCurve, left, width float64) {
	top, x0, w := a.y+alignedHeadMM, left+chartLeftMM, width-chartLeftMM-2
	deg := axisOver([]curve{readings(c.A), readings(c.B)}, nil)
	y := func(v float64) float64 { return top + alignedMM*(deg.high-v)/(deg.high-deg.low) }
	a.text(left, top-7, c.Label, labelStyle)
	x := left + width - 2
	for i, u := range []float64{c.UncertaintyBDeg, c.UncertaintyADeg} {
		words := []string{"B", "A"}[i] + " ± " + a.Units.Format(u, "deg")
		a.textRight(x, top-7, words, style{noteStyle.sizePt, true, []color.NRGBA{a.accent, colourA}[i]})
		x -= a.measure(words, noteStyle) + 5
	}
	for v := deg.low; v <= deg.high+1e-9; v += deg.step {
		a.line(x0, y(v), x0+w, y(v), rule, 0.15)
		a.textRight(x0-1.5, y(v)+1, a.Units.Format(v, "deg"), noteStyle)
	}
	a.anchors(x0, top, w)
	for i, values := range [][]float64{c.A, c.B} {
		a.polyline(values, []color.NRGBA{colourA, a.accent}[i], func(k int) float64 { return x0 + w*float64(k)/float64(len(values)-1) }, y)
	}
}

// anchors draws the moments of a chart with their names, where there is room.
func (a *comparer) anchors(x0, top, w float64) {
	var names []stretch
	for _, m := range a.Comparison.Curves.Anchors {
		x := x0 + w*m.Percent/100
		a.line(x, top, x, top+alignedMM, rule, 0.3)
		name := shortEvent(m.Event)
		width := a.measure(name, noteStyle)
		at := stretch{math.Max(x0, math.Min(x-width/2, x0+w-width)), 0}
		at.to = at.from + width
		touches := false
		for _, n := range names {
			touches = touches || at.touches(n)
		}
		if !touches {
			a.text(at.from, top+alignedMM+4, name, noteStyle)
			names = append(names, at)
		}
	}
}

// polyline draws values where they are measured.
func (s *sheet) polyline(values []float64, colour color.NRGBA, x func(k int) float64, y func(v float64) float64) {
	for k := 1; k < len(values); k++ {
		if !math.IsNaN(values[k-1]) && !math.IsNaN(values[k]) {
			s.line(x(k-1), y(values[k-1]), x(k), y(values[k]), colour, 0.6)
		}
	}
}

// readings are the values of a curve, for its axis.
func readings(values []float64) curve {
	c := make(curve, len(values))
	for i, v := range values {
		c[i] = reading{float64(i), v}
	}
	return c
}
