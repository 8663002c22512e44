package synth

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/shotcheck/shotcheck/pose"
)

// Scene is a clip that could be filmed: a moving person, a ball and a camera.
// It is immutable and may be used by many goroutines.
type Scene struct {
	params     Params
	shooter    *shooter
	ball       *ballPath // nil when there is no ball
	shots      []plannedShot
	durationS  float64
	frames     int
	rim        vec // of the right-handed scene
	bystanders []*bystander
}

// New plans a clip. The error names the setting that is out of range.
func New(p Params) (*Scene, error) {
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("synthetic clip: %w", err)
	}
	p.Flaws = withUnits(p.Flaws)
	base, err := kindTechnique(p.Kind, p.Technique).withFlaws(p.Flaws)
	if err != nil {
		return nil, fmt.Errorf("synthetic clip: %w", err)
	}
	rng := rand.New(rand.NewPCG(p.Seed, 0x73796e7468)) // the stream is named "synth"
	s := &Scene{params: p, rim: vec{X: p.RimDistanceM, Z: rimHeightM}}
	s.planMotion(base, rng)
	s.planBall()
	s.durationS = p.DurationS
	if s.durationS == 0 {
		last := s.shots[len(s.shots)-1]
		s.durationS = max(last.rest, last.release+2, last.landing+1) + 0.4
	}
	s.planBystanders()
	s.frames = max(1, int(math.Round(s.durationS*p.Camera.FPS)))
	return s, nil
}

// kindTechnique adapts a technique to movements that are no shots.
func kindTechnique(k Kind, t Technique) Technique {
	if k == Pass {
		t.KneeDipDeg, t.SetRiseM, t.BeforeTopS = 150, 0.015, 0.1
		t.ElbowSetDeg, t.ElbowCarryDeg, t.ShoulderSetDeg, t.ShoulderFullDeg = 70, 90, 42, 90
		t.WristSetDeg, t.WristSnapDeg, t.GuideLeaveS, t.HoldS = 30, 20, 0, 0
	}
	return t
}

// planMotion plans the body's movement.
func (s *Scene) planMotion(base Technique, rng *rand.Rand) {
	p := s.params
	l := newLegs(p.HeightM, base)
	plan := newPlanner(l, p.Kind, base, rng)
	body := &shooter{legs: l}
	for i := range body.sway.phase {
		body.sway.phase[i] = 2 * math.Pi * rng.Float64()
	}
	for i := range p.Shots {
		start := p.LeadInS + float64(i)*p.IntervalS
		if i > 0 && p.Kind.HasBall() {
			plan.carry(start-catchLeadS-0.6, start-catchLeadS-0.02, base)
		}
		plan.perform(start, p.IntervalS, base.vary(rng))
		last := &plan.shots[i]
		body.shakes = append(body.shakes, shake{
			last.start, last.full + 0.1, last.technique.ShakeDeg, 2 * math.Pi * rng.Float64(),
		})
	}
	body.channels = plan.channels
	s.shooter, s.shots = body, plan.shots
}

// catchLeadS is how long before a shot begins its ball arrives.
const catchLeadS = 0.45

// planBall gives the ball its path from hands to rim, floor and back.
func (s *Scene) planBall() {
	if !s.params.Kind.HasBall() {
		return
	}
	b := &ballPath{
		holds: []hold{{from: math.Inf(-1), to: math.Inf(1)}},
		hand: func(t float64) vec {
			f := s.shooter.figureAt(t)
			return f.heldBall(s.params.HeightM)
		},
	}
	s.ball = b
	for i, shot := range s.shots {
		if i > 0 && s.params.Kind != PumpFake {
			catch := shot.start - catchLeadS
			b.pass(max(s.shots[i-1].release+1.6, catch-1.1), catch)
		}
		until := math.Inf(1)
		if i+1 < len(s.shots) {
			until = s.shots[i+1].start
		}
		s.release(shot, until)
	}
}

// release lets the ball go toward the end of a shot or pass.
func (s *Scene) release(shot plannedShot, until float64) {
	t := shot.release - fingersS
	p := s.ball.hand(t)
	switch s.params.Kind {
	case Pass:
		const passS = 0.55
		target := vec{X: p.X + 4, Y: 0, Z: 1.2}
		s.ball.throw(toss(t, p, target, passS), nil, until)
	case SetShot, JumpShot:
		s.ball.throw(shoot(t, p, s.rim, shot.technique.LaunchDeg), &s.rim, until)
	}
}

// Params returns the settings.
func (s *Scene) Params() Params { return s.params }

// Frames returns the number of frames.
func (s *Scene) Frames() int { return s.frames }

// frameTime returns the presentation time of a frame.
func (s *Scene) frameTime(i int) float64 { return float64(i) / s.params.Camera.FPS }

// leftHanded says whether the scene is mirrored.
func (s *Scene) leftHanded() bool { return s.params.Hand == "left" }

// hand returns the shooting side.
func (s *Scene) hand() pose.Side {
	if s.leftHanded() {
		return pose.Left
	}
	return pose.Right
}

// figureAt returns the shooter in the room.
func (s *Scene) figureAt(t float64) figure {
	f := s.shooter.figureAt(t)
	if s.leftHanded() {
		return f.mirrored()
	}
	return f
}

// ballAt returns the ball's centre in the room.
func (s *Scene) ballAt(t float64) (p vec, held bool) {
	p, held = s.ball.at(t)
	if s.leftHanded() {
		p = mirrorY(p)
	}
	return p, held
}

// MetresPerPx is the size of a pixel at the ball's depth.
func (s *Scene) MetresPerPx(t float64) float64 {
	v := s.viewAt(t)
	p, _ := s.ballAt(t)
	_, _, depth := v.project(p)
	return depth / v.focalPx
}

// viewAt returns the camera.
func (s *Scene) viewAt(t float64) view {
	return s.params.Camera.at(s.params.Camera.panDeg(t, s.durationS))
}
