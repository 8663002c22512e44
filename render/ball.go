package render

import (
	"math"
	"slices"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// drawBall draws the ball's path up to the given time, fading into the past,
// and a ring around the ball now.
func (o *Overlay) drawBall(s *scene, now time.Duration) {
	const remembered = 900 * time.Millisecond
	var previous *pose.BallPoint
	for k := range s.shot.Ball.Points {
		b := &s.shot.Ball.Points[k]
		if b.Time > now {
			break
		}
		if age := now - b.Time; previous != nil && age < remembered && o.res.Clip.Camera != "moving" {
			fresh := 1 - age.Seconds()/remembered.Seconds()
			o.painter.capsule(o.ballAt(previous), o.ballAt(b), s.limbPx*0.9, s.limbPx*0.9)
			o.painter.fill(fade(accent, 0.25+0.6*fresh))
		}
		previous = b
	}
	if previous != nil && now-previous.Time < 60*time.Millisecond {
		o.painter.ring(o.ballAt(previous), math.Max(previous.R*o.scale, 3*s.limbPx), math.Max(1, s.limbPx*0.7))
		o.painter.fill(fade(paper, 0.9))
	}
}

func (o *Overlay) ballAt(b *pose.BallPoint) point { return point{b.X * o.scale, b.Y * o.scale} }

// releaseShown is how long the mark of the release stays.
const releaseShown = 300 * time.Millisecond

// drawRelease marks where and when the ball left the hand. With a moving camera
// that place is lost in the next picture.
func (o *Overlay) drawRelease(s *scene, i int) {
	if s.release < 0 || (i != s.release && o.res.Clip.Camera == "moving") {
		return
	}
	age := s.motion.Time[i] - s.motion.Time[s.release]
	hand := o.at(s.motion, sideOf(s.shot).Joint(pose.LeftIndex), s.release)
	if age < 0 || age > releaseShown || !hand.measured() {
		return
	}
	strength := 1 - 0.6*age.Seconds()/releaseShown.Seconds()
	o.ringHand(s, hand, strength)
	const text = "RELEASE"
	box := o.clear(s, i, s.label.labelBox(hand, text), 1.5*releaseRing*s.limbPx, -o.basketSide(s, i, hand))
	o.painter.label(s.label, box, text, ink, fade(accent, strength))
}

// releaseRing is the radius of the ring around the hand, in limbs.
const releaseRing = 7

// ringHand draws a ring where the ball left the hand.
func (o *Overlay) ringHand(s *scene, hand point, strength float64) {
	o.painter.ring(hand, releaseRing*s.limbPx, math.Max(1.5, s.limbPx))
	o.painter.fill(fade(accent, strength))
}

// launchShown is how long the launch angle stays.
const launchShown = 900 * time.Millisecond

// drawLaunch draws the angle at which the ball leaves: an arc upon the
// horizontal with its value, once the ball has flown a little.
func (o *Overlay) drawLaunch(s *scene, i int) {
	m, ok := s.shot.Metric("ball_launch_angle")
	release, known := s.shot.Event(analysis.Release)
	if !ok || !known || o.res.Clip.Camera == "moving" {
		return
	}
	age := s.motion.Time[i] - release.Time
	from, to, seen := o.launchLine(s, release.Time)
	if age < releaseShown/2 || age > launchShown || !seen {
		return
	}
	along := math.Copysign(1, to.x-from.x)
	radius := s.limbPx * 18
	begin, end := 0.0, -m.Value*math.Pi/180
	if along < 0 {
		begin, end = -math.Pi, -math.Pi-end
	}
	o.painter.capsule(from, polar(from, radius*1.25, begin), s.limbPx*0.3, s.limbPx*0.3)
	o.painter.band(from, radius, math.Max(1, s.limbPx*0.6), begin, end)
	o.painter.fill(fade(paper, 0.9))
	text := o.degreeText(m.Value)
	box := o.clear(s, i, s.label.labelBox(polar(from, radius*1.2, (begin+end)/2), text), 0, along)
	o.painter.label(s.label, box, text, ink, fade(accent, 0.95))
}

// launchLine returns the first two places of the ball after the release.
func (o *Overlay) launchLine(s *scene, release time.Duration) (from, to point, ok bool) {
	points := s.shot.Ball.Points
	k := slices.IndexFunc(points, func(b pose.BallPoint) bool { return b.Time >= release })
	if k < 0 || k+1 >= len(points) {
		return from, to, false
	}
	return o.ballAt(&points[k]), o.ballAt(&points[k+1]), true
}
