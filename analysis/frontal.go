package analysis

import (
	"cmp"
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// mostFlareSDDeg is the largest standard deviation with which a flare says anything.
const mostFlareSDDeg = 15

// elbowFlare is the upper arm against the sagittal plane at the set point, positive
// outward. (Against the vertical in the frontal plane, an upper arm that is nearly
// level at the set point shows any angle up to 90° for the least turn outward.) What of
// the arm's sideways extent in the picture comes from its pointing forward, past a
// camera that does not look straight from the front, follows from the arm's length and
// the azimuth.
func (c *shotContext) elbowFlare() measurement {
	m, miss := c.at(SetPoint)
	shoulder, elbow := c.arm.Joint(pose.LeftShoulder), c.arm.Joint(pose.LeftElbow)
	if miss = cmp.Or(miss, c.allInPicture(c.clamp(m.t), shoulder, elbow)); miss != nil {
		return unmeasured(miss)
	}
	flare := func(azimuthDeg float64) measurement {
		v := combine(func(v ...float64) float64 {
			return c.flareDeg(v[2]-v[0], v[3]-v[1], azimuthDeg)
		}, c.joints[shoulder].x, c.joints[shoulder].y, c.joints[elbow].x, c.joints[elbow].y)
		return c.read(v, m, c.jitterDeg(elbow, upperArmFraction), imagePlane)
	}
	azimuthSD := c.view.UncertaintyDeg / z90
	f := flare(c.view.AzimuthDeg)
	turned := (flare(c.view.AzimuthDeg+azimuthSD).value - flare(c.view.AzimuthDeg-azimuthSD).value) / 2
	if f.sd = math.Hypot(f.sd, turned); f.sd > mostFlareSDDeg {
		return lacking(MissingView, "the upper arm points too much toward the camera, or away from it")
	}
	return f
}

// flareDeg is the flare of an upper arm that is seen x to the right and y down from
// the shoulder, in pixels. Sideways and forward parts share what of its length the
// vertical leaves:
//
//	x = r · sin(φ + δ),  r² = l² − y²,  flare = asin(r · sin φ / l)
//
// with φ from straight ahead outward and δ from there to the camera's axis.
func (c *shotContext) flareDeg(x, y, azimuthDeg float64) float64 {
	length := upperArmFraction * c.heightPx
	r := math.Sqrt(math.Max(0, length*length-y*y))
	sin, cos := math.Sincos(azimuthDeg * math.Pi / 180)
	ahead := math.Atan2(c.outward()*c.forward*sin, math.Abs(cos))
	phi := math.Asin(math.Max(-1, math.Min(1, c.outward()*x/math.Max(r, 1)))) - ahead
	return degrees(math.Asin(math.Min(1, r/length) * math.Sin(phi)))
}

// outward is the direction in the picture away from the body on the shooting
// side: the right arm of someone who faces the camera is on the left.
func (c *shotContext) outward() float64 {
	sign := -1.0
	if viewNamed(c.view.Kind) == BackView {
		sign = 1
	}
	if c.arm == pose.Left {
		sign = -sign
	}
	return sign
}

func (c *shotContext) shoulderTilt() measurement {
	m, miss := c.at(SetPoint)
	if miss = cmp.Or(miss, c.allInPicture(c.clamp(m.t), pose.LeftShoulder, pose.RightShoulder)); miss != nil {
		return unmeasured(miss)
	}
	shooting, other := c.joint(c.arm, pose.LeftShoulder), c.joint(c.arm.Other(), pose.LeftShoulder)
	v := combine(func(v ...float64) float64 {
		return degrees(math.Atan2(v[3]-v[1], math.Abs(v[2]-v[0]))) // positive: shooting shoulder higher
	}, shooting.x, shooting.y, other.x, other.y)
	return c.read(v, m, c.jitterDeg(pose.LeftShoulder, shoulderFraction), imagePlane)
}

// shoulderFraction is the biacromial width as a share of standing height:
// Drillis & Contini 1966.
const shoulderFraction = 0.259

func (c *shotContext) stanceWidth() measurement {
	return c.apart(Dip, pose.LeftAnkle, pose.RightAnkle)
}

func (c *shotContext) guideHandSeparation() measurement {
	return c.apart(Release, pose.LeftWrist, pose.RightWrist)
}

// apart is the distance between two joints at an event in shoulder widths.
func (c *shotContext) apart(event string, a, b pose.Joint) measurement {
	m, miss := c.at(event)
	if miss = cmp.Or(miss, c.allInPicture(c.clamp(m.t), a, b, pose.LeftShoulder, pose.RightShoulder)); miss != nil {
		return unmeasured(miss)
	}
	width := c.segment(c.joints[pose.LeftShoulder], c.joints[pose.RightShoulder], turningShare)
	v := combine(func(v ...float64) float64 { return math.Hypot(v[0]-v[2], v[1]-v[3]) / width },
		c.joints[a].x, c.joints[a].y, c.joints[b].x, c.joints[b].y)
	return c.read(v, m, c.noisePx[a]/width, imagePlane)
}
