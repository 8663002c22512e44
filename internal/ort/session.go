package ort

import (
	"errors"
	"fmt"

	onnx "github.com/yalue/onnxruntime_go"
)

// end is an input or output of a graph.
type end struct {
	name  string
	shape onnx.Shape
}

// session is a loaded graph with its tensors: a run allocates nothing.
type session struct {
	graph   *onnx.AdvancedSession
	input   *onnx.Tensor[float32]
	outputs []*onnx.Tensor[float32]
}

// openSession loads the graph in a file.
func openSession(path string, input end, outputs []end, threads int) (*session, error) {
	s := &session{}
	if err := s.open(path, input, outputs, threads); err != nil {
		return nil, errors.Join(fmt.Errorf("load model %s: %w", path, err), s.Close())
	}
	return s, nil
}

func (s *session) open(path string, input end, outputs []end, threads int) (err error) {
	if s.input, err = onnx.NewEmptyTensor[float32](input.shape); err != nil {
		return err
	}
	var names []string
	var values []onnx.Value
	for _, out := range outputs {
		t, err := onnx.NewEmptyTensor[float32](out.shape)
		if err != nil {
			return err
		}
		s.outputs = append(s.outputs, t)
		names, values = append(names, out.name), append(values, t)
	}
	options, err := sessionOptions(threads)
	if err != nil {
		return err
	}
	s.graph, err = onnx.NewAdvancedSession(path, []string{input.name}, names, []onnx.Value{s.input}, values, options)
	return errors.Join(err, options.Destroy())
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

// run runs the graph; its outputs are valid until the next run.
func (s *session) run(input []float32) error {
	if dst := s.input.GetData(); copy(dst, input) != len(dst) || len(input) != len(dst) {
		return fmt.Errorf("input of %d values, not %d", len(input), len(dst))
	}
	return s.graph.Run()
}

// output returns the data of output i.
func (s *session) output(i int) []float32 { return s.outputs[i].GetData() }

// Close frees the graph and its tensors.
func (s *session) Close() error {
	var errs []error
	if s.graph != nil {
		errs = append(errs, s.graph.Destroy())
	}
	if s.input != nil {
		errs = append(errs, s.input.Destroy())
	}
	for _, t := range s.outputs {
		errs = append(errs, t.Destroy())
	}
	return errors.Join(errs...)
}
