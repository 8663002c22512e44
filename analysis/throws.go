package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// Throw is what is known of a shot before its ball is followed.
type Throw struct {
	// ReleaseS is about when the ball is let go, in real seconds.
	ReleaseS float64
	// HeightPx is the shooter's standing height.
	HeightPx float64
	// Hands are the places of the higher wrist around that time, in pixels freed
	// of the camera's movement, HandsEveryS apart from HandsFromS on.
	Hands      []Point
	HandsFromS float64
}

// HandsEveryS is the time between two places of the hands, in real seconds.
const HandsEveryS = 0.02

// handsAroundS is the time before and after the release for which they are given.
const handsAroundS = 0.5

// FindThrows returns the shots of a clip in order of time, as far as they must be
// known to look for their balls.
func FindThrows(p *pose.Poses, cfg Config) []Throw {
	var out []Throw
	for _, c := range survey(p, cfg).shots {
		rel, ok := c.has(Release)
		if !ok {
			rel = c.throw.peak
		}
		t := Throw{ReleaseS: rel, HeightPx: c.whole.heightPx, HandsFromS: rel - handsAroundS}
		for at := t.HandsFromS; at <= rel+handsAroundS; at += HandsEveryS {
			t.Hands = append(t.Hands, c.whole.hands(at))
		}
		out = append(out, t)
	}
	return out
}

// hands is the place of the higher wrist.
func (s *stretch) hands(t float64) Point {
	t = math.Max(s.from(), math.Min(s.to()-1e-9, t))
	l, r := s.joints[pose.LeftWrist].at(t), s.joints[pose.RightWrist].at(t)
	if l.Y < r.Y {
		return l
	}
	return r
}
