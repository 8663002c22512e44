package video

import (
	"math"
	"slices"

	"gocv.io/x/gocv"
)

// repeats recognises pictures that repeat their predecessor. A copy that went
// through another encoder is not the same bytes: it differs by the encoder's
// noise. How much that is depends on the clip, so a difference is judged
// against those before and after it: where pictures that move alternate with
// pictures that do not, the latter are copies. Footage that is nearly still differs
// evenly by little, and comes to rest by degrees: none of it is a copy.
type repeats struct {
	rasters
	luma        []byte // of the predecessor, between calls of measure
	view        *gocv.Mat
	differences []float64 // of each frame from its predecessor, in a window
	judged      int       // index of the next to be judged
	started     bool
}

const (
	// repeatBehind is the number of frames before a picture that show how much
	// pictures differ here. It holds two new ones of a clip that shows each six
	// times.
	repeatBehind = 12
	// repeatAhead is the number of frames after it, with the next new one.
	repeatAhead = 5
	// repeatRank tells which of those before counts: not the largest, which may
	// be a cut or the pulse of a key frame.
	repeatRank = 2
	// repeatShare is the part of that difference below which a picture is a copy.
	// Copies were measured at up to 0.05 in re-encoded clips; the count of
	// distinct pictures stays about the same from 0.08 to 0.12.
	repeatShare = 0.1
)

func newRepeats(widthPx, heightPx int) (*repeats, error) {
	r := &repeats{luma: make([]byte, widthPx*heightPx)}
	var err error
	r.view, err = r.wrap(r.luma, heightPx, widthPx, gocv.MatTypeCV8UC1)
	return r, err
}

// measure takes the next picture.
func (r *repeats) measure(luma *gocv.Mat) {
	difference := math.Inf(1) // from nothing
	if r.started {
		gocv.AbsDiff(*luma, *r.view, r.view) // with Sum, five times as quick as OpenCV's norm
		difference = r.view.Sum().Val1
	}
	r.started = true
	luma.CopyTo(r.view)
	r.differences = append(r.differences, difference)
}

// judge reports, for each measured picture in turn, whether it repeats its
// predecessor. It looks at those measured after it, up to repeatAhead.
func (r *repeats) judge() bool {
	before, this, after := r.differences[:r.judged], r.differences[r.judged], r.differences[r.judged+1:]
	usual := nthLargest(after, repeatRank)
	if len(before) > repeatAhead { // else the clip has only begun
		usual = min(nthLargest(before, repeatRank), nthLargest(after, 1))
	}
	if r.judged == repeatBehind {
		r.differences = r.differences[1:]
	} else {
		r.judged++
	}
	return this < repeatShare*usual
}

// nthLargest counts from 1; what is not there is 0, so that a clip's last
// picture is no copy.
func nthLargest(values []float64, n int) float64 {
	if len(values) < n {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)-n]
}
