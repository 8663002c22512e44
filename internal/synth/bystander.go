package synth

import (
	"image/color"
	"math"
	"math/rand/v2"
)

// bystander is somebody else in the picture, who stands or walks to and fro.
type bystander struct {
	heightM float64
	clothes wardrobe
	body    *shooter
	yawDeg  float64
	at      vec
}

// figureAt returns the bystander in the room.
func (b *bystander) figureAt(t float64) figure {
	f := b.body.figureAt(t)
	turn := yawed(b.yawDeg)
	return f.moved(func(p vec) vec { return turn.point(b.at, p.X, p.Y, p.Z) }, func(d vec) vec { return turn.point(vec{}, d.X, d.Y, d.Z) })
}

// moved applies a rigid motion to points and directions.
func (f figure) moved(point, direction func(vec) vec) figure {
	turn := func(a axes) axes { return axes{direction(a.fwd), direction(a.left), direction(a.up)} }
	f.neck, f.head, f.trunk = point(f.neck), turn(f.head), turn(f.trunk)
	for j := range f.joints {
		f.joints[j] = point(f.joints[j])
	}
	for i, h := range f.hands {
		f.hands[i] = hand{direction(h.along), direction(h.palm), direction(h.thumb)}
	}
	return f
}

// planBystanders places people beyond the shooter, to his left and right as the camera sees
// it, where they do not hide him.
func (s *Scene) planBystanders() {
	rng := rand.New(rand.NewPCG(s.params.Seed, 0x6279)) // the stream is named "by"
	v := s.viewAt(s.durationS / 2)
	ahead := unit(horizontal(v.ahead))
	side := 1.0
	for i := range s.params.Look.Bystanders {
		if s.params.Look.Crossing {
			s.bystanders = append(s.bystanders, s.crossing(rng, i, v))
			continue
		}
		at := along(vec{}, between(rng, 1.2, 3.5), ahead)
		at = along(at, side*between(rng, 1.1, 2.4), v.right)
		side = -side
		s.bystanders = append(s.bystanders, newBystander(rng, horizontal(at), s.durationS, false))
	}
}

// crossing is somebody who walks across the picture from one side to the other and
// meets the shooter's line of sight within the clip: before him, behind him in turn.
func (s *Scene) crossing(rng *rand.Rand, i int, v view) *bystander {
	depth := between(rng, 0.8, 2.5)
	if i%2 == 0 {
		depth = -between(rng, 0.8, 0.4*s.params.Camera.DistanceM)
	}
	toward := 1 - 2*float64(rng.IntN(2))
	meets := between(rng, 0.25, 0.7) * s.durationS
	at := along(vec{}, depth, unit(horizontal(v.ahead)))
	at = along(at, -toward*walkMS*(meets-setOffS), v.right)
	b := newBystander(rng, horizontal(at), s.durationS, true)
	b.yawDeg = deg(math.Atan2(toward*v.right.Y, toward*v.right.X))
	return b
}

func newBystander(rng *rand.Rand, at vec, durationS float64, walks bool) *bystander {
	t := randomTechnique(rng)
	look := randomLook(rng)
	look.Shirt = pick(rng, color.RGBA{}, shirtColors...)
	b := &bystander{heightM: between(rng, 1.6, 1.95), clothes: newWardrobe(look), yawDeg: between(rng, 0, 360), at: at}
	l := newLegs(b.heightM, t)
	plan := newPlanner(l, Standing, t, rng)
	if rng.IntN(2) == 0 || walks {
		plan.walk(setOffS, durationS)
	}
	b.body = &shooter{channels: plan.channels, legs: l}
	for i := range b.body.sway.phase {
		b.body.sway.phase[i] = 2 * math.Pi * rng.Float64()
	}
	return b
}

// Steps of somebody who walks.
const (
	paceS   = 0.55
	paceM   = 0.6
	walkMS  = paceM / paceS
	setOffS = 0.3 // when the first step begins
)

// walk appends steps straight ahead, arms swinging, until both feet stand together.
func (p *planner) walk(start, end float64) {
	const liftM = 0.09
	steps := int((end - start) / paceS)
	from := p.bodyX[len(p.bodyX)-1].x
	p.rise.add(start, start+paceS, p.legs.standing-0.02*p.legs.heightM)
	p.bodyX.through(start)
	for i := range steps {
		t, foot := start+float64(i)*paceS, i%2
		ahead := from + paceM*(float64(i)+0.5)              // of the foot that swings
		body := knot{t + paceS, ahead - paceM/2, walkMS, 0} // midway between the feet
		switch i {
		case 0:
			body.x = from + paceM/4
		case steps - 1:
			ahead -= paceM // beside the other foot
			body = rest(t+paceS, ahead)
		}
		p.bodyX.through(t, body)
		p.footX[foot].add(t, t+0.8*paceS, ahead)
		p.footLift[foot].add(t, t+0.35*paceS, liftM)
		p.footLift[foot].add(t+0.35*paceS, t+0.8*paceS, 0)
		swing := 18 * float64(1-2*foot)
		p.shoulder.add(t, t+paceS, hangShoulderDeg+swing)
		p.guideShoulder.add(t, t+paceS, hangShoulderDeg-swing)
	}
}
