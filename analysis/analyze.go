package analysis

import (
	"slices"

	"github.com/shotcheck/shotcheck/pose"
)

// Analyze finds the shots of a clip and measures them.
//
//	Poses → stretches → candidates → shots: hand, view, events, metrics → judged
//
// Shots are judged by the profile, nil for the built-in one.
// Everything is computed from p and cfg alone: the same values give the same
// result, bit for bit. A clip without a shot gives a result without shots.
func Analyze(p *pose.Poses, cfg Config, profile *Profile) *Result {
	if profile == nil {
		profile = BuiltinProfile()
	}
	r := &Result{Schema: Schema, Model: p.Model, Config: cfg, Clip: p.Clip, Shots: []Shot{}}
	a := survey(p, cfg)
	for i, c := range a.shots {
		r.Shots = append(r.Shots, c.shot(i+1, p))
	}
	r.Shots = Judge(r.Shots, cfg, profile)
	r.Consistency = FindConsistency(r.Shots)
	r.Shooters = a.shooters()
	r.Motions = a.motions(r)
	r.Quality = a.quality()
	return r
}

// shooterIDs orders the people with shots by their first one.
func (a *analyzer) shooterIDs() []int {
	var ids []int
	for _, c := range a.shots {
		if !slices.Contains(ids, c.person) {
			ids = append(ids, c.person)
		}
	}
	if len(ids) == 0 && len(a.stretches) > 0 {
		ids = []int{a.longestSeen()}
	}
	return ids
}

// longestSeen is the person with the most time × height in the picture.
func (a *analyzer) longestSeen() int {
	weight := map[int]float64{}
	best := a.stretches[0].person
	for _, s := range a.stretches {
		weight[s.person] += (s.to() - s.from()) * s.heightPx
		if weight[s.person] > weight[best] {
			best = s.person
		}
	}
	return best
}

// shot turns the context into the result's form.
func (c *shotContext) shot(index int, p *pose.Poses) Shot {
	s := Shot{
		Index: index, Shooter: c.person, Hand: c.arm.String(), Kind: c.kind,
		ShotType: c.cfg.ShotType, View: c.view,
	}
	if c.ball != nil {
		s.Ball = Ball{Tracked: true, Points: c.ball.points}
	}
	for _, e := range EventCatalogue {
		s.Events = append(s.Events, c.moments[e.ID].event(e.ID, p))
	}
	for _, m := range Catalogue {
		s.Metrics = append(s.Metrics, c.measure(m))
	}
	return s
}

// event converts real seconds to presentation time and frames.
func (m moment) event(id string, p *pose.Poses) Event {
	if m.missing != nil {
		return Event{ID: id, Missing: m.missing}
	}
	t := clipTime(m.t, p.Clip)
	return Event{
		ID: id, Time: t, Frame: frameAt(p, t), Uncertainty: clipTime(z90*m.sd, p.Clip),
		Method: m.method, Confidence: m.confidence, Source: m.source,
	}
}
