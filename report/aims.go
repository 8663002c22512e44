package report

import (
	"fmt"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/report/training"
)

// aim is a benchmark in the reader's words.
type aim struct {
	Label, Now, Goal string
	Steps            []string
	Note             string
}

// retests are the days of measuring again.
func retests() []int {
	var days []int
	for _, p := range training.Phases {
		days = append(days, p.FinalDay)
	}
	return days
}

// aims puts benchmarks into words.
func (a *story) aims(plan training.Plan) []aim {
	var list []aim
	for _, b := range plan.Benchmarks {
		info, _ := analysis.MetricByID(b.Metric.ID)
		flaw, _ := analysis.FlawByID(b.Flaw.ID)
		label := info.Label
		if flaw.OverShots {
			label += ", spread over shots"
		}
		bound := "at most "
		if b.Goal > b.Metric.Value {
			bound = "at least "
		}
		one := aim{Label: label, Now: a.Units.FormatMetric(b.Metric), Goal: bound + a.Units.Format(b.Goal, b.Metric.Unit), Note: b.Basis}
		for _, s := range b.Steps {
			one.Steps = append(one.Steps, a.Units.Format(s, b.Metric.Unit))
		}
		list = append(list, one)
	}
	return list
}

// aimWords explain the table of aims.
const aimWords = "Film again on these days as this clip was filmed: same view, same distance, same frame rate. A change smaller than the ± of the first value may be measurement."

// benchmarks writes the values that are to change, and by when.
func (a *author) benchmarks(plan training.Plan) {
	list := a.aims(plan)
	a.heading("Re-tests and aims", 30)
	a.paragraph(a.left, a.width, aimWords, noteStyle)
	a.y += 1
	columns := []column{{"Value", 38, false}, {"In this clip", 25, false}}
	room := (a.width - 38 - 25 - 30) / float64(len(training.Phases))
	for _, day := range retests() {
		columns = append(columns, column{a.dayName(day), room, false})
	}
	columns = append(columns, column{"Aim, basis", 30, false})
	var rows [][]cell
	for _, one := range list {
		row := []cell{plain(one.Label), plain(one.Now)}
		for _, s := range one.Steps {
			row = append(row, plain(s))
		}
		rows = append(rows, append(row, quiet(one.Goal+", "+one.Note)))
	}
	if len(rows) == 0 {
		row := []cell{plain("All values of this report"), quiet("see Metrics")}
		for range training.Phases {
			row = append(row, quiet("keep"))
		}
		rows = [][]cell{append(row, quiet("no worse than now by more than ±"))}
	}
	a.table(columns, rows)
}

// dayName is a day of the plan, with its date where the clip's is known.
func (a *story) dayName(day int) string {
	if a.Date.IsZero() {
		return fmt.Sprintf("Day %d", day)
	}
	return fmt.Sprintf("Day %d, %s", day, a.Date.AddDate(0, 0, day).Format("2 Jan 2006"))
}
