package tflite

import (
	"bytes"
	"cmp"
	"errors"
	"math"
)

// Limits of what is read, far above any pose model: they bound the memory that
// a hostile file can ask for.
const (
	maxItems    = 1 << 13 // tensors, operators or buffers
	maxOperands = 64      // inputs or outputs of one operator or of the graph
	maxRank     = 4       // dimensions of a tensor
	maxElements = 1 << 27 // of a tensor
)

// magic identifies the format, at byte 4.
const magic = "TFL3"

// read parses a .tflite file. The result refers to its bytes.
func read(data []byte) (*graph, error) {
	if len(data) < 8 || !bytes.Equal(data[4:8], []byte(magic)) {
		return nil, errors.New("not a TensorFlow Lite model")
	}
	buf := &buffer{data: data}
	model := buf.root()
	subgraphs := model.tables(2, maxItems)
	if len(subgraphs) == 0 {
		return nil, cmp.Or(buf.err, errors.New("damaged: no graph inside"))
	}
	main := subgraphs[0]
	g := &graph{
		tensors:   readTensors(main.tables(0, maxItems), model.tables(4, maxItems)),
		operators: readOperators(main.tables(3, maxItems), model.tables(1, maxItems)),
		inputs:    main.ints(1, maxOperands),
		outputs:   main.ints(2, maxOperands),
	}
	if buf.err != nil {
		return nil, buf.err
	}
	return g, g.check()
}

func readTensors(tables, buffers []table) []tensor {
	tensors := make([]tensor, len(tables))
	for i, t := range tables {
		tensors[i] = tensor{
			shape:    t.ints(0, maxRank),
			dtype:    dtype(t.byte(1)),
			name:     t.bytes(3, math.MaxInt32),
			sparsity: t.table(6),
		}
		if b := t.int(2, 0); b > 0 && b < len(buffers) {
			tensors[i].data = buffers[b].bytes(0, math.MaxInt32)
		}
	}
	return tensors
}

func readOperators(tables, codes []table) []operator {
	operators := make([]operator, len(tables))
	for i, t := range tables {
		operators[i] = operator{
			code:    -1,
			inputs:  t.ints(1, maxOperands),
			outputs: t.ints(2, maxOperands),
			options: t.table(4),
		}
		if c := t.int(0, 0); c >= 0 && c < len(codes) {
			// Codes above 127 stand in a newer field, beside a placeholder.
			operators[i].code = max(codes[c].byte(0), codes[c].int(3, 0))
		}
	}
	return operators
}
