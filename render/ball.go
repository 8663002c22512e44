package render

import (
	"math"
	"time"

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
	o.markRelease(s, i, hand, 1-0.6*age.Seconds()/releaseShown.Seconds())
}

// markRelease draws a ring at the hand and a label behind it.
func (o *Overlay) markRelease(s *scene, i int, hand point, strength float64) {
	radius := s.limbPx * 7
	o.painter.ring(hand, radius, math.Max(1.5, s.limbPx))
	o.painter.fill(fade(accent, strength))
	const text = "RELEASE"
	behind := -o.basketSide(s, i, hand)
	box := s.label.labelBox(hand, text)
	box.x += behind * (radius*1.5 + box.w/2)
	o.painter.label(s.label, o.free(o.inside(box)), text, ink, fade(accent, strength))
}
