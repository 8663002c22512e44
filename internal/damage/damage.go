// Package damage makes damaged copies of clips, for tests: cut, flipped, zeroed,
// and with headers that lie.
//
// Data in: the bytes of an MP4, QuickTime, Matroska, WebM or AVI file. Data out:
// copies that differ from it, the same for the same seed. Only tests import it.
package damage

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Copy is a damaged clip.
type Copy struct {
	Way  string // how it was damaged
	Data []byte
}

// way is a way to damage a clip, in place or by returning another length.
type way struct {
	name string
	harm func(r *rand.Rand, clip []byte) []byte
}

// Copies returns n damaged copies of a clip. Each way has its turn before any
// comes again, elsewhere in the file.
func Copies(clip []byte, n int, seed uint64) ([]Copy, error) {
	lies, err := liesAbout(clip)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(seed, 0))
	ways := slices.Concat(blind, lies)
	r.Shuffle(len(ways), func(i, j int) { ways[i], ways[j] = ways[j], ways[i] })
	copies := make([]Copy, n)
	for i := range copies {
		w := ways[i%len(ways)]
		data := clip
		for bytes.Equal(data, clip) {
			data = w.harm(r, bytes.Clone(clip))
		}
		copies[i] = Copy{Way: w.name, Data: data}
	}
	return copies, nil
}

// headBytes is about where the headers of a clip lie, unless its index stands
// at the end.
const headBytes = 2048

// blind are the ways that know nothing of what they hit.
var blind = []way{
	{"cut anywhere", func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b))] }},
	{"cut in its head", func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(min(len(b), headBytes))] }},
	{"cut in its tail", func(r *rand.Rand, b []byte) []byte { return b[:len(b)-1-r.IntN(min(len(b), headBytes))] }},
	{"beheaded", func(r *rand.Rand, b []byte) []byte { return b[1+r.IntN(len(b)-1):] }},
	{"a few bits flipped", func(r *rand.Rand, b []byte) []byte { return flip(r, b, 1+r.IntN(8)) }},
	{"many bits flipped", func(r *rand.Rand, b []byte) []byte { return flip(r, b, len(b)/50) }},
	{"bits flipped in its head", func(r *rand.Rand, b []byte) []byte {
		flip(r, b[:min(len(b), headBytes)], 16)
		return b
	}},
	{"bits flipped in its tail", func(r *rand.Rand, b []byte) []byte {
		flip(r, b[max(0, len(b)-headBytes):], 16)
		return b
	}},
	{"zeroed in part", func(r *rand.Rand, b []byte) []byte {
		clear(part(r, b))
		return b
	}},
	{"noise in part", func(r *rand.Rand, b []byte) []byte {
		for p := part(r, b); len(p) > 0; p = p[1:] {
			p[0] = byte(r.Uint32())
		}
		return b
	}},
	{"a part missing", func(r *rand.Rand, b []byte) []byte {
		from := r.IntN(len(b))
		return slices.Delete(b, from, from+1+r.IntN(len(b)-from))
	}},
	{"a part twice", func(r *rand.Rand, b []byte) []byte {
		return slices.Insert(b, r.IntN(len(b)), bytes.Clone(part(r, b))...)
	}},
	{"something behind its end", func(r *rand.Rand, b []byte) []byte { return append(b, part(r, b)...) }},
}

// flip flips bits, of which two may be one.
func flip(r *rand.Rand, b []byte, bits int) []byte {
	for range bits {
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
	}
	return b
}

// part returns up to a quarter of a file.
func part(r *rand.Rand, b []byte) []byte {
	n := 1 + r.IntN(len(b)/4)
	from := r.IntN(len(b) - n)
	return b[from : from+n]
}

// field is a number in a header.
type field struct {
	name     string
	at, size int
	little   bool // little endian
}

// liesAbout returns a way for each name that a clip's fields have: one of them
// says something else.
func liesAbout(clip []byte) ([]way, error) {
	fields := fieldsOf(clip)
	if len(fields) == 0 {
		return nil, fmt.Errorf("damage: a container that is not known, beginning with %q", clip[:min(len(clip), 12)])
	}
	named := make(map[string][]field)
	var lies []way
	for _, f := range fields {
		if named[f.name] == nil {
			lies = append(lies, way{"a lie about " + f.name, func(r *rand.Rand, b []byte) []byte {
				choice := named[f.name]
				choice[r.IntN(len(choice))].lie(r, b)
				return b
			}})
		}
		named[f.name] = append(named[f.name], f)
	}
	return lies, nil
}

// lie puts a number in the place of a field's: an extreme, a neighbour, a
// multiple, or any.
func (f field) lie(r *rand.Rand, clip []byte) {
	b := clip[f.at : f.at+f.size]
	if f.little {
		slices.Reverse(b)
		defer slices.Reverse(b)
	}
	var now uint64
	for _, x := range b {
		now = now<<8 | uint64(x)
	}
	all := uint64(1)<<(8*f.size) - 1 // of 8 bytes too: the shift leaves 0
	lies := []uint64{0, 1, all, all >> 1, all>>1 + 1, now + 1, now - 1, 2 * now, 1000 * now, now / 2, r.Uint64()}
	lie := lies[r.IntN(len(lies))]
	for i := range b {
		b[i] = byte(lie >> (8 * (len(b) - 1 - i)))
	}
}
