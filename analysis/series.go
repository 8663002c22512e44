package analysis

import (
	"math"
	"slices"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

const (
	// longestGap is the longest absence over which movement is interpolated, in
	// seconds: half the rise of a quick shot.
	longestGap = 0.2
	// shortestStretch is the shortest unbroken observation that is looked at, in
	// seconds: a rise and a follow-through take no less.
	shortestStretch = 0.4
	// fewestSamples is what a spline and its ends need.
	fewestSamples = 8
)

// sample is one person in one informative picture. Its times are real seconds:
// clip seconds × clip.time_scale.
type sample struct {
	t      float64
	frame  int // index into Poses.Frames
	person *pose.Person
}

// observations returns a person's samples in informative pictures, split where
// the person is away for longer than longestGap. A picture that repeats its
// predecessor would fake rest, so it is left out.
func observations(p *pose.Poses, person int) [][]sample {
	var all [][]sample
	var run []sample
	flush := func() {
		if len(run) >= fewestSamples && run[len(run)-1].t-run[0].t >= shortestStretch {
			all = append(all, run)
		}
		run = nil
	}
	for i := range p.Frames {
		f := &p.Frames[i]
		k := slices.IndexFunc(f.Persons, func(q pose.Person) bool { return q.ID == person })
		if k < 0 || f.Repeated {
			continue
		}
		t := realSeconds(f.Time, p.Clip)
		if n := len(run); n > 0 && t-run[n-1].t > longestGap {
			flush()
		}
		run = append(run, sample{t, i, &f.Persons[k]})
	}
	flush()
	return all
}

// realSeconds converts presentation time to real seconds.
func realSeconds(t time.Duration, c pose.Clip) float64 { return t.Seconds() * timeScale(c) }

// clipTime converts real seconds to presentation time, rounded to microseconds.
func clipTime(s float64, c pose.Clip) time.Duration {
	return time.Duration(math.Round(s/timeScale(c)*1e6)) * time.Microsecond
}

func timeScale(c pose.Clip) float64 {
	if c.TimeScale > 0 {
		return c.TimeScale
	}
	return 1
}

// coordinate returns one coordinate of a joint over a run, freed of the
// camera's movement and of single outliers. Axis 0 is x, 1 is y.
func coordinate(p *pose.Poses, run []sample, j pose.Joint, axis int) (t, x []float64) {
	t, x = make([]float64, len(run)), make([]float64, len(run))
	for i, s := range run {
		k := s.person.Keypoints[j]
		t[i], x[i] = s.t, [2]float64{k.X, k.Y}[axis]-p.Frames[s.frame].CameraPx[axis]
	}
	return t, despike(x)
}

// despike replaces single values that lie far off the line between their
// neighbours, which landmarks do that jump to another limb for one picture. The
// measure is the robust spread of that distance over the whole run, so quick but
// steady movement passes.
func despike(x []float64) []float64 {
	off := make([]float64, len(x))
	all := make([]float64, 0, len(x))
	for i := 1; i+1 < len(x); i++ {
		off[i] = math.Abs(x[i] - (x[i-1]+x[i+1])/2)
		all = append(all, off[i])
	}
	limit := spikeSDs * madToSD * median(all)
	out := slices.Clone(x)
	for i := 1; i+1 < len(x); i++ {
		if off[i] > limit && off[i] > off[i-1] && off[i] > off[i+1] {
			out[i] = (x[i-1] + x[i+1]) / 2
		}
	}
	return out
}

// spikeSDs is the distance of a spike in robust standard deviations. The spread
// contains rest, so the peak acceleration of a wrist reaches a dozen.
const spikeSDs = 15

// madToSD turns a median absolute deviation into the standard deviation of a
// normal distribution.
const madToSD = 1.4826

// median returns the middle value of x, NaN for none.
func median(x []float64) float64 { return quantile(x, 0.5) }

// quantile interpolates the q-quantile of x linearly, NaN for no values.
func quantile(x []float64, q float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	x = slices.Sorted(slices.Values(x))
	p := q * float64(len(x)-1)
	i := int(p)
	if i == len(x)-1 {
		return x[i]
	}
	return x[i] + (p-float64(i))*(x[i+1]-x[i])
}
