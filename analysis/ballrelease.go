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
	hiddenSDS    = 0.03 // by a wrist that the model guessed
	mostApartS   = 0.08 // between both: more, and the wrist is not believed
	wristWithinS = 0.15 // of the flight's first picture
)

// releaseByBall returns when the ball has left the fingers.
func (c *shotContext) releaseByBall() (moment, bool) {
	m := moment{method: byBall, confidence: 0.95}
	push, pushed := c.ball.endOfPush(c)
	off, cleared := c.ball.clearOfWrist(c)
	wristSD := byWristSDS
	if c.armSeenBetween(c.arm, c.throw.peak-hiddenS, c.throw.peak) < armHidden {
		wristSD = hiddenSDS
	}
	switch {
	case pushed && cleared && math.Abs(push-off) < mostApartS:
		a, b := 1/(byPushSDS*byPushSDS), 1/(wristSD*wristSD)
		m.t, m.sd = (a*push+b*off)/(a+b), 1/math.Sqrt(a+b)
	case cleared:
		m.t, m.sd = off, wristSD
	case pushed:
		m.t, m.sd = push, byPushSDS
	default:
		return moment{}, false
	}
	return m, true
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
// is about right.
func (c *shotContext) playback() float64 {
	if f, odd := c.ball.speedUp(c); odd {
		return 1 / f
	}
	return 1
}
