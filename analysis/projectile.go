package analysis

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// gravityMS2 is standard gravity, metres per second squared.
const gravityMS2 = 9.80665

// Parameters of a projectile: where it is at t0 in pixels from the picture's
// middle, its velocity in pixels a second at its depth then, the share by which that
// depth grows in a second, the logarithms of gravity in pixels a second squared at
// that depth and of the focal length in pixels, and how far the camera looks up
// and is rolled, in radians.
const (
	atX = iota
	atY
	velocityX
	velocityY
	recession
	lnGravity
	lnFocal
	pitch
	roll
	numParameters
)

type parameters [numParameters]float64

// projectile is a body in free flight before a pinhole camera, without drag.
//
//	x = cx + (X + Vx·τ + G·dx·τ²/2) / (1 + w·τ + G·dz·τ²/(2f))
//
// and y alike, with d the direction of gravity in the camera's axes. Drag is left out: a
// sphere of a basketball's size and speed has a drag coefficient of about 0.5, which
// slows 0.6 kg at 7 m/s by 0.1 g and shortens a free throw by 5–8 %.
type projectile struct {
	t0, cx, cy float64
	parameters
	// covariance of the parameters; nil before a fit.
	covariance *mat.SymDense
	// scatterPx is how far the samples lie off the path, standard deviation.
	scatterPx float64
}

// down is the direction of gravity: right, down, ahead.
func (p *projectile) down() [3]float64 {
	sinP, cosP := math.Sincos(p.parameters[pitch])
	sinR, cosR := math.Sincos(p.parameters[roll])
	return [3]float64{cosP * sinR, cosP * cosR, sinP}
}

// at returns the place in the picture.
func (p *projectile) at(t float64) Point {
	s, q, d := t-p.t0, &p.parameters, p.down()
	g := math.Exp(q[lnGravity])
	depth := 1 + q[recession]*s + g*math.Exp(-q[lnFocal])*d[2]*s*s/2
	return Point{
		p.cx + (q[atX]+q[velocityX]*s+g*d[0]*s*s/2)/depth,
		p.cy + (q[atY]+q[velocityY]*s+g*d[1]*s*s/2)/depth,
	}
}

// slope returns the velocity in the picture, pixels a second.
func (p *projectile) slope(t float64) Point {
	const d = 1e-4
	a, b := p.at(t-d), p.at(t+d)
	return Point{(b.X - a.X) / (2 * d), (b.Y - a.Y) / (2 * d)}
}

// metresPerPx is the scale at the projectile's depth at t0.
func (p *projectile) metresPerPx() float64 { return gravityMS2 / math.Exp(p.parameters[lnGravity]) }

// metresPerPxAt is the scale at its depth at t.
func (p *projectile) metresPerPxAt(t float64) float64 {
	return p.place(t)[2] / math.Exp(p.parameters[lnFocal])
}

// place returns where it is in the camera's axes, in metres.
func (p *projectile) place(t float64) [3]float64 {
	s, k, q, d := t-p.t0, p.metresPerPx(), &p.parameters, p.down()
	f := math.Exp(q[lnFocal])
	at := [3]float64{q[atX] * k, q[atY] * k, f * k}
	v := [3]float64{q[velocityX] * k, q[velocityY] * k, q[recession] * f * k}
	for i := range at {
		at[i] += v[i]*s + gravityMS2*d[i]*s*s/2
	}
	return at
}

// velocity returns its upward and its horizontal speed in metres a second.
func (p *projectile) velocity(t float64) (up, along float64) {
	k, q, d := p.metresPerPx(), &p.parameters, p.down()
	v := [3]float64{q[velocityX] * k, q[velocityY] * k, q[recession] * math.Exp(q[lnFocal]) * k}
	for i := range v {
		v[i] += gravityMS2 * d[i] * (t - p.t0)
		up -= v[i] * d[i]
	}
	speed2 := v[0]*v[0] + v[1]*v[1] + v[2]*v[2]
	return up, math.Sqrt(math.Max(0, speed2-up*up))
}

// alongFloor returns its horizontal velocity at t0, to the right and away from the
// camera, in pixels a second at its depth then.
func (p *projectile) alongFloor() (right, away float64) {
	q, d := &p.parameters, p.down()
	v := [3]float64{q[velocityX], q[velocityY], q[recession] * math.Exp(q[lnFocal])}
	fall := dot3(v, d)
	return (v[0] - fall*d[0]) / math.Hypot(d[1], d[2]), (v[2] - fall*d[2]) / math.Hypot(d[0], d[1])
}

// stand is a point of the floor in the picture, below the projectile but for two
// distances, in pixels at its depth at t1: how far it was thrown ahead, and how much farther
// from the camera the point lies beside its path.
type stand struct {
	foot   Point
	t1     float64
	beside float64
}

// beyond is how much farther from the camera along the floor the point is than the
// projectile at t1, in pixels at that depth: the flight's direction says how much
// nearer it has come while it got ahead. Toward the camera the picture hardly tells that.
func (p *projectile) beyond(s stand) float64 {
	const leastAcross = 0.5 // of the speed
	right, away := p.alongFloor()
	speed := math.Hypot(right, away)
	aside := (s.foot.X - p.cx) * math.Exp(-p.parameters[lnFocal]) // of the picture's axis
	across := right - aside*away
	across = math.Copysign(math.Max(math.Abs(across), leastAcross*speed), across)
	return s.beside*math.Abs(right)/speed - (p.at(s.t1).X-s.foot.X)/across*away
}

// heightAbove is how far it is at t above the floor, in metres.
func (p *projectile) heightAbove(t float64, s stand) float64 {
	return p.cameraAbove(s) - dot3(p.place(t), p.down())
}

// cameraAbove is how far the camera is above the floor.
func (p *projectile) cameraAbove(s stand) float64 {
	d, f := p.down(), math.Exp(p.parameters[lnFocal])
	ray := [3]float64{(s.foot.X - p.cx) / f, (s.foot.Y - p.cy) / f, 1}
	return p.distanceTo(s) / dot3(ray, p.ahead()) * dot3(ray, d)
}

// ahead is the direction in which the camera looks along the floor.
func (p *projectile) ahead() [3]float64 {
	d := p.down()
	return [3]float64{-d[2] * d[0], -d[2] * d[1], 1 - d[2]*d[2]}
}

// distanceTo is how far ahead of the camera a point of the floor is, times the cosine of
// its tilt.
func (p *projectile) distanceTo(s stand) float64 {
	return dot3(p.place(s.t1), p.ahead()) + p.beyond(s)*p.metresPerPx()
}

// metresPerPxOver is the scale above a point of the floor.
func (p *projectile) metresPerPxOver(s stand) float64 {
	return p.metresPerPxAt(s.t1) * p.distanceTo(s) / dot3(p.place(s.t1), p.ahead())
}

func dot3(a, b [3]float64) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }

// spread returns a quantity and its standard deviation, from how it changes with
// the parameters.
func (p *projectile) spread(of func(*projectile) float64) (value, sd float64) {
	value = of(p)
	var gradient [numParameters]float64
	for i := range gradient {
		step := 0.1 * math.Sqrt(p.covariance.At(i, i))
		up, down := *p, *p
		up.parameters[i] += step
		down.parameters[i] -= step
		gradient[i] = (of(&up) - of(&down)) / (2 * step)
	}
	g := mat.NewVecDense(numParameters, gradient[:])
	return value, math.Sqrt(math.Max(0, mat.Inner(g, p.covariance, g)))
}
