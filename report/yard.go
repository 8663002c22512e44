package report

import (
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
)

// yard is what a flaw's value is held against: a norm with its source, or a
// coaching rule. Core is where there is no flaw; wide is where it is minor.
type yard struct {
	coreLow, coreHigh, wideLow, wideHigh float64
	words                                string // "norm" or "coaching rule"
	source                               string // of a norm
}

// held returns the value that shows a flaw and what it is held against; false
// where the profile that tells is not at hand.
func (a *story) held(f fault) (analysis.Metric, yard, bool) {
	profile := a.Profile
	// Only built-in norms have a DOI, without which nothing counts as research.
	if profile == nil && (a.Result.Config.Profile == "" || f.worst.Basis == analysis.Research) {
		profile = analysis.BuiltinProfile()
	}
	if info, _ := analysis.FlawByID(f.worst.ID); profile == nil || info.OverShots || len(f.worst.Metrics) == 0 {
		return analysis.Metric{}, yard{}, false
	}
	m, ok := f.shot.Metric(f.worst.Metrics[0])
	if !ok {
		return m, yard{}, false
	}
	switch n := m.Norm; {
	case f.worst.Basis != analysis.Research:
		return ruleYard(m, f, profile)
	case n != nil:
		return m, yard{n.Mean - n.SD, n.Mean + n.SD, n.Mean - 2*n.SD, n.Mean + 2*n.SD, "norm", n.Source}, true
	}
	return a.normYard(m, f, profile)
}

// query says for whom norms are wanted.
func (a *story) query(s *analysis.Shot) analysis.Query {
	return analysis.Query{ShotType: s.ShotType, Sex: a.Result.Config.Sex, Level: a.Result.Config.Level}
}

// normYard is the norm by which a value is least off: analysis raises a flaw by
// that one.
func (a *story) normYard(m analysis.Metric, f fault, p *analysis.Profile) (analysis.Metric, yard, bool) {
	norms, _ := p.Norms.For(m.ID, a.query(f.shot))
	if len(norms) == 0 {
		return m, yard{}, false
	}
	off := func(n analysis.Norm) float64 { return math.Abs(m.Value-*n.Mean) / n.SD }
	n := slices.MinFunc(norms, func(a, b analysis.Norm) int { return int(math.Copysign(1, off(a)-off(b))) })
	return m, yard{*n.Mean - n.SD, *n.Mean + n.SD, *n.Mean - 2*n.SD, *n.Mean + 2*n.SD, "norm", n.String()}, true
}

// ruleYard is the coaching rule of a metric.
func ruleYard(m analysis.Metric, f fault, p *analysis.Profile) (analysis.Metric, yard, bool) {
	info, _ := analysis.FlawByID(f.worst.ID)
	k := slices.IndexFunc(p.Rules[info.ID], func(r analysis.Rule) bool { return r.Metric == m.ID })
	if k < 0 {
		return m, yard{}, false
	}
	r := p.Rules[info.ID][k]
	limit, moderate := math.Abs(r.Limit-r.Ideal), math.Abs(r.Moderate-r.Ideal)
	y := yard{r.Ideal - limit, r.Ideal + limit, r.Ideal - moderate, r.Ideal + moderate, analysis.CoachingRule, ""}
	switch info.Direction {
	case analysis.Above:
		y.coreLow, y.wideLow = math.Inf(-1), math.Inf(-1)
	case analysis.Below:
		y.coreHigh, y.wideHigh = math.Inf(1), math.Inf(1)
	}
	return m, y, true
}

// span returns the values at the ends of a gauge: all that is finite, with some
// room beyond.
func (y yard) span(m analysis.Metric) (low, high float64) {
	low, high = m.Value-m.Uncertainty, m.Value+m.Uncertainty
	for _, v := range []float64{y.coreLow, y.coreHigh, y.wideLow, y.wideHigh} {
		if !math.IsInf(v, 0) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	room := math.Max(1e-6, (high-low)*0.15)
	return low - room, high + room
}

// gaugeWords write a value and what it is held against.
func (a *story) gaugeWords(m analysis.Metric, y yard) string {
	value := a.Units.FormatMetric(m)
	switch {
	case math.IsInf(y.coreLow, 0):
		return value + ", " + y.words + " at most " + a.Units.Format(y.coreHigh, m.Unit)
	case math.IsInf(y.coreHigh, 0):
		return value + ", " + y.words + " at least " + a.Units.Format(y.coreLow, m.Unit)
	}
	return value + ", " + y.words + " " + a.Units.FormatRange(y.coreLow, y.coreHigh, m.Unit)
}
