package analysis

import (
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/pose"
)

const (
	// jumpLiftBH is the rise of both feet that makes a jump shot: "a few
	// centimetres" leave a set shot one.
	jumpLiftBH = 0.03
	// jumpRiseBH parts set from jump shots by the hips where the feet are not
	// seen: half way between free throws (15.3 ± 5.1 cm) and two-point jump
	// shots (26.9 ± 5.6 cm) of players 1.95 m tall (Cabarkapa 2022).
	jumpRiseBH = 0.108
	// liftOffBH is the lift at which a foot counts as off the floor. The filter
	// rounds the corner at which it leaves: a foot that rises by 0.7 body heights a
	// second, that of a low jump, has this lift at the corner.
	liftOffBH = 0.02
	// topNearS is how far from the release the feet are highest: the ball leaves near
	// the top of a jump, and a hop after the landing is not it.
	topNearS = 0.3
)

// feetUp is the lift of the lower foot above its place at the dip, in body
// heights. The highest point of each foot's sole is not known, so the toes
// stand for it: they leave the floor last.
func (c *shotContext) feetUp() (curve, bool) {
	rel, _ := c.has(Release)
	base, ok := c.has(Dip)
	if !ok {
		base = rel - 0.4
	}
	var lifts []curve
	for _, side := range bothSides {
		toe := side.Joint(pose.LeftFootIndex)
		if c.allInPicture(c.clamp(base), toe) != nil {
			continue
		}
		y := c.joints[toe].y
		floor := y.at(c.clamp(base))
		lifts = append(lifts, combine(func(v ...float64) float64 { return (floor - v[0]) / c.heightPx }, y))
	}
	switch len(lifts) {
	case 0:
		return curve{}, false
	case 1:
		return c.onFloor(lifts[0], base), true
	}
	return c.onFloor(combine(func(v ...float64) float64 { return math.Min(v[0], v[1]) }, lifts[0], lifts[1]), base), true
}

// restedS is how long after the landing the feet must be seen, to tell a landing from
// the clip's end.
const restedS = 0.1

// onFloor counts a foot's lift from where the floor is below it: someone who lands nearer
// to the camera than he took off lands lower in the picture.
func (c *shotContext) onFloor(lift curve, base float64) curve {
	rel, _ := c.has(Release)
	down, ok := lift.argMin(rel, math.Min(c.to, rel+landingAfterS))
	if !ok || down > c.to-restedS {
		return lift
	}
	landed := lift.at(down)
	if math.Abs(landed) < liftOffBH {
		return lift // the noise of a foot that stands where it stood
	}
	out := curve{lift.t0, slices.Clone(lift.v)}
	for i := range out.v {
		out.v[i] -= landed * math.Max(0, math.Min(1, (out.time(i)-base)/(down-base)))
	}
	return out
}

// kindOfShot tells jump from set shots by the feet, or by the hips where the feet
// are not seen.
func (c *shotContext) kindOfShot() string {
	rel, _ := c.has(Release)
	up, limit := c.hipRise(), jumpRiseBH
	if feet, ok := c.feetUp(); ok {
		up, limit = feet, jumpLiftBH
	}
	if t, ok := up.argMax(rel-topNearS, rel+topNearS); ok && up.at(t) > limit {
		return "jump"
	}
	return "set"
}

// hipRise is the hips' height above their standing height, in body heights.
func (c *shotContext) hipRise() curve {
	standing := c.standingHip()
	return combine(func(v ...float64) float64 { return v[0] - standing }, c.hipUp())
}

// standingHip is the hips' height while standing.
func (c *shotContext) standingHip() float64 { return c.standingOf(c.hipUp()) }

// standingOf is a height of the trunk while standing: the median of what lies above the
// middle between its highest and its lowest before it last sinks through that.
func (c *shotContext) standingOf(up curve) float64 {
	rel, _ := c.has(Release)
	dip, ok := c.has(Dip)
	if !ok {
		dip = rel - 0.4
	}
	from := math.Max(c.from, dip-startBeforeS)
	top, _ := up.argMax(from, dip)
	middle := (up.at(top) + up.at(dip)) / 2
	sinks, ok := up.lastFall(middle, from, dip)
	if !ok {
		return up.at(top)
	}
	standing := slices.DeleteFunc(slices.Clone(up.between(from, sinks).v), func(v float64) bool { return v < middle })
	return median(standing)
}

// flight finds take-off and landing of a jump shot.
func (c *shotContext) flight() (takeoff, landing moment) {
	if c.kind != "jump" {
		m := absent(MissingNotKind, "a set shot keeps the feet on the floor")
		return m, m
	}
	feet, ok := c.feetUp()
	if !ok {
		m := absent(MissingOutOfView, "the feet are outside the picture or hidden")
		return m, m
	}
	rel, _ := c.has(Release)
	dip, ok := c.has(Dip)
	if !ok {
		dip = c.from
	}
	top, _ := feet.argMax(math.Max(dip, rel-topNearS), rel+topNearS)
	up, ok := feet.crossing(liftOffBH, dip, top, true)
	if !ok {
		return absent(MissingClipEnds, "the clip begins too late to show it"), absent(MissingClipEnds, "the take-off is not seen")
	}
	takeoff = moment{t: c.toeOff(up, top), method: "foot-height", confidence: 0.8}
	down, ok := feet.crossing(liftOffBH, top, math.Min(c.to, up+landingAfterS), false)
	if !ok {
		return takeoff, absent(MissingClipEnds, "the clip ends before the landing")
	}
	return takeoff, moment{t: c.touchDown(down, top), method: "foot-height", confidence: 0.8}
}
