package synth

import "sort"

// knot fixes a curve's value, velocity and acceleration at one time.
type knot struct{ t, x, v, a float64 }

// curve is a twice continuously differentiable function of time: quintic
// Hermite polynomials between knots, constant before the first and after the
// last. With velocity and acceleration zero at both ends a piece is the
// minimum-jerk movement (Flash & Hogan 1985); with equal accelerations that
// match the velocities it is exactly a parabola, which serves for free flight.
type curve []knot

// rest is a knot at which the movement stands still.
func rest(t, x float64) knot { return knot{t: t, x: x} }

// at evaluates the curve.
func (c curve) at(t float64) float64 {
	i := sort.Search(len(c), func(i int) bool { return c[i].t > t })
	switch i {
	case 0:
		return c[0].x
	case len(c):
		return c[len(c)-1].x
	}
	return hermite(c[i-1], c[i], t)
}

// hermite evaluates the quintic through two knots:
//
//	x(s) = Σ basis, s = (t−t₀)/T ∈ [0,1]
func hermite(p, q knot, t float64) float64 {
	d := q.t - p.t
	s := (t - p.t) / d
	s2, s3 := s*s, s*s*s
	s4, s5 := s3*s, s3*s2
	return p.x*(1-10*s3+15*s4-6*s5) +
		q.x*(10*s3-15*s4+6*s5) +
		p.v*d*(s-6*s3+8*s4-3*s5) +
		q.v*d*(-4*s3+7*s4-3*s5) +
		p.a*d*d*(s2/2-1.5*s3+1.5*s4-s5/2) +
		q.a*d*d*(s3/2-s4+s5/2)
}

// bisect returns the root of f between lo and hi, where f changes its sign, to
// a nanosecond.
func bisect(lo, hi float64, f func(float64) float64) float64 {
	rising := f(hi) > 0
	for hi-lo > 1e-9 {
		mid := (lo + hi) / 2
		if (f(mid) > 0) == rising {
			hi = mid
		} else {
			lo = mid
		}
	}
	return (lo + hi) / 2
}
