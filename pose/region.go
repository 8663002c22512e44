package pose

import "math"

// Region is a turned square of the picture: what a network is shown.
type Region struct {
	// X and Y are the centre in pixels.
	X, Y float64
	// SidePx is the length of its sides.
	SidePx float64
	// AngleRad turns the square clockwise as seen in the picture; at 0 its top is
	// the picture's top.
	AngleRad float64
}

// RegionMargin enlarges the square around the circle that encloses a body, as
// MediaPipe does.
const RegionMargin = 1.25

// aligned returns the region of a body from two points: the middle of the hips
// and a point on the circle that encloses the body, above the head. The region
// is turned so that the second point lies straight above the first.
func aligned(hipX, hipY, topX, topY float64) Region {
	dx, dy := topX-hipX, topY-hipY
	return Region{X: hipX, Y: hipY, SidePx: 2 * RegionMargin * math.Hypot(dx, dy), AngleRad: math.Atan2(dx, -dy)}
}

// at maps region coordinates 0…1 (u to the right, v down) to pixels.
func (r Region) at(u, v float64) (x, y float64) {
	sin, cos := math.Sincos(r.AngleRad)
	u, v = (u-0.5)*r.SidePx, (v-0.5)*r.SidePx
	return r.X + u*cos - v*sin, r.Y + u*sin + v*cos
}

// bounds returns the smallest upright rectangle that encloses the region.
func (r Region) bounds() (x0, y0, x1, y1 float64) {
	sin, cos := math.Sincos(r.AngleRad)
	half := r.SidePx / 2 * (math.Abs(sin) + math.Abs(cos))
	return r.X - half, r.Y - half, r.X + half, r.Y + half
}

// usable says whether all numbers are finite and the region has a size.
func (r Region) usable() bool {
	sum := r.X + r.Y + r.SidePx + r.AngleRad
	return r.SidePx >= minRegionPx && !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// wider returns the region in which to look again when nobody is seen in r: the
// model's presence hangs on the scale. On dark figures before a dark wall
// (side-6shots-2shooters) it rose from below 0.5 to 0.9 and more at 1.2–1.3
// sides in nine of ten frames.
func (r Region) wider() Region {
	r.SidePx *= 1.25
	return r
}

// upright says whether a body in the region stands.
func (r Region) upright() bool {
	return math.Abs(math.Remainder(r.AngleRad, 2*math.Pi)) <= maxLeanRad
}

// minRegionPx is the smallest region worth looking at: a body in it would be
// about 40 px tall, of which no model makes out a limb.
const minRegionPx = 56

// offset returns how far the centre of r lies from that of s, and by which
// factor the larger exceeds the smaller; the distance is in sides of the
// smaller.
func (r Region) offset(s Region) (distance, ratio float64) {
	small, large := min(r.SidePx, s.SidePx), max(r.SidePx, s.SidePx)
	return math.Hypot(r.X-s.X, r.Y-s.Y) / small, large / small
}
