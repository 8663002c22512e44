package pose

// Joint is one of BlazePose's 33 landmarks, in MediaPipe's order.
type Joint int

// MediaPipe's landmarks.
const (
	Nose Joint = iota
	LeftEyeInner
	LeftEye
	LeftEyeOuter
	RightEyeInner
	RightEye
	RightEyeOuter
	LeftEar
	RightEar
	MouthLeft
	MouthRight
	LeftShoulder
	RightShoulder
	LeftElbow
	RightElbow
	LeftWrist
	RightWrist
	LeftPinky
	RightPinky
	LeftIndex
	RightIndex
	LeftThumb
	RightThumb
	LeftHip
	RightHip
	LeftKnee
	RightKnee
	LeftAnkle
	RightAnkle
	LeftHeel
	RightHeel
	LeftFootIndex
	RightFootIndex

	NumJoints = 33
)

// jointTable names each joint as in MediaPipe, in snake case, with its mirror.
var jointTable = [NumJoints]struct {
	name   string
	mirror Joint
}{
	Nose:           {"nose", Nose},
	LeftEyeInner:   {"left_eye_inner", RightEyeInner},
	LeftEye:        {"left_eye", RightEye},
	LeftEyeOuter:   {"left_eye_outer", RightEyeOuter},
	RightEyeInner:  {"right_eye_inner", LeftEyeInner},
	RightEye:       {"right_eye", LeftEye},
	RightEyeOuter:  {"right_eye_outer", LeftEyeOuter},
	LeftEar:        {"left_ear", RightEar},
	RightEar:       {"right_ear", LeftEar},
	MouthLeft:      {"mouth_left", MouthRight},
	MouthRight:     {"mouth_right", MouthLeft},
	LeftShoulder:   {"left_shoulder", RightShoulder},
	RightShoulder:  {"right_shoulder", LeftShoulder},
	LeftElbow:      {"left_elbow", RightElbow},
	RightElbow:     {"right_elbow", LeftElbow},
	LeftWrist:      {"left_wrist", RightWrist},
	RightWrist:     {"right_wrist", LeftWrist},
	LeftPinky:      {"left_pinky", RightPinky},
	RightPinky:     {"right_pinky", LeftPinky},
	LeftIndex:      {"left_index", RightIndex},
	RightIndex:     {"right_index", LeftIndex},
	LeftThumb:      {"left_thumb", RightThumb},
	RightThumb:     {"right_thumb", LeftThumb},
	LeftHip:        {"left_hip", RightHip},
	RightHip:       {"right_hip", LeftHip},
	LeftKnee:       {"left_knee", RightKnee},
	RightKnee:      {"right_knee", LeftKnee},
	LeftAnkle:      {"left_ankle", RightAnkle},
	RightAnkle:     {"right_ankle", LeftAnkle},
	LeftHeel:       {"left_heel", RightHeel},
	RightHeel:      {"right_heel", LeftHeel},
	LeftFootIndex:  {"left_foot_index", RightFootIndex},
	RightFootIndex: {"right_foot_index", LeftFootIndex},
}

// String returns MediaPipe's name in snake case, such as "right_wrist".
func (j Joint) String() string { return jointTable[j].name }

// Mirror returns the same joint of the other side; the nose is its own mirror.
func (j Joint) Mirror() Joint { return jointTable[j].mirror }

// Side is a side of the body.
type Side int

// Sides of the body, as the person has them.
const (
	Left Side = iota
	Right
)

// String returns "left" or "right".
func (s Side) String() string { return [...]string{"left", "right"}[s] }

// Other returns the opposite side.
func (s Side) Other() Side { return 1 - s }

// Joint returns the joint of side s, given that of either side.
func (s Side) Joint(j Joint) Joint {
	left := min(j, j.Mirror()) // the left joint comes first in each pair of the body
	if s == Left || j.Mirror() == j {
		return left
	}
	return left.Mirror()
}

// Bone is a straight link between two joints of the drawn skeleton.
type Bone struct{ From, To Joint }

// Bones are the links that are drawn, from the trunk outwards.
var Bones = []Bone{
	{LeftShoulder, RightShoulder},
	{LeftHip, RightHip},
	{LeftShoulder, LeftHip},
	{RightShoulder, RightHip},
	{LeftShoulder, LeftElbow},
	{LeftElbow, LeftWrist},
	{LeftWrist, LeftIndex},
	{RightShoulder, RightElbow},
	{RightElbow, RightWrist},
	{RightWrist, RightIndex},
	{LeftHip, LeftKnee},
	{LeftKnee, LeftAnkle},
	{LeftAnkle, LeftHeel},
	{LeftHeel, LeftFootIndex},
	{LeftAnkle, LeftFootIndex},
	{RightHip, RightKnee},
	{RightKnee, RightAnkle},
	{RightAnkle, RightHeel},
	{RightHeel, RightFootIndex},
	{RightAnkle, RightFootIndex},
}
