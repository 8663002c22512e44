package accuracy

import (
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
)

// TestCrowdCounts analyses a shooter's true poses, once as they are and once
// beside the truth.
func TestCrowdCounts(t *testing.T) {
	t.Parallel()
	scene, err := synth.New(synth.DefaultParams())
	if err != nil {
		t.Fatal(err)
	}
	truth, poses := scene.Truth(), scene.Poses(synth.DefaultNoise(1))
	result := analysis.Analyze(poses, analysis.DefaultConfig(), nil)
	var own CrowdOutcome
	own.Shots = len(truth.Shots)
	own.count(truth, result, poses)
	if own.Found != 1 || own.False != 0 || own.Strangers != 0 {
		t.Errorf("the shooter himself: %+v", own)
	}
	for i := range truth.Frames {
		for j := range truth.Frames[i].JointsPx {
			truth.Frames[i].JointsPx[j][0] += 400
		}
	}
	var other CrowdOutcome
	other.Shots = len(truth.Shots)
	other.count(truth, result, poses)
	if other.Found != 0 || other.Strangers != 1 {
		t.Errorf("somebody 400 px away: %+v", other)
	}
	c := Crowd{Clips: []CrowdOutcome{own, other}}
	if c.Right() != 0.5 || c.Found() != 0.5 || c.Check() == nil {
		t.Errorf("right %v, found %v, check %v", c.Right(), c.Found(), c.Check())
	}
}
