package pose

// MediaPipe shows the landmark model every pose in the same square. The model
// places raised arms better in a smaller one that lies higher, and bent legs
// better in a larger one: on rendered shooters from the side the elbow's mean
// error falls from 6.5° to 5.3° in the first, the knee's from 2.7° to 2.2° in the
// second. Higher still, the toes come too near the edge.
const (
	loweredSide = 1.1  // of MediaPipe's side, arms lowered
	raisedSide  = 0.9  // arms raised
	raisedRise  = 0.03 // sides toward the head, arms raised

	// Heights of the higher wrist along the trunk, from hips (0) to shoulders (1). With
	// 0.75 and 1.25 the elbow at the set point is 1.5° worse and no knee better.
	loweredWrist = 0.5
	raisedWrist  = 1.0
)

// aimed returns the square in which a body is measured whose arms are raised by
// the given share.
func (r Region) aimed(raised float64) Region {
	r.X, r.Y = r.at(0.5, 0.5-raised*raisedRise)
	r.SidePx *= loweredSide + raised*(raisedSide-loweredSide)
	return r
}

// raised returns how far the higher wrist has come from loweredWrist to raisedWrist,
// 0–1.
func raised(k *[NumJoints]Keypoint) float64 {
	hipX, hipY := midpoint(k, LeftHip)
	topX, topY := midpoint(k, LeftShoulder)
	upX, upY := topX-hipX, topY-hipY
	length := upX*upX + upY*upY
	if length == 0 {
		return 0
	}
	share := func(j Joint) float64 { return ((k[j].X-hipX)*upX + (k[j].Y-hipY)*upY) / length }
	wrist := max(share(LeftWrist), share(RightWrist))
	return min(max((wrist-loweredWrist)/(raisedWrist-loweredWrist), 0), 1)
}
