package pose

import (
	"slices"
	"testing"
	"time"
)

// wearing is a look of two colours, the second by a share.
func wearing(second float64) look {
	l := look{total: 1}
	l.bins[0], l.bins[1] = 1-second, second
	return l
}

// lasting is a trail that is seen in one place from one frame to another, 30 a second.
func lasting(from, to int, l look) *trail {
	t := &trail{look: l}
	for i := from; i < to; i++ {
		t.frames = append(t.frames, TrackFrame{Index: i, Time: time.Duration(i) * time.Second / 30, Region: Region{X: 100, Y: 100, SidePx: 100}})
	}
	return t
}

// TestReuniteTheSurelySeenFirst shows somebody twice for long, and meanwhile somebody else
// for a moment, who looks more like him.
func TestReuniteTheSurelySeenFirst(t *testing.T) {
	before, after := lasting(0, 60, wearing(0.1)), lasting(90, 150, wearing(0.2))
	moment := lasting(50, 60, wearing(0.19))
	people := reunite([]*person{{[]*trail{before}}, {[]*trail{after}}, {[]*trail{moment}}})
	for _, p := range people {
		if p.trails[0] == before {
			if len(p.trails) != 2 || p.trails[1] != after {
				t.Errorf("the first trail is not continued by the last but by %d others", len(p.trails)-1)
			}
			return
		}
	}
	t.Error("the first trail is gone")
}

// TestLinkTheSurelySeenFirst shows somebody for long and again, and for a moment in
// between what looks a little like him before and not like him after.
func TestLinkTheSurelySeenFirst(t *testing.T) {
	before, doubtful, after := lasting(0, 60, wearing(0.1)), lasting(61, 80, wearing(0.45)), lasting(130, 190, wearing(0))
	tracks := link([]*trail{before, doubtful, after})
	if last := tracks[0].Frames[len(tracks[0].Frames)-1].Index; last != 189 {
		t.Errorf("the first person is seen until frame %d, want 189", last)
	}
}

// TestLinkTheLikeRatherThanTheNext shows somebody again after a second and a half, where
// another who looks a little like him was a moment ago.
func TestLinkTheLikeRatherThanTheNext(t *testing.T) {
	before, other, after := lasting(0, 58, wearing(0)), lasting(0, 97, wearing(0.25)), lasting(104, 150, wearing(0.02))
	var sightings []int
	for _, track := range link([]*trail{before, other, after}) {
		sightings = append(sightings, len(track.Frames))
	}
	if want := []int{len(before.frames) + len(after.frames), len(other.frames)}; !slices.Equal(sightings, want) {
		t.Errorf("people of %v sightings, want %v", sightings, want)
	}
}

// TestLinkInTheRoom shows somebody again who has stood while the camera panned.
func TestLinkInTheRoom(t *testing.T) {
	const panPx = 600
	for name, c := range map[string]struct {
		camera float64
		want   int
	}{"the camera pans": {panPx, 1}, "it rests": {0, 2}} {
		before, after := lasting(0, 60, wearing(0)), lasting(90, 150, wearing(0.05))
		for i := range after.frames {
			after.frames[i].Region.X += panPx
			after.frames[i].CameraPx[0] = c.camera
		}
		if n := len(link([]*trail{before, after})); n != c.want {
			t.Errorf("%s: %d people, want %d", name, n, c.want)
		}
	}
}
