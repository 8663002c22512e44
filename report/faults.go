package report

import (
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// fault is a flaw over all shots that show it.
type fault struct {
	worst analysis.Flaw
	shot  *analysis.Shot // that of the worst
	shots []int
}

// collect gathers the flaws of all shots by id, the gravest first.
func collect(res *analysis.Result) []fault {
	var list []fault
	for i := range res.Shots {
		shot := &res.Shots[i]
		for _, f := range shot.Flaws {
			k := slices.IndexFunc(list, func(o fault) bool { return o.worst.ID == f.ID && o.shot.Shooter == shot.Shooter })
			if k < 0 {
				list = append(list, fault{worst: f, shot: shot, shots: []int{shot.Index}})
				continue
			}
			list[k].shots = append(list[k].shots, shot.Index)
			if f.Severity > list[k].worst.Severity {
				list[k].worst, list[k].shot = f, shot
			}
		}
	}
	slices.SortStableFunc(list, func(a, b fault) int { return b.worst.Severity - a.worst.Severity })
	return list
}

// mostFaults is how many flaws a report leads with.
const mostFaults = 3

// noFaultWords stand in their place.
const noFaultWords = "No flaw was found that this view shows with certainty. What could not be measured is listed with the metrics."

// faults writes up to three flaws with picture, value, cue and drill.
func (a *author) faults() {
	list := collect(a.Result)
	if len(list) == 0 {
		a.heading("What to work on", 8)
		a.paragraph(a.left, a.width, noFaultWords, bodyStyle)
		return
	}
	a.cardMM = cardHeights[min(mostFaults, len(list))-1]
	a.heading("What to work on", a.cardMM)
	for _, f := range list[:min(mostFaults, len(list))] {
		a.card(f)
	}
	if len(list) > mostFaults {
		a.paragraph(a.left, a.width, "Also seen: "+otherFlaws(list[mostFaults:])+".", noteStyle)
	}
}

func otherFlaws(list []fault) string {
	var names []string
	for _, f := range list {
		if name := lower(flawLabel(f.worst.ID)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// flawLabel returns how people call a flaw.
func flawLabel(id string) string {
	if info, ok := analysis.FlawByID(id); ok {
		return info.Label
	}
	return id
}
