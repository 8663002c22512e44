package tflite

import (
	"fmt"
	"slices"
)

// order is a permutation of a tensor's dimensions: dimension i of the result is
// dimension order[i] of the source.
type order [4]int

var (
	keepOrder      = order{0, 1, 2, 3}
	convOrder      = order{0, 3, 1, 2} // output, height, width, input → OIHW
	depthwiseOrder = order{3, 0, 1, 2} // 1, height, width, channel → C1HW
)

// apply returns the permuted shape.
func (o order) apply(shape []int) []int {
	out := make([]int, len(shape))
	for i := range shape {
		out[i] = shape[o[i]]
	}
	return out
}

// strides returns, for each dimension of the source, the elements between
// neighbours in the permuted tensor; 0 where there are no neighbours.
func (o order) strides(shape []int) []int {
	strides := make([]int, len(shape))
	step := 1
	for _, d := range slices.Backward(o[:len(shape)]) {
		if shape[d] > 1 {
			strides[d] = step
			step *= shape[d]
		}
	}
	return strides
}

// constant adds tensor t, in order o, to the model and returns the name of a
// float value that holds it. Half precision stays so in the file; the runtime
// widens it once, when it loads the model.
func (l *lowering) constant(t int, o order) (string, error) {
	if source, ok := l.stored[t]; ok {
		t = source
	}
	c := &l.graph.tensors[t]
	key := fmt.Sprintf("w%d_%v", t, o)
	if l.constants[key] {
		return key, nil
	}
	if c.data == nil || (c.dtype != float32Type && c.dtype != float16Type) {
		return "", fmt.Errorf("tensor %d is not a constant in half or single precision", t)
	}
	fill, err := c.filler(o)
	if err != nil {
		return "", fmt.Errorf("tensor %d: %w", t, err)
	}
	l.constants[key] = true
	size := elements(c.shape) * sizes[c.dtype]
	if c.dtype == float32Type {
		l.model.constant(key, onnxFloat, o.apply(c.shape), size, fill)
		return key, nil
	}
	l.model.constant(key+"_half", onnxFloat16, o.apply(c.shape), size, fill)
	l.model.node("Cast", []string{key + "_half"}, []string{key}, attribute{"to", int(onnxFloat)})
	return key, nil
}

// filler returns a function that writes the tensor's data in order o.
func (t *tensor) filler(o order) (func([]byte), error) {
	size := sizes[t.dtype]
	strides := o.strides(t.shape)
	if t.sparse() {
		levels, err := t.levels(strides)
		return func(dst []byte) { unpack(dst, t.data, size, levels, 0, 0) }, err
	}
	if slices.Equal(strides, keepOrder.strides(t.shape)) {
		return func(dst []byte) { copy(dst, t.data) }, nil
	}
	levels := make([]level, len(t.shape))
	for i, extent := range t.shape {
		levels[i] = level{extent: extent, stride: strides[i]}
	}
	return func(dst []byte) { unpack(dst, t.data, size, levels, 0, 0) }, nil
}
