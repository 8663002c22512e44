package shotcheck

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// Pictures come back as they were written, by whoever reads PNG.
func TestPNGRoundTrip(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for _, size := range []image.Point{{1, 1}, {7, 5}, {640, 360}} {
		img := image.NewRGBA(image.Rectangle{Max: size})
		for i := range img.Pix {
			img.Pix[i] = byte(chance.Uint32())
		}
		for i := 3; i < len(img.Pix); i += 4 {
			img.Pix[i] = 255
		}
		path := filepath.Join(t.TempDir(), "stills", "a.png")
		if err := writePNG(path, img); err != nil {
			t.Fatal(err)
		}
		read, err := readPNG(path)
		if err != nil {
			t.Fatal(err)
		}
		got := image.NewRGBA(read.Bounds())
		draw.Draw(got, got.Rect, read, image.Point{}, draw.Src)
		if got.Rect != img.Rect || !bytes.Equal(got.Pix, img.Pix) {
			t.Errorf("%v came back otherwise", size)
		}
	}
}

func BenchmarkPNG1080p(b *testing.B) {
	img := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	chance := rand.New(rand.NewPCG(1, 2))
	for y := range 1080 {
		for x := range 1920 {
			v := byte(x/8+y/8) + byte(chance.IntN(3))
			img.SetRGBA(x, y, color.RGBA{v, v / 2, 255 - v, 255})
		}
	}
	for name, encode := range map[string]func(*bytes.Buffer) error{
		"up":       func(w *bytes.Buffer) error { return encodePNG(w, img) },
		"standard": func(w *bytes.Buffer) error { return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img) },
	} {
		b.Run(name, func(b *testing.B) {
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := encode(&out); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(out.Len()), "bytes")
		})
	}
}
