package pose

import (
	"cmp"
	"slices"
)

// Sightings are the poses that the scout's quick model saw, in the form that
// analysis reads: enough to tell who shoots. Frames in which nobody was seen are
// left out.
func Sightings(clip Clip, tracks []Track) *Poses {
	p := &Poses{Clip: clip}
	at := map[int]int{} // frame index → position in p.Frames
	for _, t := range tracks {
		for i := range t.Frames {
			f := &t.Frames[i]
			k, ok := at[f.Index]
			if !ok {
				k = len(p.Frames)
				at[f.Index] = k
				p.Frames = append(p.Frames, FramePoses{Index: f.Index, Time: f.Time, CameraPx: f.CameraPx})
			}
			p.Frames[k].Persons = append(p.Frames[k].Persons, Person{ID: t.ID, Keypoints: f.Keypoints, Presence: f.Presence})
		}
	}
	slices.SortFunc(p.Frames, func(a, b FramePoses) int { return cmp.Compare(a.Index, b.Index) })
	return p
}
