package ort

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	onnx "github.com/yalue/onnxruntime_go"

	"github.com/shotcheck/shotcheck/pose"
)

// Networks opens networks of one landmark model. It implements
// [pose.Networks]; [Load] must have been called.
type Networks struct {
	// Name is the model's name for the results.
	Name string
	// LandmarkFile and DetectorFile are the models, as package tflite writes
	// them. The detector's is read when somebody is to be detected.
	LandmarkFile, DetectorFile string
	// Threads is the number of threads for one run; 0 means 1. Many networks of
	// one thread are faster than one of many where frames can go in parallel.
	Threads int

	sha256 string
}

var _ pose.Networks = (*Networks)(nil)

// Find loads ONNX Runtime and finds the landmark model called model and the
// detector.
func Find(s Search, model string, threads int) (*Networks, error) {
	library, err := s.Library()
	if err != nil {
		return nil, err
	}
	landmarks, err := s.Model(model)
	if err != nil {
		return nil, err
	}
	detector, err := s.Detector()
	if err != nil {
		return nil, err
	}
	sum, err := hashFile(landmarks)
	if err != nil {
		return nil, err
	}
	if err := Load(library); err != nil {
		return nil, err
	}
	return &Networks{"blazepose-" + model, landmarks, detector, threads, sum}, nil
}

// hashFile returns the SHA-256 of a file in hexadecimal.
func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read model: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Info describes the landmark model.
func (n *Networks) Info() pose.ModelInfo {
	return pose.ModelInfo{Name: n.Name, SHA256: n.sha256, Runtime: Version()}
}

// The graphs' ends, as package tflite names them.
var (
	detectorInput   = end{"input", onnx.NewShape(1, pose.DetectorSizePx, pose.DetectorSizePx, 3)}
	detectorOutputs = []end{
		{"Identity", onnx.NewShape(1, pose.DetectorAnchors, pose.DetectorValues)},
		{"Identity_1", onnx.NewShape(1, pose.DetectorAnchors, 1)},
	}
	landmarkInput   = end{"input", onnx.NewShape(1, pose.LandmarkSizePx, pose.LandmarkSizePx, 3)}
	landmarkOutputs = []end{
		{"Identity", onnx.NewShape(1, pose.ModelLandmarks*5)},
		{"Identity_1", onnx.NewShape(1, 1)},
		{"Identity_3", onnx.NewShape(1, pose.HeatmapSize, pose.HeatmapSize, pose.ModelLandmarks)},
		{"Identity_4", onnx.NewShape(1, pose.ModelLandmarks*3)},
	}
)

// Open returns a network for one goroutine.
func (n *Networks) Open() (pose.Network, error) {
	landmarks, err := openSession(n.LandmarkFile, landmarkInput, landmarkOutputs, n.Threads)
	if err != nil {
		return nil, err
	}
	return &network{networks: n, landmarks: landmarks}, nil
}

// network implements [pose.Network].
type network struct {
	networks  *Networks
	landmarks *session
	detector  *session // nil until somebody is to be detected
}

// Detect implements [pose.Network].
func (n *network) Detect(input []float32) (boxes, logits []float32, err error) {
	if n.detector == nil {
		n.detector, err = openSession(n.networks.DetectorFile, detectorInput, detectorOutputs, n.networks.Threads)
		if err != nil {
			return nil, nil, err
		}
	}
	if err := n.detector.run(input); err != nil {
		return nil, nil, fmt.Errorf("run detector: %w", err)
	}
	return n.detector.output(0), n.detector.output(1), nil
}

// Landmarks implements [pose.Network].
func (n *network) Landmarks(input []float32) (pose.LandmarkTensors, error) {
	if err := n.landmarks.run(input); err != nil {
		return pose.LandmarkTensors{}, fmt.Errorf("run model %s: %w", n.networks.Name, err)
	}
	s := n.landmarks
	return pose.LandmarkTensors{Landmarks: s.output(0), Presence: s.output(1)[0], Heatmap: s.output(2), World: s.output(3)}, nil
}

// Close frees both graphs.
func (n *network) Close() error {
	err := n.landmarks.Close()
	if n.detector != nil {
		err = errors.Join(err, n.detector.Close())
	}
	return err
}
