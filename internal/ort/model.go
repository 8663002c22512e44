package ort

import (
	"errors"
	"fmt"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"
)

// end is an input or output of a graph.
type end struct {
	name  string
	shape onnx.Shape
}

// model is a graph in a file. It is loaded while sessions of it are open, once
// for all of them: its weights are read and arranged once.
type model struct {
	path    string
	input   end
	outputs []end
	threads int

	mu    sync.Mutex
	graph *onnx.DynamicAdvancedSession
	users int
}

// acquire returns the loaded graph for one more session.
func (m *model) acquire() (*onnx.DynamicAdvancedSession, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.users == 0 {
		if err := m.load(); err != nil {
			return nil, fmt.Errorf("load model %s: %w", m.path, err)
		}
	}
	m.users++
	return m.graph, nil
}

func (m *model) load() error {
	var outputs []string
	for _, o := range m.outputs {
		outputs = append(outputs, o.name)
	}
	options, err := sessionOptions(m.threads)
	if err != nil {
		return err
	}
	m.graph, err = onnx.NewDynamicAdvancedSession(m.path, []string{m.input.name}, outputs, options)
	return errors.Join(err, options.Destroy())
}

// release frees the graph after its last session.
func (m *model) release() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.users--; m.users > 0 {
		return nil
	}
	return m.graph.Destroy()
}

// sessionOptions sets one frame at a time on threads threads that sleep while
// they wait, as other sessions share the processor.
func sessionOptions(threads int) (*onnx.SessionOptions, error) {
	o, err := onnx.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		o.SetIntraOpNumThreads(max(1, threads)),
		o.SetInterOpNumThreads(1),
		o.SetExecutionMode(onnx.ExecutionModeSequential),
		o.SetGraphOptimizationLevel(onnx.GraphOptimizationLevelEnableAll),
		o.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"),
	)
	if err != nil {
		return nil, errors.Join(err, o.Destroy())
	}
	return o, nil
}
