package tflite

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// blockSparse is a matrix of 4 × 1 × 1 × 4 in blocks of 2 × 2, of which the first
// row of blocks has the right one and the second row has both. Its stored values
// are numbered as they lie in the file.
func blockSparse() fixtureTensor {
	return fixtureTensor{"packed", []int32{4, 1, 1, 4}, float16Type, counted(12), &fixtureSparsity{
		order:  []int32{0, 1, 2, 3, 4, 5},
		blocks: []int32{0, 3},
		levels: []fixtureLevel{
			{size: 2},
			{size: 1},
			{size: 1},
			{segments: []byte{0, 1, 3}, indices: []byte{1, 0, 1}},
			{size: 2},
			{size: 2},
		},
	}}
}

// packedModel is a convolution of one pixel with these weights.
func packedModel(weights fixtureTensor) (*fixture, Network) {
	outputs, inputs := weights.shape[0], weights.shape[3]
	return chain(fixtureOperator{code: 3, options: []any{byte(1), int32(1), int32(1)}},
		[]int32{1, 1, 1, inputs}, []int32{1, 1, 1, outputs},
		weights, fixtureTensor{"bias", []int32{outputs}, float32Type, make([]byte, 4*outputs), nil})
}

// unpacked converts packedModel and returns its weights.
func unpacked(t *testing.T, weights fixtureTensor) (writtenTensor, error) {
	t.Helper()
	f, network := packedModel(weights)
	file, err := Convert(f.bytes(), network)
	if err != nil {
		return writtenTensor{}, err
	}
	w := parse(t, file)
	return w.initialisers[w.find("Conv")[0].inputs[1]+"_half"], nil
}

// rows is a matrix of 2 × 1 × 1 × 4 with compressed rows, as the detector has
// them.
func rows() fixtureTensor {
	return fixtureTensor{"rows", []int32{2, 1, 1, 4}, float16Type, counted(3), &fixtureSparsity{
		order:  []int32{0, 1, 2, 3},
		levels: []fixtureLevel{{size: 2}, {size: 1}, {size: 1}, {segments: []byte{0, 2, 3}, indices: []byte{0, 3, 1}}},
	}}
}

func TestUnpack(t *testing.T) {
	for _, c := range []struct {
		name string
		in   fixtureTensor
		want []int
	}{
		{"rows", rows(), []int{1, 0, 0, 2, 0, 3, 0, 0}},
		{"blocks", blockSparse(), []int{0, 0, 1, 2, 0, 0, 3, 4, 5, 6, 9, 10, 7, 8, 11, 12}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := unpacked(t, c.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got.halves()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnpackFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*fixtureTensor)
		want   string
	}{
		{"too few values", func(f *fixtureTensor) { f.data = counted(2) }, "4 bytes where 3 values"},
		{"index beyond the row", func(f *fixtureTensor) { f.sparsity.levels[3].indices[1] = 4 }, "index 4 of 4"},
		{"index twice", func(f *fixtureTensor) { f.sparsity.levels[3].indices[1] = 0 }, "index 0 of 4"},
		{"segments that fall", func(f *fixtureTensor) { f.sparsity.levels[3].segments[1] = 9 }, "segments that overlap"},
		{"too few segments", func(f *fixtureTensor) { f.sparsity.levels[3].segments = []byte{0, 3} }, "segments that do not fit"},
		{"other size", func(f *fixtureTensor) { f.sparsity.levels[0].size = 3 }, "3 values where its shape has 2"},
		{"order twice", func(f *fixtureTensor) { f.sparsity.order[1] = 0 }, "impossible order"},
		{"order too short", func(f *fixtureTensor) { f.sparsity.order = []int32{0, 1} }, "does not fit its shape"},
		{"blocks of nothing", func(f *fixtureTensor) {
			f.sparsity.order, f.sparsity.blocks = []int32{0, 1, 2, 3, 4}, []int32{0}
			f.sparsity.levels = append(f.sparsity.levels, fixtureLevel{})
		}, "impossible blocks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			packed := rows()
			c.change(&packed)
			if _, err := unpacked(t, packed); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}

// TestImplausibleSize says that a small file cannot describe huge weights.
func TestImplausibleSize(t *testing.T) {
	huge := fixtureTensor{"huge", []int32{1 << 13, 1, 1, 1 << 12}, float16Type, counted(1), &fixtureSparsity{
		order:  []int32{0, 1, 2, 3},
		levels: []fixtureLevel{{segments: []byte{0, 1}, indices: []byte{7}}, {size: 1}, {size: 1}, {segments: []byte{0, 1}, indices: []byte{9}}},
	}}
	if _, err := unpacked(t, huge); err == nil || !strings.Contains(err.Error(), "unpack to more than is plausible") {
		t.Errorf("error is %v", err)
	}
}
