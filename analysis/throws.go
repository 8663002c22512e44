package analysis

import (
	"cmp"
	"math"
	"slices"

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
	// UnsureBH is how far the hands may be from there, in body heights; 0 where they are
	// seen.
	UnsureBH float64

	person int
}

// HandsEveryS is the time between two places of the hands, in real seconds.
const HandsEveryS = 0.02

// handsAroundS is the time before and after the release for which they are given.
const handsAroundS = 0.5

// FindThrows returns the shots of a clip in order of time, as far as they must be
// known to look for their balls, and whatever else throws an arm up, or who is hidden and
// may: on better landmarks, or by the ball, it may be a shot.
func FindThrows(p *pose.Poses, cfg Config) []Throw {
	a := survey(p, cfg)
	var out []Throw
	for _, c := range a.shots {
		rel, ok := c.has(Release)
		if !ok {
			rel = c.throw.peak
		}
		out = append(out, c.whole.throwAt(rel))
	}
	shots := len(out)
	for _, s := range a.stretches {
		for _, t := range s.upward() {
			if !slices.ContainsFunc(out, func(o Throw) bool { return math.Abs(o.ReleaseS-t) < sameShotS && o.person == s.person }) {
				out = append(out, s.throwAt(t))
			}
		}
	}
	out = append(out, a.hidden()...)
	if len(out) > shots {
		slices.SortStableFunc(out, func(x, y Throw) int { return cmp.Compare(x.ReleaseS, y.ReleaseS) })
	}
	return out
}

// Somebody who stands and is hidden may shoot meanwhile: after he is lost from view and
// before he is seen again, for hiddenMinS to hiddenMaxS. His ball is looked for every
// hiddenEveryS, where his hands would be over his shoulders, give or take unsureHandsBH.
const (
	hiddenMinS    = 0.15
	hiddenMaxS    = 2.0
	hiddenEveryS  = 0.5
	handsUpBH     = 0.45 // over the shoulders of who stands: he may jump
	unsureHandsBH = 0.25
)

// hidden returns the throws that people may make while they are hidden: after they are lost
// from view, and before they are seen first or again.
func (a *analyzer) hidden() (out []Throw) {
	frames := a.poses.Frames
	for i, s := range a.stretches {
		since := realSeconds(frames[0].Time, a.poses.Clip)
		until := realSeconds(frames[len(frames)-1].Time, a.poses.Clip)
		if i > 0 && a.stretches[i-1].person == s.person {
			since = a.stretches[i-1].to() + hiddenMaxS // until then it was asked after the one before
		}
		if i+1 < len(a.stretches) && a.stretches[i+1].person == s.person {
			until = a.stretches[i+1].from()
		}
		out = append(out, s.unseen(math.Max(since, s.from()-hiddenMaxS), s.from())...)
		out = append(out, s.unseen(s.to(), math.Min(until, s.to()+hiddenMaxS))...)
	}
	return out
}

// unseen returns the throws between two times at which somebody is not seen, if he stands
// where he is seen next to that.
func (s *stretch) unseen(from, to float64) (out []Throw) {
	seen := s.clamp((from + to) / 2)
	if to-from < hiddenMinS || !(s.speedBHPS(seen) < strollBHPS) {
		return nil
	}
	hands := s.midShoulder().at(seen)
	hands.Y -= handsUpBH * s.heightPx
	for t := from; t < to+hiddenEveryS/2; t += hiddenEveryS {
		out = append(out, Throw{ReleaseS: t, HeightPx: s.heightPx, Hands: []Point{hands}, HandsFromS: t, UnsureBH: unsureHandsBH, person: s.person})
	}
	return out
}

// upward returns when an arm that is thrown up is nearly at its highest.
func (s *stretch) upward() []float64 {
	var out []float64
	for _, side := range bothSides {
		a := armSignals{elbow: s.elbow(side), up: s.wristUp(side)}
		for _, iv := range a.raised() {
			top, ok := a.up.argMax(iv[0], iv[1])
			if !ok || !a.thrownUp(iv) {
				continue
			}
			if t, ok := a.up.crossingNear(top, wristShare*a.up.at(top), iv[0], top); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

// throwAt describes a throw about a time.
func (s *stretch) throwAt(release float64) Throw {
	t := Throw{ReleaseS: release, HeightPx: s.heightPx, HandsFromS: release - handsAroundS, person: s.person}
	for at := t.HandsFromS; at <= release+handsAroundS; at += HandsEveryS {
		t.Hands = append(t.Hands, s.hands(at))
	}
	return t
}

// hands is the place of the higher wrist.
func (s *stretch) hands(t float64) Point {
	t = s.clamp(t)
	l, r := s.joints[pose.LeftWrist].at(t), s.joints[pose.RightWrist].at(t)
	if l.Y < r.Y {
		return l
	}
	return r
}
