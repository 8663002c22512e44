package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// A foot that pushes off turns about its tip until it leaves the floor and keeps its
// attitude in the air; a landing foot begins to turn back when it touches. Unlike the
// height of the toes that does not ask where on the foot the model sees them: a point
// behind the tip rises with the heel, a twentieth of body height before take-off.
const (
	// footTurnsS is how far from the instant at which the toes pass liftOffBH a foot
	// turns fastest: heels rise for about a tenth of a second.
	footTurnsS = 0.12
	// footTurnBHPS is how fast a heel at least rises over its toes when it pushes off: a
	// fifth of a foot's length (0.152, Winter) in footTurnsS. Slower is noise.
	footTurnBHPS = 0.25
)

// footTurn is how far the heels lie above the toes, as the mean of both feet, in body
// heights.
func (c *shotContext) footTurn() curve {
	heel := mid(c.joints[pose.LeftHeel], c.joints[pose.RightHeel])
	toe := mid(c.joints[pose.LeftFootIndex], c.joints[pose.RightFootIndex])
	return combine(func(v ...float64) float64 { return (v[0] - v[1]) / c.heightPx }, toe.y, heel.y)
}

// feetTurnSeen says whether heels and toes show how the feet turn: from in front and
// behind one hides the other, and depth shows as height.
func (c *shotContext) feetTurnSeen() bool { return sagittalViews&viewNamed(c.view.Kind) != 0 }

// toeOff is when the feet cease to turn, near the instant at which the toes pass
// liftOffBH: their speed has then fallen to half, for a filter without delay passes a
// step half way up. Feet that do not turn leave at that instant itself.
func (c *shotContext) toeOff(passes, top float64) float64 {
	speed := c.footTurn().slope()
	fastest, found := speed.argMax(passes-footTurnsS, math.Min(top, passes+footTurnsS))
	if !found || !c.feetTurnSeen() || speed.near(fastest) < footTurnBHPS {
		return passes
	}
	if t, ok := speed.crossing(speed.near(fastest)/2, fastest, top, false); ok {
		return t
	}
	return passes
}

// touchDown is when the feet begin to turn back, likewise.
func (c *shotContext) touchDown(passes, top float64) float64 {
	speed := c.footTurn().slope()
	from := math.Max(top, passes-footTurnsS)
	fastest, found := speed.argMin(from, passes+footTurnsS)
	if !found || !c.feetTurnSeen() || -speed.near(fastest) < footTurnBHPS {
		return passes
	}
	if t, ok := speed.lastFall(speed.near(fastest)/2, from, fastest); ok {
		return t
	}
	return passes
}
