package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/report/training"
)

// pageRow is a metric over all shots.
type pageRow struct {
	Label, Definition, Norm, Trust, Source string
	Cells                                  []pageCell
}

type pageCell struct{ Value, Class, Rating, Why string }

func (a *webAuthor) pageRows() []pageRow {
	var rows []pageRow
	for _, info := range analysis.Catalogue {
		row := pageRow{Label: a.metricLabel(info), Definition: info.Definition, Trust: info.Trust, Norm: "–"}
		measured := false
		for i := range a.Result.Shots {
			cell, m, ok := a.pageCell(&a.Result.Shots[i], info.ID)
			measured = measured || ok
			row.Cells = append(row.Cells, cell)
			if ok && m.Norm != nil {
				row.Norm = a.Units.FormatRange(m.Norm.Mean-m.Norm.SD, m.Norm.Mean+m.Norm.SD, info.Unit)
				row.Source = a.sources.cite(m.Norm.Source)
			}
		}
		if measured {
			rows = append(rows, row)
		}
	}
	return rows
}

func (a *webAuthor) pageCell(s *analysis.Shot, id string) (pageCell, analysis.Metric, bool) {
	for _, m := range s.Metrics {
		switch {
		case m.ID != id:
		case m.Missing != nil:
			return pageCell{Why: m.Missing.Message}, m, false
		case m.Rating == "" || m.Rating == analysis.Ungraded:
			return pageCell{Value: a.Units.FormatBare(m)}, m, true
		default:
			return pageCell{Value: a.Units.FormatBare(m), Class: m.Rating, Rating: ratingOf(m).label}, m, true
		}
	}
	return pageCell{}, analysis.Metric{}, false
}

type pageGap struct{ Why, What, Shots string }

func (a *webAuthor) pageGaps() []pageGap {
	var list []pageGap
	for _, g := range gaps(a.Result) {
		list = append(list, pageGap{upper(g.message), join(g.labels), a.whichShots(g.shots)})
	}
	return list
}

// pageChain is the kinetic chain of a shot, in per cent of its bar.
type pageChain struct {
	Shot  int
	Links []pageLink
	Words string
}

type pageLink struct {
	Name            string
	Left, Width, At float64
}

func (a *webAuthor) pageChains() []pageChain {
	shots := a.chained()
	low, high := chainSpan(shots)
	var list []pageChain
	for _, s := range shots {
		one := pageChain{Shot: s.Index}
		var words []string
		for _, l := range chain(s) {
			at := func(t float64) float64 { return percent((t - low) / (high - low)) }
			one.Links = append(one.Links, pageLink{l.label, at(l.timeS - l.uncertaintyS), percent(2 * l.uncertaintyS / (high - low)), at(l.timeS)})
			words = append(words, l.words())
		}
		one.Words = join(words)
		list = append(list, one)
	}
	return list
}

// pageFlight is the ball's path as a drawing in thousandths of the unit.
type pageFlight struct {
	ViewBox, Unit, Step, Alt string
	Grid, Paths, Words       []string
}

func (a *webAuthor) pageFlight() *pageFlight {
	list := a.allFlights()
	if len(list) == 0 {
		return nil
	}
	low, high := extent(list)
	per := a.readersUnit(list[0].unit)
	step := per * gridStep((high[0]-low[0])/per)
	f := &pageFlight{Unit: a.lengthName(list[0].unit), Step: decimal(step/per) + " " + a.lengthName(list[0].unit), Alt: "Paths of the ball, told in numbers below"}
	x, y := func(v float64) string { return number(1000 * v) }, func(v float64) string { return number(-1000 * v) }
	f.ViewBox = strings.Join([]string{x(low[0]), y(high[1]), x(high[0] - low[0]), x(high[1] - low[1])}, " ")
	for k := math.Ceil(low[1] / step); k*step <= high[1]; k++ {
		f.Grid = append(f.Grid, "M"+x(low[0])+" "+y(k*step)+"H"+x(high[0]))
	}
	for k := math.Ceil(low[0] / step); k*step <= high[0]; k++ {
		f.Grid = append(f.Grid, "M"+x(k*step)+" "+y(low[1])+"V"+y(high[1]))
	}
	for _, one := range list {
		corners := make([]string, len(one.points))
		for i, p := range one.points {
			corners[i] = x(p[0]) + " " + y(p[1])
		}
		f.Paths, f.Words = append(f.Paths, "M"+strings.Join(corners, "L")), append(f.Words, a.flightWords(one.shot))
	}
	return f
}

type pageSpread struct {
	Label, Mean, SD, Noise, Verdict string
	Shooter, Shots                  int
}

func (a *webAuthor) pageSpreads() []pageSpread {
	var list []pageSpread
	for _, c := range a.Result.Consistency {
		info, _ := analysis.MetricByID(c.ID)
		list = append(list, pageSpread{
			info.Label, a.Units.Format(c.Mean, c.Unit), a.Units.Format(c.SD, c.Unit), a.Units.Format(c.NoiseFloor, c.Unit),
			verdict(c), c.Shooter, c.Shots,
		})
	}
	return list
}

// pagePlan is a shooter's plan.
type pagePlan struct {
	Name, Intro string
	Aims        []aim
	Days        []string
	Phases      []pagePhase
}

type pagePhase struct {
	training.Phase
	Rows []planRow
}

type pageDrill struct {
	training.Drill
	Purpose string
}

// pagePlans returns the plans of all shooters, and each drill of them once.
func (a *webAuthor) pagePlans() (plans []pagePlan, drills []pageDrill) {
	for _, id := range a.shooters() {
		plan := a.plan(id)
		one := pagePlan{Intro: planIntro(plan), Aims: a.aims(plan)}
		if len(a.shooters()) > 1 {
			one.Name = fmt.Sprintf("Shooter %d", id)
		}
		for _, day := range retests() {
			one.Days = append(one.Days, a.dayName(day))
		}
		for _, p := range plan.Phases {
			one.Phases = append(one.Phases, pagePhase{p.Phase, planRows(p)})
		}
		plans = append(plans, one)
	}
	for _, d := range a.drillsOfAll() {
		drills = append(drills, pageDrill{d, drillPurpose(d)})
	}
	return plans, drills
}
