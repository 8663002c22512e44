package tflite

import (
	"errors"
	"fmt"
	"slices"
)

// rule says how an operator is converted.
type rule struct {
	name        string
	least, most int  // inputs
	picture     bool // the first input and the output have four dimensions
	lower       func(*lowering, operator) error
}

// rules are the operators that pose models use, by the schema's code.
var rules = map[int]rule{
	0:   {"ADD", 2, 2, false, lowerAdd},
	2:   {"CONCATENATION", 1, maxOperands, false, lowerConcatenation},
	3:   {"CONV_2D", 3, 3, true, lowerConv},
	4:   {"DEPTHWISE_CONV_2D", 3, 3, true, lowerDepthwiseConv},
	5:   {"DEPTH_TO_SPACE", 1, 1, true, lowerDepthToSpace},
	6:   {"DEQUANTIZE", 1, 1, false, lowerStored},
	14:  {"LOGISTIC", 1, 1, false, lowerLogistic},
	17:  {"MAX_POOL_2D", 1, 1, true, lowerMaxPool},
	22:  {"RESHAPE", 1, 2, false, lowerReshape},
	23:  {"RESIZE_BILINEAR", 2, 2, true, lowerResize},
	34:  {"PAD", 2, 2, true, lowerPad},
	124: {"DENSIFY", 1, 1, false, lowerStored},
}

// lowerStored remembers where a constant lies in half precision or packed:
// whoever uses it reads it from there.
func lowerStored(l *lowering, op operator) error {
	source := op.inputs[0]
	if s, ok := l.stored[source]; ok {
		source = s
	}
	if !slices.Equal(l.graph.tensors[source].shape, l.graph.tensors[op.outputs[0]].shape) {
		return errors.New("changes the shape")
	}
	l.stored[op.outputs[0]] = source
	return nil
}

func lowerAdd(l *lowering, op operator) error {
	a, b := l.graph.tensors[op.inputs[0]].shape, l.graph.tensors[op.inputs[1]].shape
	if !slices.Equal(a, b) {
		return fmt.Errorf("adds shape %v to %v", b, a)
	}
	return l.activated(op, op.options.byte(0), nchw, "Add")
}

func lowerConcatenation(l *lowering, op operator) error {
	rank := len(l.graph.tensors[op.outputs[0]].shape)
	axis := op.options.int(0, 0)
	if axis < 0 {
		axis += rank
	}
	if axis < 0 || axis >= rank {
		return fmt.Errorf("joins along dimension %d of %d", axis, rank)
	}
	return l.activated(op, op.options.byte(1), nhwc, "Concat", attribute{"axis", axis})
}

func lowerLogistic(l *lowering, op operator) error {
	return l.activated(op, noActivation, nchw, "Sigmoid")
}

func lowerDepthToSpace(l *lowering, op operator) error {
	size := op.options.int(0, 0)
	if size < 1 {
		return fmt.Errorf("block of %d pixels", size)
	}
	return l.activated(op, noActivation, nchw, "DepthToSpace", attribute{"blocksize", size})
}

func lowerMaxPool(l *lowering, op operator) error {
	w, err := l.readWindow(op, op.options.int(4, 0), op.options.int(3, 0), 1, 1)
	if err != nil {
		return err
	}
	return l.activated(op, op.options.byte(5), nchw, "MaxPool",
		attribute{"kernel_shape", w.kernel[:]}, attribute{"strides", w.strides[:]}, attribute{"pads", w.pads()})
}

// lowerReshape works on rows of nhwc data. One pixel is the same in both
// layouts, so that it need not be turned.
func lowerReshape(l *lowering, op operator) error {
	t := op.inputs[0]
	from := nhwc
	if s := l.graph.tensors[t].shape; len(s) == 4 && s[1]*s[2] == 1 && l.made[value{t, nchw}] {
		from = nchw
	}
	in, err := l.value(t, from)
	if err != nil {
		return err
	}
	shape := l.graph.tensors[op.outputs[0]].shape
	if elements(shape) != elements(l.graph.tensors[t].shape) {
		return fmt.Errorf("changes the size to %v", shape)
	}
	out := l.define(op.outputs[0], nhwc)
	l.model.ints(out+"_shape", shape)
	l.model.node("Reshape", []string{in, out + "_shape"}, []string{out})
	return nil
}

// lowerResize scales by the ratio of the shapes. ONNX Runtime keeps its fast
// layout only where scales are given, not sizes.
func lowerResize(l *lowering, op operator) error {
	in, err := l.value(op.inputs[0], nchw)
	if err != nil {
		return err
	}
	mode := "asymmetric"
	switch {
	case op.options.byte(2) != 0:
		mode = "align_corners"
	case op.options.byte(3) != 0:
		mode = "half_pixel"
	}
	from, to := l.graph.tensors[op.inputs[0]].shape, l.graph.tensors[op.outputs[0]].shape
	out := l.define(op.outputs[0], nchw)
	l.model.floats(out+"_scales", []int{4}, 1, 1, ratio(to[1], from[1]), ratio(to[2], from[2]))
	l.model.node("Resize", []string{in, "", out + "_scales"}, []string{out},
		attribute{"mode", "linear"}, attribute{"coordinate_transformation_mode", mode})
	return nil
}

func ratio(a, b int) float32 { return float32(a) / float32(b) }

// Activations that operators have fused, by the schema's number.
const (
	noActivation = 0
	relu         = 1
	relu6        = 3
)

// activated writes a node that reads op's inputs in layout y, and op's
// activation.
func (l *lowering) activated(op operator, activation int, y layout, kind string, attributes ...attribute) error {
	inputs := make([]string, len(op.inputs))
	for i, t := range op.inputs {
		var err error
		if inputs[i], err = l.value(t, y); err != nil {
			return err
		}
	}
	return l.activatedNode(op, activation, y, inputs, kind, attributes...)
}

// activatedNode is activated for inputs that have names.
func (l *lowering) activatedNode(op operator, activation int, y layout, inputs []string, kind string, attributes ...attribute) error {
	out := l.define(op.outputs[0], y)
	raw := out
	if activation != noActivation {
		raw += "_raw"
	}
	l.model.node(kind, inputs, []string{raw}, attributes...)
	switch activation {
	case noActivation:
	case relu:
		l.model.node("Relu", []string{raw}, []string{out})
	case relu6:
		l.model.node("Clip", []string{raw, l.scalar("zero", 0), l.scalar("six", 6)}, []string{out})
	default:
		return fmt.Errorf("activation %d is not supported", activation)
	}
	return nil
}

// scalar returns the name of a constant number.
func (l *lowering) scalar(name string, v float32) string {
	if !l.constants[name] {
		l.constants[name] = true
		l.model.floats(name, nil, v)
	}
	return name
}
