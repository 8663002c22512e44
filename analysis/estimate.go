package analysis

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Estimate is a value of one shot, or the mean of several, with the half width
// of its 90 % interval; or the reason why there is none.
type Estimate struct {
	Value, Uncertainty float64
	Unit               string
	Shots              int
	Bound              string
	Missing            *Missing
}

// estimate returns a metric of some shots. The interval of a mean holds how the
// shots scatter, by Student's t, and their measurement's error, which may be
// the same in all of them and is not taken to shrink with their number.
//
//	U² = (t₉₀(n−1)·SD/√n)² + mean(Uᵢ²)
func estimate(shots []*Shot, id string) Estimate {
	info, _ := MetricByID(id)
	e := Estimate{Unit: info.Unit, Missing: &Missing{MissingOutOfView, "no shot was measured"}}
	var values []float64
	squares := 0.0
	for _, s := range shots {
		m, ok := findMetric(*s, id)
		if !ok || m.Missing != nil || math.IsNaN(m.Value+m.Uncertainty) {
			if m.Missing != nil {
				e.Missing = m.Missing
			}
			continue
		}
		values, squares = append(values, m.Value), squares+m.Uncertainty*m.Uncertainty
		if m.Bound != "" {
			e.Bound = m.Bound
		}
	}
	n := float64(len(values))
	if n == 0 {
		return e
	}
	e.Shots, e.Missing = len(values), nil
	scatter := 0.0
	e.Value = values[0]
	if n > 1 {
		var sd float64
		e.Value, sd = stat.MeanStdDev(values, nil)
		scatter = studentT(0.95, n-1) * sd / math.Sqrt(n)
	}
	e.Uncertainty = math.Sqrt(scatter*scatter + squares/n)
	return e
}

// studentT returns a quantile of Student's distribution.
func studentT(p, degrees float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: degrees}.Quantile(p)
}

// Metric returns the estimate in the form that [Units] can print.
func (e Estimate) Metric() Metric {
	return Metric{Value: e.Value, Uncertainty: e.Uncertainty, Unit: e.Unit, Bound: e.Bound, Missing: e.Missing}
}

type estimateJSON struct {
	Value       float64 `json:"value"`
	Uncertainty float64 `json:"uncertainty"`
	Shots       int     `json:"shots"`
	Bound       string  `json:"bound,omitempty"`
}

// absence is a value's place that holds the reason why there is none.
type absence struct {
	Missing *Missing `json:"missing"`
}

// MarshalJSON writes the value, or its reason to be missing.
func (e Estimate) MarshalJSON() ([]byte, error) {
	if e.Missing != nil {
		return encode(absence{e.Missing})
	}
	return encode(estimateJSON{roundUnit(e.Value, e.Unit), roundUnit(e.Uncertainty, e.Unit), e.Shots, e.Bound})
}

// Difference compares one metric of A and B: Value is B − A, Uncertainty the
// half width of its 90 % interval, both in Unit. When Missing is set they are
// zero.
type Difference struct {
	ID, Unit, Trust    string
	A, B               Estimate
	Value, Uncertainty float64
	// Exceeds says that the difference is greater than its uncertainty.
	Exceeds bool
	Missing *Missing
}

// Reasons why two values are not compared.
const (
	MissingOneSide = "not-measured" // one of them is missing
	MissingBound   = "bound"        // the clip ended before the value did
	MissingHint    = "flag"         // the values are hints
	MissingOthers  = "other-player" // a relative value of another player
	MissingOtherOn = "other-view"   // a relative value from another view
)

// subtract compares two estimates of a metric. The errors of two clips are
// independent: their squares add.
func subtract(info MetricInfo, a, b Estimate, refused *Missing) Difference {
	d := Difference{ID: info.ID, Unit: info.Unit, Trust: info.Trust, A: a, B: b}
	switch {
	case a.Missing != nil || b.Missing != nil:
		d.Missing = &Missing{MissingOneSide, "not measured in " + whichSide(a, b)}
	case a.Bound != "" || b.Bound != "":
		d.Missing = &Missing{MissingBound, "a clip ends before the value does"}
	case info.Trust == Flag:
		d.Missing = &Missing{MissingHint, "the values are hints, too rough to compare"}
	case info.Trust == Relative && refused != nil:
		d.Missing = refused
	default:
		d.Value, d.Uncertainty = b.Value-a.Value, math.Hypot(a.Uncertainty, b.Uncertainty)
		d.Exceeds = math.Abs(d.Value) > d.Uncertainty
	}
	return d
}

// whichSide names the sides without a value.
func whichSide(a, b Estimate) string {
	switch {
	case b.Missing == nil:
		return "A"
	case a.Missing == nil:
		return "B"
	}
	return "either"
}

// Metric returns the difference in the form that [Units] can print.
func (d Difference) Metric() Metric {
	return Metric{Value: d.Value, Uncertainty: d.Uncertainty, Unit: d.Unit, Missing: d.Missing}
}

type differenceJSON struct {
	ID          string   `json:"id"`
	Unit        string   `json:"unit"`
	Trust       string   `json:"trust"`
	A           Estimate `json:"a"`
	B           Estimate `json:"b"`
	Difference  *float64 `json:"difference,omitempty"`
	Uncertainty *float64 `json:"uncertainty,omitempty"`
	Exceeds     *bool    `json:"exceeds_uncertainty,omitempty"`
	Missing     *Missing `json:"missing,omitempty"`
}

// MarshalJSON writes the comparison; one without a difference has the reason.
func (d Difference) MarshalJSON() ([]byte, error) {
	j := differenceJSON{ID: d.ID, Unit: d.Unit, Trust: d.Trust, A: d.A, B: d.B, Missing: d.Missing}
	if d.Missing == nil {
		value, uncertainty := roundUnit(d.Value, d.Unit), roundUnit(d.Uncertainty, d.Unit)
		j.Difference, j.Uncertainty, j.Exceeds = &value, &uncertainty, &d.Exceeds
	}
	b, err := encode(j)
	if err != nil {
		return nil, fmt.Errorf("difference of %s: %w", d.ID, err)
	}
	return b, nil
}

// differences compares every metric of two groups of shots; refused is why relative
// ones are not, nil where they are.
func differences(a, b []*Shot, refused *Missing) []Difference {
	list := make([]Difference, 0, len(Catalogue))
	for _, info := range Catalogue {
		list = append(list, subtract(info, estimate(a, info.ID), estimate(b, info.ID), refused))
	}
	return list
}
