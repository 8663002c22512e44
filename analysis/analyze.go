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

// ShooterIDs returns the people who shoot in a clip, by their first shot. With
// nobody shooting it returns the one who is seen longest, or none where nobody
// is.
func ShooterIDs(p *pose.Poses, cfg Config) []int {
	return survey(p, cfg).shooterIDs()
}

// survey finds the shots of everybody.
func survey(p *pose.Poses, cfg Config) *analyzer {
	a := &analyzer{poses: p, cfg: cfg}
	for _, id := range persons(p) {
		a.person(id)
	}
	a.measure()
	return a
}

// analyzer collects what is found in one clip.
type analyzer struct {
	poses     *pose.Poses
	cfg       Config
	stretches []*stretch
	throws    []throw
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
		for _, c := range s.candidates() {
			a.throws = append(a.throws, throw{s, c})
		}
	}
}

// measure turns the throws into shots, in order of time.
func (a *analyzer) measure() {
	throws := oneBody(a.throws)
	slices.SortStableFunc(throws, func(x, y throw) int { return cmp.Compare(x.peak, y.peak) })
	for _, t := range throws {
		a.shots = append(a.shots, a.context(t, throws))
	}
}

// throw is a candidate with the observation in which it was found.
type throw struct {
	*stretch
	candidate
}

// sameBodyBH is the distance between the hips of two tracks, in body heights, below
// which they follow one body.
const sameBodyBH = 0.35

// oneBody drops throws that another track shows, too: the scout may have followed
// one body twice.
func oneBody(all []throw) []throw {
	var out []throw
	for _, t := range all {
		k := slices.IndexFunc(out, func(o throw) bool { return t.sameAs(o) })
		switch {
		case k < 0:
			out = append(out, t)
		case t.to()-t.from() > out[k].to()-out[k].from():
			out[k] = t
		}
	}
	return out
}

// sameAs says whether two throws are one body's at one time.
func (t throw) sameAs(o throw) bool {
	at := (t.peak + o.peak) / 2
	return t.person != o.person && math.Abs(t.peak-o.peak) < sameShotS/2 &&
		distance(t.midHip().at(at), o.midHip().at(at)) < sameBodyBH*math.Max(t.heightPx, o.heightPx)
}

// context measures what belongs to a shot as a whole, then its events. The
// person's other throws bound it.
func (a *analyzer) context(t throw, all []throw) *shotContext {
	s, c := t.stretch, t.candidate
	from, to := math.Max(s.from(), c.peak-shotBeforeS), math.Min(s.to(), c.peak+shotAfterS)
	for _, o := range all {
		if o.person == t.person && o.peak < c.peak {
			from = math.Max(from, o.peak)
		}
		if o.person == t.person && o.peak > c.peak {
			to = math.Min(to, o.peak)
		}
	}
	x := &shotContext{whole: s, cfg: a.cfg, throw: c, from: from, to: to}
	x.view = s.viewBetween(c.peak-viewBeforeS, c.peak)
	if a.cfg.View != "auto" && a.cfg.View != "" {
		x.view.Kind = a.cfg.View
	}
	x.stretch = s.around(from, to, foreshortening(x.view))
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

// A shot is looked at from so long before the elbow's fastest extension to so
// long after it, in real seconds: longer than its parts may take.
const (
	shotBeforeS = 3.0
	shotAfterS  = 6.0
)

// foreshortening is the factor by which an oblique camera shortens what lies in
// the plane of the shot: 1/sin(azimuth). From nearly in front or behind that
// plane is not seen, and the picture is left as it is.
func foreshortening(v View) float64 {
	if sagittalViews&viewNamed(v.Kind) == 0 {
		return 1
	}
	return 1 / math.Sin(v.AzimuthDeg*math.Pi/180)
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
