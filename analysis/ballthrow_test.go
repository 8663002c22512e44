package analysis_test

import (
	"math"
	"slices"
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// hide takes a person out of the frames in which somebody stands before him.
func hide(p *pose.Poses, person int, fromS, toS float64) {
	for i := range p.Frames {
		if f := &p.Frames[i]; f.Time.Seconds() > fromS && f.Time.Seconds() < toS {
			f.Persons = slices.DeleteFunc(f.Persons, func(q pose.Person) bool { return q.ID == person })
		}
	}
}

// passer is somebody who walks through the picture and is before the shooter at an instant.
func passer(t *testing.T, p synth.Params, shooter *pose.Poses, atS float64) *pose.Poses {
	t.Helper()
	p.Kind = synth.Walking
	walker, _ := film(t, p)
	hips := func(p *pose.Poses) float64 {
		for _, f := range p.Frames {
			if f.Time.Seconds() >= atS && len(f.Persons) > 0 {
				return f.Persons[0].Keypoints[pose.LeftHip].X
			}
		}
		t.Fatal("nobody in the frame")
		return 0
	}
	dx := hips(shooter) - hips(walker)
	slide(walker, func(float64) float64 { return dx })
	return walker
}

// join adds the one person of another film as person 2.
func join(p, other *pose.Poses) {
	for i := range p.Frames[:min(len(p.Frames), len(other.Frames))] {
		for _, q := range other.Frames[i].Persons {
			q.ID = 2
			p.Frames[i].Persons = append(p.Frames[i].Persons, q)
		}
	}
}

// withBall films set shots from the side whose balls are in view from beforeS before the
// release on, and no sooner.
func withBall(t *testing.T, beforeS float64, check func(p synth.Params, poses *pose.Poses, releaseS float64)) {
	t.Helper()
	tried := 0
	for seed := range uint64(12) {
		p := synth.RandomIn(seed, synth.Cell{View: "side", Plain: true, FPS: 30, Kind: synth.SetShot})
		p.DurationS = 5
		poses, truth := film(t, p)
		release, _ := truth.Shots[0].Event(analysis.Release)
		poses.Ball = slices.DeleteFunc(poses.Ball, func(b pose.BallPoint) bool { return b.Time.Seconds() < release.TimeS-beforeS })
		if len(poses.Ball) < 15 {
			continue // the ball leaves the picture at once
		}
		tried++
		check(p, poses, release.TimeS)
	}
	if tried < 4 {
		t.Errorf("only %d shots with a ball in view", tried)
	}
}

// TestBallTellsTheHiddenShooter hides the shooter while he shoots, and lets somebody walk
// past before him then: the ball tells that he has shot and when, and what is not seen is
// missing. Without a ball there is no shot.
func TestBallTellsTheHiddenShooter(t *testing.T) {
	t.Parallel()
	withBall(t, 0.2, func(p synth.Params, poses *pose.Poses, releaseS float64) {
		walker := passer(t, p, poses, releaseS)
		hide(poses, 1, releaseS-0.5, releaseS+0.4)
		join(poses, walker)
		s := oneShot(t, poses)
		e, ok := s.Event(analysis.Release)
		if d := math.Abs(e.Time.Seconds() - releaseS); s.Shooter != 1 || !ok || d > e.Uncertainty.Seconds() {
			t.Errorf("seed %d: shot of %d, release off by %.0f ± %.0f ms", p.Seed, s.Shooter, 1000*d, 1000*e.Uncertainty.Seconds())
		}
		for _, id := range []string{"elbow_set", "elbow_release", "follow_through_hold", "fluidity", "chain_knee_elbow", "release_height"} {
			if m, ok := s.Metric(id); ok {
				t.Errorf("seed %d: the hidden arm's %s measures %.2f", p.Seed, id, m.Value)
			}
		}
		poses.Ball = nil
		if ids, _ := analysis.Candidates(poses, analysis.DefaultConfig(), false); !slices.Contains(ids, 1) {
			t.Errorf("seed %d: candidates %v, want the hidden one too", p.Seed, ids)
		}
		if !slices.ContainsFunc(analysis.FindThrows(poses, analysis.DefaultConfig()), func(o analysis.Throw) bool {
			return math.Abs(o.ReleaseS-releaseS) < 0.3
		}) {
			t.Errorf("seed %d: no ball is looked for while he is hidden", p.Seed)
		}
		if r := analysis.Analyze(poses, analysis.DefaultConfig(), nil); len(r.Shots) != 0 {
			t.Errorf("seed %d: %d shots without arm and ball", p.Seed, len(r.Shots))
		}
	})
}

// TestLostAsTheArmComesDown loses the shooter just after his follow-through: the arm may
// come down in the picture only because he is being hidden.
func TestLostAsTheArmComesDown(t *testing.T) {
	t.Parallel()
	poses, _ := filmed(t, 3, synth.Cell{View: "side", Plain: true, FPS: 30, Kind: synth.SetShot})
	end, ok := oneShot(t, poses).Event(analysis.FollowThroughEnd)
	if !ok {
		t.Fatal("no follow-through, which this test needs")
	}
	hide(poses, 1, end.Time.Seconds()+0.2, math.Inf(1))
	for _, e := range oneShot(t, poses).Events {
		if e.ID == analysis.FollowThroughEnd && (e.Missing == nil || e.Missing.Code != analysis.MissingOccluded) {
			t.Errorf("the follow-through ends at %v, missing %v", e.Time, e.Missing)
		}
	}
}

// TestBallIsLookedForWhereSomebodyIsLost loses a shooter before he shoots, for good: he may
// shoot unseen. Of who walks on that is not expected.
func TestBallIsLookedForWhereSomebodyIsLost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  synth.Kind
		lostS float64
		want  bool
	}{{synth.SetShot, 1.4, true}, {synth.Walking, 3, false}} {
		p := synth.RandomIn(5, synth.Cell{View: "side", Plain: true, FPS: 30, Kind: c.kind})
		p.DurationS, p.LeadInS = 5, 1.5
		poses, _ := film(t, p)
		hide(poses, 1, c.lostS, math.Inf(1))
		unseen := func(o analysis.Throw) bool { return o.UnsureBH > 0 && o.ReleaseS > c.lostS-0.1 }
		if got := slices.ContainsFunc(analysis.FindThrows(poses, analysis.DefaultConfig()), unseen); got != c.want {
			t.Errorf("%v: his ball is looked for: %v, want %v", c.kind, got, c.want)
		}
	}
}

// TestHiddenAreCandidatesIfAskedFor loses somebody who stands beside a shooter.
func TestHiddenAreCandidatesIfAskedFor(t *testing.T) {
	t.Parallel()
	poses, _ := filmed(t, 3, synth.Cell{View: "side", FPS: 30, Kind: synth.SetShot})
	beside, _ := filmed(t, 4, synth.Cell{View: "side", FPS: 30, Kind: synth.Standing})
	slide(beside, func(float64) float64 { return 900 })
	hide(beside, 1, 1, math.Inf(1))
	join(poses, beside)
	for hidden, want := range map[bool][]int{false: {1}, true: {1, 2}} {
		if ids, shot := analysis.Candidates(poses, analysis.DefaultConfig(), hidden); !slices.Equal(ids, want) || !shot {
			t.Errorf("hidden %v: candidates %v, shot %v; want %v", hidden, ids, shot, want)
		}
	}
}

// TestHeadIsNoBall puts a head that bobs before the ball of a hidden shooter: that the ball
// rises later makes the bob no shot.
func TestHeadIsNoBall(t *testing.T) {
	t.Parallel()
	withBall(t, 0, func(p synth.Params, poses *pose.Poses, releaseS float64) {
		poses.Ball = slices.Concat(bob(poses, releaseS-0.6), poses.Ball)
		hide(poses, 1, releaseS-0.2, releaseS+0.4)
		for _, s := range analyze(poses).Shots {
			if e, _ := s.Event(analysis.Release); math.Abs(e.Time.Seconds()-releaseS) > 0.3 {
				t.Errorf("seed %d: a shot at %v, the true one is at %.2f s", p.Seed, e.Time, releaseS)
			}
		}
	})
}

// bob is a head that goes up by 0.03 body heights and falls for 0.4 s.
func bob(p *pose.Poses, fromS float64) (points []pose.BallPoint) {
	const gravityBH, riseBHPS, alongBHPS = 9.81 / 1.85, 0.6, 0.8
	for _, f := range p.Frames {
		if s := f.Time.Seconds() - fromS; s > 0 && s < 0.4 && len(f.Persons) > 0 {
			k := f.Persons[0].Keypoints
			height := (k[pose.LeftAnkle].Y - k[pose.Nose].Y) / 0.9
			rise := (riseBHPS*s - gravityBH/2*s*s) * height
			points = append(points, pose.BallPoint{Time: f.Time, X: k[pose.Nose].X + alongBHPS*s*height, Y: k[pose.Nose].Y - rise, R: 0.065 * height})
		}
	}
	return points
}
