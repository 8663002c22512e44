package tflite

import (
	"fmt"

	flatbuffers "github.com/google/flatbuffers/go"
)

// buffer is a flatbuffer that may be hostile. Its first fault sticks in err;
// from then on, as for absent fields, readers return zero values, so that code
// that walks it reads straight through and asks for err once.
type buffer struct {
	data []byte
	err  error
}

// zeros is what is read after a fault; the widest scalar has four bytes.
var zeros = make([]byte, 4)

// at returns n bytes from off.
func (b *buffer) at(off, n int) []byte {
	if off < 0 || n < 0 || off > len(b.data)-n {
		b.fail("cut short or damaged: it refers to byte %d of %d", off, len(b.data))
		return nil
	}
	return b.data[off : off+n]
}

func (b *buffer) scalar(off, n int) []byte {
	if s := b.at(off, n); s != nil {
		return s
	}
	return zeros
}

func (b *buffer) u16(off int) int { return int(flatbuffers.GetUint16(b.scalar(off, 2))) }
func (b *buffer) u32(off int) int { return int(flatbuffers.GetUint32(b.scalar(off, 4))) }
func (b *buffer) i32(off int) int { return int(flatbuffers.GetInt32(b.scalar(off, 4))) }

// fail keeps the first fault.
func (b *buffer) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
}

// root returns the buffer's root table.
func (b *buffer) root() table { return table{b, b.u32(0)} }

// table is a flatbuffer table; fields are found by their number in the schema.
// The zero table has no fields.
type table struct {
	buf *buffer
	pos int
}

// field returns where field n begins, or 0 when it is absent.
func (t table) field(n int) int {
	if t.buf == nil || t.buf.err != nil {
		return 0
	}
	vtable := t.pos - t.buf.i32(t.pos)
	slot := 4 + 2*n // the vtable's own size and the table's size come first
	if slot >= t.buf.u16(vtable) {
		return 0
	}
	if off := t.buf.u16(vtable + slot); off != 0 {
		return t.pos + off
	}
	return 0
}

// byte returns field n, a byte or bool.
func (t table) byte(n int) int {
	if off := t.field(n); off != 0 {
		return int(t.buf.scalar(off, 1)[0])
	}
	return 0
}

// int returns field n, a 32-bit integer.
func (t table) int(n, absent int) int {
	if off := t.field(n); off != 0 {
		return t.buf.i32(off)
	}
	return absent
}

// table returns field n, a table or union member.
func (t table) table(n int) table {
	if off := t.field(n); off != 0 {
		return table{t.buf, off + t.buf.u32(off)}
	}
	return table{}
}

// vector returns where the elements of field n begin and how many of size
// bytes there are. More than limit are a fault: elements may be shared, and a small
// file could else describe a huge graph.
func (t table) vector(n, size, limit int) (off, length int) {
	ref := t.field(n)
	if ref == 0 {
		return 0, 0
	}
	start := ref + t.buf.u32(ref)
	length = t.buf.u32(start)
	if length > limit {
		t.buf.fail("damaged: a list of %d where at most %d are expected", length, limit)
		return 0, 0
	}
	if t.buf.at(start+4, length*size) == nil {
		return 0, 0
	}
	return start + 4, length
}

// ints returns field n, a vector of 32-bit integers.
func (t table) ints(n, limit int) []int {
	off, length := t.vector(n, 4, limit)
	out := make([]int, length)
	for i := range out {
		out[i] = t.buf.i32(off + 4*i)
	}
	return out
}

// bytes returns field n, a vector of bytes or a string, without copying.
func (t table) bytes(n, limit int) []byte {
	off, length := t.vector(n, 1, limit)
	if length == 0 {
		return nil
	}
	return t.buf.at(off, length)
}

// tables returns field n, a vector of tables.
func (t table) tables(n, limit int) []table {
	off, length := t.vector(n, 4, limit)
	out := make([]table, length)
	for i := range out {
		ref := off + 4*i
		out[i] = table{t.buf, ref + t.buf.u32(ref)}
	}
	return out
}
