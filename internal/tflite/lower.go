package tflite

import (
	"errors"
	"fmt"
)

// layout is the order of a picture's dimensions in memory. Values that are not
// pictures (that have other than four dimensions) have only the first.
type layout int

const (
	nhwc layout = iota // TensorFlow's: channels innermost
	nchw               // ONNX's: channels outermost
)

// transpositions make each layout from the other.
var transpositions = [...][]int{nhwc: {0, 2, 3, 1}, nchw: {0, 3, 1, 2}}

// lowering is the state of one conversion. It walks the operators and writes
// nodes; a value changes its layout, and padding becomes a node, only when a
// reader asks for it, so that hardly any such nodes remain.
type lowering struct {
	graph     *graph
	model     model
	ends      map[int]string  // names of the input and the outputs
	made      map[value]bool  // what the nodes so far compute
	padded    map[int]margin  // values that are another one with a margin of zeros
	stored    map[int]int     // constants: where they lie, packed or in half precision
	constants map[string]bool // initialisers so far
}

// value is a tensor in some layout.
type value struct {
	tensor int
	layout layout
}

// margin is a number of zeros around the picture of.
type margin struct {
	of                       int
	top, left, bottom, right int
}

// lower converts what the wanted outputs depend upon; constants may take limit
// bytes.
func lower(g *graph, want Network, limit int) (*model, error) {
	l := &lowering{
		graph: g, ends: map[int]string{}, made: map[value]bool{}, padded: map[int]margin{},
		stored: map[int]int{}, constants: map[string]bool{},
	}
	outputs, err := l.bind(want)
	if err != nil {
		return nil, err
	}
	needed := g.needed(outputs)
	for i, op := range g.operators {
		if !needed[i] {
			continue
		}
		if err := l.operator(op); err != nil {
			return nil, fmt.Errorf("operator %d: %w", i, err)
		}
		if l.model.size > limit {
			return nil, errors.New("its weights unpack to more than is plausible")
		}
	}
	for _, t := range outputs {
		if _, err := l.value(t, nhwc); err != nil {
			return nil, err
		}
	}
	return &l.model, nil
}

// bind declares the input and the outputs that are wanted.
func (l *lowering) bind(want Network) (outputs []int, err error) {
	in, err := l.graph.find("input", l.graph.inputs, want.Input)
	if err != nil {
		return nil, err
	}
	l.ends[in] = want.Input.Name
	l.define(in, nhwc)
	l.model.input(want.Input)
	for _, end := range want.Outputs {
		t, err := l.graph.find("output", l.graph.outputs, end)
		if err != nil {
			return nil, err
		}
		l.ends[t] = end.Name
		l.model.output(end)
		outputs = append(outputs, t)
	}
	return outputs, nil
}

// operator converts one operator by its rule.
func (l *lowering) operator(op operator) error {
	r, ok := rules[op.code]
	if !ok {
		return fmt.Errorf("kind %d is not supported", op.code)
	}
	if err := l.check(op, r); err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	if err := r.lower(l, op); err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	return nil
}

// check proves that op has the operands that its rule asks for, that they are
// made before it and that its output is not.
func (l *lowering) check(op operator, r rule) error {
	if len(op.inputs) < r.least || len(op.inputs) > r.most || len(op.outputs) != 1 {
		return fmt.Errorf("%d inputs and %d outputs", len(op.inputs), len(op.outputs))
	}
	for _, t := range op.inputs {
		if t < 0 || !l.known(t) {
			return fmt.Errorf("input %d is not made before", t)
		}
	}
	in, out := op.inputs[0], op.outputs[0]
	if l.known(out) {
		return fmt.Errorf("output %d is made before", out)
	}
	if shape := l.graph.tensors[in].shape; r.picture && (len(shape) != 4 || len(l.graph.tensors[out].shape) != 4) {
		return fmt.Errorf("shape %v is not a picture", shape)
	}
	return nil
}

// known reports whether tensor t is a constant or made by an operator so far.
func (l *lowering) known(t int) bool {
	_, stored := l.stored[t]
	_, padded := l.padded[t]
	return stored || padded || l.graph.tensors[t].data != nil || l.made[value{t, nhwc}] || l.made[value{t, nchw}]
}

// key returns the value of tensor t in layout y, or in its only layout.
func (l *lowering) key(t int, y layout) value {
	if len(l.graph.tensors[t].shape) != 4 {
		y = nhwc
	}
	return value{t, y}
}

// name returns what the model calls v. The graph's ends are nhwc.
func (l *lowering) name(v value) string {
	if end, ok := l.ends[v.tensor]; ok && v.layout == nhwc {
		return end
	}
	return fmt.Sprintf("t%d_%s", v.tensor, [...]string{nhwc: "nhwc", nchw: "nchw"}[v.layout])
}

// define says that the model computes tensor t in layout y, and names it.
func (l *lowering) define(t int, y layout) string {
	v := l.key(t, y)
	l.made[v] = true
	return l.name(v)
}

// value returns the name of tensor t in layout y, and makes it if it exists in
// some other form.
func (l *lowering) value(t int, y layout) (string, error) {
	v := l.key(t, y)
	if l.made[v] {
		return l.name(v), nil
	}
	if err := l.pad(t); err != nil {
		return "", err
	}
	other := value{t, 1 - v.layout}
	switch {
	case l.made[v]:
		return l.name(v), nil
	case !l.made[other]:
		return "", fmt.Errorf("tensor %d is a constant where a value is expected", t)
	}
	l.model.node("Transpose", []string{l.name(other)}, []string{l.define(t, y)},
		attribute{"perm", transpositions[y]})
	return l.name(v), nil
}

// pad makes tensor t if it is one with a margin that nobody has drawn yet.
func (l *lowering) pad(t int) error {
	m, ok := l.padded[t]
	if !ok || l.made[value{t, nchw}] {
		return nil
	}
	in, err := l.value(m.of, nchw)
	if err != nil {
		return err
	}
	l.padNode(in, t, []int{0, 0, m.top, m.left, 0, 0, m.bottom, m.right})
	return nil
}

// padNode makes tensor t from the value in; pads are zeros before, then after
// each dimension of nchw.
func (l *lowering) padNode(in string, t int, pads []int) {
	out := l.define(t, nchw)
	l.model.ints(out+"_pads", pads)
	l.model.node("Pad", []string{in, out + "_pads"}, []string{out})
}
