package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// sessionColumns are the columns of session.csv before the metrics.
var sessionColumns = []struct {
	name string
	of   func(*analysis.Attempt) string
}{
	{"result", func(a *analysis.Attempt) string { return a.Result }},
	{"clip", func(a *analysis.Attempt) string { return a.Clip }},
	{"player", func(a *analysis.Attempt) string { return a.Player }},
	{"date", func(a *analysis.Attempt) string { return day(a.Day) }},
	{"shot", func(a *analysis.Attempt) string { return itoa(a.Index) }},
	{"shooter", func(a *analysis.Attempt) string { return itoa(a.Shooter) }},
	{"hand", func(a *analysis.Attempt) string { return a.Hand }},
	{"kind", func(a *analysis.Attempt) string { return a.Kind }},
	{"shot_type", func(a *analysis.Attempt) string { return a.ShotType }},
	{"view", func(a *analysis.Attempt) string { return a.View.Kind }},
	{"quality", func(a *analysis.Attempt) string { return short(a.Quality) }},
	{"release_s", func(a *analysis.Attempt) string {
		return released(a, func(e analysis.Event) time.Duration { return e.Time })
	}},
	{"release_uncertainty_s", func(a *analysis.Attempt) string {
		return released(a, func(e analysis.Event) time.Duration { return e.Uncertainty })
	}},
	{"counted", func(a *analysis.Attempt) string { return strconv.FormatBool(a.LeftOut == nil) }},
	{"left_out", leftOut},
	{"flaws", func(a *analysis.Attempt) string { return strings.Join(flawsOf(a), " ") }},
}

// WriteSessionCSV writes the file session.csv: one row for each shot. Each
// metric has its value, its uncertainty and a note: why it is missing, or its
// bound.
func WriteSessionCSV(w io.Writer, s *analysis.Session) error {
	out := csv.NewWriter(w)
	var row []string
	for _, c := range sessionColumns {
		row = append(row, c.name)
	}
	for _, info := range analysis.Catalogue {
		name, unit := info.ID, unitSuffix(info.Unit)
		row = append(row, name+unit, name+"_uncertainty"+unit, name+"_note")
	}
	for i := -1; i < len(s.Shots); i++ {
		if i >= 0 {
			row = appendShot(row[:0], s.Shots[i])
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("write session.csv: %w", err)
		}
	}
	if out.Flush(); out.Error() != nil {
		return fmt.Errorf("write session.csv: %w", out.Error())
	}
	return nil
}

func appendShot(row []string, a *analysis.Attempt) []string {
	for _, c := range sessionColumns {
		row = append(row, c.of(a))
	}
	values := make(map[string]*analysis.Metric, len(a.Metrics))
	for i := range a.Metrics {
		values[a.Metrics[i].ID] = &a.Metrics[i]
	}
	for _, info := range analysis.Catalogue {
		switch m := values[info.ID]; {
		case m == nil:
			row = append(row, "", "", "not-in-file")
		case m.Missing != nil:
			row = append(row, "", "", m.Missing.Code)
		default:
			row = append(row, short(m.Value), short(m.Uncertainty), m.Bound)
		}
	}
	return row
}

// unitSuffix is a unit as the end of a column's name: "_deg", "_body_heights".
func unitSuffix(unit string) string {
	if unit == "1" {
		return ""
	}
	return "_" + strings.NewReplacer(" ", "_", "/", "_").Replace(unit)
}

// short writes a number with the digits that its file has.
func short(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// day writes a day, or nothing for an unknown one.
func day(d time.Time) string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

// released reads a time of the release in seconds; empty where it is missing.
func released(a *analysis.Attempt, of func(analysis.Event) time.Duration) string {
	e, ok := a.Event(analysis.Release)
	if !ok {
		return ""
	}
	return short(of(e).Seconds())
}

func leftOut(a *analysis.Attempt) string {
	if a.LeftOut == nil {
		return ""
	}
	return a.LeftOut.Code
}

func flawsOf(a *analysis.Attempt) []string {
	var ids []string
	for _, f := range a.Flaws {
		ids = append(ids, f.ID)
	}
	return ids
}
