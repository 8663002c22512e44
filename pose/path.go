package pose

import (
	"math"
	"slices"
	"time"
)

// How the scout's regions become the estimator's, in clip time.
const (
	// pathSmoothing is the standard deviation of the weights around a sighting: a
	// free fall leaves the smoothed path by 2 cm.
	pathSmoothing = 60 * time.Millisecond
	// maxBridge is the longest time between two sightings over which the region is
	// interpolated.
	maxBridge = 700 * time.Millisecond
	// overhang is how far beyond its sightings a track is looked for: the scout
	// finds people some frames late.
	overhang = 400 * time.Millisecond
)

// path is where a person is over time, smoothed without lag.
type path struct {
	sightings []TrackFrame
	raised    []float64 // how far the arms are, at each sighting
	look      *look
	rivals    []*look // of everybody else
}

func newPath(t Track) path {
	p := path{sightings: slices.Clone(t.Frames), raised: make([]float64, len(t.Frames)), look: &t.look}
	for i := range p.sightings {
		p.sightings[i].Region, p.raised[i] = smooth(t.Frames, i)
	}
	return p
}

// looksLike says whether somebody who is found at a time looks like the person. Where the
// scout has not sighted him it may be another who stands before him.
func (p *path) looksLike(l look, at time.Duration) bool {
	if p.look.total == 0 {
		return true
	}
	own := p.look.distance(&l)
	if p.sighted(at) != nil {
		return own <= maxLookChange
	}
	return own <= maxLookDistance && !slices.ContainsFunc(p.rivals, func(r *look) bool { return r.distance(&l)+surelyCloser < own })
}

// smooth fits a line in time through the regions around sighting i: two
// standard deviations to both sides, not across gaps.
func smooth(raw []TrackFrame, i int) (r Region, arms float64) {
	const reach = 2 * pathSmoothing
	from, to := i, i+1
	for from > 0 && raw[i].Time-raw[from-1].Time <= reach {
		from--
	}
	for to < len(raw) && raw[to].Time-raw[i].Time <= reach {
		to++
	}
	var x, y, side, angle, up line
	for _, f := range raw[from:to] {
		dt := (f.Time - raw[i].Time).Seconds()
		z := dt / pathSmoothing.Seconds()
		w := math.Exp(-z * z / 2)
		x.add(dt, f.Region.X, w)
		y.add(dt, f.Region.Y, w)
		side.add(dt, f.Region.SidePx, w)
		angle.add(dt, math.Remainder(f.Region.AngleRad-raw[i].Region.AngleRad, 2*math.Pi), w)
		up.add(dt, raised(&f.Keypoints), w)
	}
	return Region{x.atZero(), y.atZero(), side.mean(), raw[i].Region.AngleRad + angle.mean()}, up.mean()
}

// line is a weighted straight-line fit.
type line struct{ w, t, tt, v, tv float64 }

func (l *line) add(t, v, w float64) {
	l.w, l.t, l.tt, l.v, l.tv = l.w+w, l.t+w*t, l.tt+w*t*t, l.v+w*v, l.tv+w*t*v
}

func (l *line) mean() float64 { return l.v / l.w }

// atZero returns the fitted value at t = 0, or the mean if one time is not
// enough for a line.
func (l *line) atZero() float64 {
	det := l.w*l.tt - l.t*l.t
	if det < 1e-9*l.w*l.w {
		return l.mean()
	}
	return (l.tt*l.v - l.t*l.tv) / det
}

// at returns the region at a time, and whether the person may be in view then.
func (p *path) at(t time.Duration) (Region, bool) {
	next, exact := slices.BinarySearchFunc(p.sightings, t, func(f TrackFrame, t time.Duration) int {
		return int(f.Time - t)
	})
	if exact {
		return p.sightings[next].Region, true
	}
	before, after := p.sightings[:next], p.sightings[next:]
	if len(before) > 0 && len(after) > 0 && after[0].Time-before[len(before)-1].Time <= maxBridge {
		return between(before[len(before)-1], after[0], t), true
	}
	if len(after) > 0 && after[0].Time-t <= overhang {
		reversed := slices.Clone(after[:min(len(after), overhangFrames)])
		slices.Reverse(reversed)
		return extrapolate(reversed, t), true
	}
	if len(before) > 0 && t-before[len(before)-1].Time <= overhang {
		return extrapolate(before, t), true
	}
	return Region{}, false
}

// raisedAt returns how far the arms are raised at the sighting nearest to t.
func (p *path) raisedAt(t time.Duration) float64 { return p.raised[p.nearestIndex(t)] }

// nearestIndex returns the sighting nearest to t.
func (p *path) nearestIndex(t time.Duration) int {
	next, _ := slices.BinarySearchFunc(p.sightings, t, func(f TrackFrame, t time.Duration) int { return int(f.Time - t) })
	if next == len(p.sightings) || next > 0 && t-p.sightings[next-1].Time < p.sightings[next].Time-t {
		next--
	}
	return next
}

// overhangFrames is more than the scout looks at in velocitySpan.
const overhangFrames = int(velocitySpan/scoutPeriod) + 2

// between interpolates the region of two sightings.
func between(a, b TrackFrame, t time.Duration) Region {
	share := float64(t-a.Time) / float64(b.Time-a.Time)
	mix := func(from, to float64) float64 { return from + share*(to-from) }
	turn := math.Remainder(b.Region.AngleRad-a.Region.AngleRad, 2*math.Pi)
	return Region{
		X: mix(a.Region.X, b.Region.X), Y: mix(a.Region.Y, b.Region.Y),
		SidePx: mix(a.Region.SidePx, b.Region.SidePx), AngleRad: a.Region.AngleRad + share*turn,
	}
}
