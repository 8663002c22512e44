package report

import (
	"math"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// mostTrendCharts is how many trends are drawn of a player.
const mostTrendCharts = 6

// trendChart is a trend in parts of its plot: x from the first day, 0, to the
// last, 1; y from the upper edge, 0, to the lower one, 1.
type trendChart struct {
	analysis.Trend
	Title  string
	axis   axis
	points []trendPoint
	// from and to are the ends of the line, floor the band that it must leave for
	// the change to count.
	from, to, floorTop, floorBottom float64
}

// trendPoint is a day's mean with its interval.
type trendPoint struct{ x, y, top, bottom float64 }

// trendCharts returns the trends that are drawn.
func (a *rollup) trendCharts(p *analysis.PlayerSession) []trendChart {
	list := tested(p)
	var charts []trendChart
	for _, t := range list[:min(mostTrendCharts, len(list))] {
		charts = append(charts, a.trendChart(t))
	}
	return charts
}

func (a *rollup) trendChart(t analysis.Trend) trendChart {
	info, _ := analysis.MetricByID(t.ID)
	c := trendChart{Trend: t, Title: info.Label}
	low, high := math.Min(t.Start-t.NoiseFloor, t.Start+t.Change), math.Max(t.Start+t.NoiseFloor, t.Start+t.Change)
	for _, d := range t.Days {
		low, high = math.Min(low, d.Mean-d.Uncertainty), math.Max(high, d.Mean+d.Uncertainty)
	}
	c.axis = niceAxis(low, high, func(step float64) bool { return a.Units.Format(step, t.Unit) != a.Units.Format(0, t.Unit) })
	y := func(v float64) float64 { return (c.axis.high - v) / (c.axis.high - c.axis.low) }
	first, span := t.Days[0].Day, t.Days[len(t.Days)-1].Day.Sub(t.Days[0].Day)
	for _, d := range t.Days {
		x := float64(d.Day.Sub(first)) / float64(span)
		c.points = append(c.points, trendPoint{x, y(d.Mean), y(d.Mean + d.Uncertainty), y(d.Mean - d.Uncertainty)})
	}
	c.from, c.to = y(t.Start), y(t.Start+t.Change)
	c.floorTop, c.floorBottom = y(t.Start+t.NoiseFloor), y(t.Start-t.NoiseFloor)
	return c
}

// niceAxis returns an axis around two values with at most five steps of 1, 2 or
// 5 times a power of ten that is printed as more than nothing.
func niceAxis(low, high float64, visible func(step float64) bool) axis {
	if high <= low {
		low, high = low-1, high+1
	}
	for power := math.Pow10(int(math.Floor(math.Log10(high-low))) - 1); ; power *= 10 {
		for _, step := range []float64{power, 2 * power, 5 * power} {
			a := axis{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
			if a.high-a.low <= 5.5*step && visible(step) {
				return a
			}
		}
	}
}

// lines returns the values of an axis's grid.
func (a axis) lines() []float64 {
	n := int(math.Round((a.high - a.low) / a.step))
	values := make([]float64, n+1)
	for i := range values {
		values[i] = a.low + float64(i)*a.step
	}
	return values
}

// dateTicks are the first and the last day of a chart.
func (c trendChart) dateTicks() (first, last string) {
	form := func(d time.Time) string { return d.Format("2 Jan 2006") }
	return form(c.Days[0].Day), form(c.Days[len(c.Days)-1].Day)
}

// alt tells a chart in words.
func (a *rollup) alt(c trendChart) string {
	const most = 12
	var words strings.Builder
	words.WriteString(c.Title + " by day:")
	for _, d := range c.Days[:min(most, len(c.Days))] {
		words.WriteString(" " + d.Day.Format(time.DateOnly) + " " + a.Units.FormatMetric(analysis.Metric{Value: d.Mean, Uncertainty: d.Uncertainty, Unit: c.Unit}) + ";")
	}
	if len(c.Days) > most {
		words.WriteString(" and so on;")
	}
	return words.String() + " change " + a.change(c.Trend) + ", noise floor " + a.Units.Format(c.NoiseFloor, c.Unit) + "."
}

// Sizes of a trend's chart in millimetres; two stand side by side.
const (
	trendMM     = 34.0
	trendGapMM  = 8.0
	trendHeadMM = 8.5
	trendFootMM = 7.0
)

// trendCharts draws trends in pairs.
func (a *sessionAuthor) trendCharts(p *analysis.PlayerSession) {
	w := (a.width - trendGapMM) / 2
	for i, c := range a.rollup.trendCharts(p) {
		if i%2 == 0 {
			a.need(trendHeadMM + trendMM + trendFootMM)
		}
		a.trendChart(c, a.left+float64(i%2)*(w+trendGapMM), w)
		if i%2 == 1 {
			a.y += trendHeadMM + trendMM + trendFootMM
		}
	}
	if n := len(a.rollup.trendCharts(p)); n%2 == 1 {
		a.y += trendHeadMM + trendMM + trendFootMM
	}
}

// trendChart draws one trend at the current height.
func (a *sessionAuthor) trendChart(c trendChart, left, width float64) {
	const labelMM = 15.0
	top, x0, w := a.y+trendHeadMM, left+labelMM, width-labelMM-2
	colour := grey
	if c.Exceeds {
		colour = a.accent
	}
	a.text(left, top-3.6, a.fit(c.Title, w, labelStyle), labelStyle)
	a.textRight(left+width-2, top-3.6, a.change(c.Trend), style{noteStyle.sizePt, c.Exceeds, colour})
	clip := func(part float64) float64 { return top + trendMM*math.Max(0, math.Min(1, part)) }
	a.box(x0, clip(c.floorTop), w, clip(c.floorBottom)-clip(c.floorTop), bandWide)
	for _, v := range c.axis.lines() {
		y := clip((c.axis.high - v) / (c.axis.high - c.axis.low))
		a.line(x0, y, x0+w, y, rule, 0.15)
		a.textRight(x0-1.5, y+1, a.Units.Format(v, c.Unit), noteStyle)
	}
	a.line(x0, clip(c.from), x0+w, clip(c.to), colour, 0.7)
	for _, p := range c.points {
		x := x0 + w*p.x
		a.line(x, clip(p.top), x, clip(p.bottom), ink, 0.3)
		a.dot(x, clip(p.y), 1, ink)
	}
	first, last := c.dateTicks()
	a.text(x0, top+trendMM+4, first, noteStyle)
	a.textRight(x0+w, top+trendMM+4, last, noteStyle)
}
