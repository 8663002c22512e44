package video

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// timeOf finds the presentation time in a line of FFmpeg's metadata filter,
// such as "frame:12   pts:400000  pts_time:0.4". The time base is a
// microsecond. found is false for other lines; known for frames with a time.
func timeOf(line string) (at time.Duration, known, found bool) {
	if !strings.HasPrefix(line, "frame:") {
		return 0, false, false
	}
	_, rest, _ := strings.Cut(line, "pts:")
	text, _, _ := strings.Cut(rest, " ")
	us, err := strconv.ParseInt(text, 10, 64)
	if err != nil || us > math.MaxInt64/1000 || us < math.MinInt64/1000 {
		return 0, false, true
	}
	return time.Duration(us) * time.Microsecond, true, true
}

// timeline repairs the times of broken files, so that they increase: a frame
// without a time, or with one before its predecessor's, follows after the
// interval before it. One with its predecessor's time follows a little later, so that those
// behind it keep their places.
type timeline struct {
	started               bool
	first, last, interval time.Duration // interval is the container's before two frames are seen
}

func (t *timeline) next(at time.Duration, known bool) time.Duration {
	switch {
	case !t.started:
		t.started, t.first = true, at
	case known && at > t.last:
		t.interval = at - t.last
	case known && at == t.last:
		at = t.last + max(t.interval/4, time.Microsecond)
	default:
		at = t.last + max(t.interval, time.Microsecond)
	}
	t.last = at
	return at
}

// tally counts the frames that were delivered.
type tally struct {
	frames, distinct int
	first, last      time.Duration
	intervals        []time.Duration
}

func (t *tally) add(f *pose.Frame) {
	if t.frames == 0 {
		t.first = f.Time
	} else {
		t.intervals = append(t.intervals, f.Time-t.last)
	}
	t.last = f.Time
	t.frames++
	if !f.Repeated {
		t.distinct++
	}
}

// describe completes a clip's description. nominal is the interval between
// frames that the container tells, for clips of a single frame.
func (t *tally) describe(c *pose.Clip, nominal time.Duration) {
	interval := t.interval(nominal)
	duration := (t.last - t.first + interval).Seconds()
	c.Frames = t.frames
	c.DurationS = round(duration, durationDigits)
	c.FPS, c.DistinctFPS = 0, 0
	if running := t.running(interval).Seconds(); running > 0 {
		c.FPS = max(slowest, round(float64(t.frames)/running, rateDigits))
		c.DistinctFPS = max(slowest, round(float64(t.distinct)/running, rateDigits))
	}
	c.VariableFrameRate = t.varies(interval)
}

// slowest is the rate of a clip whose pictures are minutes apart: there is none of 0.
const slowest = 0.01

// pause is an interval in which no camera was running: in the times of damaged
// clips there are hours. Rates leave it out.
const pause = time.Second

// running returns how long the frames last, without what is more than usual in
// pauses.
func (t *tally) running(usual time.Duration) time.Duration {
	sum := usual // of the last frame
	for _, d := range t.intervals {
		if d > pause {
			d = min(d, usual)
		}
		sum += d
	}
	return sum
}

// interval returns the usual interval, which the last frame is taken to last.
func (t *tally) interval(nominal time.Duration) time.Duration {
	if len(t.intervals) == 0 {
		return nominal
	}
	sorted := slices.Sorted(slices.Values(t.intervals))
	return sorted[len(sorted)/2]
}

// variation is the share of the usual interval by which one interval has to
// differ to make the frame rate variable. It is above the rounding to whole
// milliseconds in Matroska, at 240 frames a second.
const variation = 0.3

func (t *tally) varies(usual time.Duration) bool {
	return slices.ContainsFunc(t.intervals, func(d time.Duration) bool {
		return (d - usual).Abs() > time.Duration(variation*float64(usual))
	})
}
