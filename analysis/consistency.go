package analysis

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// minShots is the least number of shots that has a spread worth a word.
const minShots = 3

// chanceLevel is the probability below which a spread is not put down to the
// measurement.
const chanceLevel = 0.05

// FindConsistency compares the metrics of each shooter over at least three of
// his shots of one kind, in the order of shooters and of the catalogue. Hints
// and lower bounds are left out.
func FindConsistency(shots []Shot) []Consistency {
	found := []Consistency{}
	for _, own := range byShooter(shots) {
		for _, info := range Catalogue {
			if c, ok := consistencyOf(info, own); ok {
				found = append(found, c)
			}
		}
	}
	return found
}

// byShooter groups shots by shooter, rising, and keeps of each the kind of shot
// that he shows most: jump shots and set shots differ by intent.
func byShooter(shots []Shot) [][]Shot {
	groups := map[int]map[string][]Shot{}
	var ids []int
	for _, s := range shots {
		if groups[s.Shooter] == nil {
			groups[s.Shooter] = map[string][]Shot{}
			ids = append(ids, s.Shooter)
		}
		groups[s.Shooter][s.Kind] = append(groups[s.Shooter][s.Kind], s)
	}
	slices.Sort(ids)
	most := make([][]Shot, len(ids))
	for i, id := range ids {
		most[i] = largest(groups[id])
	}
	return most
}

// largest returns the largest group, of equal ones that which begins first.
func largest(groups map[string][]Shot) []Shot {
	var all [][]Shot
	for _, g := range groups {
		all = append(all, g)
	}
	return slices.MaxFunc(all, func(a, b []Shot) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(b[0].Index, a[0].Index))
	})
}

// consistencyOf compares one metric over the shots of one shooter.
func consistencyOf(info MetricInfo, shots []Shot) (Consistency, bool) {
	var metrics []Metric
	for _, s := range shots {
		if m, ok := findMetric(s, info.ID); ok && repeats(m) {
			metrics = append(metrics, m)
		}
	}
	c, ok := spreadOf(info, metrics)
	c.Shooter = shots[0].Shooter
	return c, ok
}

// spreadOf compares values that repeat. The noise floor is the root mean square
// of the single errors, which the half widths of the 90 % intervals tell. Errors
// that all shots share, as of the view, are in there too: the floor is rather too
// high than too low.
func spreadOf(info MetricInfo, metrics []Metric) (Consistency, bool) {
	if len(metrics) < minShots {
		return Consistency{}, false
	}
	values, variance := make([]float64, len(metrics)), 0.0
	for i, m := range metrics {
		values[i] = m.Value
		e := m.Uncertainty / z90
		variance += e * e
	}
	mean, sd := stat.MeanStdDev(values, nil)
	return Consistency{
		ID: info.ID, Shots: len(values), Unit: info.Unit,
		Mean: mean, SD: sd, NoiseFloor: math.Sqrt(variance / float64(len(values))),
	}, true
}

// repeats reports whether a metric can be compared between shots.
func repeats(m Metric) bool {
	return m.Missing == nil && m.Bound == "" && m.Trust != Flag && !math.IsNaN(m.Value+m.Uncertainty)
}

// Inconsistent reports whether the shots differ by more than measurement alone
// would show: a chi-square test of the variance against the noise floor's, at
// the 5 % level.
//
//	(n − 1)·SD² / floor² ~ χ²(n − 1)
func (c Consistency) Inconsistent() bool {
	if c.NoiseFloor == 0 {
		return c.SD > 0
	}
	return c.chiSquare().Survival(c.statistic(c.NoiseFloor)) < chanceLevel
}

// ownSD is the spread that remains when the noise floor is taken away.
func (c Consistency) ownSD() float64 {
	return math.Sqrt(max(0, c.SD*c.SD-c.NoiseFloor*c.NoiseFloor))
}

// confidenceBeyond is the probability that the shooter's own spread is greater
// than limit: that of a total spread greater than limit and floor together.
func (c Consistency) confidenceBeyond(limit float64) float64 {
	return c.chiSquare().CDF(c.statistic(math.Hypot(limit, c.NoiseFloor)))
}

func (c Consistency) chiSquare() distuv.ChiSquared {
	return distuv.ChiSquared{K: float64(c.Shots - 1)}
}

func (c Consistency) statistic(sd float64) float64 {
	return float64(c.Shots-1) * c.SD * c.SD / (sd * sd)
}

// addFlawsOverShots adds the flaws of the spread over each shooter's shots, each
// once: to the shot that lies farthest from the mean, which shows it best.
func addFlawsOverShots(shots []Shot, p *Profile) {
	for _, c := range FindConsistency(shots) {
		for _, info := range FlawCatalogue {
			if !info.OverShots || !slices.Contains(info.Metrics, c.ID) || !c.Inconsistent() {
				continue
			}
			spread := Metric{ID: c.ID, Value: c.ownSD()}
			y, severity := mildest(p.ruleYardsticks(info, c.ID), spread)
			if severity == 0 {
				continue
			}
			s := &shots[farthest(shots, c)]
			f := raise(info, y, spread.Value, severity, c.confidenceBeyond(y.Limit))
			f.Time = momentOf(*s, info.Event)
			s.Flaws = append(s.Flaws, f)
			rank(s.Flaws)
		}
	}
}

// farthest returns the index of the shooter's shot whose value lies farthest
// from the mean.
func farthest(shots []Shot, c Consistency) int {
	best, most := -1, -1.0
	for i, s := range shots {
		m, ok := findMetric(s, c.ID)
		if !ok || s.Shooter != c.Shooter || !repeats(m) {
			continue
		}
		if off := math.Abs(m.Value - c.Mean); off > most {
			best, most = i, off
		}
	}
	return best
}
