package pose

import (
	"math"
	"testing"
)

func TestAnchors(t *testing.T) {
	if len(anchors) != DetectorAnchors {
		t.Fatalf("%d anchors, want %d", len(anchors), DetectorAnchors)
	}
	// First and last of each stride: 28×28×2, 14×14×2, 7×7×6, in rows from the top left.
	for _, tc := range []struct {
		i    int
		x, y float64
	}{
		{0, 4, 4},
		{1, 4, 4},
		{2, 12, 4},
		{1567, 220, 220},
		{1568, 8, 8},
		{1959, 216, 216},
		{1960, 16, 16},
		{1965, 16, 16},
		{1966, 48, 16},
		{2253, 208, 208},
	} {
		if a := anchors[tc.i]; math.Hypot(a[0]*224-tc.x, a[1]*224-tc.y) > 1e-9 {
			t.Errorf("anchor %d: got (%v, %v) px, want (%v, %v)", tc.i, a[0]*224, a[1]*224, tc.x, tc.y)
		}
	}
}

// box returns a candidate with all points at its centre.
func box(score, x, y, size float64) Detection {
	p := [2]float64{x, y}
	return Detection{score, x - size/2, y - size/2, x + size/2, y + size/2, [4][2]float64{p, p, p, p}}
}

func TestSuppress(t *testing.T) {
	for _, tc := range []struct {
		name     string
		in, want []Detection
	}{
		{"none", nil, nil},
		{"one", []Detection{box(0.7, 5, 5, 2)}, []Detection{box(0.7, 5, 5, 2)}},
		{"apart, the better first", []Detection{box(0.6, 5, 5, 2), box(0.9, 50, 5, 2)}, []Detection{box(0.9, 50, 5, 2), box(0.6, 5, 5, 2)}},
		// Shifted by 2 of 10, the boxes share 8/12 of their area; mean (0.8·10 + 0.6·12 + 0.6·8)/2.
		{"same person: mean weighted by score", []Detection{box(0.6, 12, 5, 10), box(0.8, 10, 5, 10), box(0.6, 8, 5, 10)}, []Detection{box(0.8, 10, 5, 10)}},
		{"weights count", []Detection{box(0.5, 14, 5, 10), box(1, 11, 5, 10)}, []Detection{box(1, 12, 5, 10)}},
		// Shifted by 6 of 10: 4/16 = 0.25, below 0.3.
		{"little overlap", []Detection{box(0.8, 10, 5, 10), box(0.7, 16, 5, 10)}, []Detection{box(0.8, 10, 5, 10), box(0.7, 16, 5, 10)}},
		{"no area", []Detection{box(0.8, 10, 5, 0), box(0.7, 10, 5, 0)}, []Detection{box(0.8, 10, 5, 0), box(0.7, 10, 5, 0)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := suppress(tc.in)
			if len(got) != len(tc.want) {
				t.Fatalf("%d candidates, want %d", len(got), len(tc.want))
			}
			for i, w := range tc.want {
				g := got[i]
				if math.Abs(g.X0-w.X0)+math.Abs(g.Y1-w.Y1)+math.Abs(g.Points[2][0]-w.Points[2][0]) > 1e-9 || g.Score != w.Score {
					t.Errorf("candidate %d: got %v, want %v", i, g, w)
				}
			}
		})
	}
}

func TestDecodeDetections(t *testing.T) {
	boxes, logits := make([]float32, DetectorAnchors*DetectorValues), make([]float32, DetectorAnchors)
	for i := range logits {
		logits[i] = -1000 // clipped to −100, so that the score stays a number
	}
	const at = 1000 // row 17, column 24 of stride 8, before its offset
	anchor := anchors[at]
	logits[at] = 1000
	copy(boxes[at*DetectorValues:], []float32{22.4, 0, 44.8, 22.4, 0, 0, 0, -56})
	// A tile of 448 px whose centre is (300, 200): two pixels of the picture for each of the input.
	found := decodeDetections(boxes, logits, Region{300, 200, 448, 0})
	if len(found) != 1 {
		t.Fatalf("%d candidates, want 1", len(found))
	}
	d := found[0]
	x, y := 300-224+anchor[0]*448, 200-224+anchor[1]*448
	if math.Abs(d.X0-x-44.8+44.8) > 1e-3 || math.Abs(d.X1-x-44.8-44.8) > 1e-3 || math.Abs(d.Y1-y-22.4) > 1e-3 {
		t.Errorf("box %v, anchor at (%v, %v)", d, x, y)
	}
	// Mid-hip at the anchor, the circle's point 112 px above it: 2 × 1.25 × 112.
	if r := d.Region(); math.Hypot(r.X-x, r.Y-y) > 1e-3 || math.Abs(r.SidePx-280) > 1e-3 || math.Abs(r.AngleRad) > 1e-6 {
		t.Errorf("region %v, want side 280 upright at (%v, %v)", r, x, y)
	}
	if d.Score < 0.999 || math.IsNaN(d.Score) {
		t.Errorf("score %v", d.Score)
	}
}

func TestAlignedIsMediaPipes(t *testing.T) {
	// MediaPipe's angle: normalised(π/2 − atan2(−Δy, Δx)).
	for _, tc := range []struct{ topX, topY, angle float64 }{
		{0, -10, 0}, {10, 0, math.Pi / 2}, {-10, 0, -math.Pi / 2}, {10, -10, math.Pi / 4},
	} {
		r := aligned(0, 0, tc.topX, tc.topY)
		if math.Abs(r.AngleRad-tc.angle) > 1e-9 || math.Abs(r.SidePx-2.5*math.Hypot(tc.topX, tc.topY)) > 1e-9 {
			t.Errorf("top at (%v, %v): got %v, want angle %v", tc.topX, tc.topY, r, tc.angle)
		}
		// The second point lies straight above the centre of the turned square.
		if x, y := r.at(0.5, 0.5-0.4); math.Hypot(x-tc.topX, y-tc.topY) > 1e-9 {
			t.Errorf("top at (%v, %v) appears at (%v, %v)", tc.topX, tc.topY, x, y)
		}
	}
}

func TestTilesCoverThePicture(t *testing.T) {
	for _, size := range [][2]int{{1280, 720}, {720, 1280}, {300, 406}, {640, 640}, {4, 4}, {3840, 400}} {
		for level := range tileDivisors {
			all := tiles(size[0], size[1], level)
			for _, p := range [][2]float64{{0, 0}, {0.5, 0.5}, {1, 1}, {0.33, 0.77}, {1, 0}} {
				x, y := p[0]*float64(size[0]), p[1]*float64(size[1])
				covered := false
				for _, r := range all {
					half := r.SidePx/2 + 1e-6
					covered = covered || math.Abs(x-r.X) <= half && math.Abs(y-r.Y) <= half
				}
				if !covered {
					t.Errorf("%v, level %d: (%v, %v) is in no tile", size, level, x, y)
				}
			}
			most := []int{40, 40, 40, 100, 100, 256}[level]
			if n := len(all); n > most {
				t.Errorf("%v, level %d: %d tiles", size, level, n)
			}
		}
	}
}
