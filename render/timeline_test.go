package render

import (
	"math"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// oneShot is a result with a dip at 1 s and a release at 1.5 s: slow from 0.7 to
// 2.2 s.
func oneShot(timeScale float64) *analysis.Result {
	return &analysis.Result{
		Clip: pose.Clip{TimeScale: timeScale},
		Shots: []analysis.Shot{{Events: []analysis.Event{
			{ID: analysis.Dip, Time: time.Second},
			{ID: analysis.Release, Time: 1500 * time.Millisecond},
		}}},
	}
}

// evenly returns the times of n frames at that rate.
func evenly(n int, fps float64) []time.Duration {
	times := make([]time.Duration, n)
	for i := range times {
		times[i] = time.Duration(float64(i) / fps * float64(time.Second))
	}
	return times
}

// uneven returns the times of frames that are now 10, now 70 ms apart.
func uneven(n int) []time.Duration {
	times := make([]time.Duration, n)
	for i := 1; i < n; i++ {
		gap := 10 * time.Millisecond
		if i%3 == 0 {
			gap = 70 * time.Millisecond
		}
		times[i] = times[i-1] + gap
	}
	return times
}

func TestTimelineLength(t *testing.T) {
	none := &analysis.Result{}
	twice := oneShot(1)
	twice.Shots = append(twice.Shots, twice.Shots[0]) // two shooters at the same time
	noDip := oneShot(1)
	noDip.Shots[0].Events = noDip.Shots[0].Events[1:] // slow from 0.2 s
	for _, c := range []struct {
		name   string
		res    *analysis.Result
		times  []time.Duration
		slow   float64
		outFPS float64
		wantS  float64
	}{
		{"no shot", none, evenly(90, 30), 0.25, 30, 3},
		{"slow motion off", oneShot(1), evenly(90, 30), 1, 30, 3},
		{"a quarter", oneShot(1), evenly(90, 30), 0.25, 30, 3 + 1.5*3 + 0.6},
		{"a half", oneShot(1), evenly(90, 30), 0.5, 30, 3 + 1.5 + 0.6},
		{"fast clip, slow video", none, evenly(720, 240), 0.25, 30, 3},
		{"slow clip, fast video", none, evenly(36, 12), 0.25, 60, 3},
		{"NTSC", none, evenly(3000, 30000./1001), 0.25, 30000. / 1001, 3000 * 1001. / 30000},
		{"uneven", none, uneven(300), 0.25, 30, 0.01*300 + 0.06*99},
		{"uneven and slow", oneShot(1), uneven(300), 0.25, 30, 0.01*300 + 0.06*99 + 1.5*3 + 0.6},
		{"two shots at once are slowed once", twice, evenly(90, 30), 0.25, 30, 3 + 1.5*3 + 0.6},
		{"dip not known", noDip, evenly(90, 30), 0.25, 30, 3 + 2*3 + 0.6},
		{"slow-motion footage is slow enough", oneShot(0.125), evenly(600, 30), 0.25, 30, 20},
		{"half-speed footage needs a half more", oneShot(0.5), evenly(150, 30), 0.25, 30, 5 + (0.5 + 0.6 + 1.4) + 0.6},
		{"a gap of a day", none, []time.Duration{0, 100 * time.Millisecond, 24 * time.Hour}, 0.25, 10, 0.1 + 2*longestStand.Seconds()},
		{"one frame", none, evenly(1, 30), 0.25, 30, 1. / 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			line := NewTimeline(c.res, c.times, c.slow, c.outFPS)
			if len(line) != len(c.times) {
				t.Fatalf("%d entries for %d frames", len(line), len(c.times))
			}
			want := c.wantS * c.outFPS
			if got := float64(line.Pictures()); math.Abs(got-want) > 1 {
				t.Errorf("%v pictures, want %.1f", got, want)
			}
		})
	}
}

// At any frame the video must be where real time would have it, not only at
// the end.
func TestTimelineNeverDrifts(t *testing.T) {
	times := uneven(500)
	const fps = 29.97
	written := 0
	for i, n := range NewTimeline(&analysis.Result{}, times, 0.25, fps) {
		if want := times[i].Seconds() * fps; math.Abs(float64(written)-want) > 1 {
			t.Fatalf("frame %d begins at picture %d, want %.1f", i, written, want)
		}
		written += n
	}
}

func TestTimelineHoldsTheRelease(t *testing.T) {
	times := evenly(90, 30)
	line := NewTimeline(oneShot(1), times, 0.25, 30)
	const releaseFrame, slowed, held = 45, 4, 18
	for i, n := range line {
		want := 1
		switch at := times[i].Seconds(); {
		case i == releaseFrame:
			want = slowed + held
		case at > 0.71 && at < 2.15:
			want = slowed
		case at > 0.65 && at < 2.25:
			continue // the borders lie within frames
		}
		if n != want {
			t.Errorf("frame %d at %v: %d pictures, want %d", i, times[i], n, want)
		}
	}
}

func TestTimelineWithoutFrames(t *testing.T) {
	if line := NewTimeline(oneShot(1), nil, 0.25, 30); len(line) != 0 {
		t.Errorf("%d entries for no frames", len(line))
	}
}
