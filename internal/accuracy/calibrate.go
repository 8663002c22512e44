package accuracy

import (
	"context"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/shotcheck/shotcheck/analysis"
)

const (
	// z90 is the half width of a 90 % interval in standard deviations.
	z90 = 1.645
	// covered is the share of true values that intervals are to hold.
	covered = 0.9
	// fewForKind and fewForAny are the least errors from which a spread is taken, for
	// one kind of view and for all.
	fewForKind = 10
	fewForAny  = 6
)

// Calibrate runs the views and as many whole flights as clips of each, and returns the
// spreads with which its 90 % intervals would have held 90 % of the true values.
func (r *Referee) Calibrate(ctx context.Context) (analysis.Spread, error) {
	t, err := r.Run(ctx)
	if err != nil {
		return analysis.Spread{}, err
	}
	arcs, err := r.arcs(ctx, r.PerView, false)
	s := t.Spread()
	s.Flight = flightSpread(slices.Concat(t.outcomes, arcs))
	return s, err
}

// Spread returns the spreads with which the run's 90 % intervals would have held 90 %
// of the true values. Where it saw too little, the spread that it was made with
// stays.
func (t *Table) Spread() analysis.Spread {
	old := analysis.Calibration()
	grouped := map[string]map[string][]float64{}
	event := map[string]bool{}
	for _, d := range t.deviations() {
		if _, flies := old.Flight[d.source]; flies || d.source == "" {
			continue
		}
		scale, had := 1.0, old.Metric(d.source, d.kind)
		if event[d.source] = d.unit == "ms"; event[d.source] {
			scale, had = 1000, old.EventS(d.source, d.kind)
		}
		if grouped[d.source] == nil {
			grouped[d.source] = map[string][]float64{}
		}
		needed := d.needs(had * scale)
		for _, kind := range []string{d.kind, "any"} {
			grouped[d.source][kind] = append(grouped[d.source][kind], needed/scale)
		}
	}
	s := analysis.Spread{EventsS: maps.Clone(old.EventsS), Metrics: maps.Clone(old.Metrics), Flight: old.Flight}
	for source, byKind := range grouped {
		to := s.Metrics
		if event[source] {
			to = s.EventsS
		}
		if len(byKind["any"]) >= fewForAny {
			to[source] = spreads(byKind)
		}
	}
	return s
}

// flightSpread returns by how much the standard deviations of flights are to be
// multiplied, so that 90 % intervals had held 90 % of these true values.
func flightSpread(outcomes []outcome) map[string]float64 {
	factors := maps.Clone(analysis.Calibration().Flight)
	needed := map[string][]float64{}
	for _, o := range outcomes {
		for _, d := range o.deviations {
			if had, flies := factors[d.source]; flies {
				needed[d.source] = append(needed[d.source], had*math.Abs(d.err)/d.claim)
			}
		}
	}
	for id, all := range needed {
		if len(all) >= fewForKind {
			factors[id] = threeDigits(quantile(all, covered))
		}
	}
	return factors
}

// deviations are those of all clips.
func (t *Table) deviations() (all []deviation) {
	for _, o := range t.outcomes {
		all = append(all, o.deviations...)
	}
	return all
}

// needs returns the spread with which the interval just holds the true value, given
// the one with which it was made.
func (d deviation) needs(had float64) float64 {
	own := max(0, d.claim*d.claim/(z90*z90)-had*had)
	return math.Sqrt(max(0, d.err*d.err/(z90*z90)-own))
}

func spreads(byKind map[string][]float64) map[string]float64 {
	out := map[string]float64{}
	for kind, needed := range byKind {
		if len(needed) >= fewForKind || kind == "any" {
			out[kind] = threeDigits(quantile(needed, covered))
		}
	}
	return out
}

// quantile sorts x and interpolates linearly.
func quantile(x []float64, q float64) float64 {
	slices.Sort(x)
	p := q * float64(len(x)-1)
	i := min(int(p), len(x)-2)
	return x[i] + (p-float64(i))*(x[i+1]-x[i])
}

func threeDigits(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	if err != nil {
		panic(err) // what FormatFloat writes can be read
	}
	return y
}
