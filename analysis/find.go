package analysis

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/shotcheck/shotcheck/pose"
)

// What a shot looks like, in body heights, degrees and real seconds. The bounds
// are wide on purpose: they hold for slow set shots and quick jump shots alike.
const (
	armUpBH       = 0.06 // wrist above its shoulder: the arm is up
	armDownBH     = 0.02 // wrist no longer above its shoulder: the arm is down again
	armHighBH     = 0.11 // the raised wrist reaches at least this far above the shoulder
	wristGainBH   = 0.12 // and has risen this much within riseS before the elbow's fastest extension
	riseS         = 0.8
	extensionDeg  = 35   // the elbow straightens by at least this much
	extensionS    = 0.7  // before its fastest moment, and half of it after
	extendedDeg   = 125  // and ends at least this straight
	stayDeg       = 105  // and stays at least this straight for a quarter of a second
	handsApartBH  = 0.4  // wrists around the set point: both hands are at the ball
	fallBHPS      = 0.3  // the wrist does not sink faster than this while the elbow opens
	opensDeg      = 20   // the elbow opens by this much within a fifth of a second
	handsSpreadBH = 0.55 // wrists sideways after the throw: arms that fly apart throw no ball
	armSeenLeast  = 0.25 // visibility of the joints of the better seen arm; the far one is often hidden
	sameShotS     = 1.0  // two candidates of one person closer than this are one shot
	walkSpanS     = 0.5  // the hips' speed is taken over this long before, at and after the throw
	strollBHPS    = 0.3  // and is less than this in one of them: half a comfortable walk
	quickestDegPS = 180  // the elbow's peak velocity is at least this
	fastestDegPS  = 2500 // faster, the landmarks jump
)

var bothSides = []pose.Side{pose.Left, pose.Right}

// candidate is a moment at which an arm is thrown up.
type candidate struct {
	side pose.Side
	// peak is the time of the elbow's fastest extension.
	peak float64
	// extension is how far the elbow straightens, in degrees.
	extension float64
	// score ranks candidates of one shot: how far the elbow opens within a fifth of
	// a second around the peak, in degrees.
	score float64
	// flies is the ball where it begins to fly, if that alone tells the throw.
	flies *ballSample
}

// armSignals are the curves of one arm that tell a shot.
type armSignals struct {
	elbow, velocity, up curve
}

// candidates finds the moments at which an arm is thrown up.
func (s *stretch) candidates() []candidate {
	var all []candidate
	for _, side := range bothSides {
		elbow := s.elbow(side)
		a := armSignals{elbow, elbow.slope(), s.wristUp(side)}
		for _, iv := range a.raised() {
			if c, ok := s.throw(side, a, iv); ok {
				all = append(all, c)
			}
		}
	}
	return merge(all)
}

// raised returns the intervals [up, down] during which the wrist is above the
// shoulder, with hysteresis.
func (a armSignals) raised() [][2]float64 {
	var out [][2]float64
	start := -1
	for i, v := range a.up.v {
		switch {
		case start < 0 && v > armUpBH:
			start = i
		case start >= 0 && v < armDownBH:
			out = append(out, [2]float64{a.up.time(start), a.up.time(i)})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, [2]float64{a.up.time(start), a.up.time(len(a.up.v) - 1)})
	}
	return out
}

// throw looks for the best moment of a raised arm at which the elbow extends
// as it does in a shot.
func (s *stretch) throw(side pose.Side, a armSignals, iv [2]float64) (best candidate, ok bool) {
	for _, peak := range a.velocity.maxima(quickestDegPS, iv[0], iv[1]) {
		c, good := s.tryThrow(side, a, peak)
		if good && (!ok || c.score > best.score) {
			best, ok = c, true
		}
	}
	return best, ok
}

// peakOf returns when the elbow of one arm opens fastest near t, which another arm
// may have told; t itself where it does not.
func (s *stretch) peakOf(side pose.Side, t float64) float64 {
	elbow := s.elbow(side)
	best, most := t, 0.0
	for _, peak := range elbow.slope().maxima(quickestDegPS/2, t-armsDifferS, t+armsDifferS) {
		if opens := elbow.opening(peak); opens > most {
			best, most = peak, opens
		}
	}
	return best
}

// armsDifferS is how far apart the two arms of one shot may open.
const armsDifferS = 0.25

// opening is how far a curve rises within a fifth of a second around t: single
// moments of poor landmarks say little.
func (c curve) opening(t float64) float64 { return c.near(t+opensWithinS/2) - c.near(t-opensWithinS/2) }

const opensWithinS = 0.2

// tryThrow checks one moment of fastest extension.
func (s *stretch) tryThrow(side pose.Side, a armSignals, peak float64) (candidate, bool) {
	set, ok1 := a.elbow.argMin(peak-extensionS, peak)
	full, ok2 := a.elbow.argMax(peak, peak+extensionS/2)
	low, ok3 := a.up.argMin(peak-riseS, peak)
	high, ok4 := a.up.argMax(peak, peak+extensionS/2)
	jumps := a.velocity.at(peak) > fastestDegPS
	if !ok1 || !ok2 || !ok3 || !ok4 || jumps && !a.steady(peak) {
		return candidate{}, false
	}
	c := candidate{side: side, peak: peak, extension: a.elbow.at(full) - a.elbow.at(set)}
	c.score = a.elbow.opening(peak)
	after := a.elbow.mean(peak+0.10, peak+0.25)
	good := c.extension > extensionDeg && a.elbow.at(full) > extendedDeg &&
		!(after < stayDeg) && a.up.opening(peak) > -fallBHPS*opensWithinS && a.up.at(high) > armHighBH && a.up.at(high)-a.up.at(low) > wristGainBH &&
		s.handsApart(set, peak) < handsApartBH && math.Max(s.armSeen(pose.Left, peak), s.armSeen(pose.Right, peak)) > armSeenLeast &&
		c.score > opensDeg && s.spread(peak+0.10, peak+0.25) < handsSpreadBH && !s.walksOn(peak)
	if jumps {
		c.score = 0 // whatever else shows the shot tells its moment better
	}
	return c, good
}

// walksOn says whether somebody goes on at a walk before, at and after t: who shoots
// stops or jumps, who walks past him may be shown his arms.
func (s *stretch) walksOn(t float64) bool {
	p := s.paces(t)
	return slices.Min(p) > strollBHPS || slices.Max(p) < -strollBHPS // not where one is unknown
}

// walksAsSeen says whether somebody walks about t on the whole, as far as he is seen.
func (s *stretch) walksAsSeen(t float64) bool {
	seen := slices.DeleteFunc(s.paces(t), math.IsNaN)
	return len(seen) > 0 && math.Abs(stat.Mean(seen, nil)) > strollBHPS
}

// paces are the hips' speeds before, at and after t: see pace.
func (s *stretch) paces(t float64) []float64 {
	return []float64{s.pace(t - walkSpanS), s.pace(t), s.pace(t + walkSpanS)}
}

// comesWalking says whether somebody has come at a walk before t.
func (s *stretch) comesWalking(t float64) bool { return math.Abs(s.pace(t-walkSpanS)) > strollBHPS }

// pace is the speed of the hips to the right about t in body heights a second; NaN where
// they are not seen.
func (s *stretch) pace(t float64) float64 {
	from, to := t-walkSpanS/2, t+walkSpanS/2
	if from < s.from() || to > s.to() {
		return math.NaN()
	}
	hips := s.midHip().x
	return (hips.at(to) - hips.at(from)) / s.heightPx / walkSpanS
}

// steady says whether the elbow is bent before t and straight after it, over more than
// a jump of the landmarks: who sees it badly sees it snap.
func (a armSignals) steady(t float64) bool {
	return a.elbow.mean(t+0.10, t+0.25)-a.elbow.mean(t-0.25, t-0.10) > extensionDeg
}

// spread is how far the wrists are from each other sideways in [from, to], in body
// heights; 0 where it is not seen. A guide hand that drops stays close.
func (s *stretch) spread(from, to float64) float64 {
	l, r := s.joints[pose.LeftWrist], s.joints[pose.RightWrist]
	apart := func(v ...float64) float64 { return math.Abs(v[0] - v[1]) }
	d := combine(apart, l.x, r.x).mean(from, to) / s.heightPx
	if math.IsNaN(d) {
		return 0
	}
	return d
}

// armSeen is the least visibility of the arm's joints from t on, when it opens: who is
// filmed from behind hides it until then.
func (s *stretch) armSeen(side pose.Side, t float64) float64 {
	return s.armSeenBetween(side, t, t+0.25)
}

// armSeenBetween is the least visibility of the arm's joints in [from, to].
func (s *stretch) armSeenBetween(side pose.Side, from, to float64) float64 {
	least := 1.0
	for _, j := range []pose.Joint{pose.LeftShoulder, pose.LeftElbow, pose.LeftWrist} {
		least = math.Min(least, s.seenAt(side.Joint(j), from, to))
	}
	return least
}

// handsApart is the smallest distance between the wrists around [from, to], in
// body heights: before a shot both hands are at the ball.
func (s *stretch) handsApart(from, to float64) float64 {
	l, r := s.joints[pose.LeftWrist], s.joints[pose.RightWrist]
	least := math.Inf(1)
	for i := l.x.index(from - 0.2); i <= l.x.index(to); i++ {
		d := math.Hypot(l.x.v[i]-r.x.v[i], l.y.v[i]-r.y.v[i])
		least = math.Min(least, d/s.heightPx)
	}
	return least
}

// merge keeps the best of the candidates that are one
// shot, in order of time.
func merge(all []candidate) []candidate {
	var out []candidate
	for _, c := range all {
		k := overlapping(out, c)
		switch {
		case k < 0:
			out = append(out, c)
		case c.score > out[k].score:
			out[k] = c
		}
	}
	return byTime(out)
}

func overlapping(cs []candidate, c candidate) int {
	for i, o := range cs {
		if math.Abs(o.peak-c.peak) < sameShotS {
			return i
		}
	}
	return -1
}

func byTime(cs []candidate) []candidate {
	slices.SortFunc(cs, func(a, b candidate) int { return cmp.Compare(a.peak, b.peak) })
	return cs
}
