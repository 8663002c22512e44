package ort

import (
	"errors"
	"fmt"

	onnx "github.com/yalue/onnxruntime_go"
)

// session is one user's tensors bound to a graph: a run allocates nothing.
type session struct {
	model   *model
	graph   *onnx.DynamicAdvancedSession // nil before it is loaded
	binding *onnx.IoBinding
	input   *onnx.Tensor[float32]
	outputs []*onnx.Tensor[float32]
}

// open returns a session for one goroutine.
func (m *model) open() (*session, error) {
	s := &session{model: m}
	if err := s.bind(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *session) bind() (err error) {
	if s.graph, err = s.model.acquire(); err != nil {
		return err
	}
	if s.binding, err = s.graph.CreateIoBinding(); err != nil {
		return err
	}
	if s.input, err = onnx.NewEmptyTensor[float32](s.model.input.shape); err != nil {
		return err
	}
	if err := s.binding.BindInput(s.model.input.name, s.input); err != nil {
		return err
	}
	for _, out := range s.model.outputs {
		t, err := onnx.NewEmptyTensor[float32](out.shape)
		if err != nil {
			return err
		}
		s.outputs = append(s.outputs, t)
		if err := s.binding.BindOutput(out.name, t); err != nil {
			return err
		}
	}
	return nil
}

// run runs the graph; its outputs are valid until the next run.
func (s *session) run(input []float32) error {
	if dst := s.input.GetData(); copy(dst, input) != len(dst) || len(input) != len(dst) {
		return fmt.Errorf("input of %d values, not %d", len(input), len(dst))
	}
	return s.graph.RunWithBinding(s.binding)
}

// output returns the data of output i.
func (s *session) output(i int) []float32 { return s.outputs[i].GetData() }

// Close frees the tensors and lets go of the graph.
func (s *session) Close() error {
	var errs []error
	if s.binding != nil {
		errs = append(errs, s.binding.Destroy())
	}
	if s.input != nil {
		errs = append(errs, s.input.Destroy())
	}
	for _, t := range s.outputs {
		errs = append(errs, t.Destroy())
	}
	if s.graph != nil {
		errs = append(errs, s.model.release())
	}
	return errors.Join(errs...)
}
