package pose

import "time"

// sightedWithin is how near a sighting a person is surely the one who was sighted: two
// of the scout's looks.
const sightedWithin = 2 * scoutPeriod

// dropGhosts takes away who is looked for where the scout has not sighted him, before
// his first sighting, after his last or between two, and is found upon the body of
// somebody whom it has sighted there.
func (e *estimator) dropGhosts() {
	for i, found := range e.found {
		for a, l := range found {
			for b, m := range found {
				if a != b && l != nil && m != nil && e.sighted(b, i) && !e.sighted(a, i) && sameBody(l, m) {
					found[a], l = nil, nil
				}
			}
		}
	}
}

// sighted says whether the scout has sighted a track's person about a frame.
func (e *estimator) sighted(track, frame int) bool {
	return e.paths[track].nearest(e.frames[frame].Time) <= sightedWithin
}

// nearest is how far the nearest sighting is from a time.
func (p path) nearest(t time.Duration) time.Duration {
	k := p.nearestIndex(t)
	return (p.sightings[k].Time - t).Abs()
}

// sameBody says whether two tracks' landmarks of one frame are of one body.
func sameBody(l, m *Landmarks) bool {
	return sameSighting(&TrackFrame{Keypoints: l.Keypoints, Region: l.Next}, &TrackFrame{Keypoints: m.Keypoints, Region: m.Next})
}
