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

// Networks opens networks of one landmark model, which share its weights. It
// implements [pose.Networks]; [Find] makes it.
type Networks struct {
	name      string // the model's, for the results
	sha256    string
	landmarks model
	detector  model // read when somebody is to be detected
}

var _ pose.Networks = (*Networks)(nil)

// Find loads ONNX Runtime and finds the landmark model called name and the
// detector. One run takes threads threads; many networks of one thread are
// faster than one of many where frames can go in parallel.
func Find(s Search, name string, threads int) (*Networks, error) {
	library, err := s.Library()
	if err != nil {
		return nil, err
	}
	landmarks, err := s.Model(name)
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
	return &Networks{
		name: "blazepose-" + name, sha256: sum,
		landmarks: model{path: landmarks, input: landmarkInput, outputs: landmarkOutputs, threads: threads},
		detector:  model{path: detector, input: detectorInput, outputs: detectorOutputs, threads: threads},
	}, nil
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
	return pose.ModelInfo{Name: n.name, SHA256: n.sha256, Runtime: Version()}
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
	landmarks, err := n.landmarks.open()
	if err != nil {
		return nil, err
	}
	return &network{networks: n, landmarks: landmarks}, nil
}

// Try lets use run a model on one thread, on a blank picture, as often as it likes.
func Try(s Search, name string, use func(look func() error) error) (err error) {
	networks, err := Find(s, name, 1)
	if err != nil {
		return err
	}
	net, err := networks.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, net.Close()) }()
	blank := make([]float32, pose.LandmarkSizePx*pose.LandmarkSizePx*3)
	return use(func() error {
		_, err := net.Landmarks(blank)
		return err
	})
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
		n.detector, err = n.networks.detector.open()
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
		return pose.LandmarkTensors{}, fmt.Errorf("run model %s: %w", n.networks.name, err)
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
