package synth

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// legs are the fixed measures of one person's lower body, metres, and the
// heights of the hips that follow from them.
type legs struct {
	heightM                float64
	ankleM, shankM, thighM float64
	halfStanceM, staggerM  float64
	turnDeg                float64
	standing               float64 // hip joints' height in the ready stance
}

// straightDeg is the knee's angle in a stretched leg; none locks at 180.
const straightDeg = 177

// footTurnDeg is how far each foot points outwards.
const footTurnDeg = 7

func newLegs(heightM float64, t Technique) legs {
	l := legs{
		heightM: heightM, ankleM: ankleHeight * heightM, shankM: shankLength * heightM, thighM: thighLength * heightM,
		halfStanceM: t.StanceWidth * heightM / 2, staggerM: t.StaggerM, turnDeg: t.TurnDeg,
	}
	l.standing = l.height(t.KneeStandDeg, l.standingShift())
	return l
}

// reach is the distance from hip to ankle at a knee angle (law of cosines).
func (l *legs) reach(kneeDeg float64) float64 {
	_, c := sincos(kneeDeg)
	return math.Sqrt(l.shankM*l.shankM + l.thighM*l.thighM - 2*l.shankM*l.thighM*c)
}

// height returns the hips' height above the floor at which the shooting side's
// knee has the angle, feet flat, with the hips ahead of the ankles' middle by shift.
func (l *legs) height(kneeDeg, shift float64) float64 {
	x := shift - l.staggerM/2
	y := l.halfStanceM - hipHalf*l.heightM
	d := l.reach(kneeDeg)
	return l.ankleM + math.Sqrt(d*d-x*x-y*y)
}

// standingShift keeps the hips over the middle of the feet.
func (l *legs) standingShift() float64 { return 0.02 * l.heightM }

// dipShift puts the hips where shank and thigh lean as the technique says.
func (l *legs) dipShift(t Technique) float64 {
	const maxTiltDeg = 44 // of the shank, heels on the floor
	bend := 180 - t.KneeDipDeg
	tilt := min(t.ShankShare*bend, maxTiltDeg)
	shank, _ := sincos(tilt)
	thigh, _ := sincos(bend - tilt)
	return l.shankM*shank - l.thighM*thigh + l.staggerM/2
}

// toeShift moves the hips forward with the ankles as the heels rise.
func (l *legs) toeShift(hips float64) float64 {
	return l.standingShift() + 0.6*max(0, hips-l.standing)
}

// maxToeRise is how far the hips rise from the stance to the tips of the toes
// (feet at 40°).
func (l *legs) maxToeRise() float64 {
	s, c := sincos(40)
	toe := (footLength - heelLength) * l.heightM
	return toe*s + l.ankleM*(c-1) + l.height(straightDeg, l.standingShift()) - l.standing
}

// shooter turns channels into a figure.
type shooter struct {
	channels
	legs   legs
	sway   sway
	shakes []shake
}

// shake is the unsteadiness of the shooting arm during one shot.
type shake struct {
	from, to, amplitudeDeg, phase float64
}

// at returns the shake's angle, which fades in and out.
func (s shake) at(t float64) float64 {
	const hertz = 5
	if t <= s.from || t >= s.to {
		return 0
	}
	w := math.Sin(math.Pi * (t - s.from) / (s.to - s.from))
	return s.amplitudeDeg * w * w * math.Sin(2*math.Pi*hertz*t+s.phase)
}

// sway is the slow wandering of a standing body: sums of sines.
type sway struct{ phase [3]float64 }

// at returns hips forward and sideways in metres, and trunk in degrees.
func (s sway) at(t float64) (x, y, leanDeg float64) {
	x = 0.004 * math.Sin(2*math.Pi*0.31*t+s.phase[0])
	y = 0.006 * math.Sin(2*math.Pi*0.23*t+s.phase[1])
	return x, y, 0.5 * math.Sin(2*math.Pi*0.27*t+s.phase[2])
}

// figureAt returns the body at a time.
func (s *shooter) figureAt(t float64) figure {
	var f figure
	swayX, swayY, swayLean := s.sway.at(t)
	body := yawed(s.legs.turnDeg)
	root := vec{X: s.bodyX.at(t), Y: s.bodyY.at(t), Z: s.rise.at(t)}
	root = body.point(root, s.shift.at(t)+swayX, swayY, 0)
	s.setLegs(&f, body, root, t)
	s.setTrunk(&f, body, root, s.lean.at(t)+swayLean, t)
	s.setShootingArm(&f, t)
	s.setGuideArm(&f, t)
	return f
}

// setLegs places the feet on the floor and bends the legs between them and the hips.
func (s *shooter) setLegs(f *figure, body axes, root vec, t float64) {
	for _, side := range []pose.Side{pose.Left, pose.Right} {
		out := 1 - 2*float64(side) // left +1, right −1
		hip := body.point(root, 0, out*hipHalf*s.legs.heightM, 0)
		foot := yawed(s.legs.turnDeg + out*footTurnDeg)
		place := vec{X: s.footX[side].at(t), Y: s.footY[side].at(t), Z: s.footLift[side].at(t)}
		ankle := body.point(place, -out*s.legs.staggerM/2, out*s.legs.halfStanceM, s.legs.ankleM)
		s.setLeg(f, side, hip, ankle, foot, t)
	}
}

// setLeg places one leg. As long as the leg reaches the flat foot's ankle, the heel
// stays down; beyond that the foot turns about its toe, and beyond the height
// of take-off it leaves the floor.
func (s *shooter) setLeg(f *figure, side pose.Side, hip, ankle vec, foot axes, t float64) {
	l := &s.legs
	toeM, heelM := (footLength-heelLength)*l.heightM, heelLength*l.heightM
	gap := sub(hip, ankle)
	full := l.reach(straightDeg)
	extent := math.Sqrt(full*full - min(gap.X*gap.X+gap.Y*gap.Y, 0.5*full*full))
	tuck := s.tuck.at(t)
	onToes := l.maxToeRise() + l.standing - l.height(straightDeg, l.standingShift())
	need := gap.Z - smoothMin(gap.Z, extent, 0.03) // heel's lift that the leg's length asks for
	lift := smoothMin(need, onToes, 0.005)
	fly := max(0, need-lift) + tuck
	pitch := footPitchDeg(lift, toeM, l.ankleM)

	toe := foot.point(ankle, toeM, 0, -l.ankleM+fly)
	tipped := foot.pitched(pitch)
	f.joints[side.Joint(pose.LeftFootIndex)] = tipped.point(toe, 0, 0, toeHeight*l.heightM)
	f.joints[side.Joint(pose.LeftHeel)] = tipped.point(toe, -toeM-heelM, 0, heelHeight*l.heightM)
	knee, reached := bend(hip, tipped.point(toe, -toeM, 0, l.ankleM), l.thighM, l.shankM, foot.fwd)
	f.joints[side.Joint(pose.LeftHip)] = hip
	f.joints[side.Joint(pose.LeftKnee)] = knee
	f.joints[side.Joint(pose.LeftAnkle)] = reached
}

// smoothMin is the smaller of a and b, rounded over a width of k where they
// meet (cubic, twice differentiable).
func smoothMin(a, b, k float64) float64 {
	h := max(k-math.Abs(a-b), 0) / k
	return min(a, b) - h*h*h*k/6
}

// footPitchDeg returns the angle by which a foot turns about its toe for its
// ankle to rise by lift: toe·sin p + ankle·cos p = ankle + lift.
func footPitchDeg(lift, toeM, ankleM float64) float64 {
	r := math.Hypot(toeM, ankleM)
	return deg(math.Asin(min(1, (ankleM+lift)/r)) - math.Atan2(ankleM, toeM))
}
