package ball

import (
	"math"
	"math/rand/v2"
	"slices"
)

// What a flight looks like. Lengths are in body heights, times in real seconds.
const (
	fewestFlight   = 6    // pictures
	tries          = 8000 // triples of candidates
	releaseWithinS = 0.35 // of the throw's time
	handReachBH    = 0.30 // between hands and path at the release
	leastRiseBHPS  = 0.6  // upward at the release: 1.1 m/s
	seenShare      = 0.5  // of the pictures between first and last
	longestLossS   = 0.25 // without the ball
	// gravity in body heights a second squared for a person of 1.85 m; children and
	// footage that is not in real time have more or less.
	usualGravity    = 9.81 / 1.85
	lowestGravity   = 0.3 // times the usual one
	highestGravity  = 6
	leastLean       = 0.35 // sideways acceleration as a share of gravity: roll and perspective
	toleranceRadius = 0.5  // of the usual radius, between path and ball
)

// curve is a polynomial of time after t0, one coordinate.
type curve [4]float64

func (c curve) at(t float64) float64 { return c[0] + t*(c[1]+t*(c[2]+t*c[3])) }

func (c curve) slope(t float64) float64 { return c[1] + t*(2*c[2]+t*3*c[3]) }

// flight is a path through the air.
type flight struct {
	t0       float64
	x, y     curve
	from, to int         // glimpses: the first and the last with the ball
	seen     []candidate // by glimpse; radius 0 where it was not seen
}

func (f *flight) at(t float64) (x, y float64) { return f.x.at(t - f.t0), f.y.at(t - f.t0) }

// flight finds the free flight that begins in the hands and that most pictures
// support.
func (h *hunt) flight() (best flight, ok bool) {
	rng := rand.New(rand.NewPCG(1, 0x62616c6c)) // the same for every clip
	var filled []int
	for i := range h.glimpses {
		if len(h.glimpses[i].candidates) > 0 && h.glimpses[i].timeS > h.TimeS-releaseWithinS {
			filled = append(filled, i)
		}
	}
	if len(filled) < fewestFlight {
		return flight{}, false
	}
	most := 0.0
	for range tries {
		f, good := h.guess(rng, filled)
		if !good {
			continue
		}
		if score := h.support(&f); score > most {
			best, most = f, score
		}
	}
	if most == 0 {
		return flight{}, false
	}
	return h.refit(best)
}

// guess lays a parabola through three candidates.
func (h *hunt) guess(rng *rand.Rand, filled []int) (flight, bool) {
	a := rng.IntN(len(filled) - 2)
	b := a + 1 + rng.IntN(min(len(filled)-a-2, 12))
	c := b + 1 + rng.IntN(min(len(filled)-b-1, 20))
	p, q, r := h.pick(rng, filled[a]), h.pick(rng, filled[b]), h.pick(rng, filled[c])
	t0 := h.glimpses[filled[a]].timeS
	t1, t2 := h.glimpses[filled[b]].timeS-t0, h.glimpses[filled[c]].timeS-t0
	f := flight{t0: t0, x: through(p.x, q.x, r.x, t1, t2), y: through(p.y, q.y, r.y, t1, t2)}
	return f, h.plausible(&f)
}

func (h *hunt) pick(rng *rand.Rand, i int) candidate {
	all := h.glimpses[i].candidates
	return all[rng.IntN(len(all))]
}

// through returns the parabola with values at 0, t1 and t2.
func through(v0, v1, v2, t1, t2 float64) curve {
	d1, d2 := (v1-v0)/t1, (v2-v0)/t2
	a := (d2 - d1) / (t2 - t1)
	return curve{v0, d1 - a*t1, a, 0}
}

// plausible says whether gravity pulls down and the path begins, rising, in the
// hands.
func (h *hunt) plausible(f *flight) bool {
	g := 2 * f.y[2] / (usualGravity * h.HeightPx)
	if g < lowestGravity || g > highestGravity || math.Abs(f.x[2]) > leastLean*f.y[2] {
		return false
	}
	_, ok := h.leaves(f)
	return ok
}

// leaves returns when the path is nearest to the hands.
func (h *hunt) leaves(f *flight) (when float64, ok bool) {
	nearest := handReachBH * h.HeightPx
	for t := h.TimeS - releaseWithinS; t <= h.TimeS+releaseWithinS; t += 0.02 {
		x, y := f.at(t)
		hx, hy := h.handAt(t)
		if d := math.Hypot(x-hx, y-hy); d < nearest && -f.y.slope(t-f.t0) > leastRiseBHPS*h.HeightPx {
			nearest, when, ok = d, t, true
		}
	}
	return when, ok
}

// tolerance is how far a ball may be from its path.
func (h *hunt) tolerance() float64 { return toleranceRadius*usualRadius*h.HeightPx + 1 }

// support says how well the pictures show a path: how many, and how near.
func (h *hunt) support(f *flight) float64 {
	begin, _ := h.leaves(f)
	score, lost := 0.0, begin
	for i := range h.glimpses {
		g := &h.glimpses[i]
		if g.timeS < begin {
			continue
		}
		if g.timeS-lost > longestLossS {
			break
		}
		if _, d := h.nearest(f, i); d < 1 {
			score, lost = score+1-d*d, g.timeS
		}
	}
	return score * (1 - 0.1*math.Abs(math.Log(2*f.y[2]/(usualGravity*h.HeightPx))))
}

// nearest returns the candidate nearest to a path in a glimpse, and its distance in
// tolerances.
func (h *hunt) nearest(f *flight, i int) (best candidate, least float64) {
	g := &h.glimpses[i]
	x, y := f.at(g.timeS)
	least = math.Inf(1)
	for _, c := range g.candidates {
		if d := math.Hypot(c.x-x, c.y-y); d < least {
			best, least = c, d
		}
	}
	return best, least / h.tolerance()
}

// refit fits the path to all that support it, until that no longer changes.
func (h *hunt) refit(f flight) (flight, bool) {
	for range 5 {
		begin, ok := h.leaves(&f)
		if !ok {
			return flight{}, false
		}
		h.gather(&f, begin)
		if n := f.count(); n < fewestFlight || float64(n) < seenShare*float64(f.to-f.from+1) {
			return flight{}, false
		}
		h.fit(&f)
	}
	return f, true
}

// gather collects the balls along a path from its begin until it is lost.
func (h *hunt) gather(f *flight, begin float64) {
	f.seen = make([]candidate, len(h.glimpses))
	f.from, f.to = -1, -1
	lost := begin
	for i := range h.glimpses {
		t := h.glimpses[i].timeS
		if t < begin {
			continue
		}
		if t-lost > longestLossS {
			break
		}
		c, d := h.nearest(f, i)
		if d >= 1 {
			continue
		}
		f.seen[i], f.to, lost = c, i, t
		if f.from < 0 {
			f.from = i
		}
	}
}

func (f *flight) count() int {
	n := 0
	for _, c := range f.seen {
		if c.r > 0 {
			n++
		}
	}
	return n
}

// radius is the median of the seen ones.
func (f *flight) radius() float64 {
	var all []float64
	for _, c := range f.seen {
		if c.r > 0 {
			all = append(all, c.r)
		}
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// cubicFrom is the number of pictures from which the change of scale along an
// oblique flight is fitted as well, by a third power.
const cubicFrom = 12

// fit lays the path through the seen balls by least squares.
func (h *hunt) fit(f *flight) {
	powers := 3
	if f.count() >= cubicFrom {
		powers = 4
	}
	var x, y normal
	for i, c := range f.seen {
		if c.r > 0 {
			t := h.glimpses[i].timeS - f.t0
			x.add(t, c.x)
			y.add(t, c.y)
		}
	}
	f.x, f.y = x.solve(powers), y.solve(powers)
}
