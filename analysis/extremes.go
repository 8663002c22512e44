package analysis

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Extremes are the best and the worst shot, and how they differ: A is the best
// one.
type Extremes struct {
	Best, Worst Ranked
	Differences []Difference
}

// Ranked is a shot with what it is ranked by.
type Ranked struct {
	*Attempt
	// Severity is the sum over its flaws of severity × confidence: 0 without
	// any, up to 100 for each. It ranks; it is no measurement.
	Severity float64
	// OffMean is the mean distance of its values from the player's, in standard
	// deviations between his shots. It decides between equal severities. Typical
	// says that it is known, which takes three shots.
	OffMean  float64
	Typical  bool
	measured int
}

// MissingRivals says that fewer than two shots could be ranked.
const MissingRivals = "too-few-shots"

// findExtremes ranks shots by the flaws that they show, then by how near they
// are to the player's own mean. A shot with less than half of the values of
// the best measured one shows fewer flaws because less was seen, and is not
// ranked.
func findExtremes(shots []*Attempt) (*Extremes, *Missing) {
	ranked := rankShots(shots)
	if len(ranked) < 2 {
		return nil, &Missing{MissingRivals, "fewer than two shots are measured well enough to be ranked"}
	}
	x := &Extremes{Best: ranked[0], Worst: ranked[len(ranked)-1]}
	var refused *Missing
	if x.Best.View.Kind != x.Worst.View.Kind {
		refused = otherView
	}
	x.Differences = differences([]*Shot{&x.Best.Shot}, []*Shot{&x.Worst.Shot}, refused)
	return x, nil
}

// otherView is why relative values of two views are not compared.
var otherView = &Missing{MissingOtherOn, "a relative value, which another view does not repeat"}

// rankShots orders the shots that are measured well enough, best first.
func rankShots(shots []*Attempt) []Ranked {
	off := offMeans(shots)
	all, most := make([]Ranked, len(shots)), 0
	for i, a := range shots {
		all[i] = Ranked{Attempt: a, Severity: severity(a.Flaws), OffMean: off[i], Typical: off[i] > 0}
		for _, m := range a.Metrics {
			if m.Missing == nil {
				all[i].measured++
			}
		}
		most = max(most, all[i].measured)
	}
	all = slices.DeleteFunc(all, func(r Ranked) bool { return 2*r.measured < most || r.measured == 0 })
	slices.SortStableFunc(all, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.OffMean, b.OffMean))
	})
	return all
}

// severity sums what a shot's flaws weigh. Those of the spread over shots are
// no single shot's.
func severity(flaws []Flaw) float64 {
	sum := 0.0
	for _, f := range flaws {
		if info, ok := FlawByID(f.ID); !ok || !info.OverShots {
			sum += float64(f.Severity) * f.Confidence
		}
	}
	return sum
}

// offMeans returns how far each shot's values lie from their means.
func offMeans(shots []*Attempt) []float64 {
	sums, counts := map[*Attempt]float64{}, map[*Attempt]float64{}
	for _, info := range Catalogue {
		group := comparableShots(info.ID, shots)
		if len(group.shots) < minShots {
			continue
		}
		values := make([]float64, len(group.shots))
		for i, m := range group.metrics {
			values[i] = m.Value
		}
		mean, sd := stat.MeanStdDev(values, nil)
		for i, a := range group.shots {
			if sd > 0 {
				sums[a], counts[a] = sums[a]+math.Abs(values[i]-mean)/sd, counts[a]+1
			}
		}
	}
	off := make([]float64, len(shots))
	for i, a := range shots {
		if counts[a] > 0 {
			off[i] = sums[a] / counts[a]
		}
	}
	return off
}
