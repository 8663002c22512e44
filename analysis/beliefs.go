package analysis

import "math"

// usualGravity is gravity in body heights a second squared, of usualHeightM.
const usualGravity = gravityMS2 / usualHeightM

// usualHeightM stands for a height that is not told: between women and men, players
// and others, with its standard deviation as a share.
const (
	usualHeightM  = 1.82
	usualHeightSD = 0.08
)

// What a phone's camera is like, and how the ball flies, before the flight is seen.
const (
	usualFocal    = 0.85 // focal length by the picture's longer side: 26–30 mm of a 36 mm frame, a little more for video
	usualFocalSD  = 0.35 // of its logarithm: zoom
	cameraM       = 1.4  // height above the floor: a stand, or in the hand
	cameraSDM     = 0.4
	pitchSD       = 8 * math.Pi / 180
	rollSD        = 1.5 * math.Pi / 180
	toldHeightSD  = 0.04              // of the logarithm of gravity, where the height is told
	depthSD       = 0.05              // of the same, between body and ball
	weakGravitySD = 0.35              // for a flight that tells gravity itself
	tellsGravityS = freeFromS         // from this span on
	turnSD        = 8 * math.Pi / 180 // between body and flight: shooters turn away by up to 20°
)

// heightBelief is what the shooter's height tells of the scale: the ball may be nearer to
// the camera than the body, or farther.
func (c *shotContext) heightBelief(t float64) belief {
	height, sd := c.usualHeight()
	floor, miss := c.stand(t)
	if miss != nil {
		return parameter(lnGravity, math.Log(gravityMS2*c.heightPx/height), math.Hypot(sd, depthSD))
	}
	return belief{func(p *projectile) float64 { return math.Log(c.heightPx * p.metresPerPxOver(floor)) }, math.Log(height), sd}
}

// usualHeight is the height that is told, or else the usual one, and how well the
// picture's is known to be the same, as a share.
func (c *shotContext) usualHeight() (m, sd float64) {
	if told := c.cfg.HeightM; told > 0 {
		return told, toldHeightSD
	}
	return usualHeightM, usualHeightSD + 0.02
}

// looseGravity is the same for flights that are long enough to tell gravity themselves.
func (c *shotContext) looseGravity(s []ballSample) belief {
	if s[len(s)-1].t-s[0].t <= tellsGravityS {
		return c.heightBelief(s[0].t)
	}
	height, _ := c.usualHeight()
	return parameter(lnGravity, math.Log(gravityMS2*c.heightPx/height), weakGravitySD)
}

// beliefs are what body, view and camera tell of a flight.
func (c *shotContext) beliefs(s []ballSample, gravity belief) []belief {
	longest := float64(max(c.whole.clip.WidthPx, c.whole.clip.HeightPx))
	all := []belief{
		gravity,
		parameter(lnFocal, math.Log(usualFocal*longest), usualFocalSD),
		parameter(pitch, 0, pitchSD),
		parameter(roll, 0, rollSD),
		c.headingBelief(),
	}
	if foot, miss := c.stand(s[0].t); miss == nil {
		all = append(all, belief{func(p *projectile) float64 { return p.cameraAbove(foot) }, cameraM, cameraSDM})
	}
	return all
}

// headingBelief expects the ball to fly where the body heads: away from the camera
// for someone seen from behind. The view is that from the camera to the body, which is
// aside of the picture's axis.
func (c *shotContext) headingBelief() belief {
	az := c.view.AzimuthDeg * math.Pi / 180
	sd := math.Hypot(c.view.UncertaintyDeg*math.Pi/180/z90, turnSD)
	return belief{func(p *projectile) float64 {
		right, away := p.alongFloor()
		aside := math.Atan(p.parameters[atX] * math.Exp(-p.parameters[lnFocal]))
		return math.Remainder(math.Atan2(away, c.forward*right)+c.forward*aside-(az-math.Pi/2), 2*math.Pi)
	}, 0, sd}
}

// firstGuess is where the fit of a flight begins.
func (c *shotContext) firstGuess(s []ballSample) projectile {
	x := polynomial(s, 1, func(q ballSample) float64 { return q.x })
	half := usualGravity * c.heightPx / 2
	degree := 1
	if len(s) >= 5 && s[len(s)-1].t-s[0].t >= freeFromS {
		half, degree = 0, 2
	}
	y := polynomial(s, degree, func(q ballSample) float64 { return q.y - half*(q.t-s[0].t)*(q.t-s[0].t) })
	clip := c.whole.clip
	longest := float64(max(clip.WidthPx, clip.HeightPx))
	away := -math.Cos(c.view.AzimuthDeg*math.Pi/180) * math.Abs(y[1]) // about as fast ahead as up
	p := projectile{t0: s[0].t, cx: float64(clip.WidthPx) / 2, cy: float64(clip.HeightPx) / 2}
	p.parameters = parameters{
		atX: x[0] - p.cx, atY: y[0] - p.cy, velocityX: x[1], velocityY: y[1], recession: away / (usualFocal * longest),
		lnGravity: math.Log(2 * (half + y[2])), lnFocal: math.Log(usualFocal * longest),
	}
	return p
}
