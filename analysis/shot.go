package analysis

import (
	"math"
	"strings"

	"github.com/shotcheck/shotcheck/pose"
)

// moment is an event in real seconds with its standard deviation.
type moment struct {
	t, sd      float64
	method     string
	confidence float64
	missing    *Missing
	// hidden says that it was read from an arm that the model guessed.
	hidden bool
	// source names the event with its method: see [Spread].
	source string
}

func absent(code, message string) moment { return moment{missing: &Missing{code, message}} }

// shotContext is one shot while it is being measured.
type shotContext struct {
	// The stretch is cut to the shot and freed of foreshortening; whole is
	// not.
	*stretch
	whole *stretch
	cfg   Config
	view  View
	kind  string // "set" or "jump"
	// arm is the shooting side, legs the side whose leg is measured: the near one.
	arm, legs pose.Side
	// forward is +1 when the shooter faces the right of the picture, else −1.
	forward float64
	// throw is the candidate from which the shot was made.
	throw candidate
	// from and to bound the shot: neighbouring shots and the stretch end it.
	from, to float64
	moments  map[string]moment
	// byArm is the release as the pose tells it, where the ball tells it better.
	byArm moment
	// byHand are the user's own moments in real seconds.
	byHand map[string]float64
	scale  *Scale
	poses  *pose.Poses
	// ball is its ball, nil where that is not seen in flight.
	ball *ballFlight
}

// has returns the time of an event and whether it was found.
func (c *shotContext) has(id string) (float64, bool) {
	m, ok := c.moments[id]
	return m.t, ok && m.missing == nil
}

// nearSide is the side of the body that the camera sees: someone who faces the
// right of the picture shows the right side.
func nearSide(forward float64) pose.Side {
	if forward > 0 {
		return pose.Right
	}
	return pose.Left
}

// frameInterval is the median time between informative pictures.
func (s *stretch) frameInterval() float64 {
	d := make([]float64, 0, len(s.run))
	for i := 1; i < len(s.run); i++ {
		d = append(d, s.run[i].t-s.run[i-1].t)
	}
	return median(d)
}

// inPicture says whether a joint lies inside the picture and is not hidden around
// time t, and why not.
func (s *stretch) inPicture(j pose.Joint, t float64) *Missing {
	k := s.nearest(t).person.Keypoints[j]
	if k.X < 0 || k.Y < 0 || k.X > float64(s.clip.WidthPx) || k.Y > float64(s.clip.HeightPx) {
		return &Missing{MissingOutOfView, "the " + words(j) + " is outside the picture"}
	}
	if s.seenAt(j, t-visibleAroundS, t+visibleAroundS) < minVisibility {
		return &Missing{MissingOccluded, "the " + words(j) + " is hidden"}
	}
	return nil
}

// visibleAroundS is the half width of the time over which a joint's visibility is
// taken: a few pictures.
const visibleAroundS = 0.07

// allInPicture returns the first reason why one of the joints is not seen at t.
func (s *stretch) allInPicture(t float64, joints ...pose.Joint) *Missing {
	for _, j := range joints {
		if m := s.inPicture(j, t); m != nil {
			return m
		}
	}
	return nil
}

// clamp keeps t inside the stretch, where its curves have values.
func (s *stretch) clamp(t float64) float64 {
	x := s.joints[0].x
	return math.Max(x.t0, math.Min(x.time(len(x.v)-1), t))
}

// covers says whether t lies inside the stretch.
func (s *stretch) covers(t float64) bool { return t == s.clamp(t) }

// words returns a joint's name for a sentence.
func words(j pose.Joint) string { return strings.ReplaceAll(j.String(), "_", " ") }
