package shotcheck

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
)

// writePNG writes an opaque picture, with its folder.
func writePNG(path string, img *image.RGBA) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error { return encodePNG(w, img) })
}

// readPNG reads a picture that writePNG wrote.
func readPNG(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

// Parts of a PNG file's header: eight bits of red, green and blue, not interlaced.
const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	pngColours   = "\x08\x02\x00\x00\x00"
	pngUp        = 2 // the filter that takes the row above from each row
)

// encodePNG writes an opaque picture with one filter for all rows. The standard
// library tries five for each, which makes files of our pictures a tenth smaller
// and takes twice as long: each event and each flaw of a shot has a still.
func encodePNG(w io.Writer, img *image.RGBA) error {
	size := binary.BigEndian.AppendUint32(nil, uint32(img.Rect.Dx()))
	size = binary.BigEndian.AppendUint32(size, uint32(img.Rect.Dy()))
	pixels, err := compressRows(img)
	if err != nil {
		return err
	}
	out := []byte(pngSignature)
	out = appendChunk(out, "IHDR", append(size, pngColours...))
	out = appendChunk(out, "IDAT", pixels)
	out = appendChunk(out, "IEND", nil)
	_, err = w.Write(out)
	return err
}

// appendChunk adds a part of a PNG file: its length, kind, content and checksum.
func appendChunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	from := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}

// compressRows filters and compresses the rows.
func compressRows(img *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	z, err := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	if err != nil {
		return nil, err
	}
	width := img.Rect.Dx()
	above, row := make([]byte, 4*width), make([]byte, 1+3*width)
	row[0] = pngUp
	for y := range img.Rect.Dy() {
		pix := img.Pix[y*img.Stride:][:4*width]
		for x := range width {
			from, up, to := pix[4*x:4*x+3:4*x+3], above[4*x:4*x+3:4*x+3], row[1+3*x:4+3*x:4+3*x]
			to[0], to[1], to[2] = from[0]-up[0], from[1]-up[1], from[2]-up[2]
		}
		if _, err := z.Write(row); err != nil {
			return nil, err
		}
		above = pix
	}
	err = z.Close()
	return out.Bytes(), err
}
