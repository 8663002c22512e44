package analysis

import (
	"cmp"
	"math"
)

const (
	// rimHeightM is the rim's height above the floor (FIBA rules, article 2).
	rimHeightM = 3.05
	// rimSDM is how well a rim is pointed at, in metres, and rimSpeedMS how fast a ball
	// comes down there.
	rimSDM, rimSpeedMS = 0.04, 5.0
	// nearRimBH is how near the path must come to a rim that is told.
	nearRimBH = 0.4
)

// What a measurement at the rim says of it: told by the user, at the height of every rim
// above a floor that is seen, or found where the flight is braked.
const (
	atRimTold  = freeFlight + ", rim told"
	atRim305   = freeFlight + ", rim at 3.05 m"
	AtRimFound = freeFlight + ", rim found"
)

// entryAngle is the path's angle below the horizontal where the ball comes to the rim.
func (c *shotContext) entryAngle() measurement {
	b, m, miss := c.flown()
	if miss != nil {
		return unmeasured(miss)
	}
	apex, lost := b.apexOfBall(m.t)
	if lost != nil {
		return unmeasured(lost)
	}
	at, method, miss := c.arrival(apex)
	if miss != nil {
		return unmeasured(miss)
	}
	if method == AtRimFound {
		at.sd /= calibration.Flight["ball_entry_angle"] // rendered nets brake more exactly than real ones
	}
	v := c.fromFlight(at.t, at.sd, func(p *projectile, t float64) float64 { return -elevation(p, t) })
	v.method = method
	return v
}

// arrival is when the ball comes to the rim after its apex, and by which rim.
func (c *shotContext) arrival(apex float64) (instant, string, *Missing) {
	if rim := c.rim(); rim != nil {
		t, miss := c.reaches(*rim, apex)
		return instant{t, rimSDM / rimSpeedMS}, atRimTold, miss
	}
	if at, ok := c.rimFound(); ok {
		return at, AtRimFound, nil
	}
	at, miss := c.comesDown(apex)
	return at, atRim305, miss
}

// comesDown is when the ball falls to the height of every rim.
func (c *shotContext) comesDown(apex float64) (instant, *Missing) {
	_, release, _ := c.flown()
	floor, miss := c.stand(release.t)
	if miss = cmp.Or(miss, c.realTime(c.ball)); miss != nil {
		return instant{}, miss
	}
	t, miss := c.ball.falls(apex, func(t float64) bool { return c.ball.path.heightAbove(t, floor) <= rimHeightM })
	if miss != nil {
		return instant{}, miss
	}
	up, _ := c.ball.path.velocity(t)
	return instant{t, c.heightOfBall(t, 0).sd / math.Max(1, -up)}, nil
}

// A rim is found where the flight is braked, as rim and net do it.
const (
	// brakedRadius is by how much the ball then lags behind its path, in its radii.
	brakedRadius = 0.3
	// brakedGapS is the longest time without the ball before.
	brakedGapS = 0.1
	// brakedSDS is how long before or after its centre passes the rim's plane a ball is
	// braked: by the rim before it, by the net up to a radius below (0.02 s after to
	// 0.05 s before in jump-side-red, ft-side-coach-1 and backyard-ft).
	brakedSDS = 0.03
	// A rim is so far above the hands that let the ball go, in metres.
	rimLeastUpM = 0.1
	rimMostUpM  = 1.6
)

// braked returns the last instant of free flight as the one at which the ball passes the
// rim's plane; false where the flight ends
// otherwise: by the picture's edge, or because the ball is lost.
func (b *ballFlight) braked() (instant, bool) {
	i := b.to
	for i < len(b.samples) && b.off(b.samples[i]) <= endRadius*b.samples[i].r {
		i++
	}
	if i == len(b.samples) || b.samples[i].t-b.samples[i-1].t > brakedGapS {
		return instant{}, false
	}
	next, last := b.samples[i], b.samples[i-1].t
	at, v := b.path.at(next.t), b.path.slope(next.t)
	behind := ((at.X-next.x)*v.X + (at.Y-next.y)*v.Y) / math.Hypot(v.X, v.Y)
	return instant{last, math.Hypot(brakedSDS, (next.t-last)/math.Sqrt(12))}, v.Y > 0 && behind > brakedRadius*next.r
}

// rimFound is when the ball comes to the rim that brakes it: one as high above the hands
// as rims are.
func (c *shotContext) rimFound() (instant, bool) {
	release, miss := c.at(Release)
	at, ok := c.ball.braked()
	if miss != nil || !ok || c.realTime(c.ball) != nil {
		return instant{}, false
	}
	p := &c.ball.path
	up := dot3(p.place(release.t), p.down()) - dot3(p.place(at.t), p.down())
	return at, up > rimLeastUpM && up < rimMostUpM
}

// rim is the rim's centre, where it is told, nil else.
func (c *shotContext) rim() *Point {
	told := c.cfg.RimPx
	if told == nil {
		told = c.poses.Rim
	}
	if told == nil {
		return nil
	}
	return &Point{told[0], told[1]}
}

// reaches is when the falling ball is as high as the rim, near it.
func (c *shotContext) reaches(rim Point, apex float64) (float64, *Missing) {
	t, miss := c.ball.falls(apex, func(t float64) bool { return c.ball.path.at(t).Y >= rim.Y })
	if miss == nil && distance(c.ball.path.at(t), rim) > nearRimBH*c.heightPx {
		miss = &Missing{MissingNoBall, "the ball does not come near the rim"}
	}
	return t, miss
}
