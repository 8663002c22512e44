package analysis

import (
	"math"

	"gonum.org/v1/gonum/floats"

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

// ViewKind names the kind of view at an azimuth of 0–180°.
func ViewKind(azimuthDeg float64) string { return viewAt(azimuthDeg).Names()[0] }

// heading is a direction in the horizontal plane, from above: x to the right of
// the picture, z away from the camera.
type heading struct{ x, z float64 }

// azimuthDeg is the angle between the heading and the direction to the camera:
// 0 faces the camera, 180 has the back to it.
func (h heading) azimuthDeg() float64 { return degrees(math.Atan2(math.Abs(h.x), -h.z)) }

func (h heading) unit() heading {
	if n := math.Hypot(h.x, h.z); n > 0 {
		return heading{h.x / n, h.z / n}
	}
	return h
}

// bodyPart tells where a part of the body heads, from world landmarks.
type bodyPart struct {
	from, to []pose.Joint
	// across says that the line from one to the other lies across the body, left
	// to right, so that the heading is its perpendicular. In views from the side
	// such a line points at the camera, and the model may take its ends for each
	// other: its x then has the wrong sign.
	across bool
}

var bodyParts = []bodyPart{
	{[]pose.Joint{pose.RightShoulder}, []pose.Joint{pose.LeftShoulder}, true},
	{[]pose.Joint{pose.RightHip}, []pose.Joint{pose.LeftHip}, true},
	{[]pose.Joint{pose.LeftHeel, pose.RightHeel}, []pose.Joint{pose.LeftFootIndex, pose.RightFootIndex}, false},
	{[]pose.Joint{pose.LeftEar, pose.RightEar}, []pose.Joint{pose.Nose}, false},
}

// heading returns where the part heads in one picture.
func (b bodyPart) heading(w *[pose.NumJoints][3]float64) heading {
	var d heading
	for _, j := range b.to {
		d.x += w[j][0] / float64(len(b.to))
		d.z += w[j][2] / float64(len(b.to))
	}
	for _, j := range b.from {
		d.x -= w[j][0] / float64(len(b.from))
		d.z -= w[j][2] / float64(len(b.from))
	}
	if b.across {
		return heading{d.z, -d.x}.unit()
	}
	return d.unit()
}

// viewBetween estimates the view over [from, to], once a shot: the mean heading of
// shoulders, hips, feet and head, each its median over the pictures. Their
// disagreement is the uncertainty.
func (s *stretch) viewBetween(from, to float64) View {
	parts := s.headings(from, to)
	if parts == nil {
		return s.viewFromPicture(from, to)
	}
	sign := 0.0
	for i, b := range bodyParts {
		if !b.across {
			sign += parts[i].x
		}
	}
	var sum heading
	for i, b := range bodyParts {
		if b.across && parts[i].x*sign < 0 {
			parts[i].x = -parts[i].x
		}
		sum.x, sum.z = sum.x+parts[i].x, sum.z+parts[i].z
	}
	var off []float64
	for _, h := range parts {
		off = append(off, h.azimuthDeg()-sum.azimuthDeg())
	}
	scatter := floats.Norm(off, 2) / float64(len(off))
	return newView(sum, math.Hypot(azimuthModelDeg, z90*scatter))
}

// headings returns each part's median heading, or nil without world landmarks.
func (s *stretch) headings(from, to float64) []heading {
	xs, zs := make([][]float64, len(bodyParts)), make([][]float64, len(bodyParts))
	for _, q := range s.run {
		if q.t < from || q.t > to || q.person.WorldM == nil {
			continue
		}
		for i, b := range bodyParts {
			h := b.heading(q.person.WorldM)
			xs[i], zs[i] = append(xs[i], h.x), append(zs[i], h.z)
		}
	}
	if len(xs[0]) == 0 {
		return nil
	}
	out := make([]heading, len(bodyParts))
	for i := range out {
		out[i] = heading{median(xs[i]), median(zs[i])}.unit()
	}
	return out
}

// widening is the factor by which an oblique camera shortens what lies in the
// plane of the shot: 1/sin(azimuth). From nearly in front or behind that plane is
// not seen, and the picture is left as it is.
func (v View) widening() float64 {
	if sagittalViews&viewNamed(v.Kind) == 0 {
		return 1
	}
	return 1 / math.Sin(v.AzimuthDeg*math.Pi/180)
}

// lean is how far, after widening, a point that lies one unit nearer to the camera
// seems to lie behind one in the plane of the shot: cot(azimuth).
func (v View) lean() float64 {
	if sagittalViews&viewNamed(v.Kind) == 0 {
		return 0
	}
	return 1 / math.Tan(v.AzimuthDeg*math.Pi/180)
}

// newView names the view in which a body with this heading is seen.
func newView(h heading, uncertaintyDeg float64) View {
	v := View{AzimuthDeg: h.azimuthDeg(), UncertaintyDeg: uncertaintyDeg}
	v.Kind = ViewKind(v.AzimuthDeg)
	switch {
	case v.Kind == "front":
		v.Facing = "camera"
	case v.Kind == "back":
		v.Facing = "away"
	case h.x < 0:
		v.Facing = "left"
	default:
		v.Facing = "right"
	}
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
	a := median(az) * math.Pi / 180
	return newView(heading{sign * math.Sin(a), -math.Cos(a)}, 2*azimuthModelDeg)
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
