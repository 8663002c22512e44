package video

import (
	"slices"

	"gocv.io/x/gocv"
)

// repeats recognises pictures that repeat their predecessor. A copy that went
// through another encoder is not the same bytes: it differs by the encoder's
// noise. How much that is depends on the clip, so a difference is judged
// against those before it: where pictures that move alternate with pictures
// that do not, the latter are copies. Footage that is nearly still differs
// evenly by little, and none of it is a copy.
type repeats struct {
	rasters
	luma     []byte // of the predecessor
	view     *gocv.Mat
	recent   []float64 // differences of the latest frames, in a ring
	compared int
}

const (
	// repeatWindow is the number of frames that show how much pictures differ
	// here. It holds two new pictures of a clip that shows each six times.
	repeatWindow = 12
	// repeatRank tells which of them counts: not the largest, which may be a cut
	// or the pulse of a key frame.
	repeatRank = 2
	// repeatShare is the part of that difference below which a picture is a copy.
	// Copies were measured at up to 0.05 in eight re-encoded clips; the count of
	// distinct pictures stays the same from 0.08 to 0.12.
	repeatShare = 0.1
)

func newRepeats(widthPx, heightPx int) (*repeats, error) {
	r := &repeats{luma: make([]byte, widthPx*heightPx)}
	var err error
	r.view, err = r.wrap(r.luma, heightPx, widthPx, gocv.MatTypeCV8UC1)
	return r, err
}

// next reports whether luma repeats that of the call before.
func (r *repeats) next(luma *gocv.Mat) bool {
	difference := gocv.NormWithMats(*luma, *r.view, gocv.NormL1)
	luma.CopyTo(r.view)
	r.compared++
	if r.compared == 1 { // there was nothing to compare with
		return false
	}
	repeated := difference < repeatShare*r.usual()
	r.recent = append(r.recent, difference)
	r.recent = r.recent[max(0, len(r.recent)-repeatWindow):]
	return repeated
}

// usual is by how much pictures have differed lately.
func (r *repeats) usual() float64 {
	if len(r.recent) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(r.recent))
	return sorted[max(0, len(sorted)-repeatRank)]
}
