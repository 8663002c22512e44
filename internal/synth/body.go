package synth

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// Proportions of the body as fractions of standing height. Limbs are measured
// between joint centres, which landmarks mark: P. de Leva, Adjustments to
// Zatsiorsky-Seluyanov's segment inertia parameters, J. Biomech. 29 (1996)
// 1223–1230, men. Heights and breadths: Drillis & Contini, Body Segment
// Parameters, 1966, as printed in Winter, Biomechanics and Motor Control of Human
// Movement; breadths there are from edge to edge, and joint centres lie further in.
const (
	ankleHeight    = 0.047  // 0.039 on the bare foot, and a shoe's sole
	shankLength    = 0.2493 // de Leva: 434.0 of 1741 mm
	thighLength    = 0.2425 // de Leva: 422.2 mm
	trunkLength    = 0.282  // hip joints to shoulder joints, which lie at 0.818
	upperArmLength = 0.1618 // de Leva: 281.7 mm
	forearmLength  = 0.1545 // de Leva: 268.9 mm
	footLength     = 0.152  // heel to toe
	heelLength     = 0.040  // ankle to heel, horizontally
	heelHeight     = 0.018  // heel's landmark above the ground: half the height of the shoe there
	toeHeight      = 0.011  // foot index above the ground
	shoulderHalf   = 0.105  // mid-line to shoulder joint; half the shoulder breadth is 0.129
	hipHalf        = 0.056  // mid-line to hip joint
	neckLength     = 0.030  // shoulder line to the pivot of the head (C7 to C1, simplified)
)

// Hand landmarks: fractions of height from the wrist along the hand, towards
// the thumb and out of the palm.
var handLandmarks = []struct {
	joint                pose.Joint // of the left side
	along, thumb, palmar float64
}{
	{pose.LeftIndex, 0.056, 0.018, 0},
	{pose.LeftPinky, 0.050, -0.022, 0},
	{pose.LeftThumb, 0.034, 0.030, 0.010},
}

// Face landmarks: fractions of height from the head's pivot forwards, to the
// left and upwards.
var faceLandmarks = []struct {
	joint         pose.Joint
	fwd, left, up float64
}{
	{pose.Nose, 0.064, 0, 0.066},
	{pose.LeftEyeInner, 0.052, 0.010, 0.086},
	{pose.LeftEye, 0.051, 0.018, 0.086},
	{pose.LeftEyeOuter, 0.048, 0.026, 0.086},
	{pose.LeftEar, 0.003, 0.042, 0.074},
	{pose.MouthLeft, 0.052, 0.014, 0.044},
}

// hand is the orientation of one hand: unit vectors along it, out of the palm
// and towards the thumb.
type hand struct{ along, palm, thumb vec }

// figure is a body at one instant: its landmarks and what drawing needs beyond
// them.
type figure struct {
	joints [pose.NumJoints]vec
	hands  [2]hand // by side
	neck   vec     // pivot of the head
	head   axes
	trunk  axes
}

// mirrored returns the mirror image in the plane through shooter and basket,
// with left and right exchanged.
func (f figure) mirrored() figure {
	m := figure{neck: mirrorY(f.neck), head: f.head.mirrored(), trunk: f.trunk.mirrored()}
	for j := range pose.Joint(pose.NumJoints) {
		m.joints[j] = mirrorY(f.joints[j.Mirror()])
	}
	for side, h := range f.hands {
		m.hands[1-side] = hand{mirrorY(h.along), mirrorY(h.palm), mirrorY(h.thumb)}
	}
	return m
}

// mirrored returns the axes' mirror image; left stays the body's own left.
func (a axes) mirrored() axes {
	l := mirrorY(a.left)
	return axes{fwd: mirrorY(a.fwd), left: vec{X: -l.X, Y: -l.Y, Z: -l.Z}, up: mirrorY(a.up)}
}

// mid returns the middle between the joints of both sides, such as mid-hip.
func (f *figure) mid(left pose.Joint) vec {
	return lerp(f.joints[left], f.joints[left.Mirror()], 0.5)
}

// bend places a two-link limb from root to end, bent towards the pole, and
// returns its middle joint and its end. An end out of reach is approached as far
// as the limb allows, so that its length never changes.
func bend(root, end vec, upper, lower float64, pole vec) (middle, reached vec) {
	const stretch = 0.9998 // of full length: a straight limb has no plane
	d := math.Min(distance(root, end), stretch*(upper+lower))
	d = math.Max(d, 1.02*math.Abs(upper-lower))
	dir := unit(sub(end, root))
	side := unit(along(pole, -dot(pole, dir), dir))
	x := (d*d + upper*upper - lower*lower) / (2 * d)
	y := math.Sqrt(math.Max(0, upper*upper-x*x))
	return along(along(root, x, dir), y, side), along(root, d, dir)
}
