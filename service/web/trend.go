package web

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/service"
)

// Sizes of a trend's chart, in the units of its own picture.
const (
	chartWidth, chartHeight = 340.0, 160.0
	chartLeft, chartRight   = 52.0, 12.0
	chartTop, chartBottom   = 12.0, 26.0
)

// Chart is a trend as it is drawn.
type Chart struct {
	ID, Title, Change, Alt string
	// Counts says that the change is greater than the noise.
	Counts bool
	Line   string // path through the days' means
	Dots   []dot
	// NoiseTop and NoiseHeight are the band that a change must leave to count.
	NoiseTop, NoiseHeight string
	Grid                  []gridLine
	First, Last           string // days
	Rows                  []trendRow
}

// dot is what one clip shows, with the spread of its shots.
type dot struct{ X, Y, Top, Bottom string }

// gridLine is a height of the chart with its value.
type gridLine struct{ Y, Value string }

// trendRow is a point in the chart's table.
type trendRow struct{ Date, Clip, Mean, Spread, Shots string }

// Counting are the trends that are more than noise.
func (p Player) Counting() []Chart { return p.charts(true) }

// Noise are the trends that are not.
func (p Player) Noise() []Chart { return p.charts(false) }

func (p Player) charts(counting bool) (list []Chart) {
	for _, t := range p.Trend.Trends {
		if t.Change != nil && counts(t) == counting {
			list = append(list, newChart(t))
		}
	}
	return list
}

// counts says whether a change is greater than the noise.
func counts(t service.Trend) bool { return t.Exceeds != nil && *t.Exceeds }

// NoTrend tells why there is no trend, "" where there is one.
func (p Player) NoTrend() string {
	for _, t := range p.Trend.Trends {
		if t.Change != nil {
			return ""
		}
	}
	for _, t := range p.Trend.Trends {
		if t.Missing != nil {
			return Sentence(t.Missing.Message)
		}
	}
	return "A trend needs clips of several days."
}

// newChart draws a trend through its dated points.
func newChart(t service.Trend) Chart {
	c := Chart{ID: t.ID, Title: t.Label, Change: signed(*t.Change, t.Uncertainty, t.Unit), Counts: counts(t)}
	dated := slices.DeleteFunc(slices.Clone(t.Points), func(p service.TrendPoint) bool { return p.Date == "" })
	floor := value(t.NoiseFloor)
	s := newScale(dated, floor)
	c.NoiseTop, c.NoiseHeight = place(s.y(dated[0].Mean+floor)), place(s.y(dated[0].Mean-floor)-s.y(dated[0].Mean+floor))
	for _, p := range dated {
		x, y := s.x(p.Date), s.y(p.Mean)
		c.Dots = append(c.Dots, dot{place(x), place(y), place(s.y(p.Mean + value(p.SD))), place(s.y(p.Mean - value(p.SD)))})
		c.Line += fmt.Sprintf("%s%s %s", map[bool]string{true: "M", false: "L"}[c.Line == ""], place(x), place(y))
	}
	for _, v := range []float64{s.high, (s.low + s.high) / 2, s.low} {
		c.Grid = append(c.Grid, gridLine{place(s.y(v)), analysis.MetricUnits.Format(v, t.Unit)})
	}
	for _, p := range t.Points {
		c.Rows = append(c.Rows, trendRowOf(p, t.Unit))
	}
	c.First, c.Last = dayWords(dated[0].Date), dayWords(dated[len(dated)-1].Date)
	c.Alt = fmt.Sprintf("%s from %s to %s: change %s, %s.", c.Title, c.First, c.Last, c.Change, c.Verdict())
	return c
}

// Verdict says whether the change counts.
func (c Chart) Verdict() string {
	if c.Counts {
		return "more than noise"
	}
	return "within the noise"
}

// value is a number, 0 where there is none.
func value(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

func trendRowOf(p service.TrendPoint, unit string) trendRow {
	row := trendRow{Date: "not dated", Clip: p.AnalysisID, Mean: analysis.MetricUnits.Format(p.Mean, unit), Spread: "–", Shots: count(p.Shots, "shot", "shots")}
	if p.Date != "" {
		row.Date = dayWords(p.Date)
	}
	if p.SD != nil {
		row.Spread = analysis.MetricUnits.Format(*p.SD, unit)
	}
	return row
}

// scale leads from days and values to places in a chart.
type scale struct {
	first, last time.Time
	low, high   float64
}

// newScale fits a chart to points and the noise around the first, with some air
// above and below.
func newScale(points []service.TrendPoint, floor float64) scale {
	s := scale{low: points[0].Mean - floor, high: points[0].Mean + floor}
	for i, p := range points {
		day := dayOf(p.Date)
		if i == 0 || day.Before(s.first) {
			s.first = day
		}
		if day.After(s.last) {
			s.last = day
		}
		s.low, s.high = min(s.low, p.Mean-value(p.SD)), max(s.high, p.Mean+value(p.SD))
	}
	air := (s.high - s.low) / 8
	if air == 0 {
		air = max(math.Abs(s.high)/8, 1e-3)
	}
	s.low, s.high = s.low-air, s.high+air
	return s
}

func (s scale) x(date string) float64 {
	span := s.last.Sub(s.first)
	if span == 0 {
		return (chartLeft + chartWidth - chartRight) / 2
	}
	return chartLeft + (chartWidth-chartLeft-chartRight)*float64(dayOf(date).Sub(s.first))/float64(span)
}

func (s scale) y(v float64) float64 {
	return chartTop + (chartHeight-chartTop-chartBottom)*(s.high-v)/(s.high-s.low)
}

// place writes a place in a chart.
func place(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

// dayOf reads a day that the service has written.
func dayOf(date string) time.Time {
	day, _ := time.Parse(time.DateOnly, date) // the zero time is drawn, too
	return day
}

func dayWords(date string) string { return dayOf(date).Format("2 Jan 2006") }
