package report

import (
	"fmt"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
)

// shotsAcross is how many shots stand side by side in the table of metrics.
const shotsAcross = 3

// metrics writes every value with its norm, trust and source, then what could
// not be measured and why, then how the shots agree.
func (a *author) metrics() {
	shots := a.Result.Shots
	if len(shots) == 0 {
		return
	}
	if !anyMeasured(shots) {
		a.heading("Metrics", 60)
		a.paragraph(a.left, a.width, "Nothing could be measured in this clip.", bodyStyle)
		a.missing()
		return
	}
	for from := 0; from < len(shots); from += shotsAcross {
		columns, rows := a.metricTable(shots[from:min(from+shotsAcross, len(shots))])
		height := min(a.tableHeight(columns, rows), a.bottom-2*headMM)
		if from == 0 {
			a.heading("Metrics", height)
		} else {
			a.need(height)
		}
		a.y += 2
		a.table(columns, rows)
	}
	a.legend()
	a.missing()
}

func anyMeasured(shots []analysis.Shot) bool {
	return slices.ContainsFunc(shots, func(s analysis.Shot) bool {
		return slices.ContainsFunc(s.Metrics, func(m analysis.Metric) bool { return m.Missing == nil })
	})
}

// metricTable holds the values of a few shots side by side.
func (a *author) metricTable(shots []analysis.Shot) (columns []column, rows [][]cell) {
	const norm, trust, source = 24.0, 15.0, 14.0
	value := min(34.0, (a.width-46-norm-trust-source)/float64(len(shots)))
	columns = []column{{"Metric", a.width - value*float64(len(shots)) - norm - trust - source, false}}
	for _, s := range shots {
		columns = append(columns, column{fmt.Sprintf("Shot %d", s.Index), value, false})
	}
	columns = append(columns, column{"Norm ± 1 SD", norm, false}, column{"Trust", trust, false}, column{"Source", source, false})
	for _, info := range analysis.Catalogue {
		if row, measured := a.metricRow(info, shots); measured {
			rows = append(rows, row)
		}
	}
	return columns, rows
}

// metricRow shows one metric of some shots; false if none of them has it.
func (a *author) metricRow(info analysis.MetricInfo, shots []analysis.Shot) ([]cell, bool) {
	row := []cell{plain(a.metricLabel(info))}
	measured, norm, source := false, quiet("–"), quiet("")
	for i := range shots {
		row = append(row, a.valueCell(&shots[i], info.ID))
		m, ok := shots[i].Metric(info.ID)
		measured = measured || ok
		if ok && m.Norm != nil {
			norm = plain(a.Units.FormatRange(m.Norm.Mean-m.Norm.SD, m.Norm.Mean+m.Norm.SD, info.Unit))
			source = quiet(a.sources.cite(m.Norm.Source))
		}
	}
	return append(row, norm, quiet(info.Trust), source), measured
}

// metricLabel names a metric with its unit.
func (a *story) metricLabel(info analysis.MetricInfo) string {
	if suffix := a.Units.Suffix(info.Unit); suffix != "" {
		return info.Label + " (" + suffix + ")"
	}
	return info.Label
}

// gap is a reason for which some metrics or events of some shots are missing.
type gap struct {
	message string
	labels  []string
	shots   []int
}

// gaps groups what is missing by reason, in the order of the catalogue. A
// metric that is missing for two reasons in two shots is named with both.
func gaps(res *analysis.Result) []gap {
	var list []gap
	for i := range res.Shots {
		for _, m := range res.Shots[i].Metrics {
			if m.Missing != nil {
				info, _ := analysis.MetricByID(m.ID)
				list = addGap(list, *m.Missing, info.Label, res.Shots[i].Index)
			}
		}
		for _, e := range res.Shots[i].Events {
			if e.Missing != nil {
				list = addGap(list, *e.Missing, analysis.EventLabel(e.ID), res.Shots[i].Index)
			}
		}
	}
	return list
}

func addGap(list []gap, missing analysis.Missing, label string, shot int) []gap {
	k := slices.IndexFunc(list, func(g gap) bool { return g.message == missing.Message })
	if k < 0 {
		k = len(list)
		list = append(list, gap{message: missing.Message})
	}
	if !slices.Contains(list[k].labels, label) {
		list[k].labels = append(list[k].labels, label)
	}
	if !slices.Contains(list[k].shots, shot) {
		list[k].shots = append(list[k].shots, shot)
	}
	return list
}

// missing lists what could not be measured and why.
func (a *author) missing() {
	list := gaps(a.Result)
	if len(list) == 0 {
		return
	}
	columns := []column{{"Why", 62, false}, {"What", a.width - 62 - 24, false}, {"Shots", 24, false}}
	var rows [][]cell
	for _, g := range list {
		rows = append(rows, []cell{plain(upper(g.message)), quiet(join(g.labels)), quiet(a.whichShots(g.shots))})
	}
	a.titledTable("Not measured", columns, rows)
}

// whichShots lists shots, or says that it is all of them.
func (a *story) whichShots(shots []int) string {
	if len(shots) == len(a.Result.Shots) {
		return "all"
	}
	return listed(shots)
}
