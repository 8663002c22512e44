package pose

import "slices"

// sightedWithin is how near a sighting a person is surely the one who was sighted: two
// of the scout's looks.
const sightedWithin = 2 * scoutPeriod

// dropGhosts takes away who is looked for where the scout has not sighted him, before
// his first sighting, after his last or between two, and is found upon the body of
// somebody whom it has sighted there: one of the measured or of the others.
func (e *estimator) dropGhosts(others []Track) {
	bodies := slices.Clone(e.paths)
	for _, t := range others {
		bodies = append(bodies, path{sightings: t.Frames})
	}
	for i, found := range e.found {
		for a, l := range found {
			if l == nil || e.paths[a].sighted(&e.frames[i]) != nil {
				continue
			}
			if slices.ContainsFunc(bodies, func(b path) bool { return l.upon(b.sighted(&e.frames[i])) }) {
				found[a] = nil
			}
		}
	}
}

// sighted returns the sighting about a frame, nil if there is none.
func (p path) sighted(f *FramePoses) *TrackFrame {
	s := &p.sightings[p.nearestIndex(f.Time)]
	if (s.Time - f.Time).Abs() > sightedWithin {
		return nil
	}
	return s
}

// upon says whether landmarks are of the body that was sighted.
func (l *Landmarks) upon(s *TrackFrame) bool {
	return s != nil && sameSighting(&TrackFrame{Keypoints: l.Keypoints, Region: l.Next}, s)
}
