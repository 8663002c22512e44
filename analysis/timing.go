package analysis

import (
	"cmp"
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

const fromTimes = "timestamps"

// between is the real time from one event to another.
func (c *shotContext) between(a, b string) measurement {
	from, miss := c.at(a)
	to, lost := c.at(b)
	if miss = cmp.Or(miss, lost); miss != nil {
		return unmeasured(miss)
	}
	return measurement{value: to.t - from.t, sd: math.Hypot(from.sd, to.sd), method: fromTimes}
}

// followThroughHold is a lower bound where the clip ends before the arm comes
// down.
func (c *shotContext) followThroughHold() measurement {
	end := c.moments[FollowThroughEnd]
	if end.missing == nil || end.missing.Code != MissingClipEnds {
		return c.between(Release, FollowThroughEnd)
	}
	rel, miss := c.at(Release)
	if miss != nil {
		return unmeasured(miss)
	}
	return measurement{value: math.Max(0, c.to-rel.t), sd: rel.sd, method: fromTimes, bound: "at_least"}
}

// chain is the time from the fastest extension of one joint to that of the next.
func (c *shotContext) chain(first, then curve) measurement {
	dip, miss := c.at(Dip)
	rel, lost := c.at(Release)
	if miss = cmp.Or(miss, lost, c.farArm(), c.armUnseen(), c.allInPicture(c.clamp(dip.t), c.legs.Joint(pose.LeftKnee), c.legs.Joint(pose.LeftAnkle))); miss != nil {
		return unmeasured(miss)
	}
	a, ok1 := first.slope().argMax(dip.t, rel.t+0.1)
	b, ok2 := then.slope().argMax(dip.t, rel.t+0.1)
	if !ok1 || !ok2 {
		return lacking(MissingOccluded, "the joints are not seen through the rise")
	}
	return measurement{value: b - a, sd: c.frameInterval() / math.Sqrt(6), method: fromTimes}
}

// wristSnapHz is the least rate at which the hand's turn can be followed.
const wristSnapHz = 50

// wristSnap is the smallest forearm–hand angle in the follow-through.
func (c *shotContext) wristSnap() measurement {
	rel, miss := c.at(Release)
	switch miss = cmp.Or(miss, c.armUnseen()); {
	case miss != nil:
		return unmeasured(miss)
	case c.frameInterval() > 1.0/wristSnapHz:
		return lacking(MissingFrameRate, "needs at least 50 pictures a second")
	}
	hand := angleCurve(c.joint(c.arm, pose.LeftElbow), c.joint(c.arm, pose.LeftWrist), c.joint(c.arm, pose.LeftIndex))
	t, ok := hand.argMin(rel.t, math.Min(c.to, rel.t+0.4))
	if !ok {
		return lacking(MissingClipEnds, "the clip ends before the follow-through")
	}
	m := c.moments[Release]
	m.t = t
	return c.armAngle(hand, Release).withValue(hand.at(t))
}

// withValue replaces the value, keeping the reason if it is missing.
func (m measurement) withValue(v float64) measurement {
	m.value = v
	return m
}

// fluidity is the negated logarithm of the dimensionless jerk of the wrist.
//
//	−ln( (t₂ − t₁)³ / v²peak · ∫ |d²v/dt²|² dt )
//
// Source: S. Hogan & D. Sternad, Sensitivity of smoothness measures to movement
// duration, amplitude, and arrests, J. Mot. Behav. 41 (2009) 529–534.
func (c *shotContext) fluidity() measurement {
	dip, miss := c.at(Dip)
	rel, lost := c.at(Release)
	if miss = cmp.Or(miss, lost, c.armUnseen(), c.allInPicture(c.clamp(rel.t), c.arm.Joint(pose.LeftWrist))); miss != nil {
		return unmeasured(miss)
	}
	w := c.joint(c.arm, pose.LeftWrist)
	vx, vy := w.x.slope(), w.y.slope()
	jx, jy := vx.slope().slope(), vy.slope().slope()
	var sum, peak float64
	for i := w.x.index(dip.t); i <= w.x.index(rel.t); i++ {
		sum += (jx.v[i]*jx.v[i] + jy.v[i]*jy.v[i]) / gridHz
		peak = math.Max(peak, math.Hypot(vx.v[i], vy.v[i]))
	}
	d := rel.t - dip.t
	return measurement{value: -math.Log(d * d * d / (peak * peak) * sum), sd: 0.4, method: imagePlane}
}
