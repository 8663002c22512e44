package analysis

import (
	"cmp"
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// landmarkHeight is how far the landmarks of heel and toes lie above the floor, as
// a share of standing height: half the height of a shoe there.
const landmarkHeight = 0.012

// floorY is the height of the floor in the stabilised picture below the middle of
// the body: where heels and toes stand at the dip, the lower of the two, as the mean
// of both feet, for the nearer one stands lower in the picture.
func (c *shotContext) floorY() (float64, *Missing) {
	rel, _ := c.has(Release)
	t, ok := c.has(Dip)
	if !ok {
		t = rel - 0.4
	}
	t = c.clamp(t)
	var sum, feet float64
	var missing *Missing
	for _, side := range []pose.Side{c.legs.Other(), c.legs} {
		heel, toe := side.Joint(pose.LeftHeel), side.Joint(pose.LeftFootIndex)
		if missing = c.allInPicture(t, heel, toe); missing == nil {
			sum += math.Max(c.joints[heel].y.at(t), c.joints[toe].y.at(t))
			feet++
		}
	}
	if feet == 0 {
		return 0, missing
	}
	return sum/feet + landmarkHeight*c.heightPx, nil
}

func (c *shotContext) releaseHeight() measurement {
	m, miss := c.at(Release)
	wrist := c.arm.Joint(pose.LeftWrist)
	if miss == nil {
		miss = c.allInPicture(m.t, wrist)
	}
	floor, lost := c.floorY()
	if miss = cmp.Or(miss, lost, c.armBelied()); miss != nil {
		return unmeasured(miss)
	}
	up := combine(func(v ...float64) float64 { return (floor - v[0]) / c.heightPx }, c.joints[wrist].y)
	return c.read(c.underHand(up), m, c.noisePx[wrist]/c.heightPx, imagePlane)
}

// handLateral is how far the shooting hand is from the body's mid-line at the release, as
// a share of standing height: between the eye of its side (0.018) and its shoulder.
const handLateral = 0.06

// underHand turns the height of the shooting hand above the floor below the middle of
// the body, in body heights, into that above the floor below itself: a hand that is
// nearer to the camera looks further from the camera's height.
func (c *shotContext) underHand(up curve) curve {
	toward := handLateral * math.Sin(c.view.AzimuthDeg*math.Pi/180)
	if c.arm != c.legs {
		toward = -toward
	}
	camera, scale := cameraM/c.standingM(), c.inMidPlane(toward, c.heightPx)
	return combine(func(v ...float64) float64 { return camera + (v[0]-camera)*scale }, up)
}

// standingM is the player's height in metres: as told, else the usual one.
func (c *shotContext) standingM() float64 {
	if c.cfg.HeightM > 0 {
		return c.cfg.HeightM
	}
	return usualHeightM
}

// hipRiseRel is the hips' highest point above their standing height.
func (c *shotContext) hipRiseRel() measurement {
	apex, miss := c.at(Apex)
	if _, lost := c.at(Start); miss == nil && lost != nil && lost.Code == MissingClipEnds {
		miss = &Missing{MissingClipEnds, "the clip begins too late to show the standing height"}
	}
	if miss != nil {
		return unmeasured(miss)
	}
	sd := c.noisePx[c.legs.Joint(pose.LeftHip)] / c.heightPx
	return measurement{value: c.hipRise().at(apex.t), sd: sd, method: imagePlane}
}

func (c *shotContext) hipRiseCM() measurement {
	if c.scale == nil {
		return lacking(MissingNoScale, "needs the ball's free flight or the player's height: --height 1.93")
	}
	m := c.hipRiseRel()
	cm := 100 * c.scale.MPerPx * c.heightPx
	own := c.scale.Uncertainty / z90 / c.scale.MPerPx * m.value
	m.value, m.sd = m.value*cm, math.Hypot(m.sd, own)*cm
	return m
}

// headMotion is the length of the nose's path against the hips from dip to
// release.
func (c *shotContext) headMotion() measurement {
	rel, miss := c.at(Release)
	dip, lost := c.at(Dip)
	if miss = cmp.Or(miss, lost, c.allInPicture(c.clamp(rel.t), pose.Nose)); miss != nil {
		return unmeasured(miss)
	}
	return measurement{value: c.pathLength(c.joints[pose.Nose], c.midHip(), dip.t, rel.t), sd: 0.02, method: imagePlane}
}

// pathLength is how far p moves against base over [from, to], in body heights.
func (c *shotContext) pathLength(p, base path, from, to float64) float64 {
	sum, last := 0.0, Point{math.NaN(), 0}
	for i := p.x.index(from); i <= p.x.index(to); i++ {
		q := Point{p.x.v[i] - base.x.v[i], p.y.v[i] - base.y.v[i]}
		if d := distance(q, last); !math.IsNaN(d) {
			sum += d
		}
		last = q
	}
	return sum / c.heightPx
}

// midFoot is the middle between both feet's heels and toes.
func (s *stretch) midFoot() path {
	return mid(s.foot(pose.Left), s.foot(pose.Right))
}

// foot is the middle of heel and toes.
func (s *stretch) foot(side pose.Side) path {
	return mid(s.joint(side, pose.LeftHeel), s.joint(side, pose.LeftFootIndex))
}

func (c *shotContext) landingDrift() measurement {
	up, miss := c.at(Takeoff)
	down, lost := c.at(Landing)
	if miss = cmp.Or(miss, lost); miss != nil {
		return unmeasured(miss)
	}
	x := c.midFoot().x
	drift := c.forward * (x.at(down.t) - x.at(up.t)) / c.heightPx
	return measurement{value: drift, sd: 0.02, method: imagePlane}
}
