package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// rightHandedLogOdds is the prior for the right hand: about nine in ten people
// (Papadatou-Pastou et al. 2020, Psychological Bulletin 146:481, 10.1037/bul0000229).
var rightHandedLogOdds = math.Log(0.894 / 0.106)

// handWindow are the real seconds after the elbow's fastest extension in which
// the shooting arm stands straight and high while the guide arm comes down.
var handWindow = [2]float64{0.10, 0.35}

// shootingArm tells the shooting hand, once a shot, from the arms after the release,
// with handedness as the prior.
func (s *stretch) shootingArm(c candidate, hand string) pose.Side {
	switch hand {
	case "left":
		return pose.Left
	case "right":
		return pose.Right
	}
	if rightHandedLogOdds+s.armEvidence(c) > 0 {
		return pose.Right
	}
	return pose.Left
}

// armEvidence is the log odds for the right arm that the pictures give: in the
// follow-through it is the straighter and the higher one.
func (s *stretch) armEvidence(c candidate) float64 {
	const (
		perDeg = 1.0 / 12   // elbow's straightness
		perBH  = 1.0 / 0.03 // wrist's height
		most   = 6          // no single cue decides alone
	)
	from, to := c.peak+handWindow[0], c.peak+handWindow[1]
	straight := s.elbow(pose.Right).mean(from, to) - s.elbow(pose.Left).mean(from, to)
	high := s.wristUp(pose.Right).mean(from, to) - s.wristUp(pose.Left).mean(from, to)
	return clampTo(straight*perDeg, most) + clampTo(high*perBH, most)
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
