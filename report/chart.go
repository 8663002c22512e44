package report

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"github.com/jung-kurt/gofpdf"

	"github.com/shotcheck/shotcheck/analysis"
)

// chartInfo is one angle–time chart: its series, and the metrics of it, whose
// norms belong to a moment.
type chartInfo struct {
	title string
	deg   func(*analysis.Motion) []float64
	norms []struct{ metric, event string }
}

// vouched reports whether a shot's results hold a value of the angle: a curve of
// what they refuse to measure would mislead.
func (c chartInfo) vouched(s *analysis.Shot) bool {
	return slices.ContainsFunc(c.norms, func(n struct{ metric, event string }) bool {
		_, ok := s.Metric(n.metric)
		return ok
	})
}

type momentNorms = []struct{ metric, event string }

var chartInfos = []chartInfo{
	{"Knee", func(m *analysis.Motion) []float64 { return m.KneeDeg }, momentNorms{{"knee_dip", analysis.Dip}, {"knee_release", analysis.Release}}},
	{"Hip", func(m *analysis.Motion) []float64 { return m.HipDeg }, momentNorms{{"hip_dip", analysis.Dip}}},
	{"Elbow", func(m *analysis.Motion) []float64 { return m.ElbowDeg }, momentNorms{{"elbow_set", analysis.SetPoint}, {"elbow_release", analysis.Release}}},
	{"Trunk lean", func(m *analysis.Motion) []float64 { return m.TrunkLeanDeg }, momentNorms{{"trunk_lean_dip", analysis.Dip}, {"trunk_lean_release", analysis.Release}}},
}

// markedEvents are the vertical lines of the charts; the first get their names
// where there is not room for all.
var markedEvents = []string{analysis.Release, analysis.Dip, analysis.SetPoint, analysis.FollowThroughEnd}

// Sizes of a chart in millimetres.
const (
	chartMM     = 44.0 // greatest height of the plot
	chartLeftMM = 12.0 // room for the numbers of the axis
	chartFootMM = 5.0  // room below the plot
	chartHeadMM = 9.0  // room above it
)

// normBand is a norm at its moment: mean ± 1 SD, a little before and after.
type normBand struct{ timeS, low, high float64 }

// normHalfS is half the width of a norm's band on the time axis.
const normHalfS = 0.07

// chartsMM is the least height that the charts of a shooter need.
const chartsMM = 165.0

// charts draws the angles of each shooter over time.
func (a *author) charts() {
	for _, m := range a.Result.Motions {
		shots := a.shotsOf(m.Person)
		if len(shots) == 0 {
			continue
		}
		a.heading(a.ofShooter("Angles over time", m.Person), chartsMM)
		a.chartLegend(len(shots))
		height := (a.bottom-a.y)/float64(len(chartInfos)) - chartHeadMM - chartFootMM
		for _, info := range chartInfos {
			a.chart(info, m, shots, min(chartMM, height))
		}
	}
}

// chartViews are the views in which angles over time mean flexion.
var chartViews = (analysis.SideView | analysis.ObliqueView).Names()

// shotsOf returns a shooter's shots that have a release and a view that shows
// flexion.
func (a *story) shotsOf(shooter int) []*analysis.Shot {
	var shots []*analysis.Shot
	for i := range a.Result.Shots {
		s := &a.Result.Shots[i]
		_, released := s.Event(analysis.Release)
		if released && s.Shooter == shooter && slices.Contains(chartViews, s.View.Kind) {
			shots = append(shots, s)
		}
	}
	return shots
}

// chartLegend explains lines and bands.
func (a *author) chartLegend(shots int) {
	base := a.y + 2.6
	x := a.left
	entry := func(words string, sign func(x, y float64)) {
		sign(x, base-1)
		a.text(x+8, base, words, noteStyle)
		x += 8 + a.measure(words, noteStyle) + 6
	}
	if shots > 1 {
		entry("each shot", func(x, y float64) { a.line(x, y, x+6, y, bandCore, 0.25) })
		entry(fmt.Sprintf("mean of %d shots", shots), func(x, y float64) { a.line(x, y, x+6, y, a.accent, 0.7) })
	} else {
		entry("the shot", func(x, y float64) { a.line(x, y, x+6, y, a.accent, 0.7) })
	}
	entry("norm ± 1 SD at its moment", func(x, y float64) { a.box(x, y-1.5, 6, 3, bandCore) })
	a.textRight(a.left+a.width, base, "degrees over seconds from the release", noteStyle)
	a.y += 4
}

// plot is the place of a chart on the page with its axes.
type plot struct {
	x, y, w, h float64
	deg        axis
}

func (p plot) at(s reading) (x, y float64) {
	return p.x + p.w*(s.timeS-chartFromS)/(chartToS-chartFromS), p.y + p.h*(p.deg.high-s.deg)/(p.deg.high-p.deg.low)
}

// chart draws one angle of all shots of a shooter in a plot of that height.
func (a *author) chart(info chartInfo, m *analysis.Motion, shots []*analysis.Shot, height float64) {
	var curves []curve
	for _, s := range shots {
		if c := curveOf(a.Result, s, m, info.deg(m)); info.vouched(s) && c.measured() {
			curves = append(curves, c)
		}
	}
	a.y += chartHeadMM
	a.text(a.left, a.y-4.2, info.title, labelStyle)
	if len(curves) == 0 {
		a.y += 2
		a.paragraph(a.left, a.width, "Not measured in this clip, for the reasons below.", noteStyle)
		return
	}
	bands := a.normBands(info, shots)
	p := plot{a.left + chartLeftMM, a.y, a.width - chartLeftMM, height, axisOver(curves, bands)}
	a.frame(p)
	a.bands(p, bands)
	a.moments(p, shots)
	a.curves(p, curves)
	a.y += height + chartFootMM
}

// measured reports whether any value of the curve is.
func (c curve) measured() bool {
	for _, s := range c {
		if !math.IsNaN(s.deg) {
			return true
		}
	}
	return false
}

// normBands returns the norms of a chart at their mean moments.
func (a *story) normBands(info chartInfo, shots []*analysis.Shot) []normBand {
	var list []normBand
	for _, n := range info.norms {
		at, ok := meanMoment(a.Result, shots, n.event)
		if !ok {
			continue
		}
		for _, s := range shots {
			if m, measured := s.Metric(n.metric); measured && m.Norm != nil {
				list = append(list, normBand{at, m.Norm.Mean - m.Norm.SD, m.Norm.Mean + m.Norm.SD})
				break
			}
		}
	}
	return list
}

// frame draws grid lines and the numbers of both axes.
func (a *author) frame(p plot) {
	for v := p.deg.low; v <= p.deg.high+1e-9; v += p.deg.step {
		_, y := p.at(reading{0, v})
		a.line(p.x, y, p.x+p.w, y, rule, 0.15)
		a.textRight(p.x-2, y+1, a.Units.Format(v, "deg"), noteStyle)
	}
	const step = 0.2
	for k := math.Ceil(chartFromS / step); k*step <= chartToS; k++ {
		x, _ := p.at(reading{k * step, p.deg.low})
		a.line(x, p.y+p.h, x, p.y+p.h+1, rule, 0.15)
		a.textCentre(x, p.y+p.h+4, signed(k*step), noteStyle)
	}
}

// signed formats a time with one decimal and a true minus sign.
func signed(s float64) string {
	switch {
	case math.Abs(s) < 0.05:
		return "0"
	case s < 0:
		return fmt.Sprintf("−%.1f", -s)
	}
	return fmt.Sprintf("+%.1f", s)
}

func (a *author) bands(p plot, bands []normBand) {
	for _, b := range bands {
		x1, y1 := p.at(reading{math.Max(chartFromS, b.timeS-normHalfS), b.high})
		x2, y2 := p.at(reading{math.Min(chartToS, b.timeS+normHalfS), b.low})
		a.box(x1, y1, x2-x1, y2-y1, bandCore)
	}
}

// moments draws the mean moments of the events with their names on top.
func (a *author) moments(p plot, shots []*analysis.Shot) {
	var names []stretch
	for _, id := range markedEvents {
		t, ok := meanMoment(a.Result, shots, id)
		if !ok || t < chartFromS || t > chartToS {
			continue
		}
		x, _ := p.at(reading{t, p.deg.low})
		colour, stroke := grey, rule
		if id == analysis.Release {
			colour, stroke = a.accent, a.accent
		}
		a.line(x, p.y, x, p.y+p.h, stroke, 0.3)
		name := analysis.EventLabel(id)
		w := a.measure(name, noteStyle)
		at := stretch{math.Min(x-w/2, p.x+p.w-w), math.Min(x+w/2, p.x+p.w)}
		if !slices.ContainsFunc(names, at.touches) {
			a.text(at.from, p.y-1, name, style{noteStyle.sizePt, false, colour})
			names = append(names, at)
		}
	}
}

// stretch is a part of a line, in millimetres.
type stretch struct{ from, to float64 }

// touches reports whether two names would run together.
func (s stretch) touches(o stretch) bool {
	const apart = 2
	return s.from < o.to+apart && o.from < s.to+apart
}

// curves draws every shot thin and their mean bold, or the only shot bold.
func (a *author) curves(p plot, curves []curve) {
	if len(curves) > 1 {
		for _, c := range curves {
			a.trace(p, c, bandCore, 0.25)
		}
		curves = []curve{mean(curves)}
	}
	a.trace(p, curves[0], a.accent, 0.7)
}

// trace draws a curve, parted where it is not measured.
func (a *author) trace(p plot, c curve, colour color.NRGBA, width float64) {
	a.pdf.SetDrawColor(int(colour.R), int(colour.G), int(colour.B))
	a.pdf.SetLineWidth(width)
	a.pdf.SetLineJoinStyle("round")
	a.pdf.SetLineCapStyle("round")
	var piece []gofpdf.PointType
	for _, s := range append(c, reading{0, math.NaN()}) {
		if !math.IsNaN(s.deg) {
			x, y := p.at(s)
			piece = append(piece, gofpdf.PointType{X: x, Y: y})
			continue
		}
		a.stroke(piece)
		piece = piece[:0]
	}
	a.pdf.SetLineCapStyle("butt")
}

// stroke draws an open line through points.
func (a *author) stroke(points []gofpdf.PointType) {
	if len(points) < 2 {
		return
	}
	a.pdf.MoveTo(points[0].X, points[0].Y)
	for _, q := range points[1:] {
		a.pdf.LineTo(q.X, q.Y)
	}
	a.pdf.DrawPath("D")
}
