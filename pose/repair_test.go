package pose

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// walking returns a person who walks sideways, 100 px tall: legs and arms swing
// past each other twice a second, with noise of half a pixel.
func walking(frames int) []sample {
	rng := rand.New(rand.NewPCG(5, 6))
	s := make([]sample, frames)
	for i := range s {
		at := frameTime(i)
		phase := 2 * math.Pi * at.Seconds()
		l := &Landmarks{Next: Region{SidePx: 140}}
		for j := range l.Keypoints {
			side := 1.0
			if Right.Joint(Joint(j)) == Joint(j) {
				side = -1
			}
			swing := fakeBody[j][1] + 0.5 // grows downwards; as far as the joint is from the head
			x := 50*at.Seconds() + 12*side*swing*math.Sin(phase) + rng.NormFloat64()/2
			l.Keypoints[j] = Keypoint{x, 100*fakeBody[j][1] + rng.NormFloat64()/2, 0.9}
			l.WorldM[j] = [3]float64{x / 100, side, 0}
		}
		s[i] = sample{at, l}
	}
	return s
}

func TestUnswap(t *testing.T) {
	for _, tc := range []struct {
		name    string
		swapped func(i int) bool
	}{
		{"never", func(int) bool { return false }},
		{"one frame", func(i int) bool { return i == 40 }},
		{"ten frames", func(i int) bool { return i >= 40 && i < 50 }},
		{"the last five", func(i int) bool { return i >= 85 }},
		{"the first five", func(i int) bool { return i < 5 }},
		// Not at frames 15, 30, …: there the limbs lie upon each other and nothing tells them apart.
		{"three times", func(i int) bool { return i%30 >= 20 && i%30 < 25 }},
	} {
		for name, group := range map[string]limbs{"arms": arms, "legs": legs} {
			t.Run(tc.name+"/"+name, func(t *testing.T) {
				want, got := walking(90), walking(90)
				for i := range got {
					if tc.swapped(i) {
						group.exchange(got[i].Landmarks)
					}
				}
				group.unswap(got)
				wrong := 0
				for i := range got {
					if *got[i].Landmarks != *want[i].Landmarks {
						wrong++
					}
				}
				// A frame beside the exchange may be closer to the wrong side by noise.
				if wrong > 2 {
					t.Errorf("%d of 90 frames are wrong", wrong)
				}
			})
		}
	}
}

func TestUnswapPrefersTheModel(t *testing.T) {
	// After a gap the past says nothing: the limbs stay as the model has them.
	s := walking(60)
	for i := 30; i < 60; i++ {
		s[i].time += time.Second
	}
	want := fmt.Sprint(s[45].Keypoints)
	legs.unswap(s)
	if fmt.Sprint(s[45].Keypoints) != want {
		t.Error("limbs were exchanged without evidence")
	}
	for n := range 3 {
		arms.unswap(s[:n]) // too short to tell; must not panic
	}
}

func TestMarkLongBones(t *testing.T) {
	s := walking(50)
	elbow := s[20].Keypoints[RightElbow]
	s[20].Keypoints[RightWrist] = Keypoint{elbow.X + 60, elbow.Y, 0.9} // the forearm is 14 px long
	markLongBones(s)
	for i := range s {
		for j, k := range s[i].Keypoints {
			doubted := i == 20 && (Joint(j) == RightWrist || Joint(j) == RightIndex || Joint(j) == RightPinky || Joint(j) == RightThumb)
			if (k.Visibility == doubtfulVisibility) != doubted {
				t.Errorf("frame %d, %v: visibility %v", i, Joint(j), k.Visibility)
			}
		}
	}
	markLongBones(nil)
}

func TestSkeletonIsSymmetric(t *testing.T) {
	seen := map[string]bool{}
	for j := range Joint(NumJoints) {
		if j.Mirror().Mirror() != j || (j.Mirror() == j) != (j == Nose) || seen[j.String()] || j.String() == "" {
			t.Errorf("joint %d: %v, mirror %v", j, j, j.Mirror())
		}
		seen[j.String()] = true
		if j != Nose && (Left.Joint(j) == Right.Joint(j) || Left.Joint(j).Mirror() != Right.Joint(j)) {
			t.Errorf("%v: left is %v, right is %v", j, Left.Joint(j), Right.Joint(j))
		}
	}
	bones := map[Bone]bool{}
	for _, b := range Bones {
		bones[b], bones[Bone{b.To, b.From}] = true, true
	}
	for _, b := range Bones {
		if !bones[Bone{b.From.Mirror(), b.To.Mirror()}] {
			t.Errorf("bone %v–%v has no mirror", b.From, b.To)
		}
	}
}
