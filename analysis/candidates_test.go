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
		join(poses, walker)
		got, shot := analysis.Candidates(poses, analysis.DefaultConfig(), false)
		if !slices.Equal(got, []int{1}) || !shot {
			t.Errorf("%s: candidates %v, shot %v, want only 1", kind, got, shot)
		}
		if got, shot := analysis.Candidates(walker, analysis.DefaultConfig(), false); !slices.Equal(got, []int{1}) || shot {
			t.Errorf("only a walker: candidates %v, shot %v, want 1, who shoots not", got, shot)
		}
	}
	if got, shot := analysis.Candidates(&pose.Poses{}, analysis.DefaultConfig(), false); len(got) != 0 || shot {
		t.Errorf("nobody: candidates %v, shot %v", got, shot)
	}
}

// glide moves everybody to the right at so many pixels a second.
func glide(p *pose.Poses, pxS float64) { slide(p, func(s float64) float64 { return pxS * s }) }

// slide moves everybody to the right by so many pixels at a time in seconds.
func slide(p *pose.Poses, by func(s float64) float64) {
	for i := range p.Frames {
		for k := range p.Frames[i].Persons {
			for j := range p.Frames[i].Persons[k].Keypoints {
				p.Frames[i].Persons[k].Keypoints[j].X += by(p.Frames[i].Time.Seconds())
			}
		}
	}
}

// TestWhoWalksOnDoesNotShoot moves a shooter at the pace of a walk, as arms look that are
// another's, and at that of a jump forward.
func TestWhoWalksOnDoesNotShoot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		heightsS float64
		shots    int
	}{{0, 1}, {0.2, 1}, {0.6, 0}, {-0.6, 0}} {
		p := synth.RandomIn(3, synth.Cell{View: "side", Plain: true, Kind: synth.SetShot})
		p.DurationS = 5
		poses, _ := film(t, p)
		height := analysis.Analyze(poses, analysis.DefaultConfig(), nil).Shooters[0].BodyHeightPx
		glide(poses, c.heightsS*height)
		if got := len(analysis.Analyze(poses, analysis.DefaultConfig(), nil).Shots); got != c.shots {
			t.Errorf("%v body heights a second: %d shots, want %d", c.heightsS, got, c.shots)
		}
	}
}

// TestBriefSightingsShowNoShot cuts a shooter out of a clip in which somebody else goes on:
// he is still a candidate, and the clip is looked at again.
func TestBriefSightingsShowNoShot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		seenS float64
		shot  bool
	}{{0.9, false}, {1.4, true}} {
		p := synth.RandomIn(3, synth.Cell{View: "side", Plain: true, Kind: synth.SetShot})
		p.DurationS = 5
		poses, truth := film(t, p)
		release := releaseOf(t, truth)
		for i := range poses.Frames {
			f := &poses.Frames[i]
			if since := f.Time.Seconds() - release; since < -c.seenS*0.6 || since > c.seenS*0.4 {
				f.Persons = nil
			}
		}
		if got, shot := analysis.Candidates(poses, analysis.DefaultConfig(), false); !slices.Equal(got, []int{1}) || shot != c.shot {
			t.Errorf("seen for %v s: candidates %v, shot %v, want 1, %v", c.seenS, got, shot, c.shot)
		}
	}
}

// TestWhoComesWalkingTakesNoShot gives the shooter's motion, from shortly before the
// release on, to somebody who has come walking, and who is seen for longer.
func TestWhoComesWalkingTakesNoShot(t *testing.T) {
	t.Parallel()
	const walkedPxS, takenS = 300, 0.3
	poses, truth, cfg := sideShot(t, 4)
	release := releaseOf(t, truth)
	for i := range poses.Frames {
		f := &poses.Frames[i]
		since := f.Time.Seconds() - release
		walker, shooter := f.Persons[0], f.Persons[0]
		walker.ID, shooter.ID = 1, 2
		for j := range walker.Keypoints {
			walker.Keypoints[j].X += walkedPxS * min(since+takenS, 0)
		}
		if f.Persons = []pose.Person{walker}; since < 0.4 {
			f.Persons = append(f.Persons, shooter)
		}
	}
	shots := analysis.Analyze(poses, cfg, nil).Shots
	if len(shots) != 1 || shots[0].Shooter != 2 {
		t.Fatalf("%d shots, want one of person 2", len(shots))
	}
}
