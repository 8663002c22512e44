package pose

import (
	"math"
	"slices"
)

// Detection is one candidate of the detector.
type Detection struct {
	// Score is the probability 0–1 that it is a person.
	Score float64
	// X0, Y0, X1, Y1 bound the box by which candidates are compared.
	X0, Y0, X1, Y1 float64
	// Points are the middle of the hips, a point on the circle that encloses the
	// body, and the same two for the upper body.
	Points [4][2]float64
}

// Region returns where the landmark model should look.
func (d Detection) Region() Region {
	return aligned(d.Points[0][0], d.Points[0][1], d.Points[1][0], d.Points[1][1])
}

// Detector settings of MediaPipe's graph pose_detection.
const (
	minDetectionScore = 0.5 // candidates below are no persons
	scoreLogitLimit   = 100 // logits are clipped, so that the exponential stays finite
	suppressionIoU    = 0.3 // candidates that overlap more are the same person
)

// detectorLayers lists the detector's feature maps: cells along a side, anchors
// a cell. Strides 8, 16 and three times 32, two anchors each.
var detectorLayers = []struct{ cells, anchors int }{
	{DetectorSizePx / 8, 2}, {DetectorSizePx / 16, 2}, {DetectorSizePx / 32, 6},
}

// anchors are the centres of the detector's candidates, 0…1 of the input.
var anchors = makeAnchors()

func makeAnchors() [][2]float64 {
	all := make([][2]float64, 0, DetectorAnchors)
	for _, l := range detectorLayers {
		for cell := range l.cells * l.cells {
			x, y := float64(cell%l.cells)+0.5, float64(cell/l.cells)+0.5
			for range l.anchors {
				all = append(all, [2]float64{x / float64(l.cells), y / float64(l.cells)})
			}
		}
	}
	return all
}

// decodeDetections reads the detector's tensors; r is the region that it was
// shown. The candidates are in pixels of the picture, the best first.
func decodeDetections(boxes, logits []float32, r Region) []Detection {
	var found []Detection
	for i, a := range anchors {
		if score := sigmoid(clampAbs(float64(logits[i]), scoreLogitLimit)); score >= minDetectionScore {
			found = append(found, decodeDetection(boxes[i*DetectorValues:(i+1)*DetectorValues], a, score, r))
		}
	}
	return suppress(found)
}

// decodeDetection reads one candidate: centre, size and key points in input
// pixels relative to the anchor.
func decodeDetection(v []float32, anchor [2]float64, score float64, r Region) Detection {
	unit := func(i int) float64 { return float64(v[i]) / DetectorSizePx }
	x, y, w, h := unit(0)+anchor[0], unit(1)+anchor[1], unit(2), unit(3)
	d := Detection{Score: score}
	d.X0, d.Y0 = r.at(x-w/2, y-h/2)
	d.X1, d.Y1 = r.at(x+w/2, y+h/2)
	for k := range d.Points {
		d.Points[k][0], d.Points[k][1] = r.at(unit(4+2*k)+anchor[0], unit(5+2*k)+anchor[1])
	}
	return d
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func clampAbs(x, limit float64) float64 { return min(max(x, -limit), limit) }

// suppress is MediaPipe's weighted non-maximum suppression: the best candidate
// absorbs those that overlap it, and its place becomes their mean weighted by
// score.
func suppress(all []Detection) []Detection {
	slices.SortStableFunc(all, func(a, b Detection) int { return compareFloat(b.Score, a.Score) })
	var kept []Detection
	for len(all) > 0 {
		var same, rest []Detection
		for _, d := range all {
			if iou(all[0], d) > suppressionIoU {
				same = append(same, d)
			} else {
				rest = append(rest, d)
			}
		}
		if len(same) == 0 { // a box without area overlaps nothing, not even itself
			same, rest = all[:1], all[1:]
		}
		kept = append(kept, weightedMean(same))
		all = rest
	}
	return kept
}

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// weightedMean joins candidates of one person, the best first.
func weightedMean(same []Detection) Detection {
	mean := Detection{Score: same[0].Score}
	var total float64
	for _, d := range same {
		total += d.Score
	}
	for _, d := range same {
		w := d.Score / total
		mean.X0, mean.Y0, mean.X1, mean.Y1 = mean.X0+w*d.X0, mean.Y0+w*d.Y0, mean.X1+w*d.X1, mean.Y1+w*d.Y1
		for k, p := range d.Points {
			mean.Points[k][0] += w * p[0]
			mean.Points[k][1] += w * p[1]
		}
	}
	return mean
}

// iou returns the area that two boxes share as a part of the area they cover.
func iou(a, b Detection) float64 {
	w := min(a.X1, b.X1) - max(a.X0, b.X0)
	h := min(a.Y1, b.Y1) - max(a.Y0, b.Y0)
	if w <= 0 || h <= 0 {
		return 0
	}
	both := w * h
	return both / ((a.X1-a.X0)*(a.Y1-a.Y0) + (b.X1-b.X0)*(b.Y1-b.Y0) - both)
}
