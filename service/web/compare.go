package web

import (
	"fmt"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/service"
)

// Compare compares two clips.
type Compare struct {
	Frame
	service.Comparison
}

// Clear counts the differences that stand clear of their uncertainty.
func (c Compare) Clear() (n int) {
	for _, d := range c.Differences {
		if d.Exceeds != nil && *d.Exceeds {
			n++
		}
	}
	return n
}

// Difference is a row of the comparison's table, in words.
type Difference struct {
	Label, A, B, Change string
	// Verdict says whether the change stands clear of its uncertainty, Class how that
	// looks.
	Verdict, Class string
}

// Rows are the metrics that are compared.
func (c Compare) Rows() (list []Difference) {
	for _, d := range c.Differences {
		if d.Difference != nil {
			list = append(list, rowOf(d))
		}
	}
	return list
}

// Gap is a metric that is not compared, and why.
type Gap struct{ Label, Reason string }

// Gaps are the metrics that are not compared.
func (c Compare) Gaps() (list []Gap) {
	for _, d := range c.Differences {
		if d.Difference == nil {
			list = append(list, Gap{d.Label, reason(d.Missing)})
		}
	}
	return list
}

// reason tells a note, or that there is none.
func reason(n *service.Note) string {
	if n == nil {
		return "not measured"
	}
	return n.Message
}

func rowOf(d service.Difference) Difference {
	row := Difference{d.Label, estimate(d.A, d.Unit), estimate(d.B, d.Unit), signed(*d.Difference, d.Uncertainty, d.Unit), "Within the uncertainty", ""}
	if d.Exceeds != nil && *d.Exceeds {
		row.Verdict, row.Class = "Clear difference", "clear"
	}
	return row
}

// estimate tells a mean with its uncertainty.
func estimate(e service.Estimate, unit string) string {
	if e.Value == nil {
		return "–"
	}
	m := analysis.Metric{Value: *e.Value, Unit: unit, Bound: e.Bound}
	if e.Uncertainty == nil {
		return analysis.MetricUnits.Format(*e.Value, unit)
	}
	m.Uncertainty = *e.Uncertainty
	return analysis.MetricUnits.FormatMetric(m)
}

// signed tells a change with its sign.
func signed(v float64, uncertainty *float64, unit string) string {
	text := estimate(service.Estimate{Value: &v, Uncertainty: uncertainty}, unit)
	if v > 0 {
		return "+" + text
	}
	return text
}

// Shots tells which shots of a side are compared.
func (Compare) Shots(side service.ComparedSide) string {
	return fmt.Sprintf("%s, %s hand, %s, seen from the %s", count(len(side.Shots), "shot", "shots"), side.Hand, side.Kind, side.View)
}
