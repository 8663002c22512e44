package ball

import (
	"math"
	"sort"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// A ball's radius as a share of the shooter's standing height: 0.12 m of 1.85 m,
// and what children, distance and a guessed height make of it.
const (
	usualRadius    = 0.065
	smallestRadius = 0.6 // of the usual one
	largestRadius  = 1.7
)

// A blob that may be a ball: blur lengthens it, and shade eats from it.
const (
	longestShape = 3.0  // its longer to its shorter side
	leastFill    = 0.45 // of its box; a disc fills π/4
)

// softEdge is by how much a blob's radius exceeds the ball's, in pixels of the small
// picture: those that the ball covers in part count as well.
const softEdge = 0.6

// candidate is where a ball may be: pixels freed of the camera's movement.
type candidate struct{ x, y, r float64 }

// glimpse is what one picture shows of a throw.
type glimpse struct {
	timeS      float64
	cameraPx   [2]float64
	candidates []candidate
	near       *patch // around the hands; nil far from the release
}

// hunt collects what the pictures show of one throw.
type hunt struct {
	Throw
	index    int
	glimpses []glimpse
}

// wants says whether a picture at t belongs to the throw, or to the margin around
// it.
func (h *hunt) wants(t, margin float64) bool {
	return t >= h.TimeS-beforeS-margin && t <= h.TimeS+afterS+margin
}

// handAt interpolates the hands' place.
func (h *hunt) handAt(t float64) (x, y float64) {
	i := sort.Search(len(h.Hands), func(i int) bool { return h.Hands[i].TimeS >= t })
	switch i {
	case 0:
		return h.Hands[0].X, h.Hands[0].Y
	case len(h.Hands):
		return h.Hands[i-1].X, h.Hands[i-1].Y
	}
	a, b := h.Hands[i-1], h.Hands[i]
	share := (t - a.TimeS) / (b.TimeS - a.TimeS)
	return a.X + share*(b.X-a.X), a.Y + share*(b.Y-a.Y)
}

// take notes a picture.
func (h *hunt) take(s *small, found []blob) {
	g := glimpse{timeS: s.timeS, cameraPx: s.cameraPx}
	k := float64(s.factor)
	for _, b := range found {
		if h.maybeBall(b, k) {
			g.candidates = append(g.candidates, candidate{k*b.x - s.cameraPx[0], k*b.y - s.cameraPx[1], k * (b.radius() - softEdge)})
		}
	}
	if math.Abs(s.timeS-h.TimeS) <= heldS {
		x, y := h.handAt(s.timeS)
		g.near = cut(s, x+s.cameraPx[0], y+s.cameraPx[1], reachBH*h.HeightPx)
	}
	h.glimpses = append(h.glimpses, g)
}

// maybeBall judges a blob by size and shape; k is pixels for one of its own.
func (h *hunt) maybeBall(b blob, k float64) bool {
	usual := usualRadius * h.HeightPx / k
	long, short := math.Max(b.width, b.height), math.Min(b.width, b.height)
	return short >= 2*smallestRadius*usual && short <= 2*largestRadius*usual &&
		long <= longestShape*short && b.area >= leastFill*b.width*b.height
}

// solve finds the ball's path.
func (h *hunt) solve(timeScale float64) []pose.BallPoint {
	f, ok := h.flight()
	if !ok {
		return nil
	}
	var out []pose.BallPoint
	for i, c := range h.follow(f) {
		g := &h.glimpses[i]
		if c.r > 0 {
			at := time.Duration(math.Round(g.timeS/timeScale*1e6)) * time.Microsecond
			out = append(out, pose.BallPoint{Time: at, X: c.x + g.cameraPx[0], Y: c.y + g.cameraPx[1], R: c.r})
		}
	}
	return out
}
