package analysis

import (
	"math"
	"sort"

	"github.com/shotcheck/shotcheck/pose"
)

// stretch is an unbroken observation of one person: filtered paths of all
// joints on one grid.
type stretch struct {
	person int
	clip   pose.Clip
	run    []sample
	joints [pose.NumJoints]path
	// noisePx is the standard deviation of each raw coordinate about the filtered
	// path, a robust estimate of the landmarks' jitter.
	noisePx [pose.NumJoints]float64
	// heightPx is the standing body height.
	heightPx float64
	// lean is how far a point lies behind its true place in x, in the direction of
	// the picture, for each pixel that it is nearer to the camera: see [View.lean].
	lean float64
	// flexionLost is the share of a knee's flexion that the view does not show.
	flexionLost float64
}

// newStretch filters a run of samples.
func newStretch(p *pose.Poses, person int, run []sample) *stretch {
	s := &stretch{person: person, clip: p.Clip, run: run}
	for j := range s.joints {
		var res []float64
		axes := [2]*curve{&s.joints[j].x, &s.joints[j].y}
		for axis, c := range axes {
			t, x := coordinate(p, run, pose.Joint(j), axis)
			*c = lowPass(t, x, cutoffHz[j])
			for i := range t {
				if d := x[i] - c.at(t[i]); !math.IsNaN(d) {
					res = append(res, math.Abs(d))
				}
			}
		}
		s.noisePx[j] = madToSD * median(res)
	}
	s.heightPx = s.bodyHeight(turningShare)
	return s
}

func (s *stretch) from() float64 { return s.run[0].t }
func (s *stretch) to() float64   { return s.run[len(s.run)-1].t }

// around returns the part of the stretch within [from, to] as a camera straight
// from the side would see it, of someone who faces forward (+1 picture right): x is
// widened about the picture's left edge.
func (s *stretch) around(from, to, forward float64, v View) *stretch {
	cut, widen := *s, v.widening()
	cut.lean = forward * v.lean()
	i := sort.Search(len(s.run), func(i int) bool { return s.run[i].t >= from })
	j := sort.Search(len(s.run), func(i int) bool { return s.run[i].t > to })
	cut.run = s.run[i:j]
	for k, p := range s.joints {
		x := p.x.between(cut.from(), cut.to())
		cut.joints[k] = path{combine(func(v ...float64) float64 { return widen * v[0] }, x), p.y.between(cut.from(), cut.to())}
	}
	if viewNamed(v.Kind) == SideView {
		cut.flexionLost = kneeFlexionLost
	}
	if sagittalViews&viewNamed(v.Kind) != 0 {
		cut.heightPx = cut.bodyHeight(inPlaneShare)
	}
	return &cut
}

// joint returns the path of a left joint's counterpart on the given side.
func (s *stretch) joint(side pose.Side, left pose.Joint) path { return s.joints[side.Joint(left)] }

func (s *stretch) midHip() path { return mid(s.joints[pose.LeftHip], s.joints[pose.RightHip]) }
func (s *stretch) midShoulder() path {
	return mid(s.joints[pose.LeftShoulder], s.joints[pose.RightShoulder])
}

// Angles of one side, internal, in degrees.

func (s *stretch) elbow(side pose.Side) curve {
	return angleCurve(s.joint(side, pose.LeftShoulder), s.joint(side, pose.LeftElbow), s.joint(side, pose.LeftWrist))
}

func (s *stretch) shoulder(side pose.Side) curve {
	return angleCurve(s.joint(side, pose.LeftElbow), s.joint(side, pose.LeftShoulder), s.joint(side, pose.LeftHip))
}

// wristUp is how far the wrist is above its shoulder, in body heights.
func (s *stretch) wristUp(side pose.Side) curve {
	return combine(func(v ...float64) float64 { return (v[0] - v[1]) / s.heightPx },
		s.joint(side, pose.LeftShoulder).y, s.joint(side, pose.LeftWrist).y)
}

// hipUp is how far the middle of the hips is above the picture's upper edge,
// negated: larger is higher, in body heights.
func (s *stretch) hipUp() curve {
	return combine(func(v ...float64) float64 { return -v[0] / s.heightPx }, s.midHip().y)
}

// Lengths between joint centres as fractions of standing height, which landmarks
// mark: P. de Leva, Adjustments to Zatsiorsky-Seluyanov's segment inertia
// parameters, J. Biomech. 29 (1996) 1223–1230, men; hips to shoulders likewise.
const (
	shankFraction = 0.249
	thighFraction = 0.243
	trunkFraction = 0.282
)

// Shares of a clip's pictures in which a segment looks shorter than it is taken to
// be: half where it stays in the plane of the picture, so that noise cancels out;
// most where it turns toward the camera and back.
const (
	inPlaneShare = 0.5
	turningShare = 0.8
)

// bodyHeight estimates standing height in pixels from trunk, thighs and shanks: a
// segment that points toward the camera looks shorter, never longer. The mean of
// both legs is that of the middle of the body, for the nearer one looks larger; a leg
// that the other one hides is as long as the model guesses it. Where a leg is out of
// the picture the trunk alone serves.
func (s *stretch) bodyHeight(share float64) float64 {
	trunk := s.segment(s.midShoulder(), s.midHip(), share)
	var legs float64
	for _, side := range bothSides {
		hip, knee, ankle := s.joint(side, pose.LeftHip), s.joint(side, pose.LeftKnee), s.joint(side, pose.LeftAnkle)
		if !s.mostlyInside(knee) || !s.mostlyInside(ankle) {
			return trunk / trunkFraction
		}
		legs += s.segment(hip, knee, share) + s.segment(knee, ankle, share)
	}
	return (trunk + legs/2) / (trunkFraction + thighFraction + shankFraction)
}

// mostlyInside says whether a path lies inside the picture most of the time.
func (s *stretch) mostlyInside(p path) bool {
	x, y := median(p.x.v), median(p.y.v)
	return x >= 0 && y >= 0 && x <= float64(s.clip.WidthPx) && y <= float64(s.clip.HeightPx)
}

// segment returns the quantile of the distance between two paths.
func (s *stretch) segment(a, b path, share float64) float64 {
	d := combine(func(v ...float64) float64 { return math.Hypot(v[0]-v[2], v[1]-v[3]) }, a.x, a.y, b.x, b.y)
	return quantile(d.v, share)
}

// minVisibility is the visibility below which a joint counts as not seen;
// MediaPipe's own drawing threshold.
const minVisibility = 0.5

// seenAt returns the median visibility of a joint over samples in [from, to], or of
// the nearest sample if there is none.
func (s *stretch) seenAt(j pose.Joint, from, to float64) float64 {
	var v []float64
	for _, q := range s.run {
		if q.t >= from && q.t <= to {
			v = append(v, q.person.Keypoints[j].Visibility)
		}
	}
	if len(v) == 0 {
		return s.nearest((from + to) / 2).person.Keypoints[j].Visibility
	}
	return median(v)
}

// nearest returns the sample closest to t.
func (s *stretch) nearest(t float64) sample {
	i := sort.Search(len(s.run), func(i int) bool { return s.run[i].t >= t })
	if i == len(s.run) || (i > 0 && t-s.run[i-1].t < s.run[i].t-t) {
		i--
	}
	return s.run[i]
}
