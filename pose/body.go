package pose

import "math"

// Limits of a body's shape, in regions' sides unless said otherwise. A region's
// side is about 1.4 times the height of a standing person, so a trunk of 0.3
// body heights is 0.21 sides; seen from above or bent it is shorter.
const (
	minTrunk       = 0.05 // shorter: a point, not a body
	maxTrunk       = 0.45 // longer: the region holds a part of a body
	maxHipDistance = 0.2  // between the hip joints' middle and the region's own hip point
	maxLegTrunks   = 4.5  // thigh and shank in trunks
	maxArmTrunks   = 3.5  // upper arm and forearm in trunks
	minBodyVisible = 0.3  // mean visibility of shoulders and hips
	// maxLeanRad is the most that a body may lean: 50°. Who plays stands; what the
	// models see lying or upside down are racks, hoops, furniture and mirrors.
	maxLeanRad = 50 * math.Pi / 180
)

// Trunk joints hardly move against each other: they tell people apart.
var trunkJoints = []Joint{LeftShoulder, RightShoulder, LeftHip, RightHip}

// midpoint returns the point between a joint and its mirror.
func midpoint(k *[NumJoints]Keypoint, j Joint) (x, y float64) {
	a, b := k[j], k[j.Mirror()]
	return (a.X + b.X) / 2, (a.Y + b.Y) / 2
}

// distance returns the pixels between two joints of one person.
func distance(k *[NumJoints]Keypoint, a, b Joint) float64 {
	return math.Hypot(k[a].X-k[b].X, k[a].Y-k[b].Y)
}

// bodyLike says whether landmarks have the shape of a body: false detections,
// such as a ball rack or a tree, give limbs of impossible lengths, an invisible
// trunk or a head below the hips.
func bodyLike(l *Landmarks) bool {
	if !l.Next.usable() || !l.Next.upright() {
		return false
	}
	k, side := &l.Keypoints, l.Next.SidePx
	shoulderX, shoulderY := midpoint(k, LeftShoulder)
	hipX, hipY := midpoint(k, LeftHip)
	trunk := math.Hypot(shoulderX-hipX, shoulderY-hipY)
	var visible float64
	for _, j := range trunkJoints {
		visible += k[j].Visibility / float64(len(trunkJoints))
	}
	return trunk >= minTrunk*side && trunk <= maxTrunk*side && visible >= minBodyVisible &&
		math.Hypot(hipX-l.Next.X, hipY-l.Next.Y) <= maxHipDistance*side &&
		shorterLimb(k, LeftHip, LeftKnee, LeftAnkle) <= maxLegTrunks*trunk &&
		shorterLimb(k, LeftShoulder, LeftElbow, LeftWrist) <= maxArmTrunks*trunk
}

// present says whether the landmarks are those of a person.
func (l *Landmarks) present() bool { return l.Presence >= MinPresence && bodyLike(l) }

// shorterLimb returns the length of a limb on the side where it is shorter: one
// wild limb does not disprove a body.
func shorterLimb(k *[NumJoints]Keypoint, from, via, to Joint) float64 {
	length := func(a, b, c Joint) float64 { return distance(k, a, b) + distance(k, b, c) }
	return min(length(from, via, to), length(from.Mirror(), via.Mirror(), to.Mirror()))
}
