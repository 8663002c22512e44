package accuracy

import (
	"fmt"
	"math"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// Table is the result of a run.
type Table struct {
	Seed    uint64
	PerView int
	Model   string // empty: true poses with noise
	Views   []ViewTable

	outcomes []outcome
}

// ViewTable is one view's part.
type ViewTable struct {
	View                string
	Clips               int
	Shots, Found, False int
	Hands, Kinds        int // found shots with the right hand and kind
	Clear, Views        int // found shots clearly of one view, and those with the right one
	// ReleaseMS are the mean absolute errors of the release by frame rate.
	ReleaseMS map[float64]*Errors
	Rows      []Row
}

// Row is one event or metric in one view.
type Row struct {
	ID, Unit string
	Errors
}

// Errors summarises deviations.
type Errors struct {
	N       int
	abs     float64
	sum     float64
	covered int
}

func (e *Errors) add(d deviation) {
	e.N++
	e.abs += math.Abs(d.err)
	e.sum += d.err
	if math.Abs(d.err) <= d.claim {
		e.covered++
	}
}

// MeanAbs is the mean absolute error, NaN for none.
func (e *Errors) MeanAbs() float64 { return e.abs / float64(e.N) }

// Bias is the mean error, NaN for none.
func (e *Errors) Bias() float64 { return e.sum / float64(e.N) }

// Coverage is the share of true values within the stated interval.
func (e *Errors) Coverage() float64 { return float64(e.covered) / float64(e.N) }

func newTable(r *Referee, outcomes []outcome) *Table {
	t := &Table{Seed: r.Seed, PerView: r.PerView, outcomes: outcomes}
	if r.Networks != nil {
		t.Model = r.Networks.Info().Name
	}
	for _, view := range r.views() {
		v := ViewTable{View: view, ReleaseMS: map[float64]*Errors{30: {}, 60: {}}, Rows: emptyRows()}
		for _, o := range outcomes {
			if o.view == view {
				v.add(o)
			}
		}
		t.Views = append(t.Views, v)
	}
	return t
}

// emptyRows lists the azimuth, all events, then all metrics, in the order of the contract.
func emptyRows() []Row {
	rows := []Row{{ID: azimuth, Unit: "deg"}}
	for _, e := range analysis.EventCatalogue {
		rows = append(rows, Row{ID: e.ID, Unit: "ms"})
	}
	for _, m := range analysis.Catalogue {
		rows = append(rows, Row{ID: m.ID, Unit: m.Unit})
	}
	return rows
}

func (v *ViewTable) add(o outcome) {
	v.Clips++
	v.Shots, v.Found, v.False = v.Shots+o.shots, v.Found+o.found, v.False+o.false
	v.Hands, v.Kinds = v.Hands+o.hands, v.Kinds+o.kinds
	v.Clear, v.Views = v.Clear+o.clear, v.Views+o.views
	for _, d := range o.deviations {
		if row := v.Row(d.id); row != nil {
			row.add(d)
		}
		if d.id == "release" {
			v.ReleaseMS[o.fps].add(d)
		}
	}
}

// Row returns the row of an event or metric, or nil.
func (v *ViewTable) Row(id string) *Row {
	for i := range v.Rows {
		if v.Rows[i].ID == id {
			return &v.Rows[i]
		}
	}
	return nil
}

// Markdown returns the table for docs/accuracy.md, which also reads as text.
func (t *Table) Markdown() string {
	var b strings.Builder
	model := t.Model
	if model == "" {
		model = "true poses with noise, no model"
	}
	fmt.Fprintf(&b, "Seed %d, %d clips for each view, %s.\n\n", t.Seed, t.PerView, model)
	b.WriteString("| view | shots found | false shots | hand right | kind right | view right | release error at 30 fps, ms | at 60 fps, ms |\n|---|---|---|---|---|---|---|---|\n")
	for i := range t.Views {
		v := &t.Views[i]
		fmt.Fprintf(&b, "| %s | %d of %d | %d | %d of %d | %d of %d | %d of %d | %s | %s |\n", v.View, v.Found, v.Shots, v.False,
			v.Hands, v.Found, v.Kinds, v.Found, v.Views, v.Clear, number(v.ReleaseMS[30].MeanAbs()), number(v.ReleaseMS[60].MeanAbs()))
	}
	for i := range t.Views {
		t.Views[i].markdown(&b)
	}
	return b.String()
}

func (v *ViewTable) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n**%s**\n\n| event or metric | unit | n | mean error | bias | coverage |\n|---|---|---|---|---|---|\n", v.View)
	for i := range v.Rows {
		if r := &v.Rows[i]; r.N > 0 {
			fmt.Fprintf(b, "| `%s` | %s | %d | %s | %s | %.2f |\n", r.ID, r.Unit, r.N, number(r.MeanAbs()), signed(r.Bias()), r.Coverage())
		}
	}
}

// List returns a line for each deviation: clip, event or metric, error and stated
// half width in its unit.
func (t *Table) List() string {
	var b strings.Builder
	for _, o := range t.outcomes {
		fmt.Fprintf(&b, "%s shots %d found %d false %d hands %d kinds %d\n", o.name, o.shots, o.found, o.false, o.hands, o.kinds)
		for _, d := range o.deviations {
			fmt.Fprintf(&b, "%s %s %.4g ± %.4g %s (%s, %s)\n", o.name, d.id, d.err, d.claim, d.unit, d.source, d.kind)
		}
	}
	return b.String()
}

// number writes three significant digits at most.
func number(x float64) string {
	switch a := math.Abs(x); {
	case math.IsNaN(x):
		return "–"
	case a >= 99.5:
		return fmt.Sprintf("%.0f", x)
	case a >= 0.995:
		return fmt.Sprintf("%.1f", x)
	default:
		return fmt.Sprintf("%.3f", x)
	}
}

// signed writes a number with its sign, minus as a minus.
func signed(x float64) string {
	if x >= 0 {
		return "+" + number(x)
	}
	return "−" + number(-x)
}
