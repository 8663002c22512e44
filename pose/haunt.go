package pose

import (
	"slices"
	"time"
)

// Where somebody was lost, the scout looks again: who is hidden by another comes out
// there.
const (
	hauntFor  = 4 * time.Second // a crossing lasts for less
	hauntSize = 3.0             // sides of the lost one's square: who walks on is found a body height beside
	maxHaunts = maxTrails
)

// haunt is the place of a lost person in the room, freed of the camera's movement, and
// how long it is searched.
type haunt struct {
	place Region
	until time.Duration
}

type haunts []haunt

// add remembers where a trail has ended.
func (h *haunts) add(t *trail, f *Frame) {
	*h = append(*h, haunt{t.last().place(), f.Time + hauntFor})
	if len(*h) > maxHaunts {
		*h = slices.Delete(*h, 0, 1)
	}
}

// in returns the place in a frame.
func (k *haunt) in(f *Frame) Region {
	r := k.place
	r.X, r.Y = r.X+f.CameraPx[0], r.Y+f.CameraPx[1]
	return r
}

// forget leaves out what is searched no more, and where somebody has begun to be seen
// again.
func (h *haunts) forget(f *Frame, living []*trail) {
	*h = slices.DeleteFunc(*h, func(k haunt) bool {
		back := func(t *trail) bool { return t.frames[0].Time > k.until-hauntFor && near(t.last().Region, k.in(f)) }
		return f.Time >= k.until || slices.ContainsFunc(living, back)
	})
}

// places are the places in a frame, and the squares around them through which the
// lost may have walked on.
func (h haunts) places(f *Frame) (places, squares []Region) {
	for _, k := range h {
		r := k.in(f)
		if r.X > 0 && r.Y > 0 && r.X < float64(f.Picture.WidthPx) && r.Y < float64(f.Picture.HeightPx) {
			places, squares = append(places, r), append(squares, Region{X: r.X, Y: r.Y, SidePx: r.SidePx * hauntSize})
		}
	}
	return places, squares
}
