package analysis_test

import (
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// sideShot films one shot from the side without its ball.
func sideShot(t *testing.T, seed uint64) (*pose.Poses, *synth.Truth, analysis.Config) {
	t.Helper()
	poses, truth := filmed(t, seed, synth.Cell{View: "side", FPS: 60, Kind: synth.JumpShot, Hand: "right"})
	cfg := analysis.DefaultConfig()
	cfg.Ball, cfg.Hand = "off", "right"
	return poses, truth, cfg
}

// releaseOf is when a shot's ball is truly let go.
func releaseOf(t *testing.T, truth *synth.Truth) float64 {
	t.Helper()
	e, ok := truth.Shots[0].Event(analysis.Release)
	if !ok {
		t.Fatal("the truth has no release")
	}
	return e.TimeS
}

// A track that strays upon another's body and soon loses it does not take its shot,
// however long it has been.
func TestStrayTrackTakesNoShot(t *testing.T) {
	const meetS, strayS, apartPx = 0.8, 0.2, 300
	poses, truth, cfg := sideShot(t, 4)
	release := releaseOf(t, truth)
	for i := range poses.Frames {
		f := &poses.Frames[i]
		if len(f.Persons) == 0 {
			continue
		}
		stray, shooter := f.Persons[0], f.Persons[0]
		stray.ID, shooter.ID = 1, 2
		switch since := f.Time.Seconds() - release; {
		case since < -meetS: // still upon a body of its own
			for j := range stray.Keypoints {
				stray.Keypoints[j].X += apartPx
			}
			f.Persons = []pose.Person{stray}
		case since < strayS:
			f.Persons = []pose.Person{stray, shooter}
		default:
			f.Persons = []pose.Person{shooter}
		}
		if f.Time.Seconds() > release+1 {
			f.Persons = nil
		}
	}
	shots := analysis.Analyze(poses, cfg, nil).Shots
	if len(shots) != 1 || shots[0].Shooter != 2 {
		t.Fatalf("%d shots, want one of person 2", len(shots))
	}
}
