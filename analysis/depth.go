package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// Distances of joint centres from the body's mid-line, as fractions of standing
// height. Shoulders and hips lie inside the breadths of 0.259 and 0.191 that
// Drillis & Contini 1966 give from edge to edge (Winter, Biomechanics and Motor
// Control, fig. 4.1); the feet stand a little closer than the shoulders' breadth.
const (
	shoulderLateral = 0.105
	hipLateral      = 0.056
	ankleLateral    = 0.080
)

// turnOut is the tangent of the angle by which bent legs point outward: knees follow
// the toes, which in standing point outward by 5–10°.
const turnOut = 0.15

// spacePoint is a point beside the body's mid-line: in the plane of the shot, and
// toward the camera, in pixels.
type spacePoint struct{ x, y, toward float64 }

// inSpace places a joint of the near side that lies lateral body heights toward the
// camera. Unless the camera looks straight from the side, that distance displaces
// it in the picture as well; [stretch.lean] takes that back.
func (s *stretch) inSpace(p Point, lateral float64) spacePoint {
	toward := lateral * s.heightPx
	return spacePoint{p.X + s.lean*toward, p.Y, toward}
}

// internalAngle3 is [internalAngle] in space.
func internalAngle3(a, b, c spacePoint) float64 {
	ux, uy, uz := a.x-b.x, a.y-b.y, a.toward-b.toward
	vx, vy, vz := c.x-b.x, c.y-b.y, c.toward-b.toward
	cross := math.Hypot(math.Hypot(uy*vz-uz*vy, uz*vx-ux*vz), ux*vy-uy*vx)
	return degrees(math.Atan2(cross, ux*vx+uy*vy+uz*vz))
}

// nearLeg returns the near side's hip, knee and ankle in space at a sample of their
// paths. The knee lies on the line from hip to ankle, and out of it the more the leg
// is bent.
func (s *stretch) nearLeg(hip, knee, ankle Point) (h, k, a spacePoint) {
	h, a = s.inSpace(hip, hipLateral), s.inSpace(ankle, ankleLateral)
	length := distance(hip, ankle)
	if length == 0 {
		return h, s.inSpace(knee, (hipLateral+ankleLateral)/2), a
	}
	bent := math.Abs((knee.X-hip.X)*(ankle.Y-hip.Y)-(knee.Y-hip.Y)*(ankle.X-hip.X)) / length
	return h, s.inSpace(knee, (hipLateral+ankleLateral)/2+turnOut*bent/s.heightPx), a
}

// hip returns the internal angle shoulder–hip–knee of the near side, in space: the
// shoulder lies further out than the hip, which from a camera 15° before or behind
// the side alone changes the picture's angle by 10°.
func (s *stretch) hip(side pose.Side) curve {
	return s.spaceAngle(side, func(shoulder, hip, knee, ankle Point) float64 {
		h, k, _ := s.nearLeg(hip, knee, ankle)
		return internalAngle3(s.inSpace(shoulder, shoulderLateral), h, k)
	})
}

// kneeFlexionLost is the share of a knee's flexion that the landmarks do not show from
// the side: 0.05 over synthetic shooters of an even seed. MediaPipe shows people's
// knees too straight as well: by 2.3° from the side in squats (against inertial
// sensors; Cosoli, Arnesano & Scalise 2026, Metrological Characterization of MediaPipe
// for Knee Joint Angle Estimation During Squat Execution), and by 5.1° in squats and
// rising from a chair (heavy model, against annotated video; Yue, Gu & Yu 2026, JMIR
// preprint 102399).
const kneeFlexionLost = 0.05

// knee returns the internal angle hip–knee–ankle of the near side, in space.
func (s *stretch) knee(side pose.Side) curve {
	return s.spaceAngle(side, func(_, hip, knee, ankle Point) float64 {
		return 180 - (180-internalAngle3(s.nearLeg(hip, knee, ankle)))/(1-s.flexionLost)
	})
}

// spaceAngle applies f to the joints of one side, over time.
func (s *stretch) spaceAngle(side pose.Side, f func(shoulder, hip, knee, ankle Point) float64) curve {
	a, b := s.joint(side, pose.LeftShoulder), s.joint(side, pose.LeftHip)
	c, d := s.joint(side, pose.LeftKnee), s.joint(side, pose.LeftAnkle)
	return combine(func(v ...float64) float64 {
		return f(Point{v[0], v[1]}, Point{v[2], v[3]}, Point{v[4], v[5]}, Point{v[6], v[7]})
	}, a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y)
}

// inMidPlane is how large something that lies toward body heights nearer to the camera
// would look in the middle of a body of so many pixels, for each pixel of its own: the
// ratio of the distances. The usual lens tells the body's, in body heights:
//
//	distance = focal length / body height, both in pixels
func (s *stretch) inMidPlane(toward, heightPx float64) float64 {
	focalPx := usualFocal * float64(max(s.clip.WidthPx, s.clip.HeightPx))
	return 1 - toward*heightPx/focalPx
}
