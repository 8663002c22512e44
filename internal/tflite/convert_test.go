package tflite

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/google/go-cmp/cmp"
)

func convert(t *testing.T, f *fixture, want Network) *written {
	t.Helper()
	file, err := Convert(f.bytes(), want)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, file)
}

func TestConvert(t *testing.T) {
	w := convert(t, small(), smallNetwork)
	var kinds []string
	for _, n := range w.nodes {
		kinds = append(kinds, n.kind)
	}
	// One transposition at each end that is a picture; the branch that resizes
	// is left out, the margin has gone into the convolution.
	want := "Transpose Cast Conv Clip Cast Cast Conv Relu MaxPool Reshape Transpose"
	if got := strings.Join(kinds, " "); got != want {
		t.Errorf("nodes are\n%s, want\n%s", got, want)
	}
	if diff := cmp.Diff([]string{"input", "Identity", "Identity_1"}, w.ends); diff != "" {
		t.Error(diff)
	}
	for i, attributes := range []map[string]string{
		{"kernel_shape": "[3 3]", "strides": "[2 2]", "dilations": "[1 1]", "pads": "[0 0 1 1]", "group": "1"},
		{"kernel_shape": "[3 3]", "strides": "[1 1]", "dilations": "[1 1]", "pads": "[1 1 1 1]", "group": "3"},
	} {
		if diff := cmp.Diff(attributes, w.find("Conv")[i].attributes); diff != "" {
			t.Errorf("convolution %d: %s", i, diff)
		}
	}
}

// TestWeights says that weights stay in half precision and are turned from
// TensorFlow's order into ONNX's.
func TestWeights(t *testing.T) {
	w := convert(t, small(), smallNetwork)
	conv, depthwise := w.find("Conv")[0], w.find("Conv")[1]
	weights := w.initialisers[conv.inputs[1]+"_half"]
	if weights.kind != onnxFloat16 {
		t.Errorf("weights are of type %d", weights.kind)
	}
	if diff := cmp.Diff([]int{3, 2, 3, 3}, weights.dims); diff != "" {
		t.Error(diff)
	}
	// Output 0, input 0 are the even places of the first 18.
	if diff := cmp.Diff([]int{1, 3, 5, 7, 9, 11, 13, 15, 17, 2, 4}, weights.halves()[:11]); diff != "" {
		t.Error(diff)
	}
	weights = w.initialisers[depthwise.inputs[1]+"_half"]
	if diff := cmp.Diff([]int{3, 1, 3, 3}, weights.dims); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{1, 4, 7, 10, 13, 16, 19, 22, 25, 2, 5}, weights.halves()[:11]); diff != "" {
		t.Error(diff)
	}
}

// TestSamePadding checks against TensorFlow's rule: output = ⌈size ÷ stride⌉,
// an odd zero goes after the picture.
func TestSamePadding(t *testing.T) {
	for _, c := range []struct {
		name                           string
		kernel, stride, dilation, size int
		before, after                  int
	}{
		{"stride 1", 3, 1, 1, 8, 1, 1},
		{"stride 2 of an even side", 3, 2, 1, 256, 0, 1},
		{"stride 2 of an odd side", 3, 2, 1, 7, 1, 1},
		{"five wide", 5, 2, 1, 64, 1, 2},
		{"dilated", 3, 1, 2, 16, 2, 2},
		{"even kernel", 2, 1, 1, 2, 0, 1},
		{"stride beyond the kernel", 1, 2, 1, 8, 0, 0},
	} {
		w := &window{kernel: [2]int{c.kernel, 1}, strides: [2]int{c.stride, 1}, dilations: [2]int{c.dilation, 1}}
		w.same(0, c.size)
		if w.before[0] != c.before || w.after[0] != c.after {
			t.Errorf("%s: %d before and %d after, want %d and %d", c.name, w.before[0], w.after[0], c.before, c.after)
		}
	}
}

// chain is a graph of one operator between the input and the output.
func chain(op fixtureOperator, in, out []int32, constants ...fixtureTensor) (*fixture, Network) {
	tensors := append([]fixtureTensor{{"in", in, float32Type, nil, nil}, {"out", out, float32Type, nil, nil}}, constants...)
	op.inputs, op.outputs = []int32{0}, []int32{1}
	for i := range constants {
		op.inputs = append(op.inputs, int32(2+i))
	}
	ends := func(shape []int32) (s []int) {
		for _, d := range shape {
			s = append(s, int(d))
		}
		return s
	}
	return &fixture{tensors, []fixtureOperator{op}, []int32{0}, []int32{1}},
		Network{End{"input", ends(in)}, []End{{"Identity", ends(out)}}}
}

// TestOperators checks what an operator becomes, apart from transpositions.
func TestOperators(t *testing.T) {
	constant := func(name string, shape []int32, values ...int32) []fixtureTensor {
		return []fixtureTensor{{name, shape, int32Type, int32s(values...), nil}}
	}
	size := constant("size", []int32{2}, 4, 4)
	resized := func(mode string) map[string]string {
		return map[string]string{"mode": "linear", "coordinate_transformation_mode": mode}
	}
	margins := func(values ...int32) []fixtureTensor { return constant("margins", []int32{4, 2}, values...) }
	picture, double := []int32{1, 2, 2, 8}, []int32{1, 4, 4, 8}
	for _, c := range []struct {
		name       string
		code       int
		options    []any
		constants  []fixtureTensor
		out        []int32
		kind       string
		attributes map[string]string
	}{
		{"resize between pixels' centres", 23, []any{nil, nil, byte(0), byte(1)}, size, double, "Resize", resized("half_pixel")},
		{"resize corner to corner", 23, []any{nil, nil, byte(1)}, size, double, "Resize", resized("align_corners")},
		{"resize from the first pixel", 23, nil, size, double, "Resize", resized("asymmetric")},
		{"depth to space", 5, []any{int32(2)}, nil, []int32{1, 4, 4, 2}, "DepthToSpace", map[string]string{"blocksize": "2"}},
		{"logistic", 14, nil, nil, picture, "Sigmoid", map[string]string{}},
		{"margin of channels", 34, nil, margins(0, 0, 0, 0, 0, 0, 0, 4), []int32{1, 2, 2, 12}, "Pad", map[string]string{}},
		{"margin at the end", 34, nil, margins(0, 0, 1, 1, 1, 1, 0, 0), double, "Pad", map[string]string{}},
		{"rows of pixels", 22, nil, nil, []int32{1, 4, 8}, "Reshape", map[string]string{}},
		{"joined", 2, []any{int32(-1)}, nil, picture, "Concat", map[string]string{"axis": "3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, network := chain(fixtureOperator{code: c.code, options: c.options}, picture, c.out, c.constants...)
			found := convert(t, f, network).find(c.kind)
			if len(found) != 1 {
				t.Fatalf("%d nodes of kind %s", len(found), c.kind)
			}
			if diff := cmp.Diff(c.attributes, found[0].attributes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// noGraph is a model that has nothing but a version.
func noGraph() []byte {
	b := flatbuffers.NewBuilder(64)
	b.FinishWithFileIdentifier(writeTable(b, int32(3)), []byte(magic))
	return b.FinishedBytes()
}

// TestFaults says what is wrong with files that cannot be converted.
func TestFaults(t *testing.T) {
	change := func(change func(*fixture)) []byte {
		f := small()
		change(f)
		return f.bytes()
	}
	for _, c := range []struct {
		name string
		src  []byte
		want string
	}{
		{"empty", nil, "not a TensorFlow Lite model"},
		{"foreign", []byte("\x89PNG\r\n\x1a\n and so on"), "not a TensorFlow Lite model"},
		{"no graph", noGraph(), "no graph inside"},
		{"cut", small().bytes()[:900], "cut short"},
		{"unknown operator", change(func(f *fixture) { f.operators[2].code = 32 }), "operator 2: kind 32 is not supported"},
		{"other model", change(func(f *fixture) { f.tensors[smallInput].shape = []int32{1, 224, 224, 3} }), "no input of shape [1 4 4 2]"},
		{"quantised", change(func(f *fixture) { f.tensors[smallInput].dtype = 9 }), "no input of shape [1 4 4 2]"},
		{"quantised weights", change(func(f *fixture) { f.tensors[smallHalfWeights].dtype = 9 }), "not a constant in half or single precision"},
		{"lacking output", change(func(f *fixture) { f.outputs = f.outputs[1:] }), "no output of shape [1 3]"},
		{"impossible shape", change(func(f *fixture) { f.tensors[smallPool].shape = []int32{1, -1, 1, 3} }), "impossible shape"},
		{"short weights", change(func(f *fixture) { f.tensors[smallHalfWeights].data = counted(53) }), "106 bytes for shape [3 3 3 2]"},
		{"operand out of range", change(func(f *fixture) { f.operators[2].inputs[0] = 99 }), "operator 2 refers to a tensor that is not there"},
		{"operand left out", change(func(f *fixture) { f.operators[2].inputs[2] = -1 }), "CONV_2D: input -1"},
		{"too few operands", change(func(f *fixture) { f.operators[2].inputs = f.operators[2].inputs[:2] }), "CONV_2D: 2 inputs"},
		{"wrong channels", change(func(f *fixture) {
			f.tensors[smallWeights].shape[3] = 3
			f.tensors[smallHalfWeights].shape[3] = 3
			f.tensors[smallHalfWeights].data = counted(81)
		}), "CONV_2D: weights of shape"},
		{"stride of nothing", change(func(f *fixture) { f.operators[2].options[1] = nil }), "CONV_2D: window"},
		{"unknown activation", change(func(f *fixture) { f.operators[2].options[3] = byte(4) }), "activation 4 is not supported"},
		{"margins that do not fit", change(func(f *fixture) { f.tensors[smallMargins].data = int32s(0, 0, 0, 2, 0, 1, 0, 0) }), "PAD: margins"},
		{"wrong order", change(func(f *fixture) { f.operators[0], f.operators[2] = f.operators[2], f.operators[0] }), "is not made before"},
		{"margin of itself", change(func(f *fixture) { f.operators[0].inputs[0] = smallPadded }), "is not made before"},
		{"made twice", change(func(f *fixture) { f.operators[3].outputs[0] = smallConv }), "is made before"},
		{"constant as a picture", change(func(f *fixture) { f.operators[3].inputs[0] = smallHalfWeights }), "weights of shape"},
		{"reshape to another size", change(func(f *fixture) { f.operators[6].inputs[0] = smallConv }), "RESHAPE: changes the size"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Convert(c.src, smallNetwork)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}

// TestDamage converts the small model cut short at every byte and with every
// byte changed: no damage may end in a panic or in much memory, and what is
// missing either matters to nobody or is an error.
func TestDamage(t *testing.T) {
	whole := small().bytes()
	want, err := Convert(whole, smallNetwork)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		if got, err := Convert(whole[:i], smallNetwork); err == nil && !bytes.Equal(got, want) {
			t.Errorf("the first %d of %d bytes give another model", i, len(whole))
		}
		for _, b := range []byte{0x00, 0x7f, 0x80, 0xff} {
			damaged := bytes.Clone(whole)
			damaged[i] = b
			if grown := allocated(func() { _, _ = Convert(damaged, smallNetwork) }); grown > allowance(damaged) {
				t.Errorf("byte %d as %#x: allocates %d bytes", i, b, grown)
			}
		}
	}
}

// allowance is what Convert may allocate.
func allowance(src []byte) uint64 { return uint64(len(src)) + 64<<20 }

// allocated returns the bytes that f allocates, freed or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func FuzzConvert(f *testing.F) {
	packed, packedNetwork := packedModel(rows())
	blocks, blocksNetwork := packedModel(blockSparse())
	networks := []Network{smallNetwork, packedNetwork, blocksNetwork}
	for i, src := range [][]byte{small().bytes(), packed.bytes(), blocks.bytes()} {
		f.Add(src, uint8(i))
		f.Add(bundleOf(f, file{"pose_landmarks_detector.tflite", src, false}), uint8(i))
	}
	f.Fuzz(func(t *testing.T, src []byte, which uint8) {
		want := networks[int(which)%len(networks)]
		var first []byte
		var err error
		if grown := allocated(func() { first, err = Convert(src, want) }); grown > allowance(src) {
			t.Errorf("allocates %d bytes for a file of %d", grown, len(src))
		}
		again, errAgain := Convert(src, want)
		if !bytes.Equal(first, again) || (err == nil) != (errAgain == nil) {
			t.Error("gives something else the second time")
		}
	})
}
