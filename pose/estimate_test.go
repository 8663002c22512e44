package pose

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"testing"
	"time"
)

func estimateFake(t *testing.T, src *fakeSource, tracks []Track, threads int, others ...Track) *Poses {
	t.Helper()
	nets := new(fakeNetworks)
	p, err := Estimate(context.Background(), src, nets, tracks, others, Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	if n := nets.open.Load(); n != 0 {
		t.Errorf("%d networks left open", n)
	}
	return p
}

func crossers() *fakeSource {
	return &fakeSource{width: 320, height: 180, frames: 30, actors: []actor{
		blueActor(walker(220, -90, 132, 104)), redActor(walker(100, 90, 140, 110)),
	}, repeated: func(i int) bool { return i%5 == 4 }}
}

func TestEstimateMeasuresEveryFrame(t *testing.T) {
	where := during(500*time.Millisecond, 1500*time.Millisecond, walker(60, 90, 130, 110))
	src := func() *fakeSource {
		return &fakeSource{width: 320, height: 180, frames: 60, actors: []actor{redActor(where)}}
	}
	p := estimateFake(t, src(), scoutFake(t, src(), 1), 2)
	if len(p.Frames) != 60 {
		t.Fatalf("%d frames, want 60", len(p.Frames))
	}
	for _, f := range p.Frames {
		x, y, height := where(f.Time)
		person := f.Person(1)
		if (person != nil) != (height > 0) {
			t.Errorf("frame %d: person %v, height %v", f.Index, person != nil, height)
			continue
		}
		if person == nil {
			continue
		}
		for j, body := range fakeBody {
			k := person.Keypoints[j]
			// The bar's edges are rounded to two pixels, which doubles in the height.
			if d := math.Hypot(k.X-x-body[0]*height, k.Y-y-body[1]*height); d > 3.5 {
				t.Errorf("frame %d, %v: %.1f px off", f.Index, Joint(j), d)
			}
		}
	}
}

func TestEstimateIsTheSameOnAnyNumberOfThreads(t *testing.T) {
	tracks := scoutFake(t, crossers(), 1)
	var want bytes.Buffer
	if err := WritePoses(&want, estimateFake(t, crossers(), tracks, 1)); err != nil {
		t.Fatal(err)
	}
	for _, threads := range []int{2, 3, 4} {
		var got bytes.Buffer
		if err := WritePoses(&got, estimateFake(t, crossers(), tracks, threads)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want.Bytes(), got.Bytes()) {
			t.Errorf("%d threads give other bytes than 1", threads)
		}
	}
}

func TestEstimateRepeatsRepeatedFrames(t *testing.T) {
	tracks := scoutFake(t, crossers(), 1)
	p := estimateFake(t, crossers(), tracks, 1)
	for i, f := range p.Frames {
		if f.Repeated != (i%5 == 4) {
			t.Fatalf("frame %d: repeated %v", i, f.Repeated)
		}
		if f.Repeated && (len(f.Persons) == 0 || f.Persons[0].Keypoints != p.Frames[i-1].Persons[0].Keypoints) {
			t.Errorf("frame %d does not repeat its predecessor's landmarks", i)
		}
		if f.Repeated && f.Persons[0].WorldM == p.Frames[i-1].Persons[0].WorldM {
			t.Errorf("frame %d shares memory with its predecessor", i)
		}
	}
}

func TestEstimateStops(t *testing.T) {
	tracks := scoutFake(t, crossers(), 1)
	for threads := 1; threads <= 3; threads++ {
		nets := &fakeNetworks{failAfter: 7}
		if _, err := Estimate(context.Background(), crossers(), nets, tracks, nil, Options{Threads: threads}); !errors.Is(err, errFake) {
			t.Errorf("failing network, %d threads: got %v", threads, err)
		}
		if n := nets.open.Load(); n != 0 {
			t.Errorf("%d networks left open after an error", n)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Estimate(ctx, crossers(), new(fakeNetworks), tracks, nil, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestEstimateWithoutTracks(t *testing.T) {
	p := estimateFake(t, crossers(), nil, 2)
	if len(p.Frames) != 30 || len(p.Frames[10].Persons) != 0 || p.Model.Name != "fake" {
		t.Errorf("got %d frames, model %v", len(p.Frames), p.Model)
	}
}

func TestPathIsSmoothWithoutLag(t *testing.T) {
	// A parabola in x as in a jump, noise of alternating sign in y, a gap.
	var raw []TrackFrame
	truth := func(at time.Duration) float64 { s := at.Seconds(); return 300 + 200*s - 490*s*s }
	for i := range 60 {
		if i < 20 || i >= 26 {
			at := frameTime(i)
			raw = append(raw, TrackFrame{Time: at, Region: Region{truth(at), 100 + 4*float64(i%2*2-1), 200, 3.1 - 0.002*float64(i%2)}})
		}
	}
	p := newPath(Track{Frames: raw})
	for i := 3; i < 57; i++ {
		r, ok := p.at(frameTime(i))
		if !ok {
			t.Fatalf("frame %d: nobody", i)
		}
		// Across the gap of 0.23 s the path is straight: ½·980·(0.117 s)² = 6.7 px.
		if d := math.Abs(r.X - truth(frameTime(i))); d > 4 && (i < 20 || i >= 26) || d > 12 {
			t.Errorf("frame %d: x is %.1f px off", i, d)
		}
		// Noise of 4 px; beside the gap only one side averages it out.
		if d := math.Abs(r.Y - 100); d > 2.5 {
			t.Errorf("frame %d: y is %.1f px off", i, d)
		}
	}
	if _, ok := p.at(frameTime(59) + overhang + time.Millisecond); ok {
		t.Error("somebody is expected long after the last sighting")
	}
}

// Whom the scout has lost is looked for a while longer, but not seen in another's body,
// whether that is measured or not.
func TestEstimateDropsGhosts(t *testing.T) {
	const seen, id = 8, 9
	tracks := scoutFake(t, crossers(), 1)
	early := Track{ID: id, Frames: tracks[0].Frames[:seen]}
	alone := estimateFake(t, crossers(), []Track{early}, 1)
	last := early.Frames[seen-1].Time
	for name, p := range map[string]*Poses{
		"measured":     estimateFake(t, crossers(), []Track{tracks[0], early}, 1),
		"not measured": estimateFake(t, crossers(), []Track{early}, 1, tracks[0]),
	} {
		var after int
		for i, f := range p.Frames {
			ghost := slices.ContainsFunc(f.Persons, func(p Person) bool { return p.ID == id })
			if ghost && f.Time > last+sightedWithin && !f.Repeated {
				t.Errorf("%s: frame %d at %v: seen in another's body, long after %v", name, i, f.Time, last)
			}
			if len(alone.Frames[i].Persons) > 0 && f.Time > last+sightedWithin {
				after++
			}
			if f.Time <= last && f.Time >= early.Frames[0].Time && !ghost {
				t.Errorf("%s: frame %d: not measured where he was sighted", name, i)
			}
		}
		if after == 0 {
			t.Error("nobody is looked for after the last sighting, which this test needs")
		}
	}
}

// Who stands where somebody was lost and looks different is not him.
func TestEstimateTellsByLook(t *testing.T) {
	const leaves = 400 * time.Millisecond
	place := walker(100, 0, 140, 110)
	src := func() *fakeSource {
		return &fakeSource{width: 320, height: 180, frames: 30, actors: []actor{
			redActor(during(0, leaves, place)), blueActor(during(leaves, time.Second, place)),
		}}
	}
	first := scoutFake(t, src(), 1)[0]
	if first.Frames[len(first.Frames)-1].Time >= leaves {
		t.Fatalf("the scout has taken both for one, until %v", first.Frames[len(first.Frames)-1].Time)
	}
	unknown := first
	unknown.look = look{}
	for want, track := range map[bool]Track{false: first, true: unknown} {
		found := slices.ContainsFunc(estimateFake(t, src(), []Track{track}, 1).Frames, func(f FramePoses) bool {
			return f.Time > leaves+sightedWithin && len(f.Persons) > 0
		})
		if found != want {
			t.Errorf("found upon the other %v, want %v", found, want)
		}
	}
}
