package pose

import "time"

// Schema names the format of poses.json.
const Schema = "shotcheck.poses/1"

// SkeletonName names the joints that poses.json lists.
const SkeletonName = "blazepose33"

// Keypoint is one raw landmark: pixels of the upright picture, and the
// probability 0–1 that it is in the picture and not hidden.
type Keypoint struct{ X, Y, Visibility float64 }

// Person is one person's raw landmarks in one frame, before any smoothing.
type Person struct {
	// ID numbers people over the whole clip from 1.
	ID        int
	Keypoints [NumJoints]Keypoint
	// WorldM are metres, origin at mid-hip, y down, z away from the camera; nil
	// if not estimated.
	WorldM *[NumJoints][3]float64
	// Presence is the model's probability 0–1 that the crop showed a person.
	Presence float64
}

// FramePoses are the people of one frame.
type FramePoses struct {
	Index    int
	Time     time.Duration
	Repeated bool
	// CameraPx is the background's displacement since the first frame.
	CameraPx [2]float64
	Persons  []Person
}

// BallPoint is the ball's centre and radius in one frame.
type BallPoint struct {
	Time    time.Duration
	X, Y, R float64
}

// Poses is all that analysis needs to know of a clip: the file poses.json.
// Its values are already rounded as the file holds them, so that analysing
// the file again gives the same results.
type Poses struct {
	Clip   Clip
	Model  ModelInfo
	Frames []FramePoses
	Ball   []BallPoint
	// Rim is the rim's centre in pixels, or nil.
	Rim *[2]float64
}

// Person returns the person of that number in the frame, or nil.
func (f *FramePoses) Person(id int) *Person {
	for i := range f.Persons {
		if f.Persons[i].ID == id {
			return &f.Persons[i]
		}
	}
	return nil
}
