package analysis_test

import (
	"math"
	"testing"

	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// Where the far leg is hidden, the near one alone tells the body's size. It looks 2–5 %
// larger, which without regard to its distance makes everything measured in body heights
// smaller: a release 1.2 body heights up by 0.02.
func TestHeightsWithHiddenLeg(t *testing.T) {
	const bound = 0.010
	var change, n float64
	for seed := range uint64(6) {
		p := synth.RandomIn(2*seed, synth.Cell{View: "side", FPS: 60, Hand: "right", Plain: true})
		p.Camera.AzimuthDeg = 90
		scene, err := synth.New(p)
		if err != nil {
			t.Fatal(err)
		}
		poses, truth := scene.Poses(synth.NoiseModel{}), scene.Truth()
		both, _ := oneShot(t, poses).Metric("release_height")
		hideLeg(poses, truth.Shots[0].Legs)
		alone, ok := oneShot(t, poses).Metric("release_height")
		if !ok {
			continue
		}
		change, n = change+alone.Value-both.Value, n+1
	}
	if n < 3 || !(math.Abs(change/n) < bound) {
		t.Errorf("release_height changes by %.4f in the mean of %g shots when the far leg is hidden, want less than %g", change/n, n, bound)
	}
}

// hideLeg hides the leg that is not the near one.
func hideLeg(p *pose.Poses, near string) {
	far := pose.Left
	if near == pose.Left.String() {
		far = pose.Right
	}
	for _, f := range p.Frames {
		for i := range f.Persons {
			f.Persons[i].Keypoints[far.Joint(pose.LeftKnee)].Visibility = 0.1
		}
	}
}

// Seen from the left or from the right, a hand is as high in the mean: the nearer one
// looks further from the camera's height, by 0.02 body heights at usual distances.
func TestReleaseHeightOfEitherSide(t *testing.T) {
	const shooters, bound = 12, 0.010
	var apart float64
	for seed := range uint64(shooters) {
		p := synth.RandomIn(2*seed, synth.Cell{View: "side", FPS: 60, Hand: "right", Plain: true})
		p.Camera.AzimuthDeg = 90
		apart += heightError(t, p)
		p.Camera.AzimuthDeg = 270
		apart -= heightError(t, p)
	}
	if mean := apart / shooters; !(math.Abs(mean) < bound) {
		t.Errorf("the near hand is %.4f higher than the far one in the mean, want within %g", mean, bound)
	}
}

// heightError is how much too high a release comes out on true poses.
func heightError(t *testing.T, p synth.Params) float64 {
	t.Helper()
	scene, err := synth.New(p)
	if err != nil {
		t.Fatal(err)
	}
	got, ok1 := oneShot(t, scene.Poses(synth.NoiseModel{})).Metric("release_height")
	want, ok2 := scene.Truth().Shots[0].Metric("release_height")
	if !ok1 || !ok2 {
		t.Fatal("release_height is missing")
	}
	return got.Value - want.Value
}
