package synth

import (
	"image/color"
	"math"
)

// surface is what a solid is made of.
type surface struct {
	rgb [3]float64 // 0–255, linear enough for our light
	// pattern changes the colour by the direction from the solid's centre, in its
	// own axes; nil for plain.
	pattern func(local vec, rgb [3]float64) [3]float64
	axes    axes // for pattern
	gloss   float64
}

func paint(c color.RGBA) surface {
	return surface{rgb: [3]float64{float64(c.R), float64(c.G), float64(c.B)}}
}

// darker returns the surface at a fraction of its brightness.
func (s surface) darker(k float64) surface {
	for i := range s.rgb {
		s.rgb[i] *= k
	}
	return s
}

// solid is something that rays from one eye can hit.
type solid interface {
	// hit returns the distance along the ray (in units of its length) and the
	// outward unit normal.
	hit(ray vec) (distance float64, normal vec, ok bool)
	// bounds are spheres that together enclose the solid when swept from one to the other.
	bounds() (p, q vec, radius float64)
	look() *surface
}

// cone is the hull of two spheres, seen from an eye.
type cone struct {
	surface
	p, q   vec
	rp, rq float64

	// what does not depend on the ray
	axis, fromP, fromQ   vec
	m0, m1, m5, m7, rr   float64
	slope                float64
	discP, discQ, discB0 float64
}

// newCone prepares a cone for an eye.
func newCone(eye, p, q vec, rp, rq float64, s surface) *cone {
	c := &cone{surface: s, p: p, q: q, rp: rp, rq: rq}
	c.axis, c.fromP, c.fromQ = sub(q, p), sub(eye, p), sub(eye, q)
	c.m0, c.m1 = dot(c.axis, c.axis), dot(c.axis, c.fromP)
	c.m5, c.m7 = dot(c.fromP, c.fromP), dot(c.fromQ, c.fromQ)
	c.rr = rp - rq
	c.slope = c.m0 - c.rr*c.rr
	c.discP, c.discQ = c.m5-rp*rp, c.m7-rq*rq
	c.discB0 = c.slope*c.m5 - c.m1*c.m1 + 2*c.m1*c.rr*rp - c.m0*rp*rp
	return c
}

func (c *cone) look() *surface { return &c.surface }

func (c *cone) bounds() (p, q vec, radius float64) { return c.p, c.q, max(c.rp, c.rq) }

// hit intersects a ray with the cone's side, then with its end spheres
// (after I. Quilez, "rounded cone – intersection", for rays of any length).
func (c *cone) hit(ray vec) (float64, vec, bool) {
	dd := dot(ray, ray)
	m2, m3 := dot(c.axis, ray), dot(ray, c.fromP)
	k2 := c.slope*dd - m2*m2
	k1 := c.slope*m3 - c.m1*m2 + m2*c.rr*c.rp
	if h := k1*k1 - c.discB0*k2; c.slope > 0 && h >= 0 {
		t := (-math.Sqrt(h) - k1) / k2
		if y := c.m1 - c.rp*c.rr + t*m2; y > 0 && y < c.slope {
			at := along(c.fromP, t, ray)
			return t, unit(combine(c.slope, at, -y, c.axis)), true
		}
	} else if c.slope > 0 {
		return 0, vec{}, false // the end spheres lie within the endless cone
	}
	return c.hitEnds(ray, dd, m3)
}

func (c *cone) hitEnds(ray vec, dd, m3 float64) (t float64, n vec, ok bool) {
	t = math.Inf(1)
	if h := m3*m3 - dd*c.discP; h > 0 {
		t, ok = (-m3-math.Sqrt(h))/dd, true
		n = along(vec{}, 1/c.rp, along(c.fromP, t, ray))
	}
	m6 := dot(c.fromQ, ray)
	if h := m6*m6 - dd*c.discQ; h > 0 {
		if u := (-m6 - math.Sqrt(h)) / dd; u < t {
			t, ok = u, true
			n = along(vec{}, 1/c.rq, along(c.fromQ, u, ray))
		}
	}
	return t, n, ok
}

// ellipsoid is a sphere stretched along its axes.
type ellipsoid struct {
	surface
	centre  vec
	size    vec // half axes along fwd, left, up
	frame   axes
	fromEye vec // eye in the unit sphere's coordinates
}

func newEllipsoid(eye, centre vec, frame axes, size vec, s surface) *ellipsoid {
	e := &ellipsoid{surface: s, centre: centre, size: size, frame: frame}
	e.fromEye = e.local(sub(eye, centre))
	return e
}

// local returns a direction in the coordinates in which the ellipsoid is a unit sphere.
func (e *ellipsoid) local(d vec) vec {
	return vec{X: dot(d, e.frame.fwd) / e.size.X, Y: dot(d, e.frame.left) / e.size.Y, Z: dot(d, e.frame.up) / e.size.Z}
}

func (e *ellipsoid) look() *surface { return &e.surface }

func (e *ellipsoid) bounds() (p, q vec, radius float64) {
	return e.centre, e.centre, max(e.size.X, e.size.Y, e.size.Z)
}

func (e *ellipsoid) hit(ray vec) (float64, vec, bool) {
	d := e.local(ray)
	a, b := dot(d, d), dot(d, e.fromEye)
	h := b*b - a*(dot(e.fromEye, e.fromEye)-1)
	if h < 0 {
		return 0, vec{}, false
	}
	t := (-b - math.Sqrt(h)) / a
	n := along(e.fromEye, t, d)
	n = vec{X: n.X / e.size.X, Y: n.Y / e.size.Y, Z: n.Z / e.size.Z}
	return t, unit(e.frame.point(vec{}, n.X, n.Y, n.Z)), true
}

// flattened is a solid whose width along one direction is stretched: trunks are
// wider than deep.
type flattened struct {
	*cone
	pivot, wide vec
	factor      float64
}

// newFlattened returns a cone stretched by factor along wide, about the cone's
// own axis.
func newFlattened(eye, p, q vec, rp, rq float64, wide vec, factor float64, s surface) *flattened {
	f := &flattened{pivot: p, wide: wide, factor: factor}
	f.cone = newCone(along(p, 1, f.squeeze(sub(eye, p))), p, along(p, 1, f.squeeze(sub(q, p))), rp, rq, s)
	return f
}

// squeeze turns directions of the room into those in which the cone is round.
func (f *flattened) squeeze(d vec) vec { return along(d, (1/f.factor-1)*dot(d, f.wide), f.wide) }

func (f *flattened) bounds() (p, q vec, radius float64) {
	p, q, radius = f.cone.bounds()
	return p, q, radius * f.factor
}

func (f *flattened) hit(ray vec) (float64, vec, bool) {
	t, n, ok := f.cone.hit(f.squeeze(ray))
	return t, unit(f.squeeze(n)), ok
}
