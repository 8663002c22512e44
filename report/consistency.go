package report

import (
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
)

// consistency is a page on how far the shots of a shooter differ.
func (a *author) consistency() {
	for _, id := range a.shooters() {
		list := a.spreads(id)
		if len(list) == 0 {
			continue
		}
		a.heading(a.ofShooter("From shot to shot", id), 60)
		a.paragraph(a.left, a.width, "Each dot is a shot, the line their mean, the bar ± 1 SD between shots. The shaded bar is the spread that measurement alone would show: "+
			"a bar no wider than it says nothing about the player.", noteStyle)
		a.y += 3
		for _, c := range list {
			a.spread(c)
		}
	}
}

// spreads returns what is known of how a shooter's shots differ.
func (a *story) spreads(shooter int) []analysis.Consistency {
	var list []analysis.Consistency
	for _, c := range a.Result.Consistency {
		if c.Shooter == shooter {
			list = append(list, c)
		}
	}
	return list
}

// spreadMM is the height of one metric's row, spreadTextMM the room for its
// words at either side.
const (
	spreadMM     = 8.2
	spreadTextMM = 45.0
)

// spread writes one metric: its name, the shots as dots, mean and spread.
func (a *author) spread(c analysis.Consistency) {
	a.need(spreadMM)
	base := a.y + spreadMM/2 + 1
	info, _ := analysis.MetricByID(c.ID)
	a.text(a.left, base, a.fit(info.Label, spreadTextMM-2, cellStyle), cellStyle)
	a.spreadBar(c, a.left+spreadTextMM, a.y, a.width-2*spreadTextMM-8)
	words := a.Units.Format(c.Mean, c.Unit) + ", SD " + a.Units.Format(c.SD, c.Unit)
	a.text(a.left+a.width-spreadTextMM-4, base-1.3, words, cellStyle)
	a.text(a.left+a.width-spreadTextMM-4, base+1.9, verdict(c)+", noise "+a.Units.Format(c.NoiseFloor, c.Unit), style{7, false, grey})
	a.y += spreadMM
	a.line(a.left, a.y, a.left+a.width, a.y, rule, 0.15)
}

// verdict says whether shots differ by more than measurement would show.
func verdict(c analysis.Consistency) string {
	if c.Inconsistent() {
		return "differs"
	}
	return "within the noise"
}

// spreadBar draws a metric's shots upon their mean.
func (a *author) spreadBar(c analysis.Consistency, x, y, w float64) {
	values := a.values(c)
	half := math.Max(c.SD, c.NoiseFloor) * 1.2
	for _, v := range values {
		half = math.Max(half, math.Abs(v-c.Mean)*1.1)
	}
	if half == 0 {
		half = 1
	}
	at := func(v float64) float64 { return x + w/2 + w/2*(v-c.Mean)/half }
	middle := y + spreadMM/2
	a.box(at(c.Mean-c.NoiseFloor), y+1.2, at(c.Mean+c.NoiseFloor)-at(c.Mean-c.NoiseFloor), spreadMM-2.4, bandWide)
	a.box(at(c.Mean-c.SD), middle-0.7, at(c.Mean+c.SD)-at(c.Mean-c.SD), 1.4, bandCore)
	a.line(at(c.Mean), y+1.2, at(c.Mean), y+spreadMM-1.2, grey, 0.3)
	for _, v := range values {
		a.dot(at(v), middle, 0.9, a.accent)
	}
}

// values returns a metric of all shots of a shooter that have it.
func (a *story) values(c analysis.Consistency) []float64 {
	var list []float64
	for i := range a.Result.Shots {
		if m, ok := a.Result.Shots[i].Metric(c.ID); ok && a.Result.Shots[i].Shooter == c.Shooter && m.Bound == "" {
			list = append(list, m.Value)
		}
	}
	slices.Sort(list)
	return list
}
