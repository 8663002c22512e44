package analysis_test

import (
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// A model that guesses the shooting arm may straighten it long before the ball goes.
// The hips, which it sees, then tell the release, and what is measured against their
// highest point is none. A tenth of a second is two standard deviations of that rule.
func TestReleaseOfGuessedArm(t *testing.T) {
	const earlyS, boundS = 0.25, 0.100
	for seed := range uint64(6) {
		poses, truth := filmed(t, 2*seed, synth.Cell{View: "side", FPS: 60, Kind: synth.JumpShot, Hand: "right"})
		guessArm(poses, pose.Right, earlyS)
		cfg := analysis.DefaultConfig()
		cfg.Ball, cfg.Hand = "off", "right"
		shots := analysis.Analyze(poses, cfg, nil).Shots
		if len(shots) != 1 {
			t.Fatalf("seed %d: %d shots, want 1", 2*seed, len(shots))
		}
		if off := errorOf(&shots[0], &truth.Shots[0], "release s"); !(off < boundS) {
			t.Errorf("seed %d: release %.3f s off, want less than %g", 2*seed, off, boundS)
		}
		if m, ok := shots[0].Metric("release_after_apex"); ok {
			t.Errorf("seed %d: release_after_apex is %.3f, though the apex tells the release", 2*seed, m.Value)
		}
	}
}

// guessArm shows an arm as it will be a while later, hardly visible.
func guessArm(p *pose.Poses, side pose.Side, earlyS float64) {
	const visibility = 0.2
	ahead := int(earlyS * p.Clip.FPS)
	for i := range p.Frames {
		later := p.Frames[min(i+ahead, len(p.Frames)-1)]
		if len(later.Persons) == 0 || len(p.Frames[i].Persons) == 0 || later.Time-p.Frames[i].Time > time.Second {
			continue
		}
		now, then := &p.Frames[i].Persons[0].Keypoints, &later.Persons[0].Keypoints
		shoulder := side.Joint(pose.LeftShoulder)
		for _, left := range []pose.Joint{pose.LeftElbow, pose.LeftWrist} {
			j := side.Joint(left)
			now[j].X = now[shoulder].X + then[j].X - then[shoulder].X
			now[j].Y = now[shoulder].Y + then[j].Y - then[shoulder].Y
			now[j].Visibility = visibility
		}
	}
}
