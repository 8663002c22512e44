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
	// (Hellinger) after a short gap; a long one asks for half of it.
	maxLookDistance = 0.6
	// longGap is when only the look tells who somebody is.
	longGap = 2 * time.Second
	// cutGap is the longest gap at which somebody of the same look may appear
	// elsewhere: the clip has been cut.
	cutGap = 300 * time.Millisecond
)

// link joins the trails of the same person, drops what was seen too briefly and
// numbers people by their first appearance.
func link(trails []*trail) []Track {
	slices.SortStableFunc(trails, func(a, b *trail) int { return a.frames[0].Index - b.frames[0].Index })
	next := successors(trails)
	follows := make([]bool, len(trails))
	for _, n := range next {
		if n >= 0 {
			follows[n] = true
		}
	}
	var tracks []Track
	for i := range trails {
		if follows[i] {
			continue
		}
		var t Track
		for n := i; n >= 0; n = next[n] {
			t.Frames = append(t.Frames, trails[n].frames...)
		}
		if seenFor(t) >= minTrack {
			t.ID = len(tracks) + 1
			tracks = append(tracks, t)
		}
	}
	return tracks
}

// seenFor returns the time from the first to the last sighting.
func seenFor(t Track) time.Duration { return t.Frames[len(t.Frames)-1].Time - t.Frames[0].Time }

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
	from, to := a.last(), &b.frames[0]
	gap := to.Time - from.Time
	if gap <= 0 || gap > maxGap {
		return 0, false
	}
	middle := from.Time + gap/2
	backward := slices.Clone(b.frames[:min(len(b.frames), 30)])
	slices.Reverse(backward)
	distance, ratio := extrapolate(a.frames, middle).offset(extrapolate(backward, middle))
	distance /= nearGap + roamPerS*gap.Seconds()
	look := a.look.distance(&b.look) / maxLookDistance
	cut := distance > 1 && gap <= cutGap
	if gap > longGap || cut {
		look *= 2
	}
	if distance > 1 && !cut || look > 1 || ratio > maxGrowth {
		return 0, false
	}
	return distance + 2*look + gap.Seconds()/maxGap.Seconds(), true
}
