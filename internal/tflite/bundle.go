package tflite

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
)

// maxMembers is more than any bundle holds.
const maxMembers = 64

// isBundle reports whether src is a .task bundle: a zip archive.
func isBundle(src []byte) bool { return bytes.HasPrefix(src, []byte("PK\x03\x04")) }

// unbundle returns the member of a .task bundle that has want's ends.
func unbundle(src []byte, want Network) ([]byte, error) {
	// The directory is counted before it is read: each entry takes ten times its
	// size in memory.
	if bytes.Count(src, []byte("PK\x01\x02")) > maxMembers {
		return nil, errors.New("not a model bundle: too many files inside")
	}
	archive, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, fmt.Errorf("damaged model bundle: %w", err)
	}
	for _, f := range archive.File {
		if path.Ext(f.Name) != ".tflite" {
			continue
		}
		member, err := extract(src, f)
		if err != nil {
			return nil, fmt.Errorf("damaged model bundle: %s: %w", f.Name, err)
		}
		if g, err := read(member); err == nil && g.fits(want) {
			return member, nil
		}
	}
	return nil, errors.New("a bundle without the model that is expected")
}

// extract returns a file of the archive without copying it. MediaPipe, too,
// demands that bundles are not compressed.
func extract(src []byte, f *zip.File) ([]byte, error) {
	if f.Method != zip.Store {
		return nil, errors.New("compressed")
	}
	off, err := f.DataOffset()
	if err != nil {
		return nil, err
	}
	if off > int64(len(src)) || f.UncompressedSize64 > uint64(int64(len(src))-off) {
		return nil, io.ErrUnexpectedEOF
	}
	member := src[off : off+int64(f.UncompressedSize64)]
	if crc32.ChecksumIEEE(member) != f.CRC32 {
		return nil, zip.ErrChecksum
	}
	return member, nil
}
