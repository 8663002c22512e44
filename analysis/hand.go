package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// rightHandedLogOdds is the prior for the right hand: about nine in ten people
// (Papadatou-Pastou et al. 2020, Psychological Bulletin 146:481, 10.1037/bul0000229).
var rightHandedLogOdds = math.Log(0.894 / 0.106)

// armCue is one difference between the arms, right less left, that tells the hand.
type armCue struct {
	of          func(*stretch, pose.Side) curve
	from, to    float64 // the window's real seconds after the elbow's fastest extension
	logOdds     float64 // for the right arm, of a unit of difference
	mostLogOdds float64 // no single cue decides alone
}

// armCues tell the shooting arm: it stays up when the guide arm comes down, and until
// the ball has gone its elbow is the more bent one. The weights are those of a logistic
// regression over even and odd seeds of the synthetic shooter (57 shots in four views)
// and the labelled hands of the real clips (27 shots).
var armCues = []armCue{
	{(*stretch).wristUp, 0.10, 0.35, 14, 2},
	{(*stretch).wristUp, 0.35, 0.60, 22, 3.3},
	{(*stretch).elbow, -0.30, 0.12, -0.04, 2.4},
}

// toldHands are the hands that the user may tell.
var toldHands = map[string]pose.Side{"left": pose.Left, "right": pose.Right}

// context measures a shot with the arm that the user tells or, once a shot, the evidence:
// the arms before and after the release, handedness as the prior and, where those leave
// it open, the ball.
func (a *analyzer) context(t throw, all []throw) *shotContext {
	if told, ok := toldHands[a.cfg.Hand]; ok {
		return a.contextOf(t, all, told)
	}
	odds := rightHandedLogOdds + t.rightArm + othersOdds(t, all)
	likely := a.contextOf(t, all, handOf(odds))
	if likely.ball == nil || math.Abs(odds) > mostBallLogOdds {
		return likely
	}
	other := a.contextOf(t, all, likely.arm.Other())
	right, left := likely, other
	if likely.arm == pose.Left {
		right, left = other, likely
	}
	if handOf(odds+ballOdds(right, left)) == pose.Right {
		return right
	}
	return left
}

func handOf(odds float64) pose.Side {
	if odds > 0 {
		return pose.Right
	}
	return pose.Left
}

// othersOdds is what the shooter's other throws tell, which count together as much as
// this one: the guide hand of one shot is rarely the shooting hand of the next.
func othersOdds(t throw, all []throw) float64 {
	sum, n := 0.0, 0.0
	for _, o := range all {
		if o.person == t.person && o.peak != t.peak {
			sum, n = sum+o.rightArm, n+1
		}
	}
	return sum / max(n, 1)
}

// The ball leaves when the shooting arm lets it go; the guide arm extends earlier, or with
// it. Half the squares of the arms' distances from that, in standard deviations and
// up to mostBallSDs, would be log likelihoods if those were normal; ballWeight makes
// up for their tails (110 shots of synthetic shooters, 14 of real clips).
const (
	ballWeight      = 0.3
	mostBallSDs     = 4
	mostBallLogOdds = ballWeight * mostBallSDs * mostBallSDs / 2
)

// ballOdds is the log odds for the right arm that the ball gives.
func ballOdds(right, left *shotContext) float64 {
	r, okR := right.armOffBall()
	l, okL := left.armOffBall()
	if !okR || !okL {
		return 0
	}
	r, l = math.Min(r, mostBallSDs), math.Min(l, mostBallSDs)
	return ballWeight * (l*l - r*r) / 2
}

// armEvidence is the log odds for the right arm that the pictures give.
func (s *stretch) armEvidence(c candidate) float64 {
	sum := 0.0
	for _, q := range armCues {
		from, to := c.peak+q.from, c.peak+q.to
		right, left := q.of(s, pose.Right).mean(from, to), q.of(s, pose.Left).mean(from, to)
		sum += clampTo(q.logOdds*(right-left), q.mostLogOdds)
	}
	return sum
}

// clampTo limits v to ±limit; NaN counts as no evidence.
func clampTo(v, limit float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return math.Max(-limit, math.Min(limit, v))
}

// mean is the mean of the samples in [from, to], NaN for none.
func (c curve) mean(from, to float64) float64 {
	if to < c.t0 || from > c.time(len(c.v)-1) {
		return math.NaN()
	}
	sum, n := 0.0, 0
	for i := c.index(from); i <= c.index(to); i++ {
		sum += c.v[i]
		n++
	}
	return sum / float64(n)
}
