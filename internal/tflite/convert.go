// Package tflite converts MediaPipe's pose models to ONNX.
//
// Data in: the bytes of a .tflite file, or of a .task bundle that holds one.
// Data out: the bytes of an .onnx file. Outputs that BlazePose's decoding does
// not use are left out, with all that only they need; weights stay in half
// precision. Pictures keep TensorFlow's order of dimensions (batch, row,
// column, channel) at the model's ends and have ONNX's inside.
//
// Limits: the operators of the pose models in single precision with weights in
// half or single precision; quantised models are refused. Files are not
// trusted: a damaged or hostile one gives an error, and no more memory is
// asked for than its size and 64 MiB.
package tflite

import "github.com/shotcheck/shotcheck/pose"

// Network describes a graph by its ends; they are found by their shapes.
type Network struct {
	Input   End
	Outputs []End
}

// End is an input or output of the converted graph: its name there, and its
// dimensions.
type End struct {
	Name  string
	Shape []int
}

// Detector finds people in a picture, Landmarks measures one. The outputs have
// the names that MediaPipe gives them; Identity_2, a mask of the person, is not
// used.
var (
	Detector = Network{
		Input: End{"input", []int{1, pose.DetectorSizePx, pose.DetectorSizePx, 3}},
		Outputs: []End{
			{"Identity", []int{1, pose.DetectorAnchors, pose.DetectorValues}},
			{"Identity_1", []int{1, pose.DetectorAnchors, 1}},
		},
	}
	Landmarks = Network{
		Input: End{"input", []int{1, pose.LandmarkSizePx, pose.LandmarkSizePx, 3}},
		Outputs: []End{
			{"Identity", []int{1, pose.ModelLandmarks * 5}},
			{"Identity_1", []int{1, 1}},
			{"Identity_3", []int{1, pose.HeatmapSize, pose.HeatmapSize, pose.ModelLandmarks}},
			{"Identity_4", []int{1, pose.ModelLandmarks * 3}},
		},
	}
)

// headroom is what weights may take beyond the size of their file: sparse ones
// grow. It leaves a third of the limit that the package promises to
// bookkeeping.
const headroom = 40 << 20

// Convert returns the ONNX model of the network that src, a .tflite file or
// .task bundle, must hold.
func Convert(src []byte, want Network) ([]byte, error) {
	limit := len(src) + headroom
	if isBundle(src) {
		member, err := unbundle(src, want)
		if err != nil {
			return nil, err
		}
		src = member
	}
	g, err := read(src)
	if err != nil {
		return nil, err
	}
	m, err := lower(g, want, limit)
	if err != nil {
		return nil, err
	}
	return m.encode(), nil
}
