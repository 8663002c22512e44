package analysis_test

import (
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// Take-off and landing are told by how the feet turn, so it does not matter where on
// the foot the model sees the toes: the second row moves them nearly half way to the
// heel, where they rise by a twentieth of body height before the foot leaves the floor,
// in 50 ms at the speed of a jump.
func TestTakeoffWhereverToesAreSeen(t *testing.T) {
	const boundS = 0.020
	for _, behind := range []float64{0, 0.45} {
		var off, on, n float64
		for seed := range uint64(8) {
			poses, truth := filmed(t, 2*seed, synth.Cell{View: "side", FPS: 60, Kind: synth.JumpShot})
			moveToes(poses, behind)
			s := oneShot(t, poses)
			off += errorOf(s, &truth.Shots[0], analysis.Takeoff+" s")
			on += errorOf(s, &truth.Shots[0], analysis.Landing+" s")
			n++
		}
		if !(off/n < boundS) || !(on/n < boundS) {
			t.Errorf("toes %g of the foot behind: take-off %.3f s, landing %.3f s off, want less than %g", behind, off/n, on/n, boundS)
		}
	}
}

// moveToes moves the toes toward the heels by a share of the foot.
func moveToes(p *pose.Poses, share float64) {
	for _, f := range p.Frames {
		for i := range f.Persons {
			k := &f.Persons[i].Keypoints
			for _, side := range []pose.Side{pose.Left, pose.Right} {
				toe, heel := &k[side.Joint(pose.LeftFootIndex)], k[side.Joint(pose.LeftHeel)]
				toe.X += share * (heel.X - toe.X)
				toe.Y += share * (heel.Y - toe.Y)
			}
		}
	}
}
