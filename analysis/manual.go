package analysis

import (
	"cmp"
	"math"
	"slices"
)

// manualNearS is how far the user's release may lie from one that was found for
// both to be the same, in real seconds.
const manualNearS = 0.75

// byHand lets the user's own moments override what was found. Who names
// releases names all the shots there are; moments without a release belong to
// the shots that were found, in their order.
func (a *analyzer) byHand(found []throw) []throw {
	sets := a.manualMoments()
	if !slices.ContainsFunc(sets, hasRelease) {
		for i := range found {
			if i < len(sets) {
				found[i].manual = sets[i]
			}
		}
		return found
	}
	var out []throw
	for _, set := range sets {
		if !hasRelease(set) {
			continue
		}
		if t, ok := a.throwAt(set[Release], found); ok {
			t.manual = set
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(x, y throw) int { return cmp.Compare(x.peak, y.peak) })
	return out
}

func hasRelease(set map[string]float64) bool {
	_, ok := set[Release]
	return ok
}

// manualMoments are the user's moments in real seconds, a set for each shot.
func (a *analyzer) manualMoments() []map[string]float64 {
	var sets []map[string]float64
	for _, r := range a.cfg.Releases {
		sets = append(sets, map[string]float64{Release: realSeconds(r, a.poses.Clip)})
	}
	for _, moments := range a.cfg.Events {
		set := map[string]float64{}
		for id, t := range moments {
			set[id] = realSeconds(t, a.poses.Clip)
		}
		sets = append(sets, set)
	}
	return sets
}

// throwAt returns the throw whose release the user has named: the nearest one that
// was found or, where none is near, one of whoever has a hand highest then.
func (a *analyzer) throwAt(release float64, found []throw) (best throw, ok bool) {
	for _, t := range found {
		d := math.Abs(t.peak + releaseLagS - release)
		if d < manualNearS && (!ok || d < math.Abs(best.peak+releaseLagS-release)) {
			best, ok = t, true
		}
	}
	if ok {
		best.peak = release - releaseLagS
		return best, true
	}
	highest := math.Inf(-1)
	for _, s := range a.stretches {
		for _, side := range bothSides {
			if up := s.wristUp(side).at(release); up > highest {
				highest = up
				best, ok = throw{stretch: s, candidate: candidate{side: side, peak: s.clamp(release - releaseLagS)}}, true
			}
		}
	}
	return best, ok
}

// settle notes an event: the user's moment where there is one, else ours.
func (c *shotContext) settle(id string, ours func() moment) {
	m := moment{method: manualMethod, confidence: 1}
	if t, ok := c.byHand[id]; ok {
		m.t = t
	} else {
		m = ours()
	}
	m.source = id + " " + m.method
	if m.hidden {
		m.source += ", hidden"
	}
	m.sd = c.eventSD(m)
	c.moments[id] = m
}

// manualMethod is the method of the user's own moments.
const manualMethod = "manual"
