package pose

import "time"

// Limits of what has changed since a square was searched. Where everybody is followed
// and nothing else has changed, nobody new is found.
const (
	// glanceCells is into how many cells the longest side is divided at most: of the
	// smallest figures a cell shows a third.
	glanceCells = 96
	// stirredBy is the least change of a cell, of 255, that counts; compression
	// changes cells by 1 or 2.
	stirredBy = 4
	// calmFor is how long a square is left out: who is as dark as the wall behind
	// may come without a change.
	calmFor = 5 * time.Second
	// bodyMargin is how far bodies and what they hold reach beyond their joints, in
	// sides of their regions.
	bodyMargin = 0.1
)

// calm tells which squares of the picture need not be searched again.
type calm struct {
	cropper  Cropper
	now      *glance
	searched map[Region]memory
}

// glance is a coarse picture: the mean colours of its cells.
type glance struct {
	cellPx, width, height int
	planes                [3][]byte
	bodies                []bool // the cells of those who are followed
}

// memory is what was seen when a square was last searched.
type memory struct {
	glance *glance
	at     time.Duration
}

// look takes a glance at a frame in which living trails are seen.
func (c *calm) look(f *Frame, living []*trail) {
	cell := 2
	for max(f.Picture.WidthPx, f.Picture.HeightPx) > glanceCells*cell {
		cell *= 2
	}
	whole := tiles(f.Picture.WidthPx, f.Picture.HeightPx, 0)[0]
	win := c.cropper.window(f.Picture, whole, float64(cell))
	g := &glance{cellPx: cell, width: min(win.luma.width, win.cb.width), height: min(win.luma.height, win.cb.height)}
	for i, p := range []plane{win.luma, win.cb, win.cr} {
		g.planes[i] = copyRect(nil, p.cut(0, 0, g.width, g.height))
	}
	g.bodies = make([]bool, g.width*g.height)
	for _, t := range living {
		if t.sees(f.Index) {
			g.cover(t.last())
		}
	}
	c.now = g
}

// cover marks a body's cells.
func (g *glance) cover(f *TrackFrame) {
	for i := range g.bodies {
		g.bodies[i] = g.bodies[i] || f.covers(g.at(i))
	}
}

// at returns the middle of a cell in pixels.
func (g *glance) at(i int) (x, y float64) {
	half := float64(g.cellPx) / 2
	return float64(i%g.width*g.cellPx) + half, float64(i/g.width*g.cellPx) + half
}

// stirred says whether a square is to be searched, as it will be then.
func (c *calm) stirred(square Region, at time.Duration) bool {
	last, known := c.searched[square]
	if known && at-last.at < calmFor && !c.now.differs(last.glance, square) {
		return false
	}
	c.searched[square] = memory{c.now, at}
	return true
}

// differs says whether anything in a square but the bodies differs from an earlier glance.
func (g *glance) differs(before *glance, square Region) bool {
	x0, y0, x1, y1 := square.bounds()
	for i, body := range g.bodies {
		x, y := g.at(i)
		if !body && x >= x0 && x <= x1 && y >= y0 && y <= y1 && g.changed(before, i) {
			return true
		}
	}
	return false
}

func (g *glance) changed(before *glance, i int) bool {
	for p := range g.planes {
		if change := int(g.planes[p][i]) - int(before.planes[p][i]); max(change, -change) >= stirredBy {
			return true
		}
	}
	return false
}
