package ball

import (
	"errors"
	"io"
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/pose"
)

// Throw is a shot at which the ball is looked for.
type Throw struct {
	// TimeS is about when the ball is let go: within releaseWithinS.
	TimeS float64
	// HeightPx is the shooter's standing height.
	HeightPx float64
	// Hands are where the hands are around that time, in order.
	Hands []Hand
	// UnsureBH is how far the hands may be from there, in standing heights.
	UnsureBH float64
}

// Hand is a place of the hands, freed of the camera's movement.
type Hand struct{ TimeS, X, Y float64 }

// When the ball is looked for, in real seconds about a throw. A shot from three
// points flies for 1.6 s.
const (
	beforeS = 0.45
	afterS  = 1.9
)

// Watcher looks for the ball in the frames of a source while others read them.
// It implements [pose.Source].
type Watcher struct {
	pose.Source
	hunts   []*hunt // of the throws to come, by time
	album   album
	points  [][]pose.BallPoint
	scratch blobFinder
}

// Watch returns a source with the frames of src that looks for the ball of each
// throw. The throws are in order of time.
func Watch(src pose.Source, throws []Throw) *Watcher {
	w := &Watcher{Source: src}
	for i, t := range throws {
		w.hunts = append(w.hunts, &hunt{Throw: t, index: i})
	}
	w.points = make([][]pose.BallPoint, len(throws))
	return w
}

// Next implements [pose.Source].
func (w *Watcher) Next() (*pose.Frame, error) {
	f, err := w.Source.Next()
	switch {
	case errors.Is(err, io.EOF):
		w.develop(0)
		w.finish(func(*hunt) bool { return true })
	case err == nil && !f.Repeated:
		w.look(f)
	}
	return f, err
}

// Points returns the balls' places, throw after throw, once the source has ended. Of
// throws that turn out to be one ball's, the longer path counts.
func (w *Watcher) Points() []pose.BallPoint {
	var kept [][]pose.BallPoint
	for _, track := range w.points {
		k := slices.IndexFunc(kept, func(o []pose.BallPoint) bool { return sameBall(o, track) })
		switch {
		case k < 0:
			kept = append(kept, track)
		case len(track) > len(kept[k]):
			kept[k] = track
		}
	}
	return slices.Concat(kept...)
}

// sameBall says whether two paths meet in a picture.
func sameBall(a, b []pose.BallPoint) bool {
	return slices.ContainsFunc(a, func(p pose.BallPoint) bool {
		return slices.ContainsFunc(b, func(q pose.BallPoint) bool {
			return p.Time == q.Time && math.Hypot(p.X-q.X, p.Y-q.Y) < p.R
		})
	})
}

// look takes a new frame.
func (w *Watcher) look(f *pose.Frame) {
	t := f.Time.Seconds() * timeScale(w.Clip())
	heightPx := 0.0
	for _, h := range w.hunts {
		if h.wants(t, lagS) && (heightPx == 0 || h.HeightPx < heightPx) {
			heightPx = h.HeightPx
		}
	}
	if heightPx > 0 && w.album.due(t) {
		w.album.add(f, t, heightPx)
		w.develop(lagS)
	}
	w.finish(func(h *hunt) bool { return t > h.TimeS+afterS+2*lagS })
}

// develop looks at the pictures whose future is known for so long.
func (w *Watcher) develop(lag float64) {
	for {
		before, this, after := w.album.next(lag)
		if this == nil {
			return
		}
		found := w.scratch.find(before, this, after)
		for _, h := range w.hunts {
			if h.wants(this.timeS, 0) {
				h.take(this, found)
			}
		}
	}
}

// finish solves the hunts that are over.
func (w *Watcher) finish(over func(*hunt) bool) {
	w.hunts = slices.DeleteFunc(w.hunts, func(h *hunt) bool {
		if !over(h) {
			return false
		}
		w.points[h.index] = h.solve(timeScale(w.Clip()))
		return true
	})
	if len(w.hunts) == 0 {
		w.album = album{}
	}
}

// timeScale is real seconds per clip second.
func timeScale(c pose.Clip) float64 {
	if c.TimeScale > 0 {
		return c.TimeScale
	}
	return 1
}
