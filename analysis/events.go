package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// Times in real seconds within which the events of a shot are sought.
const (
	dipBeforeS      = 1.0 // before the elbow's fastest extension
	fullExtensionS  = 0.4 // after it
	apexAfterS      = 1.0 // after the release
	startBeforeS    = 1.5 // before the dip
	landingAfterS   = 1.2 // after the take-off: a 1.75 m jump takes that long
	straightElbow   = 150 // deg, of the follow-through
	straightWithinS = 0.5 // after the release
)

// locate finds the events of the shot in the order in which they depend on each
// other.
func (c *shotContext) locate() {
	c.moments = map[string]moment{}
	c.settle(Dip, c.dip)
	c.settle(SetPoint, c.setPoint)
	c.settle(Release, c.release)
	c.followBall()
	c.settle(Apex, c.apex)
	c.settle(Start, c.start)
	c.kind = c.kindOfShot()
	takeoff, landing := c.flight()
	c.settle(Takeoff, func() moment { return takeoff })
	c.settle(Landing, func() moment { return landing })
	c.settle(FollowThroughEnd, c.followThroughEnd)
	c.order()
}

// dip is the smallest knee angle before the rise, or the lowest hip where the
// knee is hidden or seen from the front.
func (c *shotContext) dip() moment {
	to, up := c.throw.peak, c.hipUp()
	from := up.lastBend(math.Max(c.from, to-dipBeforeS), to, bendBH)
	knee := c.allInPicture(c.clamp(to-0.3), c.legs.Joint(pose.LeftKnee), c.legs.Joint(pose.LeftAnkle), c.legs.Joint(pose.LeftHip))
	if knee == nil && sagittalViews&viewNamed(c.view.Kind) != 0 {
		noise := math.Max(c.jitterDeg(c.legs.Joint(pose.LeftKnee), thighFraction), kneeWobbleDeg)
		return c.turningPoint(c.knee(c.legs), from, up.halfUp(from, to), noise, "knee-angle")
	}
	if hip := c.inPicture(c.legs.Joint(pose.LeftHip), c.clamp(to-0.3)); hip != nil {
		return moment{missing: hip}
	}
	return c.turningPoint(up, from, to, c.hipJitter(), "hip-height")
}

// halfUp returns when in [from, to] the curve has come half of its way from its lowest
// value to its highest value after that; to where it does not rise. Knees may bend
// further in the air than at the dip, but not below that height.
func (c curve) halfUp(from, to float64) float64 {
	low, ok := c.argMin(from, to)
	if !ok {
		return to
	}
	high, _ := c.argMax(low, to)
	t, ok := c.crossing((c.at(low)+c.at(high))/2, low, to, true)
	if !ok {
		return to
	}
	return t
}

// kneeWobbleDeg is how far the model's knee angle sways while a knee is still: where
// it rests at the dip, the dip is the middle of that rest.
const kneeWobbleDeg = 1.5

// bendBH is how far the hips rise between two bends that are not one: before the dip a
// player may bend deeper, to catch the ball or to pick it up. Knees bend in the
// air as well, where the hips do not sink.
const bendBH = 0.03

// hipJitter is the noise of the hips' height, in body heights.
func (c *shotContext) hipJitter() float64 {
	return c.noisePx[c.legs.Joint(pose.LeftHip)] / c.heightPx
}

// turningPoint is the lowest point of a curve that is known to ± noise, unless
// it lies where the observation begins or ends.
func (c *shotContext) turningPoint(v curve, from, to, noise float64, method string) moment {
	t, half, ok := v.trough(from, to, noise)
	switch {
	case !ok || (t-half-from < 1.5/gridHz && from <= c.whole.from()+1e-9):
		return absent(MissingClipEnds, "the clip begins too late to show it")
	case to-t-half < 1.5/gridHz && to >= c.whole.to()-1e-9:
		return absent(MissingClipEnds, "the clip ends too early to show it")
	}
	return moment{t: t, sd: half / z90, method: method, confidence: 0.9}
}

// setPoint is the smallest elbow angle between dip and release, unless the ball alone
// tells the shot: the arm that throws it is hidden.
func (c *shotContext) setPoint() moment {
	if miss := c.armUnseen(); miss != nil {
		return moment{missing: miss}
	}
	from, to := math.Max(c.from, c.throw.peak-extensionS), c.throw.peak
	if release, ok := c.has(Release); ok {
		to = math.Min(to, release)
	}
	if dip, ok := c.has(Dip); ok {
		from = math.Max(from, dip)
	}
	noise := math.Max(c.jitterDeg(c.arm.Joint(pose.LeftElbow), upperArmFraction), elbowWobbleDeg)
	return c.turningPoint(c.elbow(c.arm), from, to, noise, "elbow-angle")
}

// elbowWobbleDeg is the same for the elbow, which the ball and the head hide in turns: as
// much as its angle at the set point is off on average (5–6° over synthetic shooters
// of even seeds; docs/accuracy.md).
const elbowWobbleDeg = 6

// apex is the highest hip between dip and apexAfterS after the release, before the
// hips sink: what rises later is another movement.
func (c *shotContext) apex() moment {
	rel, _ := c.has(Release)
	return c.hipTop(rel, c.hipJitter())
}

// hipTop is [shotContext.apex] of a shot that is released about then, with hips that are
// known to ± noise.
func (c *shotContext) hipTop(rel, noise float64) moment {
	from, ok := c.has(Dip)
	if !ok {
		from = rel - dipBeforeS
	}
	if m := c.inPicture(c.legs.Joint(pose.LeftHip), c.clamp(rel)); m != nil {
		return moment{missing: m}
	}
	up := c.hipUp()
	to := up.endOfHill(math.Max(c.from, rel), math.Min(c.to, rel+apexAfterS), bendBH)
	return c.turningPoint(up.negated(), math.Max(c.from, from), to, noise, "hip-height")
}

// onsetShare continues a movement back to its onset. A movement of least jerk from
// rest to rest has gone a tenth of its way after 0.247 of its time and half of it
// after 0.5, so it began 0.247/0.253 of their difference before the tenth.
// Source: T. Flash & N. Hogan, The coordination of arm movements, J. Neurosci. 5
// (1985) 1688–1703.
const onsetShare = 0.247 / 0.253

// start is when the trunk last leaves its standing height before the dip, continued
// back from where it has gone a tenth and half of the way down.
func (c *shotContext) start() moment {
	dip, ok := c.has(Dip)
	if !ok {
		return moment{missing: c.moments[Dip].missing}
	}
	up := c.trunkUp()
	standing := c.standingOf(up)
	from := math.Max(c.from, dip-startBeforeS)
	down := func(share float64) (float64, bool) {
		return up.lastFall(standing-share*(standing-up.at(dip)), from, dip)
	}
	early, ok1 := down(0.1)
	half, ok2 := down(0.5)
	if t := early - onsetShare*(half-early); ok1 && ok2 && t > c.whole.from()+restBeforeS {
		return moment{t: math.Max(t, c.from), method: "trunk-height", confidence: 0.6}
	}
	return absent(MissingClipEnds, "the clip begins too late to show it")
}

// trunkUp is the height of the trunk's middle, as hipUp: before a shot hands and ball
// hide the hips, and the shoulders sink with them.
func (c *shotContext) trunkUp() curve {
	return combine(func(v ...float64) float64 { return -(v[0] + v[1]) / 2 / c.heightPx }, c.midHip().y, c.midShoulder().y)
}

// restBeforeS is how much of the rest before the start must be seen.
const restBeforeS = 0.05

// followThroughEnd is the first time after the release at which the arm is no
// longer straight or no longer up.
func (c *shotContext) followThroughEnd() moment {
	if miss := c.armUnseen(); miss != nil {
		return moment{missing: miss}
	}
	rel, _ := c.has(Release)
	elbow, up := c.elbow(c.arm), c.wristUp(c.arm)
	both := combine(func(v ...float64) float64 {
		return math.Min((v[0]-straightElbow)/90, v[1]) // above 0 when straight and up
	}, elbow, up)
	begin := rel
	if both.at(rel) <= 0 {
		t, ok := both.crossing(0, rel, rel+straightWithinS, true)
		if !ok {
			return c.neverStraight(rel)
		}
		begin = t
	}
	t, ok := both.fallsFor(comesDownS, begin, c.to)
	if !ok {
		return absent(MissingClipEnds, "the clip ends before the follow-through does")
	}
	if c.lostBy(t + lostSoonS) {
		return absent(MissingOccluded, "the shooter is lost from view as the arm comes down")
	}
	return moment{t: t, method: "elbow-angle", confidence: 0.7}
}

// lostSoonS is how soon somebody is lost whose arm comes down in the picture because he is
// being hidden.
const lostSoonS = 0.3

// lostBy says whether the shooter is lost from view before t, though the clip goes on.
func (c *shotContext) lostBy(t float64) bool {
	end := realSeconds(c.poses.Frames[len(c.poses.Frames)-1].Time, c.poses.Clip)
	return c.whole.to() < t && end-c.whole.to() > longestGap
}

// An arm that comes down stays down for comesDownS; armDownSDS is the scatter of
// the instant, for it comes down slowly and near the limit.
const (
	comesDownS = 0.12
	armDownSDS = 0.10
)

func (c *shotContext) neverStraight(release float64) moment {
	if release+straightWithinS > c.to {
		return absent(MissingClipEnds, "the clip ends before the follow-through does")
	}
	return absent(MissingOccluded, "the shooting arm is not seen straight after the release")
}
