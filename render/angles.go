package render

import (
	"math"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// angle is a joint angle that the overlay can show. Joints are given for the
// left side and taken from the shooting side.
type angle struct {
	joint, from, to pose.Joint
	// ahead is +1 where the label stands on the basket's side of the joint, −1
	// where it stands behind it: away from the body's own parts.
	ahead float64
	deg   func(*analysis.Motion) []float64
	// metrics vouch for the angle: it is shown in shots that have one of them.
	metrics []string
}

// The angles of the metrics.
var (
	knee = angle{
		pose.LeftKnee, pose.LeftHip, pose.LeftAnkle, 1,
		func(m *analysis.Motion) []float64 { return m.KneeDeg },
		[]string{"knee_dip", "knee_release"},
	}
	hip = angle{
		pose.LeftHip, pose.LeftShoulder, pose.LeftKnee, -1,
		func(m *analysis.Motion) []float64 { return m.HipDeg },
		[]string{"hip_dip"},
	}
	elbow = angle{
		pose.LeftElbow, pose.LeftShoulder, pose.LeftWrist, 1,
		func(m *analysis.Motion) []float64 { return m.ElbowDeg },
		[]string{"elbow_set", "elbow_release"},
	}
)

// anglesIn says which angles matter in which phase.
var anglesIn = map[string][]angle{
	analysis.PhaseLoad:          {knee, hip},
	analysis.PhaseRise:          {knee, elbow},
	analysis.PhaseRelease:       {elbow, knee},
	analysis.PhaseFollowThrough: {elbow},
}

// sagittal says whether the view shows flexion at all.
func sagittal(shot *analysis.Shot) bool {
	return shot.View.Kind == "side" || shot.View.Kind == "oblique"
}

// drawAngles draws arcs with values at joints of the shooting side.
func (o *Overlay) drawAngles(s *scene, i int, angles []angle) {
	if !sagittal(s.shot) {
		return
	}
	for _, a := range angles {
		if a.vouched(s.shot) {
			o.drawAngle(s, i, a, a.deg(s.motion)[i])
		}
	}
}

// vouched reports whether the shot's results hold a value of the angle: what they
// refuse to measure is not shown as if it were.
func (a angle) vouched(shot *analysis.Shot) bool {
	for _, id := range a.metrics {
		if _, ok := shot.Metric(id); ok {
			return true
		}
	}
	return false
}

// drawAngle draws the arc of an angle with its value in degrees.
func (o *Overlay) drawAngle(s *scene, i int, a angle, deg float64) {
	side := sideOf(s.shot)
	joint := o.at(s.motion, side.Joint(a.joint), i)
	from := o.at(s.motion, side.Joint(a.from), i)
	to := o.at(s.motion, side.Joint(a.to), i)
	if math.IsNaN(deg) || !joint.measured() || !from.measured() || !to.measured() {
		return
	}
	radius := math.Min(s.limbPx*11, 0.45*math.Min(from.minus(joint).length(), to.minus(joint).length()))
	begin, end := opening(joint, from, to)
	o.painter.sector(joint, radius, begin, end)
	o.painter.fill(fade(paper, 0.22))
	o.painter.band(joint, radius, math.Max(1, s.limbPx*0.6), begin, end)
	o.painter.fill(fade(paper, 0.95))

	text := o.degreeText(deg)
	box := o.clear(s, i, s.label.labelBox(joint, text), radius, a.ahead*o.basketSide(s, i, joint))
	o.painter.label(s.label, box, text, paper, fade(ink, 0.78))
}

// degreeText writes an angle; it is written once.
func (o *Overlay) degreeText(deg float64) string {
	whole := int(math.Round(deg))
	if o.degrees[whole] == "" {
		o.degrees[whole] = o.options.Units.Format(float64(whole), "deg")
	}
	return o.degrees[whole]
}

// opening returns the two directions of an angle, less than half a turn apart.
func opening(joint, from, to point) (begin, end float64) {
	begin = math.Atan2(from.y-joint.y, from.x-joint.x)
	end = math.Atan2(to.y-joint.y, to.x-joint.x)
	if end-begin > math.Pi {
		end -= 2 * math.Pi
	}
	if begin-end > math.Pi {
		end += 2 * math.Pi
	}
	return begin, end
}

// basketSide returns the direction of x toward the basket: +1 or −1. Where the
// shooter faces the camera or turns away it is the direction out of the body.
func (o *Overlay) basketSide(s *scene, i int, joint point) float64 {
	switch s.shot.View.Facing {
	case "right":
		return 1
	case "left":
		return -1
	}
	middle := o.at(s.motion, pose.LeftHip, i).plus(o.at(s.motion, pose.RightHip, i)).times(0.5)
	if joint.x < middle.x {
		return -1
	}
	return 1
}

// free moves a label down, or up at the lower edge, until it covers no other,
// and keeps the place.
func (o *Overlay) free(b rect) rect {
	for range o.taken {
		for _, t := range o.taken {
			if !b.overlaps(t) {
				continue
			}
			below, above := b, b
			below.y, above.y = t.y+t.h+o.layout.lineWidth, t.y-b.h-o.layout.lineWidth
			if b = below; o.inside(below) != below {
				b = above
			}
		}
	}
	o.taken = append(o.taken, b)
	return b
}
