package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// path is the filtered movement of one joint in pixels of the stabilised
// picture.
type path struct{ x, y curve }

func (p path) at(t float64) Point { return Point{p.x.at(t), p.y.at(t)} }

// mid returns the path halfway between two joints.
func mid(a, b path) path {
	half := func(v ...float64) float64 { return (v[0] + v[1]) / 2 }
	return path{combine(half, a.x, b.x), combine(half, a.y, b.y)}
}

// internalAngle returns the angle abc at b in degrees, 180 when a, b and c lie on a
// line in that order.
//
//	θ = |atan2(u × v, u · v)|,  u = a − b,  v = c − b
func internalAngle(a, b, c Point) float64 {
	ux, uy, vx, vy := a.X-b.X, a.Y-b.Y, c.X-b.X, c.Y-b.Y
	return degrees(math.Abs(math.Atan2(ux*vy-uy*vx, ux*vx+uy*vy)))
}

// angleCurve is internalAngle over time.
func angleCurve(a, b, c path) curve {
	return combine(func(v ...float64) float64 {
		return internalAngle(Point{v[0], v[1]}, Point{v[2], v[3]}, Point{v[4], v[5]})
	}, a.x, a.y, b.x, b.y, c.x, c.y)
}

// leanCurve is the angle of the line from low to high against the vertical in
// degrees, positive toward the side to which forward points (+1 picture right,
// −1 picture left).
func leanCurve(low, high path, forward float64) curve {
	return combine(func(v ...float64) float64 {
		return degrees(math.Atan2(forward*(v[2]-v[0]), v[1]-v[3]))
	}, low.x, low.y, high.x, high.y)
}

func degrees(rad float64) float64 { return rad * 180 / math.Pi }

func distance(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// cutoffHz are the low-pass cut-offs by limb: trunk and legs move slower than the
// arm, and the hand is the quickest. Within the 4–8 Hz usual for gait and the
// 8–13 Hz usual for throwing (Winter 2009, table 3.2 and section 3.4.4.3).
var cutoffHz = func() (hz [pose.NumJoints]float64) {
	const legs, arm, hand = 6, 7, 9
	for j := range hz {
		hz[j] = legs
	}
	for _, s := range []pose.Side{pose.Left, pose.Right} {
		hz[s.Joint(pose.LeftElbow)] = arm
		hz[s.Joint(pose.LeftShoulder)] = legs
		for _, j := range []pose.Joint{pose.LeftWrist, pose.LeftIndex, pose.LeftPinky, pose.LeftThumb} {
			hz[s.Joint(j)] = hand
		}
	}
	return hz
}()
