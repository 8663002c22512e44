package analysis

import (
	"math"
	"math/rand/v2"
	"testing"
)

// filmedThrow projects a throw: 7 m/s at 52°, 6 m before a camera that looks up by 4°,
// flying away from it by 10°.
func filmedThrow(rng *rand.Rand, noisePx float64) (samples []ballSample, launchDeg, speed float64) {
	const focal, depth, up, speedMS, launch, away = 1000.0, 6.0, 4.0, 7.0, 52.0, 10.0
	sin, cos := math.Sincos(up * math.Pi / 180)
	down := [3]float64{0, cos, -sin}
	ahead := [3]float64{0, sin, cos} // along the floor
	rise := speedMS * math.Sin(launch*math.Pi/180)
	along := speedMS * math.Cos(launch*math.Pi/180)
	sinA, cosA := math.Sincos(away * math.Pi / 180)
	for t := 0.0; t < 0.9; t += 1.0 / 30 {
		fall := gravityMS2*t*t/2 - rise*t
		p := [3]float64{-1.5 + along*cosA*t, -0.5, depth}
		for i := range p {
			p[i] += down[i]*fall + ahead[i]*along*sinA*t
		}
		samples = append(samples, ballSample{
			t, 640 + focal*p[0]/p[2] + noisePx*rng.NormFloat64(), 360 + focal*p[1]/p[2] + noisePx*rng.NormFloat64(), 20,
		})
	}
	return samples, launch, speedMS
}

// weakBeliefs leave a flight to its samples, but for what they hardly tell.
func weakBeliefs() []belief {
	return []belief{
		parameter(lnGravity, math.Log(1500), 0.35), parameter(lnFocal, math.Log(1100), 0.35),
		parameter(pitch, 0, 8*math.Pi/180), parameter(roll, 0, 1.5*math.Pi/180),
		{func(p *projectile) float64 {
			return math.Atan2(p.parameters[recession]*math.Exp(p.parameters[lnFocal]), p.parameters[velocityX])
		}, 0, 12 * math.Pi / 180},
	}
}

func fitted(t *testing.T, s []ballSample) projectile {
	t.Helper()
	p := projectile{t0: s[0].t, cx: 640, cy: 360}
	p.parameters = parameters{
		atX: s[0].x - 640, atY: s[0].y - 360, velocityX: (s[3].x - s[0].x) * 10, velocityY: (s[3].y - s[0].y) * 10,
		lnGravity: math.Log(1500), lnFocal: math.Log(1100),
	}
	if !p.fit(s, weakBeliefs()) {
		t.Fatal("the fit fails")
	}
	return p
}

// A throw through a pinhole camera comes back, without being told focal length or tilt.
func TestProjectileFit(t *testing.T) {
	s, launch, speed := filmedThrow(rand.New(rand.NewPCG(1, 1)), 0)
	p := fitted(t, s)
	if got := elevation(&p, 0); math.Abs(got-launch) > 1 {
		t.Errorf("launched at %.2f°, want %.2f°", got, launch)
	}
	if got := math.Hypot(p.velocity(0)); math.Abs(got-speed) > 0.02*speed {
		t.Errorf("%.2f m/s, want %.2f", got, speed)
	}
	if got := p.metresPerPx(); math.Abs(got-0.006) > 0.02*0.006 {
		t.Errorf("%.5f m/px, want 0.006", got)
	}
}

// The stated spread covers the truth: nine in ten within 1.645 standard deviations.
func TestProjectileSpread(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	const throws = 60
	angle, speed := 0, 0
	for range throws {
		s, launch, v := filmedThrow(rng, 1)
		p := fitted(t, s)
		if got, sd := p.spread(func(p *projectile) float64 { return elevation(p, 0) }); math.Abs(got-launch) < z90*sd {
			angle++
		}
		if got, sd := p.spread(func(p *projectile) float64 { return math.Hypot(p.velocity(0)) }); math.Abs(got-v) < z90*sd {
			speed++
		}
	}
	if angle < throws*8/10 || speed < throws*8/10 {
		t.Errorf("%d angles and %d speeds of %d are covered", angle, speed, throws)
	}
}

// Heights count from the floor below the shooter, also before a camera that looks up.
func TestHeightAbove(t *testing.T) {
	p := projectile{cx: 640, cy: 360}
	p.parameters = parameters{atY: -100, lnGravity: math.Log(gravityMS2 / 0.006), lnFocal: math.Log(1000), pitch: -4 * math.Pi / 180}
	// at depth 6 m, 0.6 m above the axis; the camera 1.5 m above a floor on which the
	// shooter stands as far away
	sin, cos := math.Sincos(4 * math.Pi / 180)
	far := 6*cos - 0.6*sin
	below := Point{640, 360 + 1000*(1.5*cos+far*sin)/(far*cos-1.5*sin)}
	want := 1.5 + 0.6*cos + 6*sin
	if got := p.heightAbove(0, stand{foot: below}); math.Abs(got-want) > 1e-6 {
		t.Errorf("%.4f m above the floor, want %.4f", got, want)
	}
}

// A square of time leads to its zero.
func TestLine(t *testing.T) {
	zero, slope := line([]float64{1, 2, 3}, []float64{6, 4, 2})
	if math.Abs(zero-4) > 1e-12 || math.Abs(slope+2) > 1e-12 {
		t.Errorf("zero at %g with slope %g, want 4 and −2", zero, slope)
	}
}
