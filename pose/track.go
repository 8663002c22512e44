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
	// look is what the person looks like, the mean over all sightings.
	look look
}

// TrackFrame is one sighting by the scout's quick model.
type TrackFrame struct {
	// Index and Time are the frame's.
	Index int
	Time  time.Duration
	// CameraPx is the background's displacement since the first frame.
	CameraPx [2]float64
	// Keypoints and Presence are the model's, before any smoothing.
	Keypoints [NumJoints]Keypoint
	Presence  float64
	// Region is the square around the body in this frame.
	Region Region
}

// place is the region freed of the camera's movement.
func (f *TrackFrame) place() Region {
	r := f.Region
	r.X, r.Y = r.X-f.CameraPx[0], r.Y-f.CameraPx[1]
	return r
}

// covers says whether a point lies in the rectangle around the body.
func (f *TrackFrame) covers(x, y float64) bool {
	left, top, right, bottom := f.Keypoints[0].X, f.Keypoints[0].Y, f.Keypoints[0].X, f.Keypoints[0].Y
	for _, k := range f.Keypoints {
		left, right = min(left, k.X), max(right, k.X)
		top, bottom = min(top, k.Y), max(bottom, k.Y)
	}
	margin := bodyMargin * f.Region.SidePx
	return x >= left-margin && x <= right+margin && y >= top-margin && y <= bottom+margin
}

// sighting is a person seen in a frame, with what their trunk looked like.
type sighting struct {
	TrackFrame
	look look
}

// trail is a track in the making: one person followed without a gap longer than
// lostAfter.
type trail struct {
	frames []TrackFrame
	// look is the person's over time, before what recent holds.
	look look
	// recent are what the latest sightings looked like, one for each.
	recent []impression
}

func newTrail(s *sighting) *trail {
	return &trail{frames: []TrackFrame{s.TrackFrame}, look: s.look, recent: []impression{{look: s.look}}}
}

func (t *trail) last() *TrackFrame { return &t.frames[len(t.frames)-1] }

// sees says whether the person is seen in that frame, the latest.
func (t *trail) sees(index int) bool { return len(t.frames) > 0 && t.last().Index == index }

func (t *trail) see(s *sighting) {
	t.frames, t.recent = append(t.frames, s.TrackFrame), append(t.recent, impression{look: s.look})
}

// forget takes the last sighting back.
func (t *trail) forget() {
	t.frames, t.recent = t.frames[:len(t.frames)-1], t.recent[:len(t.recent)-1]
}

// seen is what the person looked like in the last sighting.
func (t *trail) seen() *look { return &t.recent[len(t.recent)-1].look }

// Limits of what one body can do between two sightings (at most lostAfter apart).
const (
	maxLeap       = 0.3  // sides from the expected place: 0.4 body heights
	maxGrowth     = 1.6  // of the region
	maxLookChange = 0.65 // Hellinger distance to the look so far
)

// continuedBy says whether a sighting can be the same person's.
func (t *trail) continuedBy(s *sighting, expected Region) bool {
	distance, ratio := s.Region.offset(expected)
	return distance <= maxLeap && ratio <= maxGrowth && t.look.distance(&s.look) <= maxLookChange
}

// doubt says how badly a sighting fits the trail: how far it is from where the
// person should be, by how much larger or smaller, how different it looks, and
// how unsure the model is.
func (t *trail) doubt(s *sighting, expected Region) float64 {
	distance, ratio := s.Region.offset(expected)
	return distance + ratio - 1 + t.look.distance(&s.look) + 1 - s.Presence
}

// claim says how well the last sighting continues the trail: higher is better.
// What has only begun claims nothing from what has been followed for a while.
func (t *trail) claim() float64 {
	before, now := t.frames[:len(t.frames)-1], t.last()
	if len(before) == 0 {
		return math.Inf(-1)
	}
	distance, _ := now.Region.offset(extrapolate(before, now.Time))
	grown := min(now.Time-t.frames[0].Time, lostAfter).Seconds() / lostAfter.Seconds()
	return grown - distance - t.look.distance(t.seen())
}

// predict returns where the person should be at a time, from the velocity over
// the last velocitySpan, which is trusted no further than that.
func (t *trail) predict(at time.Duration) Region {
	r := extrapolate(t.frames, at)
	r.SidePx = t.size(at)
	return r
}

// size is the usual side over the last second: a body keeps its size when it
// bends or is seen badly, its circle does not.
func (t *trail) size(at time.Duration) float64 {
	from := len(t.frames) - 1
	for from > 0 && at-t.frames[from-1].Time <= sizeSpan {
		from--
	}
	return quantileSide(t.frames[from:], 0.75)
}

// sizeSpan is the time over which somebody's size is taken: nobody comes
// noticeably nearer within it.
const sizeSpan = time.Second

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
	sameTrunk     = 0.12 // sides between the trunks: half a trunk's length
	sameCandidate = 0.15 // sides between the middles of the hips, before landmarks are known
	sameSizeRatio = 1.8  // of the larger region to the smaller
	sameShoes     = 0.07 // sides of the larger between the ankles' middles: a tenth of a height
)

// near says whether a candidate's region could be that of someone at s.
func near(r, s Region) bool {
	distance, ratio := r.offset(s)
	return distance < sameCandidate && ratio < sameSizeRatio
}

// sameSighting says whether two poses of one frame are of one body: their
// trunks, which the model places best, lie upon each other.
func sameSighting(a, b *TrackFrame) bool {
	var apart float64
	for _, j := range []Joint{LeftShoulder, LeftHip} {
		ax, ay := midpoint(&a.Keypoints, j)
		bx, by := midpoint(&b.Keypoints, j)
		apart += math.Hypot(ax-bx, ay-by) / 2
	}
	return apart < sameTrunk*math.Min(a.Region.SidePx, b.Region.SidePx)
}

// inLegs says whether what is seen as a small body is the legs of a large one in the same
// frame, whose feet the model takes for its feet and whose hips for its head.
func inLegs(small, large *TrackFrame) bool {
	sx, sy := midpoint(&small.Keypoints, LeftAnkle)
	lx, ly := midpoint(&large.Keypoints, LeftAnkle)
	_, shoulders := midpoint(&small.Keypoints, LeftShoulder)
	_, hips := midpoint(&large.Keypoints, LeftHip)
	return shoulders > hips && math.Hypot(sx-lx, sy-ly) < sameShoes*large.Region.SidePx
}
