package analysis

import (
	"cmp"
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

const (
	// unseenS is how long before or after the pictures that show the ball its path is
	// still told, in real seconds.
	unseenS = 0.35
	// settlesS is the step in which instants of the path are sought.
	settlesS = 0.002
)

const freeFlight = "free-flight"

// flown returns the ball's flight and its release, or why there is none.
func (c *shotContext) flown() (*ballFlight, moment, *Missing) {
	m, miss := c.at(Release)
	switch {
	case c.cfg.Ball == "off":
		return nil, m, &Missing{MissingNoBall, "the ball is not followed: --ball off"}
	case c.ball == nil:
		return nil, m, &Missing{MissingNoBall, "the ball is not seen in flight"}
	case miss == nil && math.Abs(m.t-c.ball.samples[c.ball.from].t) > unseenS:
		miss = &Missing{MissingNoBall, "the ball is not seen at the release"}
	}
	return c.ball, m, miss
}

// fromFlight reads a quantity off the flight at an instant that is known to ± sd
// seconds. The camera must stand still: a path through a moving picture is bent.
func (c *shotContext) fromFlight(t, sd float64, of func(*projectile, float64) float64) measurement {
	if c.whole.clip.Camera == "moving" {
		return lacking(MissingView, "needs a camera that stands still")
	}
	v, own := c.ball.path.spread(func(p *projectile) float64 { return of(p, t) })
	slope := (of(&c.ball.path, t+settlesS) - of(&c.ball.path, t-settlesS)) / (2 * settlesS)
	return measurement{value: v, sd: math.Hypot(own, slope*sd), method: freeFlight}
}

// elevation is the path's angle above the horizontal.
func elevation(p *projectile, t float64) float64 {
	up, along := p.velocity(t)
	return degrees(math.Atan2(up, along))
}

func (c *shotContext) launchAngle() measurement {
	_, m, miss := c.flown()
	if miss != nil {
		return unmeasured(miss)
	}
	return c.fromFlight(m.t, m.sd, elevation)
}

func (c *shotContext) releaseSpeed() measurement {
	b, m, miss := c.flown()
	if miss = cmp.Or(miss, c.realTime(b)); miss != nil {
		return unmeasured(miss)
	}
	return c.fromFlight(m.t, m.sd, func(p *projectile, t float64) float64 { return math.Hypot(p.velocity(t)) })
}

// realTime says that the clip is not in real time, so that gravity is no scale.
func (c *shotContext) realTime(b *ballFlight) *Missing {
	if b != nil {
		if _, odd := b.speedUp(c); odd {
			return &Missing{MissingPlayback, "the clip is slowed down or sped up, so that gravity gives no metres"}
		}
	}
	return nil
}

// footing is the point of the floor between the feet at the dip, whether the farther
// foot is seen well or not: the nearer one alone stands lower in the picture.
func (c *shotContext) footing() (Point, *Missing) {
	if _, miss := c.floorY(); miss != nil {
		return Point{}, miss
	}
	rel, _ := c.has(Release)
	t, ok := c.has(Dip)
	if !ok {
		t = rel - 0.4
	}
	t = c.clamp(t)
	foot, l, r := c.whole.midFoot().at(t), c.whole.foot(pose.Left).at(t), c.whole.foot(pose.Right).at(t)
	if math.Abs(l.Y-r.Y) > feetApartBH*c.heightPx {
		foot.Y = math.Max(l.Y, r.Y)
	}
	return Point{foot.X, foot.Y + midFootHeight*c.heightPx}, nil
}

// feetApartBH is by how much one foot may be higher in the picture than the other, at the
// dip, on which both stand: the higher is else a guess. Feet 0.4 m apart differ by 0.04
// for a camera 1.5 m above the floor at 6 m.
const feetApartBH = 0.1

// midFootHeight is how far the middle of heel and toe landmarks lies above the floor,
// as a share of standing height: heels are half a shoe's height above the toes.
const midFootHeight = 0.016

// besideBH is how far the ball is beside the body's mid-plane at the release, on the
// side of the shooting arm: between the eye and the shoulder (0.105, de Leva 1996).
const besideBH = 0.08

// stand is where the shooter stands when the ball is let go at t: the middle of the feet
// is farther from the camera than the ball if the shooting arm is the near one.
func (c *shotContext) stand(t float64) (stand, *Missing) {
	foot, miss := c.footing()
	if miss != nil {
		return stand{}, miss
	}
	beside := besideBH * c.heightPx
	if c.arm != nearSide(c.forward) {
		beside = -beside
	}
	return stand{foot, t, beside}, nil
}

// heightOfBall is the ball's height above the floor at t, in metres.
func (c *shotContext) heightOfBall(t, sd float64) measurement {
	b, release, miss := c.flown()
	if miss = cmp.Or(miss, c.realTime(b)); miss != nil {
		return unmeasured(miss)
	}
	floor, miss := c.stand(release.t)
	if miss != nil {
		return unmeasured(miss)
	}
	m := c.fromFlight(t, sd, func(p *projectile, t float64) float64 { return p.heightAbove(t, floor) })
	m.sd = math.Hypot(m.sd, standSDM*c.smallness())
	return m
}

// standSDM is how well the floor is known, in metres: by the landmarks of the feet and by
// how much nearer than they the ball is; standard deviation where focal length and tilt
// are known (synthetic shooters).
const standSDM = 0.025

func (c *shotContext) ballReleaseHeight() measurement {
	_, m, _ := c.flown()
	return c.heightOfBall(m.t, m.sd)
}

// ballHeightRel is the ball's centre above the floor at the release in body heights: by
// free fall where the height is told, else as it lies in the picture.
func (c *shotContext) ballHeightRel() measurement {
	b, m, miss := c.flown()
	foot, lost := c.footing()
	if miss = cmp.Or(miss, lost); miss != nil {
		return unmeasured(miss)
	}
	if told := c.cfg.HeightM; told > 0 && viewNamed(c.view.Kind) == SideView {
		if v := c.ballReleaseHeight(); v.missing == nil {
			v.value, v.sd = v.value/told, v.sd/told
			return v
		}
	}
	up := (foot.Y - b.path.at(m.t).Y) / c.heightPx
	slope := -b.path.slope(m.t).Y / c.heightPx
	return measurement{value: up, sd: math.Hypot(math.Hypot(slope*m.sd, b.path.scatterPx/c.heightPx), besideSDBH), method: imagePlane}
}

// besideSDBH is what it costs in the picture that the ball is nearer or farther than the
// body, and that the body's height is estimated: standard deviation in body heights
// (synthetic shooters).
const besideSDBH = 0.025

// falls is the first instant from the release on at which done is true.
func (b *ballFlight) falls(from float64, done func(t float64) bool) (float64, *Missing) {
	last := b.samples[b.to-1].t
	for t := from; t <= last+unseenS; t += settlesS {
		if done(t) {
			return t, nil
		}
	}
	return 0, &Missing{MissingOutOfView, "the ball is not seen that far"}
}

// apexOfBall is when the ball is highest.
func (b *ballFlight) apexOfBall(release float64) (float64, *Missing) {
	return b.falls(release, func(t float64) bool {
		up, _ := b.path.velocity(t)
		return up <= 0
	})
}

func (c *shotContext) ballApexHeight() measurement {
	b, m, miss := c.flown()
	if miss != nil {
		return unmeasured(miss)
	}
	t, lost := b.apexOfBall(m.t)
	if lost != nil {
		return unmeasured(lost)
	}
	return c.heightOfBall(t, 0)
}
