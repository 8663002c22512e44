package synth

import (
	"math"
	"math/rand/v2"
)

// gravityMS2 is standard gravity to two digits, metres per second squared.
const gravityMS2 = 9.81

// channels are the degrees of freedom of the body over time, as a right-handed
// shooter has them; posture.go turns them into joints.
type channels struct {
	rise         curve    // hip joints above the floor, m
	shift        curve    // hips ahead of the ankles of flat feet, m
	bodyX, bodyY curve    // where the body stands, m
	footX, footY [2]curve // where each foot stands, m, by side
	footLift     [2]curve // toe above the floor while stepping, m
	tuck         curve    // legs drawn up in flight, m
	lean         curve    // trunk, deg
	gaze         curve    // head tipped back, deg
	headSide     curve    // head moved aside, m
	headBack     curve    // head thrown back, m

	shoulder, elbow, flare, turnIn, pronation, wrist curve // shooting arm, deg
	guideOn                                          curve // 1: guide hand on the ball, 0: free
	guideShoulder, guideElbow                        curve // free guide arm, deg
}

// all lists the channels, so that they can be handled alike.
func (c *channels) all() []*curve {
	return []*curve{
		&c.rise, &c.shift, &c.bodyX, &c.bodyY, &c.footX[0], &c.footX[1], &c.footY[0], &c.footY[1],
		&c.footLift[0], &c.footLift[1], &c.tuck, &c.lean, &c.gaze, &c.headSide, &c.headBack, &c.shoulder, &c.elbow, &c.flare,
		&c.turnIn, &c.pronation, &c.wrist, &c.guideOn, &c.guideShoulder, &c.guideElbow,
	}
}

// Postures that do not differ between people, degrees.
const (
	standLeanDeg      = 3.0
	hangShoulderDeg   = 6.0
	hangElbowDeg      = 162.0
	carryFlareDeg     = 10.0
	carryTurnInDeg    = 14.0
	setTurnInDeg      = 6.0
	carryPronationDeg = 95.0
	setPronationDeg   = 4.0
	carryWristDeg     = 12.0
	guideShoulderDeg  = 82.0
	guideElbowDeg     = 118.0
)

// shotTimes are the moments that a shot is planned with, seconds. Those that are
// extremes of an angle (dip, set point, apex) are found again on the joints.
type shotTimes struct {
	start, dip, takeoff, landing, top, set, guideLeave, release, full, lower, rest float64
}

// plannedShot is one shot: its technique and times.
type plannedShot struct {
	kind      Kind
	technique Technique
	shotTimes
}

// riseEnd is when the legs have done their work. In the air the knees may bend again,
// in a shallow jump further than at the dip.
func (s *plannedShot) riseEnd() float64 {
	if s.kind == JumpShot {
		return s.takeoff
	}
	return s.top
}

// planner appends the knots of movement after movement.
type planner struct {
	channels
	legs  legs
	kind  Kind
	rng   *rand.Rand
	shots []plannedShot
}

// beforeClipS is when movement is planned from, so that the first frame shows the
// ready stance.
const beforeClipS = -5

// newPlanner starts in the ready stance with the ball in both hands.
func newPlanner(l legs, kind Kind, t Technique, rng *rand.Rand) *planner {
	p := &planner{legs: l, kind: kind, rng: rng}
	for _, c := range p.all() {
		*c = curve{rest(beforeClipS, 0)}
	}
	p.rise = curve{rest(beforeClipS, l.standing)}
	p.shift = curve{rest(beforeClipS, l.standingShift())}
	p.lean = curve{rest(beforeClipS, standLeanDeg)}
	p.carry(beforeClipS, -1, t)
	if !kind.HasBall() {
		p.hang(-1, -0.5)
	}
	return p
}

// add appends a movement that ends at rest: from the last value, starting at t0,
// to x at t1.
func (c *curve) add(t0, t1, x float64) {
	last := (*c)[len(*c)-1]
	if t0 > last.t {
		*c = append(*c, rest(t0, last.x))
	}
	*c = append(*c, rest(max(t1, last.t+0.02), x))
}

// through appends knots as they are, after a rest that lasts until t0 if the
// curve is at rest.
func (c *curve) through(t0 float64, knots ...knot) {
	if last := (*c)[len(*c)-1]; t0 > last.t+1e-9 && last.v == 0 {
		*c = append(*c, rest(t0, last.x))
	}
	*c = append(*c, knots...)
}

// carry brings both hands to the ball in front of the body.
func (p *planner) carry(t0, t1 float64, t Technique) {
	p.shoulder.add(t0, t1, t.ShoulderCarryDeg)
	p.elbow.add(t0, t1, t.ElbowCarryDeg)
	p.flare.add(t0, t1, carryFlareDeg)
	p.turnIn.add(t0, t1, carryTurnInDeg)
	p.pronation.add(t0, t1, carryPronationDeg)
	p.wrist.add(t0, t1, carryWristDeg)
	p.guideOn.add(t0, t1, 1)
	p.guideShoulder.add(t0, t1, guideShoulderDeg)
	p.guideElbow.add(t0, t1, guideElbowDeg)
}

// hang lets both arms down.
func (p *planner) hang(t0, t1 float64) {
	p.shoulder.add(t0, t1, hangShoulderDeg)
	p.elbow.add(t0, t1, hangElbowDeg)
	p.flare.add(t0, t1, carryFlareDeg)
	p.turnIn.add(t0, t1, carryTurnInDeg)
	p.pronation.add(t0, t1, carryPronationDeg)
	p.wrist.add(t0, t1, 0)
	p.guideOn.add(t0, t1, 0)
	p.guideShoulder.add(t0, t1, hangShoulderDeg)
	p.guideElbow.add(t0, t1, hangElbowDeg)
}

// shot appends one shot that starts at start.
func (p *planner) shot(start, intervalS float64, t Technique) {
	s := plannedShot{kind: p.kind, technique: t, shotTimes: shotTimes{start: start, dip: start + t.DipS}}
	p.push(&s)
	p.timeArms(&s)
	s.lower = max(s.full, min(s.lower, start+intervalS-catchLeadS-1.3)) // ready for the next ball
	s.rest = s.lower + 0.7 + 2*min(0, s.technique.HoldS)                // the earlier, the more it is pulled back
	p.trunk(&s)
	p.arms(&s)
	p.shots = append(p.shots, s)
}

// push plans the legs: down to the dip, then up on the toes or into the air.
func (p *planner) push(s *plannedShot) {
	t := s.technique
	dip := p.legs.height(t.KneeDipDeg, p.legs.dipShift(t))
	top := p.legs.standing + t.SetRiseM
	if s.kind == JumpShot {
		top = p.jump(s, dip, t.JumpRiseM)
	} else {
		s.top = s.dip + t.PushS
		down := 2 * (top - dip) / (t.PushS * t.PushS)
		p.rise.through(s.start, knot{t: s.dip, x: dip, a: down}, rest(s.top, top))
		p.rise.add(s.top, s.top+0.9, p.legs.standing) // no rest on the toes: the highest point is one moment
	}
	p.shift.through(s.start, rest(s.dip, p.legs.dipShift(t)), rest(s.top, p.legs.toeShift(top)))
	p.shift.add(s.top, s.top+0.9, p.legs.standingShift())
}

// jump plans take-off, flight and landing and returns the hips' height at
// take-off. The heels' lift takes at most half of the rise, flight the rest.
func (p *planner) jump(s *plannedShot, dip, riseM float64) float64 {
	const (
		absorbS    = 0.22 // landing to the lowest point after it
		recoverS   = 0.45
		usualPushS = 0.53 // of the table
	)
	t := s.technique
	takeoff := p.legs.standing + min(p.legs.maxToeRise(), riseM/2)
	v := math.Sqrt(2 * gravityMS2 * (p.legs.standing + riseM - takeoff))
	// an even push takes twice (takeoff−dip)/v; people begin gently and take longer
	push := min(t.PushS/usualPushS*2.1*(takeoff-dip)/v, 0.65)
	s.takeoff = s.dip + push
	s.landing = s.takeoff + 2*v/gravityMS2
	s.top = s.takeoff + v/gravityMS2
	down := 2 * (takeoff - dip) / (push * push)
	low := s.landing + absorbS
	absorbed := p.legs.standing - 0.06 - 0.03*v
	p.rise.through(s.start, knot{t: s.dip, x: dip, a: down},
		knot{s.takeoff, takeoff, v, -gravityMS2}, knot{s.landing, takeoff, -v, -gravityMS2},
		knot{t: low, x: absorbed, a: 6}, rest(low+recoverS, p.legs.standing))
	p.tuck.through(s.takeoff, rest(s.top, t.TuckM), rest(s.landing, 0))
	p.travel(s, t.DriftForwardM, t.DriftSideM)
	return takeoff
}

// travel carries body and feet through the air and steps back afterwards.
func (p *planner) travel(s *plannedShot, forward, side float64) {
	d := s.landing - s.takeoff
	back := s.landing + 1.1
	for i, c := range []*curve{&p.bodyX, &p.bodyY} {
		x := [2]float64{forward, side}[i]
		v := x / d
		feet := [2]*[2]curve{&p.footX, &p.footY}[i]
		// the body gathers speed before take-off and loses it after landing
		c.through(s.takeoff-0.3, knot{s.takeoff, 0.1 * x, 0.8 * v, 0}, knot{s.landing, 0.9 * x, 0.8 * v, 0}, rest(s.landing+0.3, x))
		c.add(back, back+0.8, 0)
		for side := range feet {
			feet[side].add(s.takeoff, s.landing, x)
			t := back + 0.4*float64(side)
			feet[side].add(t, t+0.4, 0)
		}
	}
	for side := range p.footLift {
		t := back + 0.4*float64(side)
		p.footLift[side].add(t, t+0.2, 0.04)
		p.footLift[side].add(t+0.2, t+0.4, 0)
	}
}

// timeArms derives the arms' moments from the legs' and the technique.
func (p *planner) timeArms(s *plannedShot) {
	t := s.technique
	if s.kind == JumpShot {
		s.release = s.top + t.AfterApexS
	} else {
		s.release = s.top - t.BeforeTopS
	}
	u := t.releaseTime()
	const afterDip = 0.08 // s: the set point follows the dip
	extension := min(t.ExtensionS, (s.release-s.dip-afterDip)/u)
	s.set = s.release - u*extension
	s.full = s.set + extension
	s.guideLeave = s.release - t.GuideLeaveS
	s.lower = s.full + t.HoldS
}

// extension is the elbow's travel from set point (0) to full (1) over the
// same part of time.
func (t Technique) extension() curve {
	return curve{{0, 0, 0, t.EarlyDrive}, {1, 1, 0, -t.LateDrive}}
}

// releaseTime returns the part of the extension's time after which the ball
// leaves the hand.
func (t Technique) releaseTime() float64 {
	c := t.extension()
	return bisect(0, 1, func(s float64) float64 { return c.at(s) - t.ReleaseFraction })
}

// trunk plans trunk and head.
func (p *planner) trunk(s *plannedShot) {
	t := s.technique
	p.lean.through(s.start, rest(s.dip+0.03, t.LeanDipDeg), rest(max(s.top, s.dip+0.15), t.LeanReleaseDeg))
	p.lean.add(s.top+0.4, s.top+0.9, standLeanDeg)
	p.gaze.add(s.start, s.set, t.GazeDeg)
	p.gaze.add(s.lower, s.lower+0.6, 0)
	p.headSide.add(s.dip, s.release, t.HeadMoveM)
	p.headSide.add(s.full, s.full+0.5, 0)
	middle := (s.dip + s.release) / 2
	p.headBack.add(s.dip, middle, t.HeadBackM)
	p.headBack.add(middle, s.release, -t.HeadBackM)
	p.headBack.add(s.full, s.full+0.5, 0)
}

// arms plans lift, set point, extension, follow-through and lowering.
func (p *planner) arms(s *plannedShot) {
	t := s.technique
	const fastestLiftS = 0.36
	lift := max(min(s.dip-t.LiftLeadS, s.set-fastestLiftS), s.start)
	d := s.full - s.set
	if s.kind == PumpFake {
		p.fake(s, lift)
		return
	}
	p.elbow.through(lift, knot{s.set, t.ElbowSetDeg, 0, t.EarlyDrive * (t.ElbowFullDeg - t.ElbowSetDeg) / (d * d)},
		knot{s.full, t.ElbowFullDeg, 0, -t.LateDrive * (t.ElbowFullDeg - t.ElbowSetDeg) / (d * d)},
		rest(s.full+0.1, t.ElbowFullDeg-0.5))
	through := t.OneMotion * min((t.ShoulderSetDeg-t.ShoulderCarryDeg)/(s.set-lift), (t.ShoulderFullDeg-t.ShoulderSetDeg)/d)
	p.shoulder.through(lift, knot{s.set, t.ShoulderSetDeg, max(0, through), 0}, rest(s.full, t.ShoulderFullDeg), rest(s.lower, t.ShoulderFullDeg-2))
	p.flare.add(lift, s.set, t.FlareDeg)
	p.turnIn.add(lift, s.set, setTurnInDeg+0.6*t.FlareDeg)
	p.pronation.add(lift, s.set, setPronationDeg)
	p.wrist.add(lift, s.set, t.WristSetDeg)
	p.wrist.add(s.set+0.3*d, s.full, -t.WristSnapDeg)
	p.guideOn.add(s.guideLeave, s.guideLeave+0.2, 0)
	p.wrist.add(s.lower, s.rest, 0)
	p.hang(s.lower, s.rest)
}

// fake plans the way up to the set point and down again.
func (p *planner) fake(s *plannedShot, lift float64) {
	t := s.technique
	p.elbow.add(lift, s.set, t.ElbowSetDeg)
	p.shoulder.add(lift, s.set, t.ShoulderSetDeg)
	p.turnIn.add(lift, s.set, setTurnInDeg)
	p.pronation.add(lift, s.set, setPronationDeg)
	p.wrist.add(lift, s.set, t.WristSetDeg)
	s.rest = s.set + 0.5
	p.carry(s.set, s.rest, t)
}

// raise appends both arms' way up and down without a ball.
func (p *planner) raise(start float64) {
	const overheadDeg = 165
	for _, c := range []*curve{&p.shoulder, &p.guideShoulder} {
		c.add(start, start+0.8, overheadDeg)
		c.add(start+1.4, start+2.2, hangShoulderDeg)
	}
}

// perform appends what the person does once per interval.
func (p *planner) perform(start, intervalS float64, t Technique) {
	if p.kind.HasBall() {
		p.shot(start, intervalS, t)
		return
	}
	end := start + 2.4
	switch p.kind {
	case RaisedArms:
		p.raise(start)
	case Walking:
		end = start + intervalS - 0.3
		p.walk(start, end)
	}
	p.shots = append(p.shots, plannedShot{kind: p.kind, technique: t, shotTimes: shotTimes{start: start, full: start, rest: end}})
}
