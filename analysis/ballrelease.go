package analysis

import "math"

// The release by the ball. Before it leaves the fingers the ball has ceased to be
// pushed: over its last releaseRollS it flies freely along them. How far it lies off
// its flight before that grows with the square of the time, for the push ends with
// nearly the same force in everyone; and at the release its centre is
// clearBH from the wrist: a hand (0.108, Drillis & Contini 1966), its radius, and
// what is needed to see the gap.
//
// Both were chosen by the labelled releases of the clips andy-ft-straight, andy-wing,
// ft-side-gym, jump-side-pan, jump-side-curry, ft-side-coach-1, backyard-ft and
// codec-mov-portrait-phone.
const (
	releaseRollS = 0.057
	pushedBH     = 0.02 // off the flight: the level that the roll is counted from
	clearBH      = 0.22
	pushLeastBH  = 0.012 // samples that tell the push lie so far off the flight
	pushMostBH   = 0.3
	pushSeenS    = 0.2 // before the flight
	strayBH      = 0.1 // sideways off the flight
)

// byBall is the method of a release that the ball tells.
const byBall = "ball"

// What the two ways are worth: standard deviations in real seconds.
const (
	byPushSDS    = 0.010
	byWristSDS   = 0.012
	hiddenSDS    = 0.03  // by a wrist that the model guessed
	byFlightSDS  = 0.045 // by where the flight begins, of a shooter who is hidden (149 synthetic ones of seeds from 1000 on)
	pathUnsureS  = 0.005 // of the path: more where it is continued over a gap (front-jump-rayallen: 0.012, others 0.001)
	mostApartS   = 0.08  // between both: more, and the wrist is not believed
	wristWithinS = 0.15  // of the flight's first picture
)

// instant is a time and its standard deviation in real seconds.
type instant struct{ t, sd float64 }

// and joins two independent measurements of one instant.
func (i instant) and(j instant) instant {
	a, b := 1/(i.sd*i.sd), 1/(j.sd*j.sd)
	return instant{(a*i.t + b*j.t) / (a + b), 1 / math.Sqrt(a+b)}
}

// releaseByBall returns when the ball has left the fingers. Where its path is hardly known
// there, what the pose tells counts as well.
func (c *shotContext) releaseByBall() (moment, bool) {
	if c.ball == nil {
		return c.releaseByFlight()
	}
	push, pushed := c.ball.endOfPush(c)
	off, cleared := c.ball.clearOfWrist(c)
	if flies := c.throw.flies; flies != nil && (!cleared || !c.whole.covers(flies.t)) {
		return c.releaseByFlight()
	}
	at := c.offWrist(off)
	switch {
	case pushed && cleared && math.Abs(push-off) < mostApartS:
		at = at.and(instant{push, byPushSDS})
	case pushed && !cleared:
		at = instant{push, byPushSDS}
	case !cleared:
		return moment{}, false
	}
	if pose, miss := c.at(Release); miss == nil && cleared && c.pathSD(off) > pathUnsureS {
		at = at.and(instant{pose.t, pose.sd})
	}
	return moment{t: at.t, sd: at.sd, method: byBall, confidence: 0.95}, true
}

// releaseByFlight is when the ball has left the fingers by where its flight begins, where
// that alone tells the throw.
func (c *shotContext) releaseByFlight() (moment, bool) {
	if c.throw.flies == nil {
		return moment{}, false
	}
	return moment{t: c.throw.flies.t + releaseRollS*c.playback(), sd: byFlightSDS, method: byBall, confidence: hiddenConfident, hidden: true}, true
}

// offWrist is how well the instant is known at which the path is clear of the wrist: by
// the wrist, and by where the path is then.
func (c *shotContext) offWrist(t float64) instant {
	sd := byWristSDS
	if c.throw.flies != nil || c.armSeenBetween(c.arm, c.throw.peak-hiddenS, c.throw.peak) < armHidden {
		sd = hiddenSDS
	}
	return instant{t, math.Hypot(sd, c.pathSD(t))}
}

// pathSD is how well the path tells when the ball is where it is at t, in seconds.
func (c *shotContext) pathSD(t float64) float64 {
	v := c.ball.path.slope(t)
	speed := math.Hypot(v.X, v.Y)
	_, along := c.ball.path.spread(func(p *projectile) float64 {
		q := p.at(t)
		return (q.X*v.X + q.Y*v.Y) / speed
	})
	return along / speed
}

// endOfPush is when the hand has ceased to push the ball, and the ball has rolled off
// the fingers.
func (b *ballFlight) endOfPush(c *shotContext) (float64, bool) {
	var t, root []float64
	for _, s := range b.samples[:b.from+1] {
		at, v := b.path.at(s.t), b.path.slope(s.t)
		n := math.Hypot(v.X, v.Y) * c.heightPx
		ahead := ((s.x-at.X)*v.X + (s.y-at.Y)*v.Y) / n
		aside := ((s.x-at.X)*v.Y - (s.y-at.Y)*v.X) / n
		if ahead > pushLeastBH && ahead < pushMostBH && math.Abs(aside) < strayBH && b.samples[b.from].t-s.t < pushSeenS {
			t, root = append(t, s.t), append(root, math.Sqrt(ahead))
		}
	}
	if len(t) < 2 {
		return 0, false
	}
	t, root = t[max(0, len(t)-4):], root[max(0, len(root)-4):]
	at, slope := line(t, root)
	if slope >= 0 {
		return 0, false
	}
	return at + math.Sqrt(pushedBH)/slope + releaseRollS*c.playback(), true
}

// line fits v = slope · (t − zero) and returns zero and slope.
func line(t, v []float64) (zero, slope float64) {
	var mt, mv, tt, tv float64
	for i := range t {
		mt, mv = mt+t[i]/float64(len(t)), mv+v[i]/float64(len(t))
	}
	for i := range t {
		tt, tv = tt+(t[i]-mt)*(t[i]-mt), tv+(t[i]-mt)*(v[i]-mv)
	}
	slope = tv / tt
	return mt - mv/slope, slope
}

// clearOfWrist is when the flight has gone clearBH from the wrist.
func (b *ballFlight) clearOfWrist(c *shotContext) (float64, bool) {
	const step = 0.002
	limit := clearBH * c.heightPx
	first := b.samples[b.from].t
	for t := first + wristWithinS; t > first-wristWithinS; t -= step {
		hand, at := c.whole.hands(t), b.path.at(t)
		if distance(hand, at) < limit {
			return t + step, t+step < first+wristWithinS
		}
	}
	return 0, false
}

// playback is the clip's real seconds a second as the flight shows them; 1 where that
// is about right, or no flight is followed.
func (c *shotContext) playback() float64 {
	if c.ball == nil {
		return 1
	}
	if f, odd := c.ball.speedUp(c); odd {
		return 1 / f
	}
	return 1
}
