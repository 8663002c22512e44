package analysis

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/shotcheck/shotcheck/pose"
)

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
			a.throws = append(a.throws, throw{stretch: s, candidate: c})
		}
	}
}

// measure turns the throws into shots, in order of time.
func (a *analyzer) measure() {
	throws := a.byBall(oneBody(a.throws))
	slices.SortStableFunc(throws, func(x, y throw) int { return cmp.Compare(x.peak, y.peak) })
	throws = a.byHand(throws)
	for i, t := range throws {
		throws[i].rightArm = t.armEvidence(t.candidate)
	}
	for _, t := range throws {
		if c := a.context(t, throws); c.coherent() {
			a.shots = append(a.shots, c)
		}
	}
}

// coherent says whether the arm lets go when it is thrown up, where nothing else tells of
// the shot: one that somebody draws upon himself extends now and then.
func (c *shotContext) coherent() bool {
	release, ok := c.has(Release)
	return !ok || c.ball != nil || c.throw.flies != nil || c.byHand != nil || math.Abs(release-c.throw.peak) < explainedS
}

// throw is a candidate with the observation in which it was found.
type throw struct {
	*stretch
	candidate
	// manual are the user's own moments in real seconds, by event.
	manual map[string]float64
	// rightArm is the log odds for the right hand that the throw's pictures give.
	rightArm float64
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
		case t.over(out[k]):
			out[k] = t
		}
	}
	return out
}

// over says whether of two throws of one body this is the one to keep: not that of who
// has come walking past, else the one with more room.
func (t throw) over(o throw) bool {
	if walks := t.comesWalking(t.peak); walks != o.comesWalking(o.peak) {
		return !walks
	}
	return t.room() > o.room()
}

// room is for how long the throw's body is seen before and after it, the shorter of
// both: a track that has strayed upon another's body soon loses it.
func (t throw) room() float64 { return math.Min(t.peak-t.from(), t.to()-t.peak) }

// sameAs says whether two throws are one body's at one time.
func (t throw) sameAs(o throw) bool {
	at := (t.peak + o.peak) / 2
	return t.person != o.person && math.Abs(t.peak-o.peak) < sameShotS/2 &&
		distance(t.midHip().at(at), o.midHip().at(at)) < sameBodyBH*math.Max(t.heightPx, o.heightPx)
}
