package synth

import "math"

// gym is the room: a floor with the lines of a court, four walls and a basket.
// It is symmetric to the plane through shooter and basket.
type gym struct {
	wall, floor [3]float64
	rim         vec
}

func newGym(l Look, rim vec) gym {
	return gym{wall: paint(l.Wall).rgb, floor: paint(l.Floor).rgb, rim: rim}
}

// Room and court, metres (FIBA Official Basketball Rules, court plan).
const (
	roomBehindM   = 11.0  // wall behind the shooter, from the rim's centre -> x = rim − this
	roomBeyondM   = 4.5   // wall behind the basket
	roomSideM     = 9.5   // side walls
	boardBehindM  = 0.38  // backboard's plane behind the rim's centre
	baseBehindM   = 1.575 // end line behind the rim's centre
	laneHalfM     = 2.45
	freeThrowM    = 4.22 // free-throw line from the rim's centre (5.8 m from the end line)
	circleM       = 1.8
	arcM          = 6.75
	lineHalfM     = 0.025
	rimRadiusM    = 0.225
	boardHalfM    = 0.9
	boardLowM     = 2.9
	boardHighM    = 3.95
	padHeightM    = 1.9
	blockworkM    = 0.4 // courses of the wall
	netLengthM    = 0.42
	ceilingM      = 9.0
	dimAlongWallM = 12.0
)

// colour returns what a ray from the eye sees, and footprint tells the size of a pixel at unit distance.
func (g *gym) colour(eye, ray vec, footprint float64) [3]float64 {
	if c, ok := g.basket(eye, ray); ok {
		return c
	}
	if ray.Z < 0 {
		t := -eye.Z / ray.Z
		if p := along(eye, t, ray); g.inside(p) {
			return g.floorAt(p, footprint*t/max(0.15, -ray.Z/norm(ray)))
		}
	}
	return g.wallAt(eye, ray, footprint)
}

// inside says whether a floor point lies in the room.
func (g *gym) inside(p vec) bool {
	return p.X > g.rim.X-roomBehindM-4 && p.X < g.rim.X+roomBeyondM && math.Abs(p.Y) < roomSideM
}

// floorAt draws boards and lines; lines blur over a pixel's size.
func (g *gym) floorAt(p vec, blur float64) [3]float64 {
	x, y := p.X-g.rim.X, p.Y
	plank := math.Floor(p.Y / 0.12)
	tone := 1 + 0.05*math.Sin(plank*12.9898+math.Floor((p.X+plank*0.7)/1.6)*78.233)
	c := scale(g.floor, tone)
	return mix(c, [3]float64{238, 236, 230}, lineCover(g.lineDistance(x, y), blur))
}

// lineDistance is the distance from the nearest court line's centre.
func (g *gym) lineDistance(x, y float64) float64 {
	d := math.Abs(x - baseBehindM)
	if x > -freeThrowM && x < baseBehindM {
		d = min(d, math.Abs(math.Abs(y)-laneHalfM))
	}
	if math.Abs(y) < laneHalfM {
		d = min(d, math.Abs(x+freeThrowM))
	}
	if x < -freeThrowM {
		d = min(d, math.Abs(math.Hypot(x+freeThrowM, y)-circleM))
	}
	if x < 0 {
		d = min(d, math.Abs(math.Hypot(x, y)-arcM))
	}
	return d
}

// lineCover is the share of a pixel that a line covers.
func lineCover(distance, blur float64) float64 {
	return clamp((lineHalfM+blur/2-distance)/max(blur, 1e-6), 0, 1) * min(1, 2*lineHalfM/blur)
}

// wallAt draws blockwork with a padded base and a stripe.
func (g *gym) wallAt(eye, ray vec, footprint float64) [3]float64 {
	t := math.Inf(1)
	for _, w := range []struct{ from, dir, at float64 }{
		{eye.X, ray.X, g.rim.X + roomBeyondM},
		{eye.X, ray.X, g.rim.X - roomBehindM - 4},
		{eye.Y, ray.Y, roomSideM},
		{eye.Y, ray.Y, -roomSideM},
	} {
		if u := (w.at - w.from) / w.dir; u > 0 && u < t {
			t = u
		}
	}
	p := along(eye, t, ray)
	if p.Z > ceilingM {
		return [3]float64{150, 150, 148}
	}
	light := 1 - 0.06*(p.X*p.X+p.Y*p.Y)/(dimAlongWallM*dimAlongWallM) // darker toward the corners
	if p.Z < padHeightM {
		seam := math.Abs(repeat(p.X+p.Y, 1.2)-0.6) > 0.585
		pad := [3]float64{70, 84, 112}
		if seam {
			pad = scale(pad, 0.8)
		}
		return scale(pad, light)
	}
	course := lineCover(math.Abs(repeat(p.Z, blockworkM)-blockworkM/2)+0.02, footprint*t)
	return scale(mix(g.wall, scale(g.wall, 0.86), 0.6*course), light)
}

// repeat returns x within a pattern that repeats every period.
func repeat(x, period float64) float64 { return x - period*math.Floor(x/period) }

// basket draws board, rim and net, unless the camera looks from behind it.
func (g *gym) basket(eye, ray vec) ([3]float64, bool) {
	if c, ok := g.net(eye, ray); ok {
		return c, true
	}
	t := (g.rim.X + boardBehindM - eye.X) / ray.X
	if eye.X > g.rim.X || t < 0 {
		return [3]float64{}, false
	}
	p := along(eye, t, ray)
	if math.Abs(p.Y) > boardHalfM || p.Z < boardLowM || p.Z > boardHighM {
		return [3]float64{}, false
	}
	edge := min(boardHalfM-math.Abs(p.Y), p.Z-boardLowM, boardHighM-p.Z)
	square := max(math.Abs(p.Y)-0.295, math.Abs(p.Z-rimHeightM-0.225)-0.225)
	if edge < 0.05 || math.Abs(square+0.025) < 0.025 {
		return [3]float64{176, 40, 36}, true
	}
	return [3]float64{232, 236, 238}, true
}

// net draws rim and net as patterns on the surface of a truncated cone, seen from outside and within.
func (g *gym) net(eye, ray vec) ([3]float64, bool) {
	o := sub(eye, g.rim)
	// r(z) = rimRadius + k·z for −netLength ≤ z ≤ 0
	const k = 0.24
	a := ray.X*ray.X + ray.Y*ray.Y - k*k*ray.Z*ray.Z
	b := o.X*ray.X + o.Y*ray.Y - k*ray.Z*(rimRadiusM+k*o.Z)
	c := o.X*o.X + o.Y*o.Y - (rimRadiusM+k*o.Z)*(rimRadiusM+k*o.Z)
	h := b*b - a*c
	if h < 0 {
		return [3]float64{}, false
	}
	for _, t := range []float64{(-b - math.Sqrt(h)) / a, (-b + math.Sqrt(h)) / a} {
		p := along(o, t, ray)
		if t > 0 && math.Abs(p.Z) < 0.012 {
			return [3]float64{214, 84, 34}, true
		}
		if t > 0 && p.Z < 0 && p.Z > -netLengthM && netCord(p) {
			return [3]float64{236, 236, 232}, true
		}
	}
	return [3]float64{}, false
}

// netCord says whether a point of the net's surface lies on a cord.
func netCord(p vec) bool {
	const meshes = 12
	u := meshes * math.Atan2(p.Y, p.X) / (2 * math.Pi)
	v := p.Z / 0.07
	on := func(x float64) bool { return math.Abs(x-math.Round(x)) < 0.07 }
	return on(u+v/2) || on(u-v/2)
}

func scale(c [3]float64, k float64) [3]float64 {
	return [3]float64{c[0] * k, c[1] * k, c[2] * k}
}

func mix(a, b [3]float64, w float64) [3]float64 {
	return [3]float64{a[0] + (b[0]-a[0])*w, a[1] + (b[1]-a[1])*w, a[2] + (b[2]-a[2])*w}
}
