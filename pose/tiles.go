package pose

import "math"

// tileDivisors say how much smaller than the picture's longest side the tiles
// of each level are. Level 0 is the whole picture; the others find the figures
// that the detector, made for people two to four metres away, overlooks there
// (measured on a shooter of 150 px in 852 × 480: missed, missed, score 0.92).
// From deepLevel on they are many, for figures down to a twelfth of the picture's height.
var tileDivisors = []float64{1, 1.7, 2.6, 4, 6.2, 9.6}

const deepLevel = 3

// tileOverlap is the least part of a tile that it shares with its neighbour: a
// figure up to this size is whole in one of them.
const tileOverlap = 0.4

// tiles returns the squares of a level that together cover the picture.
func tiles(widthPx, heightPx, level int) []Region {
	longest := float64(max(widthPx, heightPx))
	if level == 0 {
		return []Region{{X: float64(widthPx) / 2, Y: float64(heightPx) / 2, SidePx: longest}}
	}
	side := longest / tileDivisors[level]
	var all []Region
	for _, y := range centres(float64(heightPx), side) {
		for _, x := range centres(float64(widthPx), side) {
			all = append(all, Region{X: x, Y: y, SidePx: side})
		}
	}
	return all
}

// centres spreads tiles evenly over a length; one in the middle where it fits.
func centres(length, side float64) []float64 {
	if side >= length {
		return []float64{length / 2}
	}
	n := int(math.Ceil((length-side)/(side*(1-tileOverlap)))) + 1
	all := make([]float64, n)
	for i := range all {
		all[i] = side/2 + (length-side)*float64(i)/float64(n-1)
	}
	return all
}
