package analysis

import "math"

// The release by pose. The ball leaves the hand when the elbow has gone a share of its
// way from set point to full extension: 0.65 to 0.7 against motion capture (shared
// facts: 125 free throws at 30 Hz). The model sees the elbow open earlier than it does:
// on 27 labelled releases of real clips, to the middle between their two pictures, and
// on synthetic shooters of an even seed, the ball goes at 0.78 of the way. Where the way
// is not known, it goes this long after the elbow's fastest extension.
const (
	releaseShare     = 0.78
	shareSD          = 0.05
	releaseLagS      = 0.027
	releaseConfident = 0.9
)

// An arm whose visibility through the rise is below armHidden is guessed by the
// model rather than seen.
const (
	armHidden       = 0.1
	hiddenS         = 0.3 // before the release
	hiddenConfident = 0.6
)

// The ball leaves the hand so long before the hips are highest, in set and jump shots
// alike: mean and standard deviation over 25 labelled releases of real clips. (Okubo &
// Hubbard 2018: near the top in a jump shot, still rising in a set shot.)
const (
	beforeTopS   = 0.051
	beforeTopSDS = 0.042
)

// From in front and behind the elbow's angle is not seen. There the height of the
// wrist above the shoulder tells the release: it is then at this share of its
// greatest (0.93 ± 0.03 over random synthetic shooters; `make accuracy` checks it).
const (
	wristShare  = 0.93
	wristAfterS = 0.6
)

// hipSwayBH is how far the landmarks of hips at rest sway about their place, as a share
// of standing height (standard deviation over synthetic shooters): in a set shot
// hips rest at their highest, and tell no instant there.
const hipSwayBH = 0.008

// The methods of a release that the elbow, and that the hips tell.
const (
	byElbow = "elbow-extension"
	byHips  = "hip-height"
)

// release is when the elbow has gone releaseShare of its way or, where that is not
// found, a while after its fastest extension.
func (c *shotContext) release() moment {
	if frontalViews&viewNamed(c.view.Kind) != 0 {
		return c.releaseByWrist()
	}
	elbow := c.elbow(c.arm)
	byPeak := c.throw.peak + releaseLagS
	m := moment{t: byPeak, method: byElbow, confidence: releaseConfident}
	if c.armSeenBetween(c.arm, byPeak-hiddenS, byPeak) < armHidden {
		m.hidden, m.confidence = true, hiddenConfident
	}
	if t, sd, ok := c.releaseByElbow(elbow); ok {
		m.t, m.sd = t, sd
	}
	return c.orByHips(m)
}

// releaseByElbow is the instant at which the elbow has gone releaseShare of its way, with
// the standard deviation that follows from the share's: an elbow that opens slowly tells
// less.
func (c *shotContext) releaseByElbow(elbow curve) (t, sd float64, ok bool) {
	set, known := c.has(SetPoint)
	full, found := elbow.argMax(c.throw.peak, c.throw.peak+fullExtensionS)
	if !known || !found {
		return 0, 0, false
	}
	at := func(share float64) (float64, bool) {
		return elbow.crossingNear(c.throw.peak, elbow.at(set)+share*(elbow.at(full)-elbow.at(set)), set, full)
	}
	t, ok = at(releaseShare)
	early, ok1 := at(releaseShare - shareSD)
	late, ok2 := at(releaseShare + shareSD)
	if ok1 && ok2 {
		sd = (late - early) / 2
	}
	return t, sd, ok
}

// orByHips replaces a release that a guessed arm tells where it contradicts the hips: a
// model that does not see an arm may straighten it a fifth of a second too early.
func (c *shotContext) orByHips(m moment) moment {
	if c.armSeenBetween(c.arm, m.t-hiddenS, m.t) >= minVisibility {
		return m
	}
	top := c.hipTop(m.t, math.Max(c.hipJitter(), hipSwayBH))
	sd := math.Hypot(beforeTopSDS, top.sd)
	if by := top.t - beforeTopS; top.missing == nil && math.Abs(m.t-by) > 2*sd && c.fallsFreely(top.t, m.t) {
		return moment{t: by, sd: sd, method: byHips, confidence: hiddenConfident}
	}
	return m
}

// fallsFreely says whether the hips can have gone between their top and t: nothing pulls
// them down harder than gravity, before the top or after it. Landmarks that jump do.
func (c *shotContext) fallsFreely(top, t float64) bool {
	up := c.hipUp()
	return up.at(top)-up.at(t) <= gravityMargin*usualGravity*(top-t)*(top-t)/2+3*c.hipJitter()
}

// gravityMargin is how much larger than the usual player's gravity a small one's is in
// body heights, with room for the hips' own movement.
const gravityMargin = 1.5

// releaseByWrist is the instant at which the wrist has nearly reached its greatest
// height.
func (c *shotContext) releaseByWrist() moment {
	m := moment{t: c.throw.peak + releaseLagS, method: "wrist-height", confidence: 0.7}
	up := c.wristUp(c.arm)
	top, ok := up.argMax(c.throw.peak-armsDifferS, math.Min(c.to, c.throw.peak+wristAfterS))
	if !ok {
		return m
	}
	if t, ok := up.crossingNear(top, wristShare*up.at(top), c.from, top); ok {
		m.t = t
	}
	return m
}

// releaseAfterApex is no measurement where the apex itself tells the release.
func (c *shotContext) releaseAfterApex() measurement {
	if c.moments[Release].method == byHips {
		return lacking(MissingOccluded, "the shooting arm is hidden, and the release was found by the hips' highest point itself")
	}
	return c.between(Apex, Release)
}
