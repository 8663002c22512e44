package pose

import "slices"

// person is a set of trails of one person, in order and apart in time.
type person struct{ trails []*trail }

const (
	// recognised is the largest difference of two people's looks over all their
	// sightings (Hellinger) at which they are one person; see maxLookDistance.
	recognised = 0.3
	// maxReunited bounds the work in a crowd: the longest seen are compared.
	maxReunited = 64
)

// reunite joins people of the same look who are never in view together, the
// most alike first; those who were seen briefly after all others, as their looks say
// less and may keep two true parts of one person apart.
func reunite(people []*person) []*person {
	slices.SortStableFunc(people, func(a, b *person) int { return b.sightings() - a.sightings() })
	rest := people[min(len(people), maxReunited):]
	people = people[:min(len(people), maxReunited)]
	for _, among := range []func(*person) bool{(*person).surely, func(*person) bool { return true }} {
		for a, b := mostAlike(people, among); a >= 0; a, b = mostAlike(people, among) {
			people[a] = people[a].with(people[b])
			people = slices.Delete(slices.Clone(people), b, b+1)
		}
	}
	return append(people, rest...)
}

// mostAlike returns the two people among some who are most surely one, a < b, or −1.
func mostAlike(people []*person, among func(*person) bool) (a, b int) {
	a, b = -1, -1
	best := recognised
	for i, p := range people {
		look := p.look()
		for j, q := range people[i+1:] {
			other := q.look()
			if d := look.distance(&other); d < best && among(p) && among(q) && p.with(q).possible() {
				a, b, best = i, i+1+j, d
			}
		}
	}
	return a, b
}

// surely says whether any trail is longer than false ones are.
func (p *person) surely() bool {
	return slices.ContainsFunc(p.trails, func(t *trail) bool { return t.brevity() == 0 })
}

func (p *person) last() *trail { return p.trails[len(p.trails)-1] }

// alike says whether two people can be one by their looks over all sightings.
func (p *person) alike(q *person) bool {
	a, b := p.look(), q.look()
	return a.distance(&b) <= maxLookChange
}

func (p *person) sightings() (n int) {
	for _, t := range p.trails {
		n += len(t.frames)
	}
	return n
}

// look is the mean over all sightings.
func (p *person) look() look {
	var mean look
	n := float64(p.sightings())
	for _, t := range p.trails {
		share := float64(len(t.frames)) / n
		mean.total += share * t.look.total
		for i, v := range t.look.bins {
			mean.bins[i] += share * v
		}
	}
	return mean
}

// with returns a person with the trails of both.
func (p *person) with(q *person) *person {
	all := slices.Concat(p.trails, q.trails)
	slices.SortStableFunc(all, func(a, b *trail) int { return a.frames[0].Index - b.frames[0].Index })
	return &person{all}
}

// possible says whether one person can have walked all the trails. What was seen
// briefly may have been seen wrongly: its place says nothing.
func (p *person) possible() bool {
	var sure *trail
	for i, t := range p.trails {
		if i > 0 && t.frames[0].Time <= p.trails[i-1].last().Time {
			return false
		}
		if t.brevity() > 0 {
			continue
		}
		if sure != nil {
			if _, _, ok := placeCost(sure, t); !ok {
				return false
			}
		}
		sure = t
	}
	return true
}
