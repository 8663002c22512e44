package damage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
)

// fieldsOf returns the numbers in a clip's headers, nil where the container is
// not known.
func fieldsOf(clip []byte) []field {
	switch {
	case len(clip) > 8 && string(clip[4:8]) == "ftyp":
		return boxes(clip, 0, len(clip))
	case bytes.HasPrefix(clip, []byte("\x1a\x45\xdf\xa3")):
		return elements(clip, 0, len(clip))
	case bytes.HasPrefix(clip, []byte("RIFF")):
		return chunks(clip, 0, len(clip))
	}
	return nil
}

// parentBoxes are the boxes of MP4 and QuickTime that hold others, with how
// much of their own stands before them.
var parentBoxes = map[string]int{
	"moov": 0, "trak": 0, "edts": 0, "mdia": 0, "minf": 0, "dinf": 0, "stbl": 0, "stsd": 8, "avc1": 78,
}

// boxNumber is a number of a box; with each it stands for all of its size from
// there on, as in a table.
type boxNumber struct {
	name     string
	at, size int
	each     bool
}

// boxNumbers are what boxes of version 0 tell, by their type.
var boxNumbers = map[string][]boxNumber{
	"mvhd": {{"time scale", 12, 4, false}, {"duration", 16, 4, false}},
	"tkhd": {{"duration", 20, 4, false}, {"matrix", 40, 4, true}, {"width", 76, 4, false}, {"height", 80, 4, false}},
	"elst": {{"count", 4, 4, false}, {"duration", 8, 4, false}, {"start", 12, 4, false}, {"rate", 16, 4, false}},
	"mdhd": {{"time scale", 12, 4, false}, {"duration", 16, 4, false}},
	"stsd": {{"count", 4, 4, false}},
	"avc1": {{"width", 24, 2, false}, {"height", 26, 2, false}},
	"avcC": {{"decoder's setup", 0, 1, true}},
	"pasp": {{"aspect", 0, 4, true}},
	"stts": {{"count", 4, 4, false}, {"entry", 8, 4, true}},
	"ctts": {{"count", 4, 4, false}, {"entry", 8, 4, true}},
	"stss": {{"count", 4, 4, false}, {"entry", 8, 4, true}},
	"stsc": {{"count", 4, 4, false}, {"entry", 8, 4, true}},
	"stsz": {{"size of all", 4, 4, false}, {"count", 8, 4, false}, {"entry", 12, 4, true}},
	"stco": {{"count", 4, 4, false}, {"entry", 8, 4, true}},
}

// boxes returns the numbers of the boxes in a part of an MP4.
func boxes(clip []byte, from, to int) (found []field) {
	for from+8 <= to {
		kind, start := string(clip[from+4:from+8]), from+8
		end := from + int(binary.BigEndian.Uint32(clip[from:]))
		if end < start || end > to {
			return found
		}
		found = append(found, field{name: kind + "'s length", at: from, size: 4})
		for _, n := range boxNumbers[kind] {
			for at := start + n.at; at+n.size <= end; at += n.size {
				found = append(found, field{name: kind + "'s " + n.name, at: at, size: n.size})
				if !n.each {
					break
				}
			}
		}
		if own, parent := parentBoxes[kind]; parent {
			found = append(found, boxes(clip, start+own, end)...)
		}
		from = end
	}
	return found
}

// parentElements are the elements of Matroska that hold others.
var parentElements = map[uint64]bool{
	0x1A45DFA3: true, 0x18538067: true, 0x114D9B74: true, 0x4DBB: true, 0x1549A966: true, 0x1654AE6B: true,
	0xAE: true, 0xE0: true, 0x1F43B675: true, 0xA0: true, 0x1C53BB6B: true, 0xBB: true, 0xB7: true,
}

// elements returns the numbers of the elements in a part of a Matroska file:
// the sizes, and what the small ones hold; of the others their beginning.
func elements(clip []byte, from, to int) (found []field) {
	for from < to {
		idBytes := vintBytes(clip[from])
		if idBytes > 4 || from+idBytes >= to {
			return found
		}
		id, sizeAt := bigEndian(clip[from:from+idBytes]), from+idBytes
		sizeBytes := vintBytes(clip[sizeAt])
		start := sizeAt + sizeBytes
		if sizeBytes > 8 || start > to {
			return found
		}
		size := bigEndian(clip[sizeAt:start]) &^ (1 << (7 * sizeBytes))
		if size > uint64(to-start) {
			return found
		}
		end := start + int(size)
		name := fmt.Sprintf("element %X", id)
		found = append(found, field{name: name + "'s length", at: sizeAt, size: sizeBytes})
		if parentElements[id] {
			found = append(found, elements(clip, start, end)...)
		} else if size > 0 {
			found = append(found, field{name: name, at: start, size: min(int(size), 8)})
		}
		from = end
	}
	return found
}

// vintBytes is the length of Matroska's number that begins with a byte.
func vintBytes(first byte) int { return bits.LeadingZeros8(first) + 1 }

func bigEndian(b []byte) (n uint64) {
	for _, x := range b {
		n = n<<8 | uint64(x)
	}
	return n
}

// headerChunks are the chunks of AVI that are all numbers of 4 bytes.
var headerChunks = map[string]bool{"avih": true, "strh": true, "strf": true, "idx1": true}

// namedNumbers is how many numbers of a chunk have names of their own; the
// others are a table.
const namedNumbers = 14

// chunks returns the numbers of the chunks in a part of an AVI file.
func chunks(clip []byte, from, to int) (found []field) {
	for from+8 <= to {
		kind, start := string(clip[from:from+4]), from+8
		end := start + int(binary.LittleEndian.Uint32(clip[from+4:]))
		if end > to {
			return found
		}
		found = append(found, field{name: kind + "'s length", at: from + 4, size: 4, little: true})
		switch {
		case kind == "RIFF" || kind == "LIST":
			found = append(found, chunks(clip, start+4, end)...)
		case headerChunks[kind]:
			for at := start; at+4 <= end; at += 4 {
				name := fmt.Sprintf("%s's number %d", kind, min((at-start)/4, namedNumbers))
				found = append(found, field{name: name, at: at, size: 4, little: true})
			}
		}
		from = end + end%2
	}
	return found
}
