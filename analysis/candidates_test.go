package analysis_test

import (
	"slices"
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// TestCandidatesAreWhoThrowsAnArmUp shows somebody who walks beside one who shoots.
func TestCandidatesAreWhoThrowsAnArmUp(t *testing.T) {
	t.Parallel()
	for _, kind := range []synth.Kind{synth.SetShot, synth.JumpShot} {
		p := synth.RandomIn(3, synth.Cell{View: "side", Plain: true, Kind: synth.SetShot})
		p.Kind, p.DurationS = kind, 5
		poses, _ := film(t, p)
		p.Kind = synth.Walking
		walker, _ := film(t, p)
		for i := range poses.Frames {
			for _, q := range walker.Frames[i].Persons {
				q.ID = 7
				poses.Frames[i].Persons = append(poses.Frames[i].Persons, q)
			}
		}
		got, shot := analysis.Candidates(poses, analysis.DefaultConfig())
		if !slices.Equal(got, []int{1}) || !shot {
			t.Errorf("%s: candidates %v, shot %v, want only 1", kind, got, shot)
		}
		if got, shot := analysis.Candidates(walker, analysis.DefaultConfig()); !slices.Equal(got, []int{1}) || shot {
			t.Errorf("only a walker: candidates %v, shot %v, want 1, who shoots not", got, shot)
		}
	}
	if got, shot := analysis.Candidates(&pose.Poses{}, analysis.DefaultConfig()); len(got) != 0 || shot {
		t.Errorf("nobody: candidates %v, shot %v", got, shot)
	}
}
