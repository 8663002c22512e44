package ball

import (
	"math"
	"math/rand/v2"
	"testing"
)

// scenery is a small picture of a noisy wall with discs.
func scenery(seed uint64, discs ...candidate) *small {
	const width, height = 160, 90
	rng := rand.New(rand.NewPCG(seed, 2))
	s := &small{factor: 2, width: width, height: height}
	for i, level := range []int{120, 126, 128} {
		s.planes[i] = make([]byte, width*height)
		for k := range s.planes[i] {
			s.planes[i][k] = byte(level + rng.IntN(5))
		}
	}
	for _, d := range discs {
		for k := range s.planes[0] {
			if math.Hypot(float64(k%width)+0.5-d.x, float64(k/width)+0.5-d.y) < d.r {
				s.planes[0][k], s.planes[1][k], s.planes[2][k] = 110, 100, 160 // orange
			}
		}
	}
	return s
}

// A ball that was elsewhere before and after is found where it is; one that lies
// still is not, nor are the places where the moving one was.
func TestFindMovingBall(t *testing.T) {
	still := candidate{30, 70, 6}
	before := scenery(1, candidate{60, 40, 6}, still)
	this := scenery(2, candidate{80, 30, 6}, still)
	after := scenery(3, candidate{100, 24, 6}, still)
	found := new(blobFinder).find(before, this, after)
	if len(found) != 1 {
		t.Fatalf("%d blobs, want 1: %v", len(found), found)
	}
	b := found[0]
	if math.Hypot(b.x-80, b.y-30) > 0.3 || math.Abs(b.radius()-6) > 0.3 {
		t.Errorf("blob at %.1f, %.1f with radius %.1f, want 80, 30 with 6", b.x, b.y, b.radius())
	}
}

// Where the camera has moved, pictures are laid upon each other before they are
// compared: a ball that stands still before a moving camera does not move.
func TestFindWithMovingCamera(t *testing.T) {
	before, this, after := scenery(1, candidate{80, 40, 6}), scenery(2, candidate{90, 40, 6}), scenery(3, candidate{100, 40, 6})
	before.cameraPx, after.cameraPx = [2]float64{-20, 0}, [2]float64{20, 0}
	if found := new(blobFinder).find(before, this, after); len(found) != 0 {
		t.Errorf("found %v, want nothing", found)
	}
}

// A picture without neighbours tells nothing.
func TestFindWithoutNeighbours(t *testing.T) {
	if found := new(blobFinder).find(nil, scenery(1, candidate{80, 40, 6}), nil); found != nil {
		t.Errorf("found %v, want nothing", found)
	}
}
