package render

import (
	"math"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// Timeline says how many output pictures each frame of the clip gets.
type Timeline []int

// Real time around a shot that plays slowly, and how long the release stands.
const (
	slowBeforeDip    = 300 * time.Millisecond
	slowAfterRelease = 700 * time.Millisecond
	dipToRelease     = 1000 * time.Millisecond // where the dip is not known
	releaseHold      = 600 * time.Millisecond
)

// longestStand is how long a frame is shown at most. Where the times of a damaged
// clip leave out hours, its video does not.
const longestStand = 10 * time.Second

// stretch is a part of the clip that plays slowly; the frame at hold stands
// still for a moment.
type stretch struct {
	span
	hold time.Duration
}

// NewTimeline plans the annotated video: frames shown at the given presentation
// times, around each shot at the given playback speed of real time (1: off),
// elsewhere at the clip's own pace, for a video of outFPS pictures a second.
// Rounding is cumulative: sound and total time never drift by more than one
// picture, whatever the spacing of the frames.
func NewTimeline(res *analysis.Result, times []time.Duration, slow, outFPS float64) Timeline {
	line := make(Timeline, len(times))
	stretches := slowStretches(res)
	speed := slowSpeed(res, slow)
	if speed == 1 {
		stretches = nil
	}
	held := heldFrames(stretches, times)
	played, written := 0.0, 0 // seconds and pictures so far
	for i := range times {
		begin, end := times[i], frameEnd(times, i)
		slowly := overlap(stretches, begin, end).Seconds()
		played += (end - begin).Seconds() + slowly*(1/speed-1)
		if held[i] {
			played += releaseHold.Seconds()
		}
		total := int(math.Round(played * outFPS))
		line[i] = max(0, total-written)
		written += line[i]
	}
	if len(line) > 0 && written == 0 {
		line[0] = 1 // a clip of a moment still has a picture
	}
	return line
}

// Pictures returns the number of pictures of the whole video.
func (t Timeline) Pictures() int {
	n := 0
	for _, c := range t {
		n += c
	}
	return n
}

// slowSpeed returns the speed of the clip's own playback around shots: slow
// motion footage is slow already.
func slowSpeed(res *analysis.Result, slow float64) float64 {
	if slow <= 0 || slow >= 1 {
		return 1
	}
	return math.Min(1, slow*res.ClipTime(time.Second).Seconds())
}

// slowStretches returns the parts around shots, in clip time.
func slowStretches(res *analysis.Result) []stretch {
	var list []stretch
	for i := range res.Shots {
		release, ok := res.Shots[i].Event(analysis.Release)
		if !ok {
			continue
		}
		from := release.Time - res.ClipTime(dipToRelease)
		if dip, ok := res.Shots[i].Event(analysis.Dip); ok {
			from = dip.Time
		}
		s := span{from - res.ClipTime(slowBeforeDip), release.Time + res.ClipTime(slowAfterRelease)}
		list = append(list, stretch{s, release.Time})
	}
	return list
}

// frameEnd returns when the next frame begins; the last frame lasts as long as
// the one before it, and none longer than longestStand.
func frameEnd(times []time.Duration, i int) time.Duration {
	next := min(i+1, len(times)-1)
	lasts := times[next] - times[max(0, next-1)]
	return times[i] + min(max(0, lasts), longestStand)
}

// overlap returns how much of an interval lies within stretches, counting no
// moment twice. Stretches of several shooters may overlap each other.
func overlap(stretches []stretch, begin, end time.Duration) time.Duration {
	var sum time.Duration
	at := begin
	for at < end {
		inside, until := false, end
		for _, s := range stretches {
			if s.from <= at && at < s.to {
				inside, until = true, min(until, s.to)
			} else if at < s.from {
				until = min(until, s.from)
			}
		}
		if inside {
			sum += until - at
		}
		at = until
	}
	return sum
}

// heldFrames marks the frames nearest to the releases.
func heldFrames(stretches []stretch, times []time.Duration) map[int]bool {
	held := map[int]bool{}
	for _, s := range stretches {
		best := 0
		for i := range times {
			if (times[i] - s.hold).Abs() < (times[best] - s.hold).Abs() {
				best = i
			}
		}
		held[best] = true
	}
	return held
}
