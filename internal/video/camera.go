package video

import (
	"errors"
	"image"
	"math"
	"sync"

	"gocv.io/x/gocv"
)

// camera follows the background. Points of a reference picture are searched in
// each later one; how most of them have moved together is how the background
// has moved, for people move otherwise than it does, and each limb otherwise
// than the next. As long as the reference is in view nothing adds up, so a
// fixed camera stays where it is.
//
// Limits: only shifts, neither zoom nor roll; a wall without texture, or people
// who fill the picture and move as one, are not told from each other.
type camera struct {
	factor    int // pixels of the clip for one here
	reference gocv.Mat
	latest    gocv.Mat
	current   gocv.Mat
	half      gocv.Mat // on the way to current
	points    gocv.Mat // of the reference: one row each, 2 × float32
	origin    shift    // of the reference against the first frame
	moved     shift    // of the latest frame against the reference
	farthest  float64  // from the first frame
	seen      bool     // there is a reference
}

// shift is how far the background has moved, in pixels of the small picture.
type shift struct{ x, y float64 }

func (s shift) plus(t shift) shift { return shift{s.x + t.x, s.y + t.y} }

func (s shift) distance(t shift) float64 { return math.Hypot(s.x-t.x, s.y-t.y) }

const (
	cameraSidePx = 480  // longest side, at most, of the small picture
	tileSidePx   = 68   // about; the picture is looked at tile by tile,
	tilePoints   = 4    // so that a person in front of a plain wall does not have all points
	pointQuality = 0.1  // of the contrast of the tile's best corner
	pointGapPx   = 10   // between points
	searchSidePx = 15   // window around a point
	searchLevels = 3    // halvings: shifts of up to about 60 px are found
	agreementPx  = 1    // between points that move together
	minAgreement = 0.25 // share of the points that have to
	minAgreeing  = 6    // and their number
	// clearAgreement is the share of the points that have to where only the place in
	// which they were last is searched: what lies over a moving picture has fewer.
	clearAgreement = 0.6
	maxShiftShare  = 0.15 // of the longest side, before the reference is replaced
	// deadZonePx is how much compression makes a fixed picture seem to move.
	deadZonePx = 0.4
	// movingShare is the part of the longest side by which a camera has moved
	// when it is called moving; a person who holds it moves it by less.
	movingShare = 0.01
)

// useInitialFlow is OpenCV's OPTFLOW_USE_INITIAL_FLOW, which gocv does not name.
const useInitialFlow = 4

// searchEnd is when the search for a point ends; gocv cannot free it, so there
// is one.
var searchEnd = sync.OnceValue(func() gocv.TermCriteria {
	return gocv.NewTermCriteria(gocv.Count|gocv.EPS, 20, 0.03)
})

func newCamera(widthPx, heightPx int) *camera {
	return &camera{
		factor:    (max(widthPx, heightPx) + cameraSidePx - 1) / cameraSidePx,
		reference: gocv.NewMat(), latest: gocv.NewMat(), current: gocv.NewMat(), half: gocv.NewMat(), points: gocv.NewMat(),
	}
}

func (c *camera) close() error {
	return errors.Join(c.reference.Close(), c.latest.Close(), c.current.Close(), c.half.Close(), c.points.Close())
}

// next returns how far the background has moved since the first call, in
// pixels of the clip.
func (c *camera) next(luma *gocv.Mat) [2]float64 {
	c.shrink(luma)
	if c.seen {
		c.follow()
	} else {
		c.refer(&c.current)
	}
	c.latest, c.current = c.current, c.latest

	total := c.origin.plus(c.moved)
	distance := total.distance(shift{})
	if c.farthest < deadZonePx && distance < deadZonePx {
		return [2]float64{}
	}
	c.farthest = max(c.farthest, distance)
	return [2]float64{total.x * float64(c.factor), total.y * float64(c.factor)}
}

// shrink makes the small picture. Whole factors are ten times as quick as others,
// so a rest at the edges is left out, and halves are ten times as quick as those.
func (c *camera) shrink(luma *gocv.Mat) {
	factor := c.factor
	size := image.Pt(max(1, luma.Cols()/factor), max(1, luma.Rows()/factor))
	whole := image.Rectangle{Max: size.Mul(factor)}.Intersect(image.Rect(0, 0, luma.Cols(), luma.Rows()))
	part := luma.Region(whole)
	defer part.Close()
	from := part
	for ; factor > 2 && factor%2 == 0; factor /= 2 {
		gocv.Resize(from, &c.half, size.Mul(factor/2), 0, 0, gocv.InterpolationArea)
		from = c.half
	}
	gocv.Resize(from, &c.current, size, 0, 0, gocv.InterpolationArea)
}

// moving reports whether the camera has moved on purpose.
func (c *camera) moving() bool { return c.farthest > movingShare*cameraSidePx }

// follow finds the current picture in the reference, or, where that has gone
// out of view, in the latest picture. After a cut it begins anew where it was.
func (c *camera) follow() {
	moved, ok := c.search()
	if !ok || moved.distance(shift{}) > maxShiftShare*cameraSidePx {
		c.refer(&c.latest)
		if moved, ok = c.search(); !ok {
			c.refer(&c.current)
			moved = shift{}
		}
	}
	c.moved = moved
}

// refer makes a picture, which lies where the latest does, the reference.
func (c *camera) refer(m *gocv.Mat) {
	c.origin, c.moved, c.seen = c.origin.plus(c.moved), shift{}, true
	m.CopyTo(&c.reference)
	var found []float32
	for _, tile := range tiles(m.Cols(), m.Rows()) {
		found = append(found, corners(m, tile)...)
	}
	c.setPoints(found)
}

// tiles divides a picture.
func tiles(widthPx, heightPx int) (all []image.Rectangle) {
	columns, rows := max(1, widthPx/tileSidePx), max(1, heightPx/tileSidePx)
	for i := range columns * rows {
		x, y := i%columns, i/columns
		all = append(all, image.Rect(x*widthPx/columns, y*heightPx/rows, (x+1)*widthPx/columns, (y+1)*heightPx/rows))
	}
	return all
}

// corners returns x and y of the points of a tile that can be found again.
func corners(m *gocv.Mat, tile image.Rectangle) []float32 {
	part, found := m.Region(tile), gocv.NewMat()
	defer part.Close()
	defer found.Close()
	gocv.GoodFeaturesToTrack(part, &found, tilePoints, pointQuality, pointGapPx)
	if found.Empty() {
		return nil
	}
	var xy []float32
	for i := range found.Rows() {
		at := found.GetVecfAt(i, 0)
		xy = append(xy, at[0]+float32(tile.Min.X), at[1]+float32(tile.Min.Y))
	}
	return xy
}

// setPoints takes x and y of each point.
func (c *camera) setPoints(xy []float32) {
	c.points.Close()
	c.points = gocv.NewMatWithSize(len(xy)/2, 1, gocv.MatTypeCV32F+gocv.MatChannels2)
	if len(xy) == 0 {
		return
	}
	copy(floats(&c.points), xy)
}

// search returns by how much most points have moved since the reference. Between two
// pictures a camera moves little: mostly the points are near where they were last.
func (c *camera) search() (moved shift, ok bool) {
	if moved, ok = c.agreement(0, clearAgreement); !ok {
		moved, ok = c.agreement(searchLevels, minAgreement)
	}
	return moved, ok
}

// agreement returns the shift of the largest group of points that move together, and
// whether it holds that share of all.
func (c *camera) agreement(levels int, share float64) (moved shift, ok bool) {
	if c.points.Rows() < minAgreeing {
		return shift{}, false
	}
	moved, agreeing := dominant(c.shifts(levels))
	return moved, agreeing >= minAgreeing && float64(agreeing) >= share*float64(c.points.Rows())
}

// shifts are those of the points that are found again.
func (c *camera) shifts(levels int) (all []shift) {
	found, status, quality := c.points.Clone(), gocv.NewMat(), gocv.NewMat()
	defer found.Close()
	defer status.Close()
	defer quality.Close()
	from, to := floats(&c.points), floats(&found)
	for i := 0; i < len(to); i += 2 { // where the background was last
		to[i] += float32(c.moved.x)
		to[i+1] += float32(c.moved.y)
	}
	gocv.CalcOpticalFlowPyrLKWithParams(c.reference, c.current, c.points, found, &status, &quality,
		image.Pt(searchSidePx, searchSidePx), levels, searchEnd(), useInitialFlow, 1e-4)
	for i := range c.points.Rows() {
		if status.GetUCharAt(i, 0) == 1 {
			all = append(all, shift{float64(to[2*i] - from[2*i]), float64(to[2*i+1] - from[2*i+1])})
		}
	}
	return all
}

// floats are a matrix's elements.
func floats(m *gocv.Mat) []float32 {
	data, err := m.DataPtrFloat32()
	if err != nil {
		panic("video: points are not float32: " + err.Error())
	}
	return data
}

// dominant returns the mean of the largest group of shifts that agree, and its
// size.
func dominant(shifts []shift) (mean shift, size int) {
	for _, centre := range shifts {
		var sum shift
		n := 0
		for _, s := range shifts {
			if s.distance(centre) < agreementPx {
				sum, n = sum.plus(s), n+1
			}
		}
		if n > size {
			mean, size = shift{sum.x / float64(n), sum.y / float64(n)}, n
		}
	}
	return mean, size
}
