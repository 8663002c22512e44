package synth

import "github.com/shotcheck/shotcheck/pose"

// setTrunk places shoulders and head upon the hips.
func (s *shooter) setTrunk(f *figure, body axes, root vec, leanDeg, t float64) {
	h := s.legs.heightM
	f.trunk = body.pitched(leanDeg)
	chest := f.trunk.point(root, 0, 0, trunkLength*h)
	f.joints[pose.RightShoulder] = shoulderAt(chest, f.trunk, -1, s.shoulder.at(t), h)
	f.joints[pose.LeftShoulder] = shoulderAt(chest, f.trunk, 1, s.guideRaise(t), h)

	tilt := func(c curve) float64 { return deg(min(max(c.at(t)/(0.1*h), -0.8), 0.8)) } // by the nose's height above the pivot
	f.head = body.pitched(leanDeg/3 - s.gaze.at(t) - tilt(s.headBack)).rolled(tilt(s.headSide))
	f.neck = f.trunk.point(chest, 0.01*h, 0, neckLength*h)
	for _, l := range faceLandmarks {
		f.joints[l.joint] = f.head.point(f.neck, l.fwd*h, l.left*h, l.up*h)
		f.joints[l.joint.Mirror()] = f.head.point(f.neck, l.fwd*h, -l.left*h, l.up*h)
	}
}

// guideRaise approximates how far the guide arm is lifted, for its shoulder
// blade: with the shooting arm while its hand is on the ball.
func (s *shooter) guideRaise(t float64) float64 {
	w := s.guideOn.at(t)
	return w*s.shoulder.at(t) + (1-w)*s.guideShoulder.at(t)
}

// shoulderAt places a shoulder joint: the girdle turns up about the breastbone by 0.2° for each
// degree that the arm is lifted beyond 30° (scapulohumeral rhythm, about half
// of it elevation of the clavicle).
func shoulderAt(chest vec, trunk axes, out, raiseDeg, heightM float64) vec {
	sin, cos := sincos(-0.2 * smoothMin(0, 30-raiseDeg, 20))
	return trunk.point(chest, 0, out*cos*shoulderHalf*heightM, sin*shoulderHalf*heightM)
}

// armAngles are the angles of one arm in degrees: raise of the upper arm from the trunk
// forwards, flare outwards, the elbow's internal angle, turn of the forearm's
// plane inwards, turn of the palm (0 forward with the forearm upright, 90
// inwards), and extension of the wrist.
type armAngles struct{ raise, flare, elbow, turnIn, pronation, wrist float64 }

// arm is an arm's geometry in space.
type arm struct {
	elbow, wrist vec
	hand         hand
}

// reachOut places an arm from its angles. out is +1 for the left side and −1 for the right.
func reachOut(shoulder vec, trunk axes, out float64, a armAngles, heightM float64) arm {
	sinR, cosR := sincos(a.raise)
	sinF, cosF := sincos(a.flare)
	ahead := combine(cosF, trunk.fwd, out*sinF, trunk.left)
	outward := combine(-sinF, trunk.fwd, out*cosF, trunk.left)
	upper := combine(sinR, ahead, -cosR, trunk.up)
	across := combine(cosR, ahead, sinR, trunk.up) // where the forearm points at 90°

	sinT, cosT := sincos(a.turnIn)
	lateral := combine(cosT, outward, sinT, across)
	across = combine(cosT, across, -sinT, outward)
	sinE, cosE := sincos(a.elbow)
	forearm := combine(-cosE, upper, sinE, across)
	front := combine(sinE, upper, cosE, across)

	elbow := along(shoulder, upperArmLength*heightM, upper)
	return arm{
		elbow: elbow,
		wrist: along(elbow, forearmLength*heightM, forearm),
		hand:  turnHand(forearm, front, lateral, a.pronation, a.wrist),
	}
}

// turnHand returns the hand at the end of a forearm whose palm faces front at
// pronation 0.
func turnHand(forearm, front, lateral vec, pronationDeg, wristDeg float64) hand {
	sinP, cosP := sincos(pronationDeg)
	palm := combine(cosP, front, -sinP, lateral)
	thumb := combine(-cosP, lateral, -sinP, front)
	sinW, cosW := sincos(wristDeg)
	return hand{
		along: combine(cosW, forearm, -sinW, palm),
		palm:  combine(cosW, palm, sinW, forearm),
		thumb: thumb,
	}
}

// setShootingArm places the right arm by its angles.
func (s *shooter) setShootingArm(f *figure, t float64) {
	a := armAngles{
		raise: s.shoulder.at(t), flare: s.flare.at(t), elbow: s.elbow.at(t), turnIn: s.turnIn.at(t),
		pronation: s.pronation.at(t), wrist: s.wrist.at(t),
	}
	for _, k := range s.shakes {
		a.raise += k.at(t)
		a.elbow -= 0.7 * k.at(t)
	}
	r := reachOut(f.joints[pose.RightShoulder], f.trunk, -1, a, s.legs.heightM)
	f.setArm(pose.Right, r, s.legs.heightM)
}

// setGuideArm places the left arm: its wrist between where it would lie on the
// ball and where the free arm is.
func (s *shooter) setGuideArm(f *figure, t float64) {
	h := s.legs.heightM
	shoulder := f.joints[pose.LeftShoulder]
	free := reachOut(shoulder, f.trunk, 1, armAngles{
		raise: s.guideShoulder.at(t), flare: 12, elbow: s.guideElbow.at(t),
		turnIn: carryTurnInDeg, pronation: 90,
	}, h)
	held := guideOnBall(f.heldBall(h), f, h)
	w := s.guideOn.at(t)
	target := lerp(free.wrist, held.wrist, w)
	pole := lerp(sub(free.elbow, lerp(shoulder, free.wrist, 0.5)), combine(-1, f.trunk.up, 0.6, f.trunk.left), w)
	elbow, wrist := bend(shoulder, target, upperArmLength*h, forearmLength*h, pole)
	f.setArm(pose.Left, arm{elbow, wrist, blendHands(free.hand, held.hand, w)}, h)
}

// guideOnBall returns the guide hand flat on the ball's far side from the shooting arm.
func guideOnBall(ball vec, f *figure, heightM float64) arm {
	side := unit(along(f.trunk.left, 0.25, minus(f.trunk.fwd)))
	fingers := unit(combine(0.8, f.trunk.up, 0.6, f.trunk.fwd))
	fingers = unit(along(fingers, -dot(fingers, side), side))
	palm := along(ball, ballRadiusM+handThicknessM, side)
	return arm{
		wrist: along(palm, -palmCentre*heightM, fingers),
		hand:  hand{along: fingers, palm: minus(side), thumb: cross(fingers, side)},
	}
}

// blendHands turns one hand into another.
func blendHands(p, q hand, w float64) hand {
	a := unit(lerp(p.along, q.along, w))
	n := lerp(p.palm, q.palm, w)
	n = unit(along(n, -dot(n, a), a))
	thumb := cross(a, n)
	if dot(thumb, lerp(p.thumb, q.thumb, w)) < 0 {
		thumb = minus(thumb)
	}
	return hand{along: a, palm: n, thumb: thumb}
}

// setArm stores an arm's joints.
func (f *figure) setArm(side pose.Side, a arm, heightM float64) {
	f.joints[side.Joint(pose.LeftElbow)] = a.elbow
	f.joints[side.Joint(pose.LeftWrist)] = a.wrist
	f.hands[side] = a.hand
	for _, l := range handLandmarks {
		p := along(along(a.wrist, l.along*heightM, a.hand.along), l.thumb*heightM, a.hand.thumb)
		f.joints[side.Joint(l.joint)] = along(p, l.palmar*heightM, a.hand.palm)
	}
}

// How a ball lies in the hand.
const (
	ballRadiusM    = 0.1195 // size 7: circumference 0.75 m
	handThicknessM = 0.015  // from the hand's landmarks to its palm's skin
	palmCentre     = 0.060  // heights from the wrist to where the ball rests
)

// heldBall returns the centre of a ball in the shooting hand.
func (f *figure) heldBall(heightM float64) vec {
	h := f.hands[pose.Right]
	p := along(f.joints[pose.RightWrist], palmCentre*heightM, h.along)
	return along(p, ballRadiusM+handThicknessM, h.palm)
}
