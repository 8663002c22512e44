package synth

import (
	"math"
	"sort"
)

// rimHeightM is the height of the rim above the floor.
const rimHeightM = 3.05

// flight is a piece of the ball's path under gravity from time t on.
type flight struct {
	t    float64
	p, v vec
}

// at returns position and velocity.
func (f flight) at(t float64) (p, v vec) {
	d := t - f.t
	p = along(f.p, d, f.v)
	p.Z -= gravityMS2 / 2 * d * d
	return p, vec{X: f.v.X, Y: f.v.Y, Z: f.v.Z - gravityMS2*d}
}

// fallTo returns the later time at which the ball's centre has a height.
func (f flight) fallTo(z float64) float64 {
	return f.t + (f.v.Z+math.Sqrt(max(0, f.v.Z*f.v.Z+2*gravityMS2*(f.p.Z-z))))/gravityMS2
}

// toss returns the flight that arrives at q after d seconds.
func toss(t float64, p, q vec, d float64) flight {
	v := along(vec{}, 1/d, sub(q, p))
	v.Z += gravityMS2 / 2 * d
	return flight{t, p, v}
}

// shoot returns the flight from p through the centre of the rim, launched at
// launchDeg. A rim too high for that angle is aimed at as steeply as need be.
func shoot(t float64, p, rim vec, launchDeg float64) flight {
	d := norm(horizontal(sub(rim, p)))
	up := rim.Z - p.Z
	launchDeg = max(launchDeg, deg(math.Atan2(up, d))+8)
	sin, cos := sincos(launchDeg)
	speed := math.Sqrt(gravityMS2 * d * d / (2 * cos * (d*sin - up*cos)))
	v := along(vec{Z: speed * sin}, speed*cos/d, horizontal(sub(rim, p)))
	return flight{t, p, v}
}

// hold is a stretch of time in which the ball is in the hands. It ends with
// the release, at whose velocity the ball leaves; after an endless one nothing follows.
type hold struct {
	from, to float64
	velocity vec // at release
	slip     vec // release velocity minus the hand's
	caught   vec // arrival velocity minus the hand's
}

// fingersS is how long before the release the ball has ceased to be pushed: it flies
// along the fingers before it is clear of them. In real clips, whose releases were
// read by eye between the last picture on the fingers and the first clear of
// them, the ball lies less than a hundredth of a body height off its flight from
// 0.04 s before on.
const fingersS = 0.043

// rollS is how long before its flight the ball begins to roll over the
// fingers, and how long after the catch the hands give way: over it the ball's velocity changes from the
// hand's to its own.
const rollS = 0.09

// offset is how far the ball is from its place in the hand.
func (h hold) offset(t float64) vec {
	var o vec
	if s := (t - h.to + rollS) / rollS; s > 0 {
		o = along(o, rollS*s*s*(s-1), h.slip)
	}
	if s := (h.from + rollS - t) / rollS; s > 0 {
		o = along(o, -rollS*s*s*(s-1), h.caught)
	}
	return o
}

// ballPath is where the ball is at any time: in the hands during holds, else on
// the last flight begun.
type ballPath struct {
	holds   []hold
	flights []flight
	hand    func(t float64) vec
}

// at returns the ball's centre and whether it is in the hands.
func (b *ballPath) at(t float64) (p vec, held bool) {
	for _, h := range b.holds {
		if t >= h.from && t < h.to {
			return along(b.hand(t), 1, h.offset(t)), true
		}
	}
	i := sort.Search(len(b.flights), func(i int) bool { return b.flights[i].t > t })
	p, _ = b.flights[max(0, i-1)].at(t)
	return p, false
}

// handVelocity returns the velocity of the ball's place in the hand.
func (b *ballPath) handVelocity(t float64) vec {
	const d = 1e-4
	return along(vec{}, 1/(2*d), sub(b.hand(t+d), b.hand(t-d)))
}

// throw ends the running hold with a flight and follows it through rim and
// net (if there is one) and bounces until a time.
func (b *ballPath) throw(f flight, rim *vec, until float64) {
	h := &b.holds[len(b.holds)-1]
	h.to, h.velocity = f.t, f.v
	h.slip = sub(f.v, b.handVelocity(f.t))
	b.flights = append(b.flights, f)
	if rim != nil {
		t := f.fallTo(rim.Z)
		p, v := f.at(t)
		f = flight{t, p, vec{X: 0.12 * v.X, Y: 0.12 * v.Y, Z: 0.55 * v.Z}} // the net takes its share
		b.flights = append(b.flights, f)
	}
	b.bounce(f, until)
}

// bounce lets the ball bounce on the floor until a time or until it lies.
func (b *ballPath) bounce(f flight, until float64) {
	const (
		restitution = 0.76 // a ball dropped from 1.8 m rises to about 1.05 m
		friction    = 0.85
	)
	for range 12 {
		t := f.fallTo(ballRadiusM)
		if t >= until {
			return
		}
		p, v := f.at(t)
		f = flight{t, p, vec{X: friction * v.X, Y: friction * v.Y, Z: -restitution * v.Z}}
		b.flights = append(b.flights, f)
	}
}

// pass throws the ball back into the hands, where it arrives at time catch.
func (b *ballPath) pass(from, catch float64) {
	p, _ := b.at(from)
	f := toss(from, p, b.hand(catch), catch-from)
	b.flights = append(b.flights, f)
	_, v := f.at(catch)
	b.holds = append(b.holds, hold{from: catch, to: math.Inf(1), caught: sub(v, b.handVelocity(catch))})
}
