package analysis_test

import (
	"math"
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// A start is told by the trunk as a whole: hands and ball hide the hips before it.
func TestStartWithHiddenHips(t *testing.T) {
	const boundS = 0.050
	var sum, n float64
	for seed := range uint64(8) {
		poses, truth := filmed(t, 2*seed, synth.Cell{View: "side", FPS: 60, Kind: synth.SetShot})
		dip, _ := truth.Shots[0].Event(analysis.Dip)
		lowerHips(poses, dip.TimeS)
		sum, n = sum+errorOf(oneShot(t, poses), &truth.Shots[0], "start s"), n+1
	}
	if !(sum/n < boundS) {
		t.Errorf("start %.3f s off in the mean, want less than %g", sum/n, boundS)
	}
}

// lowerHips shows the hips too low, by a fortieth of body height, less and less until
// the dip: as hips are that come out from behind the hands.
func lowerHips(p *pose.Poses, dipS float64) {
	const share, untilS = 0.025, 0.6
	for _, f := range p.Frames {
		hidden := math.Max(0, math.Min(1, (dipS-f.Time.Seconds())/untilS))
		for i := range f.Persons {
			k := &f.Persons[i].Keypoints
			height := k[pose.LeftAnkle].Y - k[pose.Nose].Y
			k[pose.LeftHip].Y += hidden * share * height
			k[pose.RightHip].Y += hidden * share * height
		}
	}
}
