package analysis_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// FuzzAnalyze damages the landmarks of a shot in every way that a saved file can: its
// bytes say what happens to which frame.
func FuzzAnalyze(f *testing.F) {
	var whole bytes.Buffer
	p := synth.RandomIn(4, synth.Cell{View: "side", FPS: 30, Kind: synth.JumpShot, Plain: true})
	scene, err := synth.New(p)
	if err != nil {
		f.Fatal(err)
	}
	if err := pose.WritePoses(&whole, scene.Poses(synth.DefaultNoise(p.Seed))); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{})
	f.Add([]byte{0, 60, 14, 200, 90, 1, 70, 0, 0, 0})
	f.Add([]byte{2, 50, 0, 0, 0, 2, 51, 0, 0, 0, 3, 60, 0, 128, 0, 4, 10, 0, 0, 0})
	f.Fuzz(func(t *testing.T, changes []byte) {
		poses, err := pose.ReadPoses(bytes.NewReader(whole.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		for ; len(changes) >= len(change{}); changes = changes[len(change{}):] {
			change(changes[:len(change{})]).apply(poses)
		}
		// What cannot be saved and read again is the reader's to refuse.
		var saved bytes.Buffer
		if pose.WritePoses(&saved, poses) != nil {
			return
		}
		if poses, err = pose.ReadPoses(&saved); err != nil {
			return
		}
		for _, s := range analyze(poses).Shots {
			checkEvents(t, &s, poses)
			checkMetrics(t, &s)
		}
	})
}

// change says what to do to a frame: a kind, a frame, a joint, and two amounts.
type change [5]byte

// kinds are what can happen to a frame.
var kinds = []func(*pose.Poses, int, change){
	func(p *pose.Poses, i int, c change) { // a joint jumps
		for k := range p.Frames[i].Persons {
			q := &p.Frames[i].Persons[k].Keypoints[int(c[2])%pose.NumJoints]
			q.X, q.Y = q.X+16*(float64(c[3])-128), q.Y+16*(float64(c[4])-128)
		}
	},
	func(p *pose.Poses, i int, c change) { // and is hidden from then on
		for _, f := range p.Frames[i:] {
			for k := range f.Persons {
				f.Persons[k].Keypoints[int(c[2])%pose.NumJoints].Visibility = float64(c[3]) / 255
			}
		}
	},
	func(p *pose.Poses, i int, _ change) { p.Frames[i].Persons = nil },
	func(p *pose.Poses, i int, c change) { // the clock jumps
		for k := range p.Frames[i:] {
			p.Frames[i+k].Time += time.Duration(c[3]) * time.Duration(c[4]) * time.Millisecond
		}
	},
	func(p *pose.Poses, i int, _ change) { p.Frames = p.Frames[:i+1] },
	func(p *pose.Poses, i int, c change) { // somebody else comes from then on
		for _, f := range p.Frames[i:] {
			for k := range f.Persons {
				f.Persons[k].ID = int(c[3])
			}
		}
	},
	func(p *pose.Poses, i int, c change) { // the ball is seen elsewhere
		if n := len(p.Ball); n > 0 {
			b := &p.Ball[i%n]
			b.X, b.Y = b.X+8*(float64(c[3])-128), b.Y+8*(float64(c[4])-128)
		}
	},
	func(p *pose.Poses, i int, c change) { // the camera jumps
		for k := range p.Frames[i:] {
			p.Frames[i+k].CameraPx[0] += 8 * (float64(c[3]) - 128)
		}
	},
}

func (c change) apply(p *pose.Poses) {
	if len(p.Frames) > 0 {
		kinds[int(c[0])%len(kinds)](p, int(c[1])%len(p.Frames), c)
	}
}
