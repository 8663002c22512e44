package synth

import "math"

// view is the camera at one instant.
type view struct {
	eye                vec
	right, down, ahead vec
	focalPx            float64
	centreX, centreY   float64
}

// panDeg is how far the camera has turned to the right at a time.
func (c Camera) panDeg(t, durationS float64) float64 {
	t -= durationS / 2
	if c.PanSwingS > 0 {
		k := 2 * math.Pi / c.PanSwingS
		t = math.Sin(k*t) / k
	}
	return c.PanDegS * t
}

// at returns the camera turned to the right by panDeg.
func (c Camera) at(panDeg float64) view {
	sin, cos := sincos(c.AzimuthDeg)
	eye := vec{X: c.DistanceM * cos, Y: -c.DistanceM * sin, Z: c.HeightM}
	ahead := unit(sub(vec{X: c.AimXM, Z: c.AimHeightM}, eye))
	s, k := sincos(-panDeg)
	ahead = vec{X: k*ahead.X - s*ahead.Y, Y: s*ahead.X + k*ahead.Y, Z: ahead.Z}
	right := unit(cross(ahead, vec{Z: 1}))
	return view{
		eye: eye, right: right, down: cross(ahead, right), ahead: ahead,
		focalPx: float64(c.HeightPx) / 2 / math.Tan(rad(c.FOVDeg/2)),
		centreX: float64(c.WidthPx) / 2, centreY: float64(c.HeightPx) / 2,
	}
}

// project returns a point's pixel and its depth along the optical axis. A pixel
// with index i covers i to i+1, so that the picture's centre is half its width.
func (v *view) project(p vec) (x, y, depth float64) {
	d := sub(p, v.eye)
	depth = dot(d, v.ahead)
	k := v.focalPx / depth
	return v.centreX + k*dot(d, v.right), v.centreY + k*dot(d, v.down), depth
}

// fromCamera returns a direction in the camera's axes: right, down, ahead.
func (v *view) fromCamera(d vec) [3]float64 {
	return [3]float64{dot(d, v.right), dot(d, v.down), dot(d, v.ahead)}
}

// backgroundShift returns how far a distant point at the picture's middle has
// moved since the camera's first direction.
func (c Camera) backgroundShift(firstPanDeg, panDeg float64) [2]float64 {
	focalPx := float64(c.HeightPx) / 2 / math.Tan(rad(c.FOVDeg/2))
	return [2]float64{-focalPx * rad(panDeg-firstPanDeg), 0}
}
