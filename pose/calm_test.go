package pose

import (
	"testing"
	"time"
)

// TestCalm searches squares of a still picture again in which a bar appears.
func TestCalm(t *testing.T) {
	followed := &trail{frames: []TrackFrame{{Region: Region{X: 60, Y: 60, SidePx: 80}}}}
	for j := range followed.last().Keypoints {
		followed.last().Keypoints[j] = Keypoint{X: 55 + 10*float64(j%2), Y: 40 + float64(j)}
	}
	left, right := Region{X: 80, Y: 90, SidePx: 160}, Region{X: 240, Y: 90, SidePx: 160}
	for _, tt := range []struct {
		name                string
		at                  time.Duration
		bar                 actor
		living              []*trail
		wantLeft, wantRight bool
	}{
		{name: "nothing changes", at: time.Second},
		{name: "somebody comes", at: time.Second, bar: redActor(walker(240, 0, 130, 60)), wantRight: true},
		{name: "who is followed moves", at: time.Second, bar: redActor(walker(60, 0, 70, 40)), living: []*trail{followed}},
		{name: "nobody follows who moves", at: time.Second, bar: redActor(walker(60, 0, 70, 40)), wantLeft: true},
		{name: "long ago", at: calmFor, wantLeft: true, wantRight: true},
	} {
		src := &fakeSource{width: 320, height: 180, frames: 2}
		c := calm{searched: map[Region]memory{}}
		f, _ := src.Next()
		c.look(f, nil)
		if !c.stirred(left, 0) || !c.stirred(right, 0) {
			t.Fatalf("%s: what was never searched is left out", tt.name)
		}
		if tt.bar.where != nil {
			src.actors = []actor{tt.bar}
		}
		f, _ = src.Next()
		f.Index = followed.last().Index
		c.look(f, tt.living)
		if l, r := c.stirred(left, tt.at), c.stirred(right, tt.at); l != tt.wantLeft || r != tt.wantRight {
			t.Errorf("%s: left %v, right %v; want %v, %v", tt.name, l, r, tt.wantLeft, tt.wantRight)
		}
	}
}
