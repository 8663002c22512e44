// Package pose finds people in the frames of a clip and estimates their
// landmarks with MediaPipe BlazePose.
//
// Data in: a [Source] of frames and [Networks] that run the two graphs. Data
// out: [Poses], everything that analysis needs, which is also the file
// poses.json.
//
// Coordinates are pixels of the upright picture with square pixels: origin at
// the top left corner, x to the right, y down. World landmarks are metres with
// the origin at the middle of the hips and the same directions. Times are
// presentation times as they stand in the container.
//
// Limits: BlazePose is trained for one person two to four metres from the
// camera; a figure below about 60 px in height is not measured.
package pose

import (
	"io"
	"time"
)

// Matrix names the coefficients that turn Y'CbCr into R'G'B'.
type Matrix int

// The two matrices that phones and broadcasters use; both with limited range
// (Y' 16–235, Cb and Cr 16–240).
const (
	BT601 Matrix = iota // ITU-R BT.601, standard definition
	BT709               // ITU-R BT.709, high definition
)

// Picture is an upright picture with square pixels as planar Y'CbCr 4:2:0 in
// limited range. Y has WidthPx × HeightPx bytes; Cb and Cr have
// ⌈WidthPx/2⌉ × ⌈HeightPx/2⌉ bytes each. Rows follow each other without padding.
type Picture struct {
	WidthPx, HeightPx int
	Y, Cb, Cr         []byte
	Matrix            Matrix
}

// Frame is one decoded picture of a clip.
type Frame struct {
	// Index counts decoded frames from 0.
	Index int
	// Time is the presentation time in the clip.
	Time time.Duration
	// Repeated says that the picture repeats its predecessor, as in screen
	// recordings and re-encodes: it carries no new information.
	Repeated bool
	// CameraPx is how far the background has moved since the first frame
	// (x, y): a point that is fixed in the room lies at p + CameraPx.
	CameraPx [2]float64
	// Picture is valid until the next call of Next.
	Picture *Picture
}

// Source yields the frames of one clip in presentation order.
type Source interface {
	// Clip describes the clip. Counts and rates that are known only after the
	// last frame (Frames, FPS, DistinctFPS, …) are final once Next has returned
	// io.EOF.
	Clip() Clip
	// Next returns the next frame, or [io.EOF] after the last. The frame's
	// picture is overwritten by the following call.
	Next() (*Frame, error)
	io.Closer
}

// Clip is what is known of a video: the object "clip" of analysis.json and
// poses.json.
type Clip struct {
	Name              string  `json:"name"`
	SHA256            string  `json:"sha256"`
	WidthPx           int     `json:"width_px"`
	HeightPx          int     `json:"height_px"`
	RotationDeg       int     `json:"rotation_deg"`
	DurationS         float64 `json:"duration_s"`
	Frames            int     `json:"frames"`
	FPS               float64 `json:"fps"`
	DistinctFPS       float64 `json:"distinct_fps"`
	VariableFrameRate bool    `json:"variable_frame_rate"`
	// TimeScale is real seconds per clip second, below 1 for slow motion.
	TimeScale float64 `json:"time_scale"`
	Codec     string  `json:"codec"`
	// Camera is "fixed" or "moving".
	Camera string `json:"camera,omitempty"`
	// Matrix is that of the pictures, which files do not tell.
	Matrix Matrix `json:"-"`
	// RecordedAt is the container's recording time, RFC 3339, or empty.
	RecordedAt string `json:"recorded_at,omitempty"`
	// Truncated says that the file ends before its own index does.
	Truncated bool `json:"truncated,omitempty"`
}

// ModelInfo says which model made the landmarks and what ran it.
type ModelInfo struct {
	Name    string `json:"name"`
	SHA256  string `json:"sha256"`
	Runtime string `json:"runtime"`
}

// Tensor sizes of BlazePose's graphs.
const (
	DetectorSizePx  = 224  // side of the detector's square input
	DetectorAnchors = 2254 // candidate boxes of the detector
	DetectorValues  = 12   // box (4) and four key points (8) for each anchor
	LandmarkSizePx  = 256  // side of the landmark model's square input
	HeatmapSize     = 64   // side of the landmark model's heatmap
	ModelLandmarks  = 39   // 33 joints, then auxiliary points
)

// LandmarkTensors are the raw outputs of the landmark graph for one crop.
type LandmarkTensors struct {
	// Landmarks holds 39 × (x, y, z in crop pixels, visibility logit, presence
	// logit).
	Landmarks []float32
	// Presence is the probability that the crop shows a person.
	Presence float32
	// Heatmap holds 64 × 64 × 39 logits, row by row, joints innermost.
	Heatmap []float32
	// World holds 39 × (x, y, z) in metres, origin at mid-hip.
	World []float32
}

// Network runs BlazePose's two graphs. It belongs to one goroutine at a time;
// the slices it returns are valid until its next call.
type Network interface {
	// Detect takes 224 × 224 × 3 values in −1…1 (rows, columns, RGB) and returns
	// 2254 × 12 boxes with key points and 2254 score logits.
	Detect(input []float32) (boxes, logits []float32, err error)
	// Landmarks takes 256 × 256 × 3 values in 0…1 (rows, columns, RGB).
	Landmarks(input []float32) (LandmarkTensors, error)
	io.Closer
}

// Networks opens networks of one model, one for each goroutine that estimates.
type Networks interface {
	Open() (Network, error)
	Info() ModelInfo
}
