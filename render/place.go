package render

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// places are where a label may stand beside its point, in the order of liking:
// on the given side, on the other, and each of them higher or lower.
var places = []struct{ side, up float64 }{
	{1, 0}, {1, 1}, {1, -1}, {-1, 0}, {-1, 1}, {-1, -1}, {1, 2}, {-1, 2}, {1, -2}, {-1, -2},
}

// clear moves a label from its point to the place that hides least of the
// shooter and no other label, and keeps it. Side is +1 for right and −1 for
// left, distance that from the point to the label's edge.
func (o *Overlay) clear(s *scene, i int, box rect, distance, side float64) rect {
	best, least := box, math.Inf(1)
	for k, p := range places {
		b := box
		b.x += side * p.side * (distance + box.w*0.7)
		b.y -= p.up * box.h * 1.1
		b = o.inside(b)
		if c := o.hidden(s, i, b) + 0.1*float64(k); c < least {
			best, least = b, c
		}
	}
	return o.free(best)
}

// hidden tells how much a box hides in a frame: joints and the middles of bones,
// the head above all, and other labels.
func (o *Overlay) hidden(s *scene, i int, b rect) float64 {
	cost := 0.0
	reach := s.limbPx * 2.5
	wide := rect{b.x - reach, b.y - reach, b.w + 2*reach, b.h + 2*reach}
	for _, bone := range pose.Bones {
		from, to := o.at(s.motion, bone.From, i), o.at(s.motion, bone.To, i)
		for _, f := range [...]float64{0, 0.25, 0.5, 0.75, 1} {
			if p := from.plus(to.minus(from).times(f)); wide.holds(p) {
				cost++
			}
		}
	}
	if head := headOf(o, s, i); head.measured() {
		r := 0.09 * o.bodyPx(s.shot.Shooter)
		if b.overlaps(rect{head.x - r, head.y - r, 2 * r, 2 * r}) {
			cost += 20
		}
	}
	for _, t := range o.taken {
		if b.overlaps(t) {
			cost += 50
		}
	}
	return cost
}

// headOf returns the middle between the ears, or the nose.
func headOf(o *Overlay, s *scene, i int) point {
	ears := o.at(s.motion, pose.LeftEar, i).plus(o.at(s.motion, pose.RightEar, i)).times(0.5)
	if ears.measured() {
		return ears
	}
	return o.at(s.motion, pose.Nose, i)
}

// holds reports whether a point lies in the rectangle.
func (r rect) holds(p point) bool {
	return p.x > r.x && p.x < r.x+r.w && p.y > r.y && p.y < r.y+r.h
}
