package tflite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// level is one dimension of a packed tensor in the order in which it is
// traversed (the TACO format of tflite's schema): dense, or a compressed row
// that lists the indices of what is stored.
type level struct {
	extent   int   // coordinates that the dimension has
	stride   int   // elements between neighbours in the unpacked tensor
	segments index // empty when dense
	indices  index
}

// index is a list of unsigned integers of some width in bytes.
type index struct {
	data  []byte
	width int
}

func (x index) len() int {
	if x.width == 0 {
		return 0
	}
	return len(x.data) / x.width
}

func (x index) at(i int) int {
	switch x.width {
	case 1:
		return int(x.data[i])
	case 2:
		return int(binary.LittleEndian.Uint16(x.data[2*i:]))
	default:
		return int(binary.LittleEndian.Uint32(x.data[4*i:]))
	}
}

// readIndex reads a union of index vectors whose type stands in field n.
func readIndex(t table, n int) index {
	widths := [...]int{1: 4, 2: 2, 3: 1} // the union's members, in bytes
	kind := t.byte(n)
	if kind < 1 || kind >= len(widths) {
		return index{}
	}
	width := widths[kind]
	off, length := t.table(n+1).vector(0, width, maxElements)
	if length == 0 {
		return index{}
	}
	return index{t.buf.at(off, length*width), width}
}

// levels prepares to unpack t into a tensor with the given strides, one for
// each dimension of its shape, and proves that every index is in range.
func (t *tensor) levels(strides []int) ([]level, error) {
	rank := len(t.shape)
	order := t.sparsity.ints(0, 2*maxRank)
	blocks := t.sparsity.ints(1, maxRank)
	metadata := t.sparsity.tables(2, 2*maxRank)
	if err := t.sparsity.buf.err; err != nil {
		return nil, err
	}
	if len(order) != rank+len(blocks) || len(metadata) != len(order) {
		return nil, errors.New("packed in a way that does not fit its shape")
	}
	extents, steps, err := t.dimensions(strides, order, blocks, metadata)
	if err != nil {
		return nil, err
	}
	levels := make([]level, len(order))
	stored := 1
	for i, d := range order {
		m := metadata[i]
		levels[i] = level{extents[d], steps[d], readIndex(m, 2), readIndex(m, 4)}
		if stored, err = levels[i].check(stored, m.byte(0) == 1, m.int(1, 0)); err != nil {
			return nil, err
		}
	}
	if stored*sizes[t.dtype] != len(t.data) {
		return nil, fmt.Errorf("%d bytes where %d values are packed", len(t.data), stored)
	}
	return levels, t.sparsity.buf.err
}

// dimensions returns the extent and the stride of each dimension: those of the
// shape, counted in blocks, then those within a block.
func (t *tensor) dimensions(strides, order, blocks []int, metadata []table) (extents, steps []int, err error) {
	rank := len(t.shape)
	extents = append(append(extents, t.shape...), make([]int, len(blocks))...)
	steps = append(append(steps, strides...), make([]int, len(blocks))...)
	seen := make([]bool, len(order))
	for i, d := range order {
		if d < 0 || d >= len(order) || seen[d] {
			return nil, nil, errors.New("packed in an impossible order")
		}
		seen[d] = true
		if d >= rank {
			extents[d] = metadata[i].int(1, 0)
		}
	}
	// Inner blocks come last: each takes its share of the dimension it divides.
	for b, d := range slices.Backward(blocks) {
		size := extents[rank+b]
		if d < 0 || d >= rank || size < 1 || extents[d]%size != 0 {
			return nil, nil, errors.New("packed in impossible blocks")
		}
		steps[rank+b] = steps[d]
		extents[d] /= size
		steps[d] *= size
	}
	return extents, steps, nil
}

// check returns how many positions the level has, given those of the level
// before.
func (l *level) check(before int, compressed bool, size int) (int, error) {
	if !compressed {
		l.segments = index{}
		if size != l.extent {
			return 0, fmt.Errorf("packed with %d values where its shape has %d", size, l.extent)
		}
		return before * size, nil
	}
	if l.segments.len() != before+1 || l.segments.at(0) != 0 || l.segments.at(before) != l.indices.len() {
		return 0, errors.New("packed with segments that do not fit")
	}
	for i := range before {
		if err := l.checkSegment(l.segments.at(i), l.segments.at(i+1)); err != nil {
			return 0, err
		}
	}
	return l.indices.len(), nil
}

// checkSegment proves that the indices from begin to end rise and are in range,
// so that unpacking takes no more steps than the tensor has elements.
func (l *level) checkSegment(begin, end int) error {
	if end < begin || end > l.indices.len() {
		return errors.New("packed with segments that overlap")
	}
	last := -1
	for i := begin; i < end; i++ {
		at := l.indices.at(i)
		if at <= last || at >= l.extent {
			return fmt.Errorf("packed with index %d of %d", at, l.extent)
		}
		last = at
	}
	return nil
}

// unpack copies the elements of size bytes stored below position pos of the
// first level to dst; the others stay as they are.
func unpack(dst, stored []byte, size int, levels []level, pos, offset int) {
	if len(levels) == 0 {
		copy(dst[offset*size:(offset+1)*size], stored[pos*size:])
		return
	}
	l := levels[0]
	if l.segments.len() == 0 {
		for i := range l.extent {
			unpack(dst, stored, size, levels[1:], pos*l.extent+i, offset+i*l.stride)
		}
		return
	}
	for p := l.segments.at(pos); p < l.segments.at(pos+1); p++ {
		unpack(dst, stored, size, levels[1:], p, offset+l.indices.at(p)*l.stride)
	}
}
