package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// pageChart is an angle over time; places are thousandths of the plot.
type pageChart struct {
	Title, Alt string
	Low, High  float64 // degrees at the lower and upper edge
	Lines      []gridLine
	Curves     []pageCurve
}

type gridLine struct {
	At      int
	Percent float64
	Label   string
}

type pageCurve struct {
	Shot    int
	Path    string
	Bands   []pageBox
	Moments []pageMoment
}

// pageBox is a norm at its moment.
type pageBox struct{ X, Y, W, H float64 }

// pageMoment is an event's line; its label is empty where there is not room.
type pageMoment struct {
	At      float64
	Label   string
	Release bool
}

// Percent is the moment's place for the template.
func (m pageMoment) Percent() string { return number(m.At / 10) }

// pageTick is a number below a chart.
type pageTick struct{ At, Label string }

// timeTicks are the numbers of the time axis.
func timeTicks() []pageTick {
	const step = 0.4
	var ticks []pageTick
	for k := math.Ceil(chartFromS / step); k*step <= chartToS; k++ {
		ticks = append(ticks, pageTick{number(thousandth(k*step) / 10), signed(k * step)})
	}
	return ticks
}

// thousandth returns the place of a time on the axis.
func thousandth(timeS float64) float64 { return 1000 * (timeS - chartFromS) / (chartToS - chartFromS) }

// number writes a place with one decimal at most.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// pageCharts returns the charts, each with the curves of all shots.
func (a *webAuthor) pageCharts() []pageChart {
	var charts []pageChart
	for _, info := range chartInfos {
		if c, ok := a.pageChart(info); ok {
			charts = append(charts, c)
		}
	}
	return charts
}

func (a *webAuthor) pageChart(info chartInfo) (pageChart, bool) {
	var shots []*analysis.Shot
	var curves []curve
	var norms []normBand
	for _, id := range a.shooters() {
		m := a.motion(id)
		if m == nil {
			continue
		}
		for _, s := range a.shotsOf(id) {
			if c := curveOf(a.Result, s, m, info.deg(m)); info.vouched(s) && c.measured() {
				shots, curves = append(shots, s), append(curves, c)
				norms = append(norms, a.normBands(info, []*analysis.Shot{s})...)
			}
		}
	}
	if len(shots) == 0 {
		return pageChart{}, false
	}
	deg := axisOver(curves, norms)
	chart := pageChart{Title: info.title, Alt: a.chartAlt(info, shots, curves), Low: deg.low, High: deg.high}
	for v := deg.low; v <= deg.high+1e-9; v += deg.step {
		part := (deg.high - v) / (deg.high - deg.low)
		chart.Lines = append(chart.Lines, gridLine{int(math.Round(1000 * part)), percent(part), a.Units.Format(v, "deg")})
	}
	for i, s := range shots {
		chart.Curves = append(chart.Curves, a.pageCurve(info, s, curves[i], deg))
	}
	return chart, true
}

// pageCurve is one shot's part of a chart.
func (a *webAuthor) pageCurve(info chartInfo, s *analysis.Shot, c curve, deg axis) pageCurve {
	y := func(v float64) float64 { return math.Round(10000*(deg.high-v)/(deg.high-deg.low)) / 10 }
	x := func(t float64) float64 { return math.Round(10*thousandth(t)) / 10 }
	out := pageCurve{Shot: s.Index, Path: c.path(x, y), Moments: a.pageMoments(s)}
	for _, b := range a.normBands(info, []*analysis.Shot{s}) {
		from, to := math.Max(chartFromS, b.timeS-normHalfS), math.Min(chartToS, b.timeS+normHalfS)
		out.Bands = append(out.Bands, pageBox{x(from), y(b.high), math.Round(x(to) - x(from)), math.Round(10*(y(b.low)-y(b.high))) / 10})
	}
	return out
}

// path writes a curve as the d of an SVG path, parted where it is not measured.
func (c curve) path(x, y func(float64) float64) string {
	var b strings.Builder
	pen := "M"
	for _, r := range c {
		if math.IsNaN(r.deg) {
			pen = "M"
			continue
		}
		b.WriteString(pen + number(x(r.timeS)) + " " + number(y(r.deg)))
		pen = "L"
	}
	return b.String()
}

// pageMoments are a shot's events on the axis, named where there is room.
func (a *webAuthor) pageMoments(s *analysis.Shot) []pageMoment {
	const room = 130 // thousandths for a name
	var list []pageMoment
	for _, id := range markedEvents {
		t, ok := meanMoment(a.Result, []*analysis.Shot{s}, id)
		if !ok || t < chartFromS || t > chartToS {
			continue
		}
		m := pageMoment{math.Round(10*thousandth(t)) / 10, shortEvent(id), id == analysis.Release}
		for _, o := range list {
			if o.Label != "" && math.Abs(o.At-m.At) < room {
				m.Label = ""
			}
		}
		list = append(list, m)
	}
	return list
}

// shortEvent is an event's name where room is scarce.
func shortEvent(id string) string {
	if id == analysis.FollowThroughEnd {
		return "End"
	}
	return analysis.EventLabel(id)
}

// chartAlt tells a chart in words.
func (a *webAuthor) chartAlt(info chartInfo, shots []*analysis.Shot, curves []curve) string {
	words := info.title + " angle over time."
	for i, s := range shots {
		words += fmt.Sprintf(" Shot %d:", s.Index)
		for _, id := range markedEvents {
			t, ok := meanMoment(a.Result, []*analysis.Shot{s}, id)
			if v := curves[i].at(t); ok && !math.IsNaN(v) {
				words += fmt.Sprintf(" %s %s,", lower(analysis.EventLabel(id)), a.Units.Format(v, "deg"))
			}
		}
		words = strings.TrimSuffix(words, ",") + "."
	}
	return words
}
