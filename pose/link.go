package pose

import (
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
		tracks[i].ID = i + 1
		for _, t := range p.trails {
			tracks[i].Frames = append(tracks[i].Frames, t.frames...)
		}
	}
	return tracks
}

// chains joins trails that continue each other.
func chains(trails []*trail) []*person {
	next := successors(trails)
	follows := make([]bool, len(trails))
	for _, n := range next {
		if n >= 0 {
			follows[n] = true
		}
	}
	var people []*person
	for i := range trails {
		if follows[i] {
			continue
		}
		p := new(person)
		for n := i; n >= 0; n = next[n] {
			p.trails = append(p.trails, trails[n])
		}
		people = append(people, p)
	}
	return people
}

// successors returns for each trail the one that continues it, or −1. The most
// certain pairs are joined first.
func successors(trails []*trail) []int {
	type pair struct {
		from, to int
		cost     float64
	}
	var pairs []pair
	for i, a := range trails {
		for j, b := range trails {
			if cost, ok := linkCost(a, b); ok {
				pairs = append(pairs, pair{i, j, cost})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return compareFloat(a.cost, b.cost) })
	next, taken := make([]int, len(trails)), make([]bool, len(trails))
	for i := range next {
		next[i] = -1
	}
	for _, p := range pairs {
		if next[p.from] < 0 && !taken[p.to] {
			next[p.from], taken[p.to] = p.to, true
		}
	}
	return next
}

// linkCost says whether b can be a's continuation, and how unlikely that is.
func linkCost(a, b *trail) (cost float64, possible bool) {
	way, known, ok := placeCost(a, b)
	limit := maxLookDistance
	if !known {
		limit = recognised
	}
	look := a.look.distance(&b.look) / limit
	if !ok || look > 1 {
		return 0, false
	}
	absence := min(b.frames[0].Time-a.last().Time, longGap).Seconds()
	return way + 3*look + absence + a.brevity() + b.brevity(), true
}

// placeCost says how far b begins from where a would be, 1 for the farthest
// that is possible; whether place is known to tell anything, as it does not
// after a long absence or a cut; and whether b can be a's continuation at all.
func placeCost(a, b *trail) (way float64, known, possible bool) {
	gap := b.frames[0].Time - a.last().Time
	if gap <= 0 || gap > maxGap {
		return 0, false, false
	}
	end, begin := a.frames[max(0, len(a.frames)-endFrames):], slices.Clone(b.frames[:min(len(b.frames), endFrames)])
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

// endFrames is how many sightings stand for the end of a trail.
const endFrames = 10

// medianSide is the usual size of a person: single sightings may see half a body.
func medianSide(frames []TrackFrame) float64 {
	sides := make([]float64, len(frames))
	for i, f := range frames {
		sides[i] = f.Region.SidePx
	}
	slices.Sort(sides)
	return sides[len(sides)/2]
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
