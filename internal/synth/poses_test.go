package synth

import (
	"math"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

func scene(t *testing.T, p Params) *Scene {
	t.Helper()
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPerfectModel(t *testing.T) {
	s := scene(t, DefaultParams())
	truth, poses := s.Truth(), s.Poses(NoiseModel{})
	if len(poses.Frames) != len(truth.Frames) || poses.Clip.Frames != len(truth.Frames) {
		t.Fatalf("%d frames, want %d", len(poses.Frames), len(truth.Frames))
	}
	for i, f := range poses.Frames {
		if want := time.Duration(truth.Frames[i].TimeS * float64(time.Second)); (f.Time - want).Abs() > time.Microsecond {
			t.Fatalf("frame %d is at %v, want %v", i, f.Time, want)
		}
		for j, k := range f.Persons[0].Keypoints {
			if want := truth.Frames[i].JointsPx[j]; math.Hypot(k.X-want[0], k.Y-want[1]) > 0.02 {
				t.Fatalf("frame %d, %v lies at %.2f, %.2f; want %.2f", i, pose.Joint(j), k.X, k.Y, want)
			}
		}
	}
}

// World landmarks are metres from mid-hip: right in the picture, down, away.
func TestWorldLandmarks(t *testing.T) {
	p := DefaultParams() // faces right
	person := scene(t, p).Poses(NoiseModel{}).Frames[0].Persons[0]
	w := person.WorldM
	for k, x := range w[pose.LeftHip] {
		if math.Abs(x+w[pose.RightHip][k]) > 1e-9 {
			t.Errorf("mid-hip is not the origin along axis %d", k)
		}
	}
	if w[pose.RightFootIndex][0] <= w[pose.RightHeel][0] {
		t.Error("x does not point right")
	}
	if w[pose.Nose][1] >= 0 || w[pose.RightAnkle][1] <= 0 {
		t.Error("y does not point down")
	}
	if w[pose.LeftShoulder][2] <= w[pose.RightShoulder][2] {
		t.Error("z does not point away from the camera, which stands on the right side")
	}
}

func TestNoiseHasItsSize(t *testing.T) {
	p := DefaultParams()
	p.DurationS = 30
	s := scene(t, p)
	truth := s.Truth()
	poses := s.Poses(NoiseModel{Seed: 1, White: 0.01})
	var sum float64
	for i, f := range poses.Frames {
		d := f.Persons[0].Keypoints[pose.RightWrist].X - truth.Frames[i].JointsPx[pose.RightWrist][0]
		sum += d * d
	}
	v := s.viewAt(0)
	_, top, _ := v.project(vec{Z: p.HeightM})
	_, bottom, _ := v.project(vec{})
	got, want := math.Sqrt(sum/float64(len(poses.Frames))), 0.01*(bottom-top)
	if math.Abs(got-want) > 0.1*want {
		t.Errorf("the error's SD is %.2f px, want %.2f", got, want)
	}
}

func TestGapsAndSwaps(t *testing.T) {
	p := DefaultParams()
	p.DurationS = 20
	s := scene(t, p)
	truth := s.Truth()
	poses := s.Poses(NoiseModel{Seed: 2, GapsPerS: 1, GapS: 0.2, SwapsPerS: 1, SwapS: 0.2})
	var gaps, swaps int
	for i, f := range poses.Frames {
		if len(f.Persons) == 0 {
			gaps++
			continue
		}
		if k, want := f.Persons[0].Keypoints[pose.LeftKnee], truth.Frames[i].JointsPx[pose.RightKnee]; math.Hypot(k.X-want[0], k.Y-want[1]) < 0.02 {
			swaps++
		}
	}
	if all := len(poses.Frames); gaps < all/20 || gaps > all/2 || swaps < all/20 || swaps > all/2 {
		t.Errorf("%d gaps and %d swaps in %d frames", gaps, swaps, all)
	}
}

func TestFarLimbsAreLessVisible(t *testing.T) {
	person := scene(t, DefaultParams()).Poses(DefaultNoise(1)).Frames[0].Persons[0]
	if near, far := person.Keypoints[pose.RightHip].Visibility, person.Keypoints[pose.LeftHip].Visibility; near < 0.9 || far > 0.6 {
		t.Errorf("the near hip's visibility is %.2f, the far one's %.2f", near, far)
	}
}
