package pose

import (
	"testing"
	"time"
)

// plainLook is a look of one colour: all samples in one bin.
func plainLook(bin int) look {
	l := look{total: 1}
	l.bins[bin] = 1
	return l
}

// TestTrailSplitsWhereItGoesOver shows a trail one colour, then another for some
// sightings, then the first again.
func TestTrailSplitsWhereItGoesOver(t *testing.T) {
	t.Parallel()
	const white, black, step = 3, 150, 40 * time.Millisecond
	for _, tc := range []struct {
		name         string
		other        int // sightings of the other colour
		split, first int // whether, and how many sightings the first person keeps
	}{
		{"an arm hides the trunk", 2, 0, 0},
		{"another person", 20, 1, 20},
	} {
		var trail *trail
		var parts []int
		for i := range 40 {
			s := &sighting{TrackFrame{Index: i, Time: time.Duration(i) * step, Region: Region{SidePx: 100}}, plainLook(white)}
			if i >= 20 && i < 20+tc.other {
				s.look = plainLook(black)
			}
			if trail == nil {
				trail = newTrail(s)
				continue
			}
			trail.see(s)
			trail.recent[len(trail.recent)-1].clear = true
			trail.settle(false)
			if trail.changed() {
				next := trail.split()
				parts = append(parts, len(trail.frames))
				trail = next
			}
		}
		if len(parts) != tc.split || tc.split > 0 && parts[0] != tc.first {
			t.Errorf("%s: ended after %v sightings, want %d split after %d", tc.name, parts, tc.split, tc.first)
		}
	}
}

// TestWhoeverTurnsRoundStaysOne joins two trails of different looks only where
// nobody else was near.
func TestWhoeverTurnsRoundStaysOne(t *testing.T) {
	t.Parallel()
	var back look // half of the front's colour
	back.total, back.bins[3], back.bins[150] = 1, 0.5, 0.5
	walk := func(from, to int, x float64, l look) *trail {
		var all *trail
		for i := from; i < to; i++ {
			s := &sighting{TrackFrame{Index: i, Time: time.Duration(i) * 40 * time.Millisecond, Region: Region{X: x, SidePx: 100}}, l}
			if all == nil {
				all = newTrail(s)
			} else {
				all.see(s)
			}
		}
		return all
	}
	front, turned := walk(0, 40, 100, plainLook(3)), walk(40, 80, 100, back)
	if n := len(link([]*trail{front, turned})); n != 1 {
		t.Errorf("%d people, want the one who turned", n)
	}
	other := walk(30, 50, 140, plainLook(80))
	if n := len(link([]*trail{front, turned, other})); n != 3 {
		t.Errorf("%d people beside somebody else, want 3", n)
	}
}

// TestTrailSplitsUponAnother shows a trail what looks like somebody else, nearly alike, who
// was lately seen there or far away.
func TestTrailSplitsUponAnother(t *testing.T) {
	t.Parallel()
	own, his := wearing(0), wearing(0.2)
	for _, tc := range []struct {
		name   string
		look   look
		placeX float64 // where the other was seen
		want   bool
	}{
		{"upon him", his, 100, true}, {"himself", own, 100, false}, {"the other is far away", his, 300, false},
	} {
		other, trail := lasting(0, 20, his), lasting(0, 30, own)
		for i := range other.frames {
			other.frames[i].Region.X = tc.placeX
		}
		for range 2 * changeSightings {
			trail.recent = append(trail.recent, impression{look: tc.look})
		}
		if got := trail.goneOver(other); got != tc.want {
			t.Errorf("%s: gone over %v, want %v", tc.name, got, tc.want)
		}
	}
}
