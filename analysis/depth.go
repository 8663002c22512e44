package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// Distances of joint centres from the body's mid-line, as fractions of standing
// height. Shoulders and hips lie inside the breadths of 0.259 and 0.191 that
// Drillis & Contini 1966 give from edge to edge (Winter, Biomechanics and Motor
// Control, fig. 4.1). Coaches let the feet stand at shoulder width, and the knee is
// taken to lie halfway from hip to foot.
const (
	shoulderLateral = 0.105
	hipLateral      = 0.056
	kneeLateral     = (hipLateral + shoulderLateral) / 2
)

// spacePoint is a point beside the body's mid-line: in the plane of the shot, and
// toward the camera, in pixels.
type spacePoint struct{ x, y, toward float64 }

// inSpace places a joint of the near side that lies lateral body heights toward the
// camera. Unless the camera looks straight from the side, that distance displaces
// it in the picture as well; [stretch.lean] takes that back.
func (s *stretch) inSpace(x, y, lateral float64) spacePoint {
	toward := lateral * s.heightPx
	return spacePoint{x + s.lean*toward, y, toward}
}

// internalAngle3 is [internalAngle] in space.
func internalAngle3(a, b, c spacePoint) float64 {
	ux, uy, uz := a.x-b.x, a.y-b.y, a.toward-b.toward
	vx, vy, vz := c.x-b.x, c.y-b.y, c.toward-b.toward
	cross := math.Hypot(math.Hypot(uy*vz-uz*vy, uz*vx-ux*vz), ux*vy-uy*vx)
	return degrees(math.Atan2(cross, ux*vx+uy*vy+uz*vz))
}

// hip returns the internal angle shoulder–hip–knee of the near side, in space: the
// shoulder lies further out than the hip, which from a camera 15° before or behind
// the side alone changes the picture's angle by 10°.
func (s *stretch) hip(side pose.Side) curve {
	a, b, c := s.joint(side, pose.LeftShoulder), s.joint(side, pose.LeftHip), s.joint(side, pose.LeftKnee)
	return combine(func(v ...float64) float64 {
		return internalAngle3(
			s.inSpace(v[0], v[1], shoulderLateral), s.inSpace(v[2], v[3], hipLateral), s.inSpace(v[4], v[5], kneeLateral))
	}, a.x, a.y, b.x, b.y, c.x, c.y)
}
