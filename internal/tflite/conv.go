package tflite

import "fmt"

// maxWindow is more than any stride, dilation or side of a filter.
const maxWindow = 1 << 10

// window is how a filter moves over a picture; rows come first, then columns.
type window struct {
	kernel, strides, dilations [2]int
	before, after              [2]int // zeros around the picture
}

// pads returns the zeros in ONNX's order.
func (w *window) pads() []int {
	return []int{w.before[0], w.before[1], w.after[0], w.after[1]}
}

// readWindow reads the options that convolutions and pools have in common:
// padding, then the strides of columns and rows.
func (l *lowering) readWindow(op operator, height, width, dilationH, dilationW int) (*window, error) {
	w := &window{
		kernel:    [2]int{height, width},
		strides:   [2]int{op.options.int(2, 0), op.options.int(1, 0)},
		dilations: [2]int{dilationH, dilationW},
	}
	const same = 0
	in := l.graph.tensors[op.inputs[0]].shape
	for i := range w.kernel {
		for _, n := range []int{w.kernel[i], w.strides[i], w.dilations[i]} {
			if n < 1 || n > maxWindow {
				return nil, fmt.Errorf("window of %v, every %v", w.kernel, w.strides)
			}
		}
		if op.options.byte(0) == same {
			w.same(i, in[1+i])
		}
	}
	return w, nil
}

// same adds the zeros that keep size ÷ stride pixels along axis i; an odd one
// comes after the picture.
func (w *window) same(i, size int) {
	stride := w.strides[i]
	steps := (size + stride - 1) / stride
	total := max(0, (steps-1)*stride+(w.kernel[i]-1)*w.dilations[i]+1-size)
	w.before[i] = total / 2
	w.after[i] = total - total/2
}

// lowerConv converts weights of output, height, width, input.
func lowerConv(l *lowering, op operator) error {
	in, filter := l.graph.tensors[op.inputs[0]].shape, l.graph.tensors[op.inputs[1]].shape
	if len(filter) != 4 || filter[3] != in[3] {
		return fmt.Errorf("weights of shape %v for a picture of %v", filter, in)
	}
	w, err := l.readWindow(op, filter[1], filter[2], op.options.int(5, 1), op.options.int(4, 1))
	if err != nil {
		return err
	}
	return l.convolve(op, w, op.options.byte(3), convOrder, 1)
}

// lowerDepthwiseConv converts weights of 1, height, width, channel.
func lowerDepthwiseConv(l *lowering, op operator) error {
	in, filter := l.graph.tensors[op.inputs[0]].shape, l.graph.tensors[op.inputs[1]].shape
	if len(filter) != 4 || filter[0] != 1 || filter[3]%in[3] != 0 {
		return fmt.Errorf("weights of shape %v for a picture of %v", filter, in)
	}
	w, err := l.readWindow(op, filter[1], filter[2], op.options.int(6, 1), op.options.int(5, 1))
	if err != nil {
		return err
	}
	return l.convolve(op, w, op.options.byte(4), depthwiseOrder, in[3])
}

// convolve writes a convolution; it takes over the margin of its input.
func (l *lowering) convolve(op operator, w *window, activation int, o order, groups int) error {
	t := op.inputs[0]
	if m, ok := l.padded[t]; ok {
		t = m.of
		w.before[0] += m.top
		w.before[1] += m.left
		w.after[0] += m.bottom
		w.after[1] += m.right
	}
	in, err := l.value(t, nchw)
	if err != nil {
		return err
	}
	weights, err := l.constant(op.inputs[1], o)
	if err != nil {
		return err
	}
	bias, err := l.constant(op.inputs[2], keepOrder)
	if err != nil {
		return err
	}
	return l.activatedNode(op, activation, nchw, []string{in, weights, bias}, "Conv",
		attribute{"kernel_shape", w.kernel[:]}, attribute{"strides", w.strides[:]},
		attribute{"dilations", w.dilations[:]}, attribute{"pads", w.pads()}, attribute{"group", groups})
}
