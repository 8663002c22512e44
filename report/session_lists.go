package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// listing is a table for PDF and page. Weights share out the width between the
// columns.
type listing struct {
	Caption string // what it is called by screen readers
	Head    []string
	Weights []float64
	Rows    [][]string
	Marked  []bool // rows that matter; nil: none
}

// trends lists what was tested for a change, that which counts first.
func (a *rollup) trends(p *analysis.PlayerSession) listing {
	l := listing{
		Caption: "Trends by day", Head: []string{"Metric", "View", "Days", "Change, first to last day", "Noise floor", "Between shots of a day", "Verdict"},
		Weights: []float64{36, 15, 10, 34, 24, 26, 33},
	}
	for _, t := range tested(p) {
		info, _ := analysis.MetricByID(t.ID)
		verdict, between := "within the noise", "not known"
		if t.TypicalError > 0 {
			between = "SD " + a.Units.Format(t.TypicalError, t.Unit)
		}
		if t.Exceeds {
			verdict = "beyond the noise"
		}
		l.Rows = append(l.Rows, []string{
			info.Label, t.View, itoa(len(t.Days)), a.change(t), a.Units.Format(t.NoiseFloor, t.Unit), between, verdict,
		})
		l.Marked = append(l.Marked, t.Exceeds)
	}
	return l
}

// tested returns the trends that there are, those that count first.
func tested(p *analysis.PlayerSession) []analysis.Trend {
	var counts, others []analysis.Trend
	for _, t := range p.Trends {
		switch {
		case t.Missing != nil:
		case t.Exceeds:
			counts = append(counts, t)
		default:
			others = append(others, t)
		}
	}
	return append(counts, others...)
}

// untested tells what was not tested and why.
func untested(p *analysis.PlayerSession) string {
	var reasons []string
	labels := map[string][]string{}
	for _, t := range p.Trends {
		if t.Missing != nil {
			info, _ := analysis.MetricByID(t.ID)
			if labels[t.Missing.Message] == nil {
				reasons = append(reasons, t.Missing.Message)
			}
			labels[t.Missing.Message] = append(labels[t.Missing.Message], lower(info.Label))
		}
	}
	var words []string
	for _, r := range reasons {
		words = append(words, join(labels[r])+": "+r)
	}
	if words == nil {
		return ""
	}
	return "Not tested: " + strings.Join(words, "; ") + "."
}

// consistency lists how much the shots differ.
func (a *rollup) consistency(p *analysis.PlayerSession) listing {
	l := listing{
		Caption: "Consistency over clips", Head: []string{"Metric", "View", "Shots", "Clips", "Mean", "Spread (SD)", "Noise", "Verdict"},
		Weights: []float64{40, 16, 12, 12, 36, 22, 20, 30},
	}
	for _, c := range p.Spreads {
		info, _ := analysis.MetricByID(c.ID)
		mean := a.Units.FormatMetric(analysis.Metric{Value: c.Mean, Uncertainty: c.Uncertainty, Unit: c.Unit})
		l.Rows = append(l.Rows, []string{
			info.Label, c.View, itoa(c.Shots), itoa(c.Clips), mean, a.Units.Format(c.SD, c.Unit), a.Units.Format(c.NoiseFloor, c.Unit), verdict(c.Consistency),
		})
		l.Marked = append(l.Marked, c.Inconsistent())
	}
	return l
}

// extremes lists the best and the worst shot side by side.
func (a *rollup) extremes(x *analysis.Extremes) listing {
	l := differenceListing(a.Units, x.Differences, "best", "worst", "Worst − best")
	l.Caption = "Best and worst shot"
	return l
}

// differenceListing lists what was measured in both, with the difference.
func differenceListing(u analysis.Units, list []analysis.Difference, a, b, difference string) listing {
	l := listing{Head: []string{"Metric", upper(a), upper(b), difference, "Verdict"}, Weights: []float64{42, 32, 32, 34, 38}}
	for _, d := range list {
		if d.A.Missing != nil && d.B.Missing != nil {
			continue
		}
		info, _ := analysis.MetricByID(d.ID)
		row := []string{info.Label, estimated(u, d.A), estimated(u, d.B), "–", ""}
		switch {
		case d.A.Missing != nil:
			row[4] = "not measured in " + a
		case d.B.Missing != nil:
			row[4] = "not measured in " + b
		case d.Missing != nil:
			row[4] = d.Missing.Message
		case d.Exceeds:
			row[3], row[4] = signedMetric(u, d.Metric()), "beyond the uncertainty"
		default:
			row[3], row[4] = signedMetric(u, d.Metric()), "within the uncertainty"
		}
		l.Rows, l.Marked = append(l.Rows, row), append(l.Marked, d.Exceeds)
	}
	return l
}

// estimated writes a value, or a dash.
func estimated(u analysis.Units, e analysis.Estimate) string {
	if e.Missing != nil {
		return "–"
	}
	return u.FormatMetric(e.Metric())
}

// shots lists at most a number of shots.
func (a *rollup) shots(p *analysis.PlayerSession, most int) listing {
	l := listing{
		Caption: "Shots", Head: []string{"Clip", "Day", "#", "Kind", "View"},
		Weights: []float64{36, 28, 8, 13, 19},
	}
	for _, k := range keyMetrics[:4] {
		info, _ := analysis.MetricByID(k.id)
		l.Head, l.Weights = append(l.Head, k.title+" ("+a.Units.Suffix(info.Unit)+")"), append(l.Weights, 25)
	}
	l.Head, l.Weights = append(l.Head, "Flaws", "Counts"), append(l.Weights, 17, 22)
	for _, s := range a.Session.Shots {
		if s.Player != p.Name {
			continue
		}
		if len(l.Rows) == most {
			break
		}
		l.Rows = append(l.Rows, a.shotRow(s))
	}
	return l
}

func (a *rollup) shotRow(s *analysis.Attempt) []string {
	row := []string{s.Clip, dash(day(s.Day)), itoa(s.Index), s.Kind, s.View.Kind}
	for _, k := range keyMetrics[:4] {
		value := "–"
		if i := slices.IndexFunc(s.Metrics, func(m analysis.Metric) bool { return m.ID == k.id && m.Missing == nil }); i >= 0 {
			value = a.Units.FormatBare(s.Metrics[i])
		}
		row = append(row, value)
	}
	counts := "yes"
	if s.LeftOut != nil {
		counts = strings.ReplaceAll(s.LeftOut.Code, "-", " ")
	}
	return append(row, itoa(len(s.Flaws)), counts)
}

func dash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// remainder says that a list was cut, and where all of it is.
func remainder(p *analysis.PlayerSession, listed int) string {
	if p.Shots <= listed {
		return ""
	}
	return fmt.Sprintf("The first %d of %d shots; all are in session.csv.", listed, p.Shots)
}
