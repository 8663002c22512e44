package analysis

import "math"

// Ratings of a metric.
const (
	Good     = "good"     // within the norm's mean ± 1 SD
	Watch    = "watch"    // within ± 2 SD
	Poor     = "poor"     // beyond
	Ungraded = "ungraded" // no norm holds, or the uncertainty leaves it open
)

// AtLeast is the bound of a value that the end of the clip cut short.
const AtLeast = "at_least"

// Rate returns the metric with its norm and rating for this shot. Without a
// norm, or where trust, view or bound forbid a comparison, it is ungraded. Where
// sex, level or shot type are not known, every norm that may hold must lead to
// the same rating; the norm shown is then the nearest of them, and none where
// they disagree.
func Rate(m Metric, s Shot, cfg Config, norms *Norms) Metric {
	m.Norm, m.Rating = nil, Ungraded
	if !gradable(m, s) {
		return m
	}
	candidates, _ := norms.For(m.ID, queryFor(s, cfg))
	if len(candidates) == 0 {
		return m
	}
	rating := candidates[0].rate(m)
	nearest := candidates[0]
	for _, n := range candidates[1:] {
		if n.rate(m) != rating {
			return m
		}
		if n.distanceSD(m.Value) < nearest.distanceSD(m.Value) {
			nearest = n
		}
	}
	m.Rating = rating
	m.Norm = &NormRange{Mean: *nearest.Mean, SD: nearest.SD, Source: nearest.String()}
	return m
}

// gradable reports whether a metric may be compared with norms: measured, to
// be trusted absolutely, complete, and seen from where the norm's method holds.
func gradable(m Metric, s Shot) bool {
	info, ok := MetricByID(m.ID)
	return ok && m.Missing == nil && m.Trust == Absolute && m.Bound == "" &&
		info.Graded&viewNamed(s.View.Kind) != 0
}

// rate compares a value with one norm that [Norm.Grades].
func (n Norm) rate(m Metric) string {
	off := math.Abs(m.Value - *n.Mean)
	switch u := m.Uncertainty; {
	case off+u < n.SD:
		return Good
	case off-u > n.SD && off+u < 2*n.SD:
		return Watch
	case off-u > 2*n.SD:
		return Poor
	}
	return Ungraded
}

// distanceSD is how far a value lies from the mean, in standard deviations.
func (n Norm) distanceSD(value float64) float64 { return math.Abs(value-*n.Mean) / n.SD }
