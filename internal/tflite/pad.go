package tflite

import (
	"errors"
	"fmt"
)

// lowerPad keeps a margin of pixels for whoever reads it (convolutions pad by
// themselves) and writes all else as a node.
func lowerPad(l *lowering, op operator) error {
	p, err := l.graph.pads(op.inputs[1])
	if err != nil {
		return err
	}
	t, out := op.inputs[0], op.outputs[0]
	for i, size := range l.graph.tensors[t].shape {
		if got := l.graph.tensors[out].shape[i]; got != p[i][0]+size+p[i][1] {
			return fmt.Errorf("margins %v do not make %d of %d", p[i], got, size)
		}
	}
	if p[0] == [2]int{} && p[3] == [2]int{} {
		l.padded[out] = margin{t, p[1][0], p[2][0], p[1][1], p[2][1]}
		return nil
	}
	in, err := l.value(t, nchw)
	if err != nil {
		return err
	}
	l.padNode(in, out, []int{p[0][0], p[3][0], p[1][0], p[2][0], p[0][1], p[3][1], p[1][1], p[2][1]})
	return nil
}

// pads reads the zeros before and after each dimension of nhwc.
func (g *graph) pads(t int) (pads [4][2]int, err error) {
	c := g.tensors[t]
	if c.dtype != int32Type || c.sparse() || len(c.data) != 4*4*2 {
		return pads, errors.New("margins are not a constant")
	}
	b := &buffer{data: c.data}
	for i := range pads {
		for j := range pads[i] {
			if pads[i][j] = b.i32(4 * (2*i + j)); pads[i][j] < 0 || pads[i][j] > maxElements {
				return pads, fmt.Errorf("margin of %d", pads[i][j])
			}
		}
	}
	return pads, nil
}
