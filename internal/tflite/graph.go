package tflite

import (
	"errors"
	"fmt"
	"slices"
)

// dtype is the type of a tensor's elements, as the schema numbers it.
type dtype int

const (
	float32Type dtype = 0
	float16Type dtype = 1
	int32Type   dtype = 2
)

// sizes are the bytes of an element; other types are not supported.
var sizes = map[dtype]int{float32Type: 4, float16Type: 2, int32Type: 4}

// tensor is a value of the graph: constant when it has data.
type tensor struct {
	name     []byte
	shape    []int
	dtype    dtype
	data     []byte // row-major, or packed as sparsity says; nil for a value
	sparsity table
}

// operator is a node of the graph; operands are indices of tensors, -1 for none.
type operator struct {
	code            int
	inputs, outputs []int
	options         table
}

// graph is a file's main subgraph, operators in the order in which they run.
type graph struct {
	tensors         []tensor
	operators       []operator
	inputs, outputs []int
}

// check proves what the conversion relies upon: operands exist, shapes are
// sane, constants have the size that their shape asks for.
func (g *graph) check() error {
	for i := range g.tensors {
		if err := g.tensors[i].check(); err != nil {
			return fmt.Errorf("tensor %d (%q): %w", i, g.tensors[i].name, err)
		}
	}
	for i, op := range g.operators {
		if !g.exist(op.inputs, -1) || !g.exist(op.outputs, 0) {
			return fmt.Errorf("operator %d refers to a tensor that is not there", i)
		}
	}
	if !g.exist(g.inputs, 0) || !g.exist(g.outputs, 0) {
		return errors.New("the graph's ends refer to a tensor that is not there")
	}
	return nil
}

// exist reports whether all indices lie from least to the last tensor.
func (g *graph) exist(indices []int, least int) bool {
	for _, i := range indices {
		if i < least || i >= len(g.tensors) {
			return false
		}
	}
	return true
}

func (t *tensor) check() error {
	for _, d := range t.shape {
		if d < 1 || d > maxElements {
			return fmt.Errorf("impossible shape %v", t.shape)
		}
	}
	if elements(t.shape) > maxElements {
		return fmt.Errorf("impossible shape %v", t.shape)
	}
	size, known := sizes[t.dtype]
	if t.data != nil && known && !t.sparse() && len(t.data) != elements(t.shape)*size {
		return fmt.Errorf("%d bytes for shape %v", len(t.data), t.shape)
	}
	return nil
}

// sparse reports whether the data are packed.
func (t *tensor) sparse() bool { return t.sparsity.buf != nil }

// elements returns the number of elements of a shape, at most a little beyond
// maxElements: enough to refuse it.
func elements(shape []int) int {
	n := 1
	for _, d := range shape {
		if n *= d; n > maxElements {
			break
		}
	}
	return n
}

// find returns the tensor among an end's that has the shape; kind is what to
// call it.
func (g *graph) find(kind string, tensors []int, want End) (int, error) {
	for _, t := range tensors {
		if slices.Equal(g.tensors[t].shape, want.Shape) && g.tensors[t].dtype == float32Type {
			return t, nil
		}
	}
	return 0, fmt.Errorf("not the model that is expected: no %s of shape %v in single precision", kind, want.Shape)
}

// fits reports whether the graph has the ends of a network.
func (g *graph) fits(want Network) bool {
	_, err := g.find("input", g.inputs, want.Input)
	for _, end := range want.Outputs {
		if err == nil {
			_, err = g.find("output", g.outputs, end)
		}
	}
	return err == nil
}

// needed marks the operators that outputs depend upon.
func (g *graph) needed(outputs []int) []bool {
	wanted := make([]bool, len(g.tensors))
	for _, t := range outputs {
		wanted[t] = true
	}
	needed := make([]bool, len(g.operators))
	for i, op := range slices.Backward(g.operators) {
		for _, t := range op.outputs {
			needed[i] = needed[i] || wanted[t]
		}
		for _, t := range op.inputs {
			if needed[i] && t >= 0 {
				wanted[t] = true
			}
		}
	}
	return needed
}
