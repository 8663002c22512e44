package tflite

import (
	"encoding/binary"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Versions of the format that is written: old enough for every ONNX Runtime
// since 1.10, new enough for half-pixel resizing.
const (
	onnxIRVersion = 8
	onnxOpset     = 13
)

// onnxType is the type of a tensor's elements, as onnx.proto numbers it.
type onnxType uint64

const (
	onnxFloat   onnxType = 1
	onnxInt64   onnxType = 7
	onnxFloat16 onnxType = 10
)

// model gathers an ONNX file. Field numbers are those of onnx.proto.
type model struct {
	graph        []byte // the GraphProto without its initialisers
	initialisers []initialiser
	size         int // bytes of the initialisers' data
}

// initialiser is a constant that is written only when the file is, so that
// weights are never held twice.
type initialiser struct {
	head []byte // the TensorProto without its data
	size int
	fill func(dst []byte) // writes the data into zeroed bytes
}

// attribute is a named setting of a node: an int, []int or string.
type attribute struct {
	name  string
	value any
}

// node adds an operator.
func (m *model) node(kind string, inputs, outputs []string, attributes ...attribute) {
	var b []byte
	for _, in := range inputs {
		b = appendString(b, 1, in)
	}
	for _, out := range outputs {
		b = appendString(b, 2, out)
	}
	b = appendString(b, 4, kind)
	for _, a := range attributes {
		b = appendMessage(b, 5, a.encode())
	}
	m.graph = appendMessage(m.graph, 1, b)
}

// encode returns an AttributeProto.
func (a attribute) encode() []byte {
	const typeInt, typeString, typeInts = 2, 3, 7
	b := appendString(nil, 1, a.name)
	switch v := a.value.(type) {
	case int:
		b = appendInt(b, 3, uint64(v))
		return appendInt(b, 20, typeInt)
	case string:
		b = appendString(b, 4, v)
		return appendInt(b, 20, typeString)
	case []int:
		for _, i := range v {
			b = appendInt(b, 8, uint64(i))
		}
		return appendInt(b, 20, typeInts)
	}
	panic(fmt.Sprintf("tflite: attribute %s of type %T", a.name, a.value))
}

// input and output declare the graph's ends.
func (m *model) input(e End)  { m.graph = appendMessage(m.graph, 11, e.encode()) }
func (m *model) output(e End) { m.graph = appendMessage(m.graph, 12, e.encode()) }

// encode returns a ValueInfoProto of floats.
func (e End) encode() []byte {
	var dims []byte
	for _, d := range e.Shape {
		dims = appendMessage(dims, 1, appendInt(nil, 1, uint64(d)))
	}
	tensor := appendMessage(appendInt(nil, 1, uint64(onnxFloat)), 2, dims)
	return appendMessage(appendString(nil, 1, e.Name), 2, appendMessage(nil, 1, tensor))
}

// constant adds an initialiser of size bytes.
func (m *model) constant(name string, t onnxType, dims []int, size int, fill func([]byte)) {
	var head []byte
	for _, d := range dims {
		head = appendInt(head, 1, uint64(d))
	}
	head = appendInt(head, 2, uint64(t))
	m.size += size
	m.initialisers = append(m.initialisers, initialiser{appendString(head, 8, name), size, fill})
}

// ints adds a constant list of integers.
func (m *model) ints(name string, values []int) {
	m.constant(name, onnxInt64, []int{len(values)}, 8*len(values), func(dst []byte) {
		for i, v := range values {
			binary.LittleEndian.PutUint64(dst[8*i:], uint64(v))
		}
	})
}

// floats adds a constant list of numbers, or a scalar if dims is empty.
func (m *model) floats(name string, dims []int, values ...float32) {
	m.constant(name, onnxFloat, dims, 4*len(values), func(dst []byte) {
		for i, v := range values {
			binary.LittleEndian.PutUint32(dst[4*i:], math.Float32bits(v))
		}
	})
}

// message returns the size of the TensorProto.
func (i *initialiser) message() int {
	return len(i.head) + protowire.SizeTag(9) + protowire.SizeBytes(i.size)
}

// encode returns the ModelProto in one allocation.
func (m *model) encode() []byte {
	head := appendInt(nil, 1, onnxIRVersion)
	head = appendString(head, 2, "shotcheck")
	head = appendMessage(head, 8, appendInt(appendString(nil, 1, ""), 2, onnxOpset))
	size := len(m.graph)
	for i := range m.initialisers {
		size += protowire.SizeTag(5) + protowire.SizeBytes(m.initialisers[i].message())
	}
	total := len(head) + protowire.SizeTag(7) + protowire.SizeBytes(size)
	out := append(make([]byte, 0, total), head...)
	out = protowire.AppendTag(out, 7, protowire.BytesType)
	out = protowire.AppendVarint(out, uint64(size))
	out = append(out, m.graph...)
	for i := range m.initialisers {
		out = m.initialisers[i].append(out)
	}
	return out
}

// append adds the TensorProto to a buffer of zeroed bytes.
func (i *initialiser) append(out []byte) []byte {
	out = protowire.AppendTag(out, 5, protowire.BytesType)
	out = protowire.AppendVarint(out, uint64(i.message()))
	out = append(out, i.head...)
	out = protowire.AppendTag(out, 9, protowire.BytesType)
	out = protowire.AppendVarint(out, uint64(i.size))
	start := len(out)
	out = out[:start+i.size]
	i.fill(out[start:])
	return out
}

func appendString(b []byte, field protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
}

func appendMessage(b []byte, field protowire.Number, message []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), message)
}

func appendInt(b []byte, field protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), v)
}
