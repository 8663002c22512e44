package analysis

import (
	"cmp"
	"math"
	"slices"
	"sort"

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
	a := &analyzer{poses: p, cfg: cfg}
	for _, id := range persons(p) {
		a.person(id)
	}
	slices.SortStableFunc(a.shots, func(x, y *shotContext) int { return cmp.Compare(x.throw.peak, y.throw.peak) })
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

// ShooterIDs returns the people who shoot in a clip, by their first shot. With
// nobody shooting it returns the one who is seen longest, or none where nobody
// is.
func ShooterIDs(p *pose.Poses, cfg Config) []int {
	a := &analyzer{poses: p, cfg: cfg}
	for _, id := range persons(p) {
		a.person(id)
	}
	return a.shooterIDs()
}

// analyzer collects what is found in one clip.
type analyzer struct {
	poses     *pose.Poses
	cfg       Config
	stretches []*stretch
	shots     []*shotContext
}

// persons lists everybody's number in order.
func persons(p *pose.Poses) []int {
	seen := map[int]bool{}
	for _, f := range p.Frames {
		for _, q := range f.Persons {
			seen[q.ID] = true
		}
	}
	ids := make([]int, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	sort.Ints(ids)
	return ids
}

// person looks for the shots of one person.
func (a *analyzer) person(id int) {
	if a.cfg.Person != 0 && a.cfg.Person != id {
		return
	}
	for _, run := range observations(a.poses, id) {
		s := newStretch(a.poses, id, run)
		a.stretches = append(a.stretches, s)
		cs := s.candidates()
		for i, c := range cs {
			a.shots = append(a.shots, a.context(s, cs, i, c))
		}
	}
}

// context measures what belongs to a shot as a whole, then its events.
func (a *analyzer) context(s *stretch, all []candidate, i int, c candidate) *shotContext {
	x := &shotContext{stretch: s, cfg: a.cfg, throw: c, from: s.from(), to: s.to()}
	if i > 0 {
		x.from = math.Max(x.from, all[i-1].peak)
	}
	if i+1 < len(all) {
		x.to = math.Min(x.to, all[i+1].peak)
	}
	x.view = s.viewBetween(c.peak-viewBeforeS, c.peak)
	if a.cfg.View != "auto" && a.cfg.View != "" {
		x.view.Kind = a.cfg.View
	}
	x.forward = 1
	if x.view.Facing == "left" || (x.view.Facing != "right" && s.forwardSign(c.peak-viewBeforeS, c.peak) < 0) {
		x.forward = -1
	}
	x.arm = s.shootingArm(c, a.cfg.Hand)
	x.legs = nearSide(x.forward)
	x.scale = scale(s, a.cfg)
	x.locate()
	return x
}

// viewBeforeS is how long before the release the view is taken, in real seconds.
const viewBeforeS = 0.7

// scale gives metres a pixel from the player's height.
func scale(s *stretch, cfg Config) *Scale {
	if cfg.HeightM == 0 {
		return nil
	}
	const heightSD = 0.03 // of body height, from segment lengths
	m := cfg.HeightM / s.heightPx
	return &Scale{MPerPx: m, Uncertainty: z90 * heightSD * m, Source: "height"}
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
		Method: m.method, Confidence: m.confidence,
	}
}
