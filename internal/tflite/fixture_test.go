package tflite

import (
	"encoding/binary"
	"slices"

	flatbuffers "github.com/google/flatbuffers/go"
)

// fixture is a .tflite file in the making: the tests build their own models, so
// that none is carried along.
type fixture struct {
	tensors         []fixtureTensor
	operators       []fixtureOperator
	inputs, outputs []int32
}

type fixtureTensor struct {
	name     string
	shape    []int32
	dtype    dtype
	data     []byte
	sparsity *fixtureSparsity
}

type fixtureSparsity struct {
	order, blocks []int32
	levels        []fixtureLevel
}

// fixtureLevel is dense when it has no segments.
type fixtureLevel struct {
	size              int32
	segments, indices []byte // of one byte each
}

// fixtureOperator has the fields of its options in the schema's order: byte,
// int32 or nil.
type fixtureOperator struct {
	code            int
	inputs, outputs []int32
	options         []any
}

// table writes a flatbuffer table; its fields are offsets, int32, byte or nil.
func writeTable(b *flatbuffers.Builder, fields ...any) flatbuffers.UOffsetT {
	b.StartObject(len(fields))
	for i, f := range fields {
		switch v := f.(type) {
		case flatbuffers.UOffsetT:
			b.PrependUOffsetTSlot(i, v, 0)
		case int32:
			b.PrependInt32Slot(i, v, 0)
		case byte:
			b.PrependByteSlot(i, v, 0)
		}
	}
	return b.EndObject()
}

func writeInts(b *flatbuffers.Builder, values []int32) flatbuffers.UOffsetT {
	b.StartVector(4, len(values), 4)
	for _, v := range slices.Backward(values) {
		b.PrependInt32(v)
	}
	return b.EndVector(len(values))
}

func writeTables(b *flatbuffers.Builder, tables []flatbuffers.UOffsetT) flatbuffers.UOffsetT {
	b.StartVector(4, len(tables), 4)
	for _, t := range slices.Backward(tables) {
		b.PrependUOffsetT(t)
	}
	return b.EndVector(len(tables))
}

// bytes returns the file.
func (f *fixture) bytes() []byte {
	b := flatbuffers.NewBuilder(1024)
	buffers := []flatbuffers.UOffsetT{writeTable(b)} // the first is empty by convention
	var tensors, operators, codes []flatbuffers.UOffsetT
	for _, t := range f.tensors {
		buffer := int32(0)
		if t.data != nil {
			buffer = int32(len(buffers))
			buffers = append(buffers, writeTable(b, b.CreateByteVector(t.data)))
		}
		tensors = append(tensors, writeTable(b, writeInts(b, t.shape), byte(t.dtype), buffer,
			b.CreateString(t.name), nil, nil, t.sparsity.write(b)))
	}
	for i, op := range f.operators {
		operators = append(operators, writeTable(b, int32(i), writeInts(b, op.inputs), writeInts(b, op.outputs),
			byte(1), writeTable(b, op.options...)))
		codes = append(codes, writeTable(b, byte(min(op.code, 127)), nil, nil, int32(op.code)))
	}
	graph := writeTable(b, writeTables(b, tensors), writeInts(b, f.inputs), writeInts(b, f.outputs), writeTables(b, operators))
	model := writeTable(b, int32(3), writeTables(b, codes), writeTables(b, []flatbuffers.UOffsetT{graph}), nil, writeTables(b, buffers))
	b.FinishWithFileIdentifier(model, []byte(magic))
	return b.FinishedBytes()
}

func (s *fixtureSparsity) write(b *flatbuffers.Builder) any {
	if s == nil {
		return nil
	}
	const uint8Vector = byte(3)
	var levels []flatbuffers.UOffsetT
	for _, l := range s.levels {
		if l.segments == nil {
			levels = append(levels, writeTable(b, byte(0), l.size))
			continue
		}
		segments := writeTable(b, b.CreateByteVector(l.segments))
		indices := writeTable(b, b.CreateByteVector(l.indices))
		levels = append(levels, writeTable(b, byte(1), nil, uint8Vector, segments, uint8Vector, indices))
	}
	return writeTable(b, writeInts(b, s.order), writeInts(b, s.blocks), writeTables(b, levels))
}

// int32s returns little-endian bytes.
func int32s(values ...int32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return b
}

// counted returns n half-precision constants whose bits are 1, 2, 3 and so on.
func counted(n int) []byte {
	var b []byte
	for i := range n {
		b = binary.LittleEndian.AppendUint16(b, uint16(i+1))
	}
	return b
}

// smallNetwork is the part of small that is wanted.
var smallNetwork = Network{
	Input: End{"input", []int{1, 4, 4, 2}},
	Outputs: []End{
		{"Identity", []int{1, 3}},
		{"Identity_1", []int{1, 2, 2, 3}},
	},
}

// Tensors of small, by their place in it.
const (
	smallInput = iota
	smallMargins
	smallPadded
	smallHalfWeights
	smallWeights
	smallBias
	smallConv
	smallDepthWeights
	smallDepthBias
	smallDepth
	smallPool
	smallReshaped
	smallUnused
	smallShape
)

// small is a model that does, once, what the pose models do: a margin and a
// convolution with weights in half precision, a depthwise one, two outputs, and
// a branch that nobody wants.
func small() *fixture {
	f32, f16, i32 := float32Type, float16Type, int32Type
	return &fixture{
		tensors: []fixtureTensor{
			smallInput:        {"input", []int32{1, 4, 4, 2}, f32, nil, nil},
			smallMargins:      {"margins", []int32{4, 2}, i32, int32s(0, 0, 0, 1, 0, 1, 0, 0), nil},
			smallPadded:       {"padded", []int32{1, 5, 5, 2}, f32, nil, nil},
			smallHalfWeights:  {"half", []int32{3, 3, 3, 2}, f16, counted(54), nil},
			smallWeights:      {"weights", []int32{3, 3, 3, 2}, f32, nil, nil},
			smallBias:         {"bias", []int32{3}, f32, int32s(0, 0, 0), nil},
			smallConv:         {"conv", []int32{1, 2, 2, 3}, f32, nil, nil},
			smallDepthWeights: {"depthwise", []int32{1, 3, 3, 3}, f16, counted(27), nil},
			smallDepthBias:    {"bias2", []int32{3}, f16, counted(3), nil},
			smallDepth:        {"depth", []int32{1, 2, 2, 3}, f32, nil, nil},
			smallPool:         {"pool", []int32{1, 1, 1, 3}, f32, nil, nil},
			smallReshaped:     {"Identity", []int32{1, 3}, f32, nil, nil},
			smallUnused:       {"Identity_2", []int32{1, 4, 4, 3}, f32, nil, nil},
			smallShape:        {"size", []int32{2}, i32, int32s(4, 4), nil},
		},
		operators: []fixtureOperator{
			{34, []int32{smallInput, smallMargins}, []int32{smallPadded}, nil},
			{6, []int32{smallHalfWeights}, []int32{smallWeights}, nil},
			// Options of convolutions: padding (1 is VALID), stride, stride,
			// [multiplier,] activation (3 is RELU6).
			{3, []int32{smallPadded, smallWeights, smallBias}, []int32{smallConv}, []any{byte(1), int32(2), int32(2), byte(3)}},
			{4, []int32{smallConv, smallDepthWeights, smallDepthBias}, []int32{smallDepth}, []any{byte(0), int32(1), int32(1), int32(1), byte(1)}},
			{23, []int32{smallDepth, smallShape}, []int32{smallUnused}, []any{nil, nil, nil, byte(1)}},
			{17, []int32{smallDepth}, []int32{smallPool}, []any{byte(0), int32(2), int32(2), int32(2), int32(2)}},
			{22, []int32{smallPool}, []int32{smallReshaped}, nil},
		},
		inputs:  []int32{smallInput},
		outputs: []int32{smallReshaped, smallUnused, smallConv},
	}
}
