package synth

import (
	"math"

	"gonum.org/v1/gonum/spatial/r3"
)

// vec is a point or direction of the room, metres.
type vec = r3.Vec

// along returns p + m·d.
func along(p vec, m float64, d vec) vec {
	return vec{X: p.X + m*d.X, Y: p.Y + m*d.Y, Z: p.Z + m*d.Z}
}

// combine returns a·u + b·v.
func combine(a float64, u vec, b float64, v vec) vec {
	return vec{X: a*u.X + b*v.X, Y: a*u.Y + b*v.Y, Z: a*u.Z + b*v.Z}
}

// lerp returns the point at fraction w from p to q.
func lerp(p, q vec, w float64) vec { return combine(1-w, p, w, q) }

// mirrorY returns the mirror image in the plane through shooter and basket.
func mirrorY(p vec) vec { return vec{X: p.X, Y: -p.Y, Z: p.Z} }

// distance returns |p−q|.
func distance(p, q vec) float64 { return r3.Norm(r3.Sub(p, q)) }

// horizontal returns p moved to the floor.
func horizontal(p vec) vec { return vec{X: p.X, Y: p.Y} }

// angleDeg returns the internal angle a–b–c at b in degrees, 180 = straight.
func angleDeg(a, b, c vec) float64 {
	u, v := r3.Sub(a, b), r3.Sub(c, b)
	return deg(math.Atan2(r3.Norm(r3.Cross(u, v)), r3.Dot(u, v)))
}

func deg(rad float64) float64 { return rad * 180 / math.Pi }
func rad(deg float64) float64 { return deg * math.Pi / 180 }

// sincos returns sine and cosine of an angle in degrees.
func sincos(deg float64) (sin, cos float64) { return math.Sincos(rad(deg)) }

// axes are three perpendicular unit vectors of a body part.
type axes struct{ fwd, left, up vec }

// yawed returns upright axes turned to the left by deg.
func yawed(deg float64) axes {
	s, c := sincos(deg)
	return axes{fwd: vec{X: c, Y: s}, left: vec{X: -s, Y: c}, up: vec{Z: 1}}
}

// pitched tips the axes forward by deg.
func (a axes) pitched(deg float64) axes {
	s, c := sincos(deg)
	return axes{fwd: combine(c, a.fwd, -s, a.up), left: a.left, up: combine(c, a.up, s, a.fwd)}
}

// rolled tips the axes to the left by deg.
func (a axes) rolled(deg float64) axes {
	s, c := sincos(deg)
	return axes{fwd: a.fwd, left: combine(c, a.left, -s, a.up), up: combine(c, a.up, s, a.left)}
}

// point returns the point at local coordinates from an origin.
func (a axes) point(o vec, fwd, left, up float64) vec {
	return along(along(along(o, fwd, a.fwd), left, a.left), up, a.up)
}

func sub(p, q vec) vec     { return r3.Sub(p, q) }
func dot(p, q vec) float64 { return r3.Dot(p, q) }
func unit(p vec) vec       { return r3.Scale(1/norm(p), p) }
func cross(p, q vec) vec   { return r3.Cross(p, q) }
func minus(p vec) vec      { return vec{X: -p.X, Y: -p.Y, Z: -p.Z} }
func norm(p vec) float64   { return math.Sqrt(dot(p, p)) }
