package pose

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// share returns the part of a track's sightings that lie on an actor.
func share(t Track, a actor) float64 {
	on := 0
	for _, f := range t.Frames {
		x, y, height := a.where(f.Time)
		// The bar's edges are rounded to two pixels.
		if height > 0 && math.Hypot(f.Region.X-x, f.Region.Y-y) < 0.1*height+2 {
			on++
		}
	}
	return float64(on) / float64(len(t.Frames))
}

func TestScoutFollows(t *testing.T) {
	const second = time.Second
	tall := walker(60, 60, 130, 110)
	for _, tc := range []struct {
		name   string
		actors []actor
		// seen is the number of frames in which each actor must be seen, in order of
		// appearance; of 90 frames.
		seen []int
	}{
		{"nobody", nil, nil},
		{"one who walks", []actor{redActor(tall)}, []int{90}},
		{"small figure, found on tiles", []actor{redActor(walker(100, 20, 130, 50))}, []int{90}},
		{"enters and leaves", []actor{redActor(during(second, 2*second, tall))}, []int{20}},
		{"hidden for half a second", []actor{
			{128, reddish, during(0, 2*second, tall)},
			// the same person again: red, on the same path
			{128, reddish, during(5*second/2, 3*second, tall)},
		}, []int{65}},
		{"another takes the place of one who leaves", []actor{
			redActor(during(0, 3*second/2, walker(150, 0, 130, 110))), blueActor(during(3*second/2, 3*second, walker(150, 0, 130, 110))),
		}, []int{45, 40}},
		{"two who stand apart", []actor{redActor(walker(60, 0, 130, 110)), blueActor(walker(200, 10, 130, 110))}, []int{90, 90}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			src := &fakeSource{width: 320, height: 180, frames: 90, actors: tc.actors}
			tracks := scoutFake(t, src, 1)
			if len(tracks) != len(tc.seen) {
				t.Fatalf("%d tracks, want %d", len(tracks), len(tc.seen))
			}
			for i, track := range tracks {
				if track.ID != i+1 {
					t.Errorf("track %d has id %d", i, track.ID)
				}
				if len(track.Frames) < tc.seen[i] {
					t.Errorf("track %d: seen in %d frames, want %d", track.ID, len(track.Frames), tc.seen[i])
				}
				var best float64
				for _, a := range tc.actors {
					best = max(best, share(track, a))
				}
				if len(tc.seen) == len(tc.actors) && best < 1 {
					t.Errorf("track %d: %.2f of its sightings are on its actor, want all", track.ID, best)
				}
			}
		})
	}
}

func TestScoutKeepsCrossingPeopleApart(t *testing.T) {
	for name, speed := range map[string]float64{"slowly": 40, "fast": 90} {
		t.Run(name, func(t *testing.T) {
			red := redActor(walker(160-1.5*speed, speed, 140, 110))
			blue := blueActor(walker(160+1.5*speed, -speed, 132, 104))
			tracks := scoutFake(t, &fakeSource{width: 320, height: 180, frames: 90, actors: []actor{blue, red}}, 2)
			if len(tracks) != 2 {
				t.Fatalf("%d tracks, want 2", len(tracks))
			}
			if share(tracks[0], red) < share(tracks[0], blue) {
				tracks[0], tracks[1] = tracks[1], tracks[0]
			}
			for i, a := range []actor{red, blue} {
				last := tracks[i].Frames[len(tracks[i].Frames)-1]
				if s := share(tracks[i], a); s < 0.9 || last.Index < 85 {
					t.Errorf("actor %d: %.2f of the sightings on the actor, last seen in frame %d", i, s, last.Index)
				}
			}
		})
	}
}

func TestScoutIsTheSameOnAnyNumberOfThreads(t *testing.T) {
	source := func() *fakeSource {
		return &fakeSource{width: 320, height: 180, frames: 30, actors: []actor{
			blueActor(walker(220, -90, 132, 104)), redActor(walker(100, 90, 140, 110)),
		}}
	}
	want := scoutFake(t, source(), 1)
	for _, threads := range []int{2, 3, 4} {
		if d := cmp.Diff(want, scoutFake(t, source(), threads), cmp.AllowUnexported(Track{}, look{})); d != "" {
			t.Errorf("%d threads differ:\n%s", threads, d)
		}
	}
}

func TestScoutStops(t *testing.T) {
	source := func() *fakeSource {
		return &fakeSource{width: 320, height: 180, frames: 60, actors: []actor{redActor(walker(60, 60, 130, 110))}}
	}
	if _, err := Scout(context.Background(), source(), &fakeNetworks{failAfter: 20}, Options{Threads: 2}); !errors.Is(err, errFake) {
		t.Errorf("failing network: got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Scout(ctx, source(), new(fakeNetworks), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestScoutSurvivesTinyPictures(t *testing.T) {
	for _, size := range []int{1, 2, 8, 31} {
		if tracks := scoutFake(t, &fakeSource{width: size, height: size, frames: 3}, 1); len(tracks) != 0 {
			t.Errorf("%d px: found %d people", size, len(tracks))
		}
	}
}

// TestScoutFindsFarFiguresWhenThorough shows a figure of a fifteenth of the picture's
// height.
func TestScoutFindsFarFiguresWhenThorough(t *testing.T) {
	for thorough, want := range map[bool]int{false: 0, true: 1} {
		src := &fakeSource{width: 1280, height: 720, frames: 12, actors: []actor{redActor(walker(600, 20, 380, 50))}}
		tracks, err := Scout(context.Background(), src, new(fakeNetworks), Options{Thorough: thorough})
		if err != nil || len(tracks) != want {
			t.Errorf("thorough %v: %d tracks, %v; want %d", thorough, len(tracks), err, want)
		}
	}
}

// TestScoutLooksWhereSomebodyWasLost hides a far figure, which only tiles show, for a
// second beside a near one.
func TestScoutLooksWhereSomebodyWasLost(t *testing.T) {
	const second = time.Second
	far := walker(500, 0, 260, 60)
	src := &fakeSource{width: 640, height: 360, frames: 90, actors: []actor{
		redActor(walker(120, 40, 260, 220)), blueActor(during(0, second, far)), blueActor(during(2*second, 3*second, far)),
	}}
	tracks, err := Scout(context.Background(), src, new(fakeNetworks), Options{Thorough: true})
	if err != nil || len(tracks) != 2 {
		t.Fatalf("%d tracks, %v; want 2", len(tracks), err)
	}
	if n := len(tracks[1].Frames); n < 50 {
		t.Errorf("the far one is seen in %d of 60 frames, want 50", n)
	}
}
