package analysis

import (
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// Point is a position in pixels; NaN coordinates mean that it is not measured.
type Point struct{ X, Y float64 }

// Motion is the filtered movement of one shooter: parallel slices with one
// entry for each frame of the clip. NaN means not measured.
type Motion struct {
	Person int
	// Arm and Legs are the sides whose angles are told: of the shooting arm, and of
	// the nearer leg. They are those of the first shot.
	Arm, Legs pose.Side
	Index     []int
	Time      []time.Duration
	// Joints and Visibility are indexed by joint, then by frame.
	Joints     [pose.NumJoints][]Point
	Visibility [pose.NumJoints][]float64

	KneeDeg, HipDeg, ElbowDeg, ShoulderDeg, TrunkLeanDeg []float64
	// Phase is "", "load", "rise", "release", "follow_through": where in a shot
	// the frame lies; empty outside shots.
	Phase []string
}
