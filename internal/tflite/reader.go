package tflite

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Limits of what is read, far above any pose model: they bound the memory that
// a hostile file can ask for.
const (
	maxItems    = 1 << 13 // tensors, operators or buffers
	maxOperands = 64      // inputs or outputs of one operator
	maxRank     = 5
	maxElements = 1 << 27
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

// magic identifies the format, at byte 4.
const magic = "TFL3"

// read parses a .tflite file. The result refers to its bytes.
func read(data []byte) (*graph, error) {
	if len(data) < 8 || !bytes.Equal(data[4:8], []byte(magic)) {
		return nil, errors.New("is not a TensorFlow Lite model")
	}
	buf := &buffer{data: data}
	model := buf.root()
	subgraphs := model.tables(2, maxItems)
	if len(subgraphs) == 0 {
		return nil, errors.Join(errors.New("holds no graph"), buf.err)
	}
	main := subgraphs[0]
	g := &graph{
		tensors:   readTensors(main.tables(0, maxItems), model.tables(4, maxItems)),
		operators: readOperators(main.tables(3, maxItems), model.tables(1, maxItems)),
		inputs:    main.ints(1, maxOperands),
		outputs:   main.ints(2, maxOperands),
	}
	if buf.err != nil {
		return nil, buf.err
	}
	return g, g.check()
}

func readTensors(tables, buffers []table) []tensor {
	tensors := make([]tensor, len(tables))
	for i, t := range tables {
		tensors[i] = tensor{
			shape:    t.ints(0, maxRank),
			dtype:    dtype(t.byte(1)),
			name:     t.bytes(3, math.MaxInt32),
			sparsity: t.table(6),
		}
		if b := t.int(2, 0); b > 0 && b < len(buffers) {
			tensors[i].data = buffers[b].bytes(0, math.MaxInt32)
		}
	}
	return tensors
}

func readOperators(tables, codes []table) []operator {
	operators := make([]operator, len(tables))
	for i, t := range tables {
		operators[i] = operator{
			code:    -1,
			inputs:  t.ints(1, maxOperands),
			outputs: t.ints(2, maxOperands),
			options: t.table(4),
		}
		if c := t.int(0, 0); c >= 0 && c < len(codes) {
			// Codes above 127 stand in a newer field, beside a placeholder.
			operators[i].code = max(codes[c].byte(0), codes[c].int(3, 0))
		}
	}
	return operators
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
	if t.data != nil && !t.sparse() && len(t.data) != elements(t.shape)*sizes[t.dtype] {
		return fmt.Errorf("holds %d bytes, which shape %v of type %d does not", len(t.data), t.shape, t.dtype)
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

// find returns the end among indices that has the shape.
func (g *graph) find(indices []int, shape []int) (int, error) {
	for _, t := range indices {
		if slices.Equal(g.tensors[t].shape, shape) && g.tensors[t].dtype == float32Type {
			return t, nil
		}
	}
	return 0, fmt.Errorf("none of shape %v", shape)
}

// fits reports what the graph lacks to be the network that is wanted.
func (g *graph) fits(want Network) error {
	if _, err := g.find(g.inputs, want.Input.Shape); err != nil {
		return fmt.Errorf("input: %w", err)
	}
	for _, end := range want.Outputs {
		if _, err := g.find(g.outputs, end.Shape); err != nil {
			return fmt.Errorf("output: %w", err)
		}
	}
	return nil
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
