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
func unbundle(src []byte, want Network, limit int) ([]byte, error) {
	// The directory is counted before it is read, as each entry of a few bytes
	// takes hundreds in memory.
	if bytes.Count(src, []byte("PK\x01\x02")) > maxMembers {
		return nil, errors.New("is not a model bundle: it holds too many files")
	}
	archive, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, fmt.Errorf("is a damaged model bundle: %w", err)
	}
	for _, f := range archive.File {
		if path.Ext(f.Name) != ".tflite" {
			continue
		}
		member, err := extract(src, f, limit)
		if err == nil && crc32.ChecksumIEEE(member) != f.CRC32 {
			err = zip.ErrChecksum
		}
		if err != nil {
			return nil, fmt.Errorf("is a damaged model bundle: %s: %w", f.Name, err)
		}
		if g, err := read(member); err == nil && g.fits(want) == nil {
			return member, nil
		}
	}
	return nil, errors.New("is a bundle without the model that is wanted")
}

// extract returns a file of the archive; what is stored as it is, as bundles
// do, is not copied.
func extract(src []byte, f *zip.File, limit int) ([]byte, error) {
	if f.Method == zip.Store {
		off, err := f.DataOffset()
		if err != nil {
			return nil, err
		}
		if size := int64(f.UncompressedSize64); size >= 0 && size <= int64(len(src))-off {
			return src[off : off+size], nil
		}
		return nil, io.ErrUnexpectedEOF
	}
	if f.UncompressedSize64 > uint64(limit) {
		return nil, errors.New("is implausibly large")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	member := make([]byte, f.UncompressedSize64)
	_, err = io.ReadFull(r, member)
	return member, err
}
