package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// viewLimitsDeg are the azimuths that part front, oblique, side, oblique and back.
var viewLimitsDeg = [...]float64{30, 60, 120, 150}

// viewKinds are the kinds between the limits, from 0 to 180 degrees.
var viewKinds = [...]Views{FrontView, ObliqueView, SideView, ObliqueView, BackView}

// viewAt returns the kind of view at an azimuth.
func viewAt(azimuthDeg float64) Views {
	i := 0
	for i < len(viewLimitsDeg) && azimuthDeg >= viewLimitsDeg[i] {
		i++
	}
	return viewKinds[i]
}

// facingSideDeg is the azimuth from which on, and up to its supplement, facing is
// told as left or right in the picture instead of toward or away from the
// camera.
const facingSideDeg = 45

// heading is the direction a body faces, from above: x to the right of the
// picture, z away from the camera.
type heading struct{ x, z float64 }

// azimuthDeg is the angle between the heading and the direction to the camera:
// 0 faces the camera, 180 has the back to it.
func (h heading) azimuthDeg() float64 { return degrees(math.Atan2(math.Abs(h.x), -h.z)) }

// bodyAxes are the pairs (left, right) of joints whose line lies across the body.
var bodyAxes = [][2]pose.Joint{
	{pose.LeftShoulder, pose.RightShoulder},
	{pose.LeftHip, pose.RightHip},
}

// headingOf returns the mean heading of hips and shoulders from world landmarks:
// the horizontal perpendicular of the line from right to left.
func headingOf(w *[pose.NumJoints][3]float64) heading {
	var h heading
	for _, a := range bodyAxes {
		l, r := w[a[0]], w[a[1]]
		x, z := l[2]-r[2], -(l[0] - r[0])
		if n := math.Hypot(x, z); n > 0 {
			h.x += x / n
			h.z += z / n
		}
	}
	return h
}

// viewBetween estimates the view over [from, to], once a shot: the median
// heading of the world landmarks.
func (s *stretch) viewBetween(from, to float64) View {
	var xs, zs, az []float64
	for _, q := range s.run {
		if q.t < from || q.t > to || q.person.WorldM == nil {
			continue
		}
		h := headingOf(q.person.WorldM)
		xs, zs, az = append(xs, h.x), append(zs, h.z), append(az, h.azimuthDeg())
	}
	if len(xs) == 0 {
		return s.viewFromPicture(from, to)
	}
	h := heading{median(xs), median(zs)}
	v := View{AzimuthDeg: h.azimuthDeg()}
	v.UncertaintyDeg = math.Hypot(azimuthModelDeg, 1.645*madSD(az)/math.Sqrt(float64(len(az))))
	v.Kind = viewAt(v.AzimuthDeg).Names()[0]
	v.Facing = facing(h.x, v.AzimuthDeg)
	return v
}

// azimuthModelDeg is the half width of the 90 % interval of the azimuth that the
// world landmarks give, as `make accuracy` measures it.
const azimuthModelDeg = 15

// viewFromPicture serves poses without world landmarks: the ratio of shoulder
// width to trunk length is largest from the front and zero side on.
func (s *stretch) viewFromPicture(from, to float64) View {
	sign := s.forwardSign(from, to)
	const widthToTrunk = 0.259 / trunkFraction // biacromial width: Drillis & Contini 1966
	var az []float64
	for _, q := range s.run {
		if q.t < from || q.t > to {
			continue
		}
		k := q.person.Keypoints
		width := math.Abs(k[pose.LeftShoulder].X - k[pose.RightShoulder].X)
		az = append(az, degrees(math.Acos(math.Min(1, width/(trunkFraction*s.heightPx*widthToTrunk)))))
	}
	a := median(az)
	return View{Kind: viewAt(a).Names()[0], AzimuthDeg: a, UncertaintyDeg: 2 * azimuthModelDeg, Facing: facing(sign, a)}
}

// forwardSign tells from the feet whether the body faces the right of the
// picture (+1) or the left (−1).
func (s *stretch) forwardSign(from, to float64) float64 {
	var d []float64
	for _, q := range s.run {
		if q.t >= from && q.t <= to {
			k := q.person.Keypoints
			d = append(d, k[pose.LeftFootIndex].X-k[pose.LeftHeel].X+k[pose.RightFootIndex].X-k[pose.RightHeel].X)
		}
	}
	if median(d) < 0 {
		return -1
	}
	return 1
}

func facing(x, azimuthDeg float64) string {
	switch {
	case azimuthDeg < facingSideDeg:
		return "camera"
	case azimuthDeg > 180-facingSideDeg:
		return "away"
	case x < 0:
		return "left"
	}
	return "right"
}

// madSD is the robust standard deviation of x, which it sorts.
func madSD(x []float64) float64 {
	m := median(x)
	d := make([]float64, len(x))
	for i, v := range x {
		d[i] = math.Abs(v - m)
	}
	return madToSD * median(d)
}
