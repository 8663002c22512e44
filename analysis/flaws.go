package analysis

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Judge returns the shots with every metric rated and every flaw found, those
// over several shots of one shooter included.
func Judge(shots []Shot, cfg Config, p *Profile) []Shot {
	judged := slices.Clone(shots)
	for i, s := range judged {
		s.Metrics = slices.Clone(s.Metrics)
		for k, m := range s.Metrics {
			s.Metrics[k] = Rate(m, s, cfg, p.Norms)
		}
		s.Flaws = FindFlaws(s, cfg, p)
		judged[i] = s
	}
	addFlawsOverShots(judged, p)
	return judged
}

// FindFlaws returns the flaws that one shot shows, the gravest and surest
// first: ranked by severity × confidence.
func FindFlaws(s Shot, cfg Config, p *Profile) []Flaw {
	flaws := []Flaw{}
	for _, info := range FlawCatalogue {
		if info.OverShots {
			continue
		}
		if f, ok := findFlaw(info, s, queryFor(s, cfg), p); ok {
			flaws = append(flaws, f)
		}
	}
	rank(flaws)
	return flaws
}

// rank sorts flaws by severity × confidence, falling.
func rank(flaws []Flaw) {
	weight := func(f Flaw) float64 { return float64(f.Severity) * f.Confidence }
	slices.SortStableFunc(flaws, func(a, b Flaw) int { return cmp.Compare(weight(b), weight(a)) })
}

// findFlaw looks for one flaw in the metrics that show it. Where several do,
// the first in the catalogue's order tells its size, and all are named.
func findFlaw(info FlawInfo, s Shot, q Query, p *Profile) (Flaw, bool) {
	var flaw Flaw
	for _, id := range info.Metrics {
		m, ok := findMetric(s, id)
		if !ok || !shows(m, info, s) {
			continue
		}
		y, severity := mildest(p.yardsticks(info, m, s, q), m)
		switch {
		case severity == 0:
		case flaw.ID == "":
			flaw = raise(info, y, m.Value, severity, y.Confidence(m.Value, m.Uncertainty))
			flaw.Time = momentOf(s, info.Event)
		default:
			flaw.Metrics = append(flaw.Metrics, id)
		}
	}
	return flaw, flaw.ID != ""
}

// shows reports whether a metric can show the flaw in this shot: it is
// measured and as trusted as this metric can be, in a view in which it may be
// judged, and no lower bound of what the flaw says is too small.
func shows(m Metric, info FlawInfo, s Shot) bool {
	if m.Missing != nil || math.IsNaN(m.Value) || math.IsNaN(m.Uncertainty) {
		return false
	}
	if m.Bound != "" && info.Direction != Above {
		return false
	}
	metric, _ := MetricByID(m.ID)
	if metric.Graded == 0 { // it is measured only where it holds
		return m.Trust != Flag || metric.Trust == Flag
	}
	return metric.Graded&viewNamed(s.View.Kind) != 0 && m.Trust == metric.Trust
}

// yardsticks returns what one metric of a shot is held against: the norms that
// may grade it, else the profile's coaching rules.
func (p *Profile) yardsticks(info FlawInfo, m Metric, s Shot, q Query) []Yardstick {
	if gradable(m, s) && !info.OverShots {
		if ys := p.normYardsticks(info, m.ID, q); ys != nil {
			return ys
		}
	}
	return p.ruleYardsticks(info, m.ID)
}

// normYardsticks are those of the norms that may hold for the query.
func (p *Profile) normYardsticks(info FlawInfo, metric string, q Query) (ys []Yardstick) {
	norms, _ := p.Norms.For(metric, q)
	for _, n := range norms {
		ys = append(ys, n.yardstick(info.Direction))
	}
	return ys
}

// ruleYardsticks are those of the profile's coaching rules for the flaw.
func (p *Profile) ruleYardsticks(info FlawInfo, metric string) (ys []Yardstick) {
	for _, r := range p.Rules[info.ID] {
		if r.Metric == metric {
			ys = append(ys, r.yardstick(info.Direction))
		}
	}
	return ys
}

// Yardsticks returns what a flaw is measured with for a query, where its
// metrics are seen well: from it follows how large a flaw must be to be
// moderate or major.
func (p *Profile) Yardsticks(flaw string, q Query) []Yardstick {
	info, _ := FlawByID(flaw)
	var all []Yardstick
	for _, id := range info.Metrics {
		metric, _ := MetricByID(id)
		ideal := Metric{ID: id, Trust: metric.Trust}
		all = append(all, p.yardsticks(info, ideal, Shot{View: View{Kind: "side"}}, q)...)
	}
	return all
}

// mildest returns the yardstick by which the value is least severe: a flaw must
// be one by all of them.
func mildest(ys []Yardstick, m Metric) (mild Yardstick, severity float64) {
	for i, y := range ys {
		if sev := y.Severity(m.Value, m.Uncertainty); i == 0 || sev < severity {
			mild, severity = y, sev
		}
	}
	return mild, severity
}

// raise makes the flaw that a value shows by a yardstick.
func raise(info FlawInfo, y Yardstick, value, severity, confidence float64) Flaw {
	whole := max(1, int(severity)) // rounded down: a level is reached or it is not
	return Flaw{
		ID:         info.ID,
		Severity:   whole,
		Level:      levelOf(whole),
		Basis:      y.Basis,
		Confidence: confidence,
		Metrics:    []string{y.Metric},
		Message:    explain(info.Message, value, y),
		Cue:        info.Cue,
		Drill:      info.Drill,
	}
}

// momentOf returns the time of an event, or of the release where it is missing.
func momentOf(s Shot, event string) time.Duration {
	for _, id := range []string{event, Release} {
		for _, e := range s.Events {
			if e.ID == id && e.Missing == nil {
				return e.Time
			}
		}
	}
	return 0
}

// findMetric returns a shot's metric by id, measured or missing.
func findMetric(s Shot, id string) (Metric, bool) {
	i := slices.IndexFunc(s.Metrics, func(m Metric) bool { return m.ID == id })
	if i < 0 {
		return Metric{}, false
	}
	return s.Metrics[i], true
}
