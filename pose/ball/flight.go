package ball

import (
	"math"
	"math/rand/v2"
	"slices"
)

// What a flight looks like. Lengths are in body heights, times in real seconds.
const (
	fewestFlight   = 6    // pictures that tell the gravity
	fewestShort    = 3    // pictures of a ball that soon leaves the picture
	shortS         = 0.35 // shorter flights do not tell the gravity
	tries          = 8000 // triples of candidates
	releaseWithinS = 0.35 // of the throw's time
	handReachBH    = 0.30 // between hands and path at the release
	leastSpeedBHPS = 1.9  // at the release: 3.5 m/s; a jumping player's head has less
	leastRiseBHPS  = 0.7  // upward at the release
	seenShare      = 0.5  // of the pictures between first and last
	longestLossS   = 0.25 // without the ball
	// gravity in body heights a second squared for a person of 1.85 m; children and
	// footage that is not in real time have more or less.
	usualGravity    = 9.81 / 1.85
	lowestGravity   = 0.3 // times the usual one
	highestGravity  = 6
	leastLean       = 0.35 // sideways acceleration as a share of gravity: roll and perspective
	toleranceRadius = 0.9  // of the usual radius, between path and ball
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
	most := 0.0
	for range tries {
		if len(filled) < fewestFlight {
			break
		}
		f, good := h.guess(rng, filled)
		if !good {
			continue
		}
		if score := h.support(&f); score > most {
			if fitted, holds := h.refit(f, fewestFlight); holds {
				best, most, ok = fitted, score, true
			}
		}
	}
	if ok {
		return best, true
	}
	return h.shortFlight(filled)
}

// shortFlight finds the flight of a ball that soon leaves the picture: two
// candidates with the usual gravity, and a third that agrees.
func (h *hunt) shortFlight(filled []int) (best flight, ok bool) {
	most := 0.0
	for k, i := range filled {
		for _, j := range filled[k+1:] {
			dt := h.glimpses[j].timeS - h.glimpses[i].timeS
			if h.glimpses[i].timeS > h.TimeS+releaseWithinS || dt > shortS {
				break
			}
			for _, a := range h.glimpses[i].candidates {
				for _, b := range h.glimpses[j].candidates {
					f := h.between(a, b, h.glimpses[i].timeS, dt)
					if _, good := h.leaves(&f); !good {
						continue
					}
					if score := h.support(&f); score > most {
						best, most = f, score
					}
				}
			}
		}
	}
	if most == 0 {
		return flight{}, false
	}
	return h.refit(best, fewestShort)
}

// between is the path from a to b, dt later, with the usual gravity.
func (h *hunt) between(a, b candidate, t0, dt float64) flight {
	half := usualGravity * h.HeightPx / 2
	return flight{
		t0: t0, x: curve{a.x, (b.x - a.x) / dt, 0, 0},
		y: curve{a.y, (b.y-a.y)/dt - half*dt, half, 0},
	}
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
	nearest := (handReachBH + h.UnsureBH) * h.HeightPx
	for t := h.TimeS - releaseWithinS; t <= h.TimeS+releaseWithinS; t += 0.02 {
		x, y := f.at(t)
		hx, hy := h.handAt(t)
		if d := math.Hypot(x-hx, y-hy); d < nearest && h.thrown(f, t) {
			nearest, when, ok = d, t, true
		}
	}
	return when, ok
}

// thrown says whether the path is as fast as a throw, and rises.
func (h *hunt) thrown(f *flight, t float64) bool {
	vx, vy := f.x.slope(t-f.t0)/h.HeightPx, f.y.slope(t-f.t0)/h.HeightPx
	return -vy > leastRiseBHPS && math.Hypot(vx, vy) > leastSpeedBHPS
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
func (h *hunt) refit(f flight, fewest int) (flight, bool) {
	for range 5 {
		begin, ok := h.leaves(&f)
		if !ok {
			return flight{}, false
		}
		h.gather(&f, begin)
		if n := f.count(); n < fewest || float64(n) < seenShare*float64(f.to-f.from+1) {
			return flight{}, false
		}
		h.fit(&f)
	}
	return f, h.departs(&f)
}

// leastWayBH is how far a ball is followed at least: a hand that swings as a ball
// flies does not get so far.
const leastWayBH = 0.2

// awayBH is how far it gets from them at least: a ball that is lifted stays with them.
const awayBH = 0.3

// departs says whether the ball is seen soon after the hands let it go, still
// rising, and goes away from them.
func (h *hunt) departs(f *flight) bool {
	begin, ok := h.leaves(f)
	first, last := h.glimpses[f.from].timeS, h.glimpses[f.to].timeS
	x0, y0 := f.at(first)
	x1, y1 := f.at(last)
	return ok && first-begin < longestLossS && h.thrown(f, first) &&
		math.Hypot(x1-x0, y1-y0) > leastWayBH*h.HeightPx && h.farthest(f) > awayBH*h.HeightPx
}

// farthest is how far the ball gets from the hands, in pixels.
func (h *hunt) farthest(f *flight) (way float64) {
	for i, c := range f.seen {
		if c.r > 0 {
			hx, hy := h.handAt(h.glimpses[i].timeS)
			way = max(way, math.Hypot(c.x-hx, c.y-hy))
		}
	}
	return way
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
	powers, half := 3, 0.0
	switch {
	case h.glimpses[f.to].timeS-h.glimpses[f.from].timeS < shortS:
		powers, half = 2, usualGravity*h.HeightPx/2
	case f.count() >= cubicFrom:
		powers = 4
	}
	var x, y normal
	for i, c := range f.seen {
		if c.r > 0 {
			t := h.glimpses[i].timeS - f.t0
			x.add(t, c.x)
			y.add(t, c.y-half*t*t)
		}
	}
	f.x, f.y = x.solve(powers), y.solve(powers)
	f.y[2] += half
}
