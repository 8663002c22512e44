package pose

import (
	"errors"
	"math"
	"testing"
)

// emptyTensors have all landmarks in the middle and a heatmap without peaks.
func emptyTensors() LandmarkTensors {
	t := LandmarkTensors{
		Landmarks: make([]float32, ModelLandmarks*landmarkValues), World: make([]float32, ModelLandmarks*3),
		Heatmap: make([]float32, HeatmapSize*HeatmapSize*ModelLandmarks), Presence: 0.9,
	}
	for i := range t.Heatmap {
		t.Heatmap[i] = -20
	}
	for j := range ModelLandmarks {
		t.Landmarks[j*landmarkValues], t.Landmarks[j*landmarkValues+1] = 128, 128
	}
	return t
}

func TestRefine(t *testing.T) {
	type peak struct {
		x, y  int
		logit float32
	}
	for _, tc := range []struct {
		name  string
		x, y  float32 // the landmark in crop pixels
		peaks []peak
		u, v  float64 // expected, in cells of the heatmap
	}{
		{"no peak", 130, 90, nil, 32.5, 22.5},
		{"weak peak: 0.48", 130, 90, []peak{{33, 23, -0.1}}, 32.5, 22.5},
		{"one peak", 130, 90, []peak{{33, 23, 20}}, 33, 23},
		{"two equal peaks", 130, 90, []peak{{33, 23, 20}, {31, 20, 20}}, 32, 21.5},
		{"weights are probabilities: 1 and ½", 130, 90, []peak{{32, 22, 20}, {32, 25, 0}}, 32, 23},
		{"peak beyond 3 cells", 130, 90, []peak{{36, 22, 20}}, 32.5, 22.5},
		{"at the border", 0, 255.9, []peak{{2, 63, 20}}, 2, 63},
		{"outside", -3, 90, []peak{{0, 22, 20}}, -0.75, 22.5},
		{"just outside", 256, 90, []peak{{63, 22, 20}}, 64, 22.5},
		{"not a number", float32(math.NaN()), 90, nil, math.NaN(), 22.5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			const j = 7
			tensors := emptyTensors()
			tensors.Landmarks[j*landmarkValues], tensors.Landmarks[j*landmarkValues+1] = tc.x, tc.y
			for _, p := range tc.peaks {
				tensors.Heatmap[(p.y*HeatmapSize+p.x)*ModelLandmarks+j] = p.logit
			}
			u, v := refine(tensors, j)
			if math.IsNaN(tc.u) {
				if !math.IsNaN(u) {
					t.Errorf("got %v", u)
				}
				return
			}
			if math.Abs(u*HeatmapSize-tc.u) > 1e-4 || math.Abs(v*HeatmapSize-tc.v) > 1e-4 {
				t.Errorf("got (%v, %v), want (%v, %v)", u*HeatmapSize, v*HeatmapSize, tc.u, tc.v)
			}
		})
	}
}

func TestDecodeLandmarksTurnsBack(t *testing.T) {
	tensors := emptyTensors()
	set := func(j int, x, y, visibility float32) {
		copy(tensors.Landmarks[j*landmarkValues:], []float32{x, y, 0, visibility})
	}
	set(int(Nose), 192, 128, 0)                // a quarter to the right of the crop's centre
	set(auxHip, 128, 128, 0)                   // in the centre
	set(auxTop, 128, 64, 0)                    // a quarter above it
	copy(tensors.World, []float32{0, -1, 0.5}) // the nose, up in the crop
	// The crop is turned clockwise by 90°: its right is the picture's bottom, its top the picture's right.
	l, err := decodeLandmarks(tensors, Region{300, 200, 100, math.Pi / 2})
	if err != nil {
		t.Fatal(err)
	}
	if k := l.Keypoints[Nose]; math.Hypot(k.X-300, k.Y-225) > 1e-3 || math.Abs(k.Visibility-0.5) > 1e-9 {
		t.Errorf("nose %v, want (300, 225) with visibility 0.5", k)
	}
	if w := l.WorldM[Nose]; math.Abs(w[0]-1)+math.Abs(w[1])+math.Abs(w[2]-0.5) > 1e-6 {
		t.Errorf("world %v, want (1, 0, 0.5)", w)
	}
	if n := l.Next; math.Hypot(n.X-300, n.Y-200) > 1e-3 || math.Abs(n.SidePx-62.5) > 1e-3 || math.Abs(n.AngleRad-math.Pi/2) > 1e-6 {
		t.Errorf("next region %v, want side 62.5 at (300, 200), turned by 90°", n)
	}
	if math.Abs(l.Presence-0.9) > 1e-6 {
		t.Errorf("presence %v", l.Presence)
	}
}

func TestDecodeLandmarksRefusesOtherModels(t *testing.T) {
	tensors := emptyTensors()
	tensors.World = tensors.World[:99]
	if _, err := decodeLandmarks(tensors, Region{0, 0, 100, 0}); !errors.Is(err, errTensorSize) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkDecodeLandmarks(b *testing.B) {
	tensors := emptyTensors()
	for b.Loop() {
		if _, err := decodeLandmarks(tensors, Region{300, 200, 100, 0.2}); err != nil {
			b.Fatal(err)
		}
	}
}
