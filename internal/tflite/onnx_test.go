package tflite

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// written is an ONNX file as the tests read it.
type written struct {
	nodes        []writtenNode
	initialisers map[string]writtenTensor
	ends         []string // inputs, then outputs
}

type writtenNode struct {
	kind            string
	inputs, outputs []string
	attributes      map[string]string // printed
}

type writtenTensor struct {
	dims []int
	kind onnxType
	data []byte
}

// fields calls visit for each field of a message: its number, and its bytes or
// integer.
func fields(t *testing.T, message []byte, visit func(n protowire.Number, b []byte, v uint64)) {
	t.Helper()
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		message = message[n:]
		var b []byte
		var v uint64
		switch kind {
		case protowire.BytesType:
			b, n = protowire.ConsumeBytes(message)
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(message)
		default:
			t.Fatalf("field %d has wire type %d", number, kind)
		}
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		message = message[n:]
		visit(number, b, v)
	}
}

// parse reads an ONNX file.
func parse(t *testing.T, file []byte) *written {
	t.Helper()
	w := &written{initialisers: map[string]writtenTensor{}}
	var graph []byte
	fields(t, file, func(n protowire.Number, b []byte, _ uint64) {
		if n == 7 {
			graph = b
		}
	})
	fields(t, graph, func(n protowire.Number, b []byte, _ uint64) {
		switch n {
		case 1:
			w.nodes = append(w.nodes, parseNode(t, b))
		case 5:
			name, tensor := parseTensor(t, b)
			w.initialisers[name] = tensor
		case 11, 12:
			fields(t, b, func(n protowire.Number, b []byte, _ uint64) {
				if n == 1 {
					w.ends = append(w.ends, string(b))
				}
			})
		}
	})
	return w
}

func parseNode(t *testing.T, message []byte) writtenNode {
	t.Helper()
	node := writtenNode{attributes: map[string]string{}}
	fields(t, message, func(n protowire.Number, b []byte, _ uint64) {
		switch n {
		case 1:
			node.inputs = append(node.inputs, string(b))
		case 2:
			node.outputs = append(node.outputs, string(b))
		case 4:
			node.kind = string(b)
		case 5:
			name, value := parseAttribute(t, b)
			node.attributes[name] = value
		}
	})
	return node
}

func parseAttribute(t *testing.T, message []byte) (name, value string) {
	t.Helper()
	var ints []uint64
	fields(t, message, func(n protowire.Number, b []byte, v uint64) {
		switch n {
		case 1:
			name = string(b)
		case 3:
			value = fmt.Sprint(v)
		case 4:
			value = string(b)
		case 8:
			ints = append(ints, v)
			value = fmt.Sprint(ints)
		}
	})
	return name, value
}

func parseTensor(t *testing.T, message []byte) (name string, tensor writtenTensor) {
	t.Helper()
	fields(t, message, func(n protowire.Number, b []byte, v uint64) {
		switch n {
		case 1:
			tensor.dims = append(tensor.dims, int(v))
		case 2:
			tensor.kind = onnxType(v)
		case 8:
			name = string(b)
		case 9:
			tensor.data = b
		}
	})
	return name, tensor
}

// find returns the nodes of a kind.
func (w *written) find(kind string) []writtenNode {
	var found []writtenNode
	for _, n := range w.nodes {
		if n.kind == kind {
			found = append(found, n)
		}
	}
	return found
}

// halves returns the bits of a constant in half precision, which counted made.
func (t writtenTensor) halves() []int {
	var out []int
	for i := 0; i < len(t.data); i += 2 {
		out = append(out, int(binary.LittleEndian.Uint16(t.data[i:])))
	}
	return out
}

// TestEncodedSize says that the file is written into one buffer of its size.
func TestEncodedSize(t *testing.T) {
	m := &model{}
	m.ints("shape", []int{1, -1})
	m.node("Reshape", []string{"a", "shape"}, []string{"b"})
	file := m.encode()
	if len(file) != cap(file) {
		t.Errorf("wrote %d bytes into %d", len(file), cap(file))
	}
	want := append(int32s(1, 0), bytes.Repeat([]byte{0xff}, 8)...)
	if got := parse(t, file).initialisers["shape"]; !bytes.Equal(got.data, want) || got.kind != onnxInt64 {
		t.Errorf("shape is %v, want int64 %v", got, want)
	}
}
