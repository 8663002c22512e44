package pose

import (
	"math"
	"time"
)

// Track is one person as the scout has seen them.
type Track struct {
	// ID numbers people by their first appearance, from 1.
	ID int
	// Frames are those in which the person was seen, in order.
	Frames []TrackFrame
}

// TrackFrame is one sighting by the scout's quick model.
type TrackFrame struct {
	// Index and Time are the frame's.
	Index int
	Time  time.Duration
	// Keypoints and Presence are the model's, before any smoothing.
	Keypoints [NumJoints]Keypoint
	Presence  float64
	// Region is the square around the body in this frame.
	Region Region
}

// trail is a track in the making: one person followed without a gap longer than
// lostAfter.
type trail struct {
	frames []TrackFrame
	look   look
	// contested counts sightings at which another trail saw the same body.
	contested int
}

func (t *trail) last() *TrackFrame { return &t.frames[len(t.frames)-1] }

func (t *trail) duration() time.Duration { return t.last().Time - t.frames[0].Time }

// predict returns where the person should be at a time, from the velocity over
// the last velocitySpan, which is trusted no further than that.
func (t *trail) predict(at time.Duration) Region {
	return extrapolate(t.frames, at)
}

// velocitySpan is the time over which a velocity is measured and believed: a
// walking person changes direction hardly within it.
const velocitySpan = 200 * time.Millisecond

// extrapolate continues frames (all before at, or all after it in reverse
// order) to the time at.
func extrapolate(frames []TrackFrame, at time.Duration) Region {
	last := frames[len(frames)-1]
	first := last
	for i := len(frames) - 1; i >= 0 && (last.Time-frames[i].Time).Abs() <= velocitySpan; i-- {
		first = frames[i]
	}
	r, span := last.Region, (last.Time - first.Time).Seconds()
	if span == 0 {
		return r
	}
	limit := velocitySpan.Seconds()
	ahead := clampAbs((at-last.Time).Seconds(), limit) / span
	r.X += ahead * (last.Region.X - first.Region.X)
	r.Y += ahead * (last.Region.Y - first.Region.Y)
	return r
}

// Limits that tell whether two sightings at one time show the same body. Sides
// are those of regions, about 1.4 body heights.
const (
	sameBody      = 0.06 // sides between the poses' joints on average: 8 % of the height
	sameCandidate = 0.15 // sides between the middles of the hips, before landmarks are known
	sameSizeRatio = 1.8  // of the larger region to the smaller
)

// near says whether a candidate's region could be that of someone at s.
func near(r, s Region) bool {
	distance, ratio := r.offset(s)
	return distance < sameCandidate && ratio < sameSizeRatio
}

// sameSighting says whether two poses of one frame are of one body.
func sameSighting(a, b *TrackFrame) bool {
	side := math.Min(a.Region.SidePx, b.Region.SidePx)
	return poseDistance(&a.Keypoints, &b.Keypoints) < sameBody*side
}
