package pose

import (
	"slices"
	"time"
)

// sightedWithin is how near a sighting a person is surely the one who was sighted: two
// of the scout's looks.
const sightedWithin = 2 * scoutPeriod

// dropGhosts takes away who is looked for where the scout has not sighted him, before
// his first sighting, after his last or between two, and is found upon the body of
// somebody whom it has sighted there: one of the measured, or of the others who is
// surely somebody else.
func (e *estimator) dropGhosts(others []Track) {
	for a := range e.paths {
		var another []*path
		for b := range e.paths {
			if b != a {
				another = append(another, &e.paths[b])
			}
		}
		for _, t := range others {
			if q := (&path{sightings: t.Frames}); e.paths[a].beside(q) {
				another = append(another, q)
			}
		}
		e.dropGhostsOf(a, another)
	}
}

// dropGhostsOf takes away one who is found upon the body of another.
func (e *estimator) dropGhostsOf(track int, another []*path) {
	for i, found := range e.found {
		l, f := found[track], &e.frames[i]
		if l != nil && e.paths[track].sighted(f.Time) == nil &&
			slices.ContainsFunc(another, func(b *path) bool { return l.upon(b.sighted(f.Time)) }) {
			found[track] = nil
		}
	}
}

// besideFrames is in how many frames two people are sighted at least: a double of one body
// is taken away soon.
const besideFrames = 4

// beside says whether two were sighted in the same frames: else they may be one person,
// of whom two tracks were made.
func (p *path) beside(q *path) bool {
	seen, both := map[int]bool{}, 0
	for i := range q.sightings {
		seen[q.sightings[i].Index] = true
	}
	for i := range p.sightings {
		if seen[p.sightings[i].Index] {
			both++
		}
	}
	return both >= besideFrames
}

// sighted returns the sighting about a time, nil if there is none.
func (p *path) sighted(t time.Duration) *TrackFrame {
	s := &p.sightings[p.nearestIndex(t)]
	if (s.Time - t).Abs() > sightedWithin {
		return nil
	}
	return s
}

// upon says whether landmarks are of the body that was sighted.
func (l *Landmarks) upon(s *TrackFrame) bool {
	return s != nil && sameSighting(&TrackFrame{Keypoints: l.Keypoints, Region: l.Next}, s)
}
