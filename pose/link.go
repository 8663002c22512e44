package pose

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Limits for taking two trails for one person.
const (
	// minTrack is the least time for which a person must be seen; false
	// detections do not last.
	minTrack = 250 * time.Millisecond
	// maxGap is the longest absence after which a person is recognised.
	maxGap = 20 * time.Second
	// A person may be nearGap sides away after an absence, and roamPerS sides more
	// for each second of it: a brisk walk of 2 m/s.
	nearGap  = 0.35
	roamPerS = 1.0
	// maxLookDistance is the largest difference of two looks of one person
	// (Hellinger) where the place speaks for it; else it is recognised. Seen in
	// side-6shots-2shooters: up to 0.25 for one person, 0.4 when briefly seen,
	// from 0.54 for two.
	maxLookDistance = 0.45
	// lookCost is what the largest difference of looks counts against a second's absence:
	// somebody else is there at once, and looks like another.
	lookCost = 5
	// longGap is when only the look tells who somebody is.
	longGap = 2 * time.Second
	// cutGap is the longest gap at which somebody of the same look may appear
	// elsewhere: the clip has been cut.
	cutGap = 300 * time.Millisecond
)

// link drops what was seen too briefly, joins the trails of the same person and
// numbers people by their first appearance.
func link(trails []*trail) []Track {
	trails = slices.DeleteFunc(trails, func(t *trail) bool { return t.duration() < minTrack })
	slices.SortStableFunc(trails, func(a, b *trail) int { return a.frames[0].Index - b.frames[0].Index })
	people := reunite(chains(trails))
	slices.SortStableFunc(people, func(a, b *person) int { return a.trails[0].frames[0].Index - b.trails[0].frames[0].Index })
	tracks := make([]Track, len(people))
	for i, p := range people {
		tracks[i].ID, tracks[i].look = i+1, p.look()
		for _, t := range p.trails {
			tracks[i].Frames = append(tracks[i].Frames, t.frames...)
		}
	}
	return tracks
}

// chains joins trails that continue each other, the most certain pairs first. A
// trail that has seen two people at once must not tie them together: whoever is
// joined must look alike in all.
func chains(trails []*trail) []*person {
	owner := make(map[*trail]*person, len(trails))
	for _, t := range trails {
		owner[t] = &person{[]*trail{t}}
	}
	for _, l := range links(trails) {
		a, b := owner[l.from], owner[l.to]
		if a.last() != l.from || b.trails[0] != l.to || !a.alike(b) {
			continue
		}
		joined := a.with(b)
		for _, t := range joined.trails {
			owner[t] = joined
		}
	}
	var people []*person
	for _, t := range trails {
		if p := owner[t]; p.trails[0] == t {
			people = append(people, p)
		}
	}
	return people
}

// succession is a trail with one that may continue it.
type succession struct {
	from, to *trail
	cost     float64
}

// links returns the trails that may continue each other, the most certain first: those
// that are surely real before all others, which may lie between two of them.
func links(trails []*trail) []succession {
	var all []succession
	for _, a := range trails {
		for _, b := range trails {
			if cost, ok := linkCost(a, b, trails); ok {
				all = append(all, succession{a, b, cost})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b succession) int {
		return cmp.Or(compareFloat(a.doubt(), b.doubt()), compareFloat(a.cost, b.cost))
	})
	return all
}

// doubt is 0 where both trails are longer than false ones are, else 1.
func (l succession) doubt() float64 { return math.Ceil(max(l.from.brevity(), l.to.brevity())) }

// linkCost says whether b can be a's continuation, and how unlikely that is.
func linkCost(a, b *trail, all []*trail) (cost float64, possible bool) {
	way, known, ok := placeCost(a, b)
	limit := maxLookDistance
	switch {
	case !ok:
		return 0, false
	case !known:
		limit = recognised
	case turned(a, b, all):
		limit = maxLookChange
	}
	look := a.look.distance(&b.look) / limit
	absence := min(b.frames[0].Time-a.last().Time, longGap).Seconds()
	return way + lookCost*look + absence + a.brevity() + b.brevity(), look <= 1
}

// turned says whether b goes on where a ends with nobody else around: whoever
// looks different then has turned round or come into another light.
func turned(a, b *trail, all []*trail) bool {
	end, begin := a.last(), &b.frames[0]
	distance, ratio := begin.Region.offset(end.Region)
	if begin.Time-end.Time > turnGap || distance > sameCandidate || ratio > turnGrowth {
		return false
	}
	return !slices.ContainsFunc(all, func(c *trail) bool { return c != a && c != b && (c.passes(end) || c.passes(begin)) })
}

// Who only turns is seen all the time, in one place and of one size.
const (
	turnGap    = 100 * time.Millisecond
	turnGrowth = 1.3 // the second look is a wider one
)

// passes says whether the trail comes near a sighting of somebody else, shortly
// before or after it. What lies upon that is no other body.
func (t *trail) passes(f *TrackFrame) bool {
	return slices.ContainsFunc(t.frames, func(g TrackFrame) bool {
		distance, _ := g.Region.offset(f.Region)
		return (g.Time-f.Time).Abs() <= meetingSpan && distance > sameCandidate && distance < recoveryRadius
	})
}

// meetingSpan is the time around a meeting within which both people are surely
// seen: a key frame and what a change of look needs to be noticed.
const meetingSpan = keyPeriod + changeSpan

// placeCost says how far b begins from where a would be, 1 for the farthest
// that is possible; whether place is known to tell anything, as it does not
// after a long absence or a cut; and whether b can be a's continuation at all.
func placeCost(a, b *trail) (way float64, known, possible bool) {
	gap := b.frames[0].Time - a.last().Time
	if gap <= 0 || gap > maxGap {
		return 0, false, false
	}
	end, begin := inRoom(a.frames[max(0, len(a.frames)-endFrames):]), inRoom(b.frames[:min(len(b.frames), endFrames)])
	slices.Reverse(begin)
	middle := a.last().Time + gap/2
	expected, found := extrapolate(end, middle), extrapolate(begin, middle)
	expected.SidePx, found.SidePx = medianSide(end), medianSide(begin)
	way, ratio := expected.offset(found)
	usual, usualToo := medianSide(a.frames), medianSide(b.frames)
	ratio = min(ratio, max(usual, usualToo)/min(usual, usualToo))
	way /= nearGap + roamPerS*gap.Seconds()
	cut := way > 1 && gap <= cutGap
	return min(way, 1), gap <= longGap && !cut, ratio <= maxGrowth && (way <= 1 || cut)
}

// inRoom returns sightings whose regions are freed of the camera's movement.
func inRoom(frames []TrackFrame) []TrackFrame {
	free := slices.Clone(frames)
	for i := range free {
		free[i].Region = free[i].place()
	}
	return free
}

// endFrames is how many sightings stand for the end of a trail.
const endFrames = 10

// medianSide is the usual size of a person: single sightings may see half a body.
func medianSide(frames []TrackFrame) float64 { return quantileSide(frames, 0.5) }

func quantileSide(frames []TrackFrame, q float64) float64 {
	sides := make([]float64, len(frames))
	for i, f := range frames {
		sides[i] = f.Region.SidePx
	}
	slices.Sort(sides)
	return sides[int(q*float64(len(sides)))]
}

// duration is the time from the first to the last sighting.
func (t *trail) duration() time.Duration { return t.last().Time - t.frames[0].Time }

// brevity is 1 for a trail of a single sighting and 0 for one of surelyReal: a
// false one must not come between two true ones.
func (t *trail) brevity() float64 {
	return max(0, 1-t.duration().Seconds()/surelyReal.Seconds())
}

// surelyReal is longer than false detections last.
const surelyReal = time.Second
