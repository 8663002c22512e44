package render

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/pose"
)

// newPicture is a grey picture with even sides.
func newPicture(w, h int, m pose.Matrix) *pose.Picture {
	grey := func(n int) []byte { return bytes.Repeat([]byte{128}, n) }
	return &pose.Picture{WidthPx: w, HeightPx: h, Matrix: m, Y: grey(w * h), Cb: grey(w * h / 4), Cr: grey(w * h / 4)}
}

// converted is a picture as it is seen.
func converted(p *pose.Picture) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, p.WidthPx, p.HeightPx))
	newSurface(p).rgba(img)
	return img
}

// Colours come back through a picture as they are, with either matrix.
func TestPictureColours(t *testing.T) {
	for _, m := range []pose.Matrix{pose.BT601, pose.BT709} {
		for _, c := range []color.NRGBA{ink, paper, muted, accent, other, {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}} {
			p := newSurface(newPicture(4, 4, m))
			p.fill(c)
			got := converted(p.Picture).RGBAAt(3, 3)
			for _, d := range []int{int(got.R) - int(c.R), int(got.G) - int(c.G), int(got.B) - int(c.B)} {
				if max(d, -d) > 2 {
					t.Errorf("matrix %v: %v became %v", m, c, got)
				}
			}
		}
	}
}

// What is drawn upon a video's picture looks as it does in full colour, but for
// its coarser chroma at edges.
func TestDrawUponPictures(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1, WidthPx: 480, HeightPx: 270})
	for _, frame := range []int{dipFrame, releaseFrame, followFrame} {
		p := newPicture(480, 270, pose.BT709)
		want := converted(p)
		overlayOf(res, Options{}).Draw(p, frame)
		overlayOf(res, Options{}).draw(still{want}, frame)
		sum, got := 0.0, converted(p)
		for i := range got.Pix {
			sum += math.Abs(float64(got.Pix[i]) - float64(want.Pix[i]))
		}
		if mean := sum / float64(len(got.Pix)); mean > 0.6 {
			t.Errorf("frame %d: differs by %.2f on average", frame, mean)
		}
	}
}

// A box covers pixels exactly; samples of chroma are covered by as much as their
// four pixels are. All else keeps its values.
func TestBlendUponPictures(t *testing.T) {
	p := newPicture(16, 8, pose.BT601)
	w := painter{dst: newSurface(p)}
	w.box(rect{3, 2, 6, 3}, 0)
	w.fill(color.NRGBA{255, 0, 0, 255})
	for y := range 8 {
		for x := range 16 {
			want := byte(128)
			if x >= 3 && x < 9 && y >= 2 && y < 5 {
				want = 81
			}
			if got := p.Y[y*16+x]; got != want {
				t.Errorf("luma at %d, %d is %d, want %d", x, y, got, want)
			}
		}
	}
	for at, want := range map[image.Point]byte{{0, 1}: 128, {1, 1}: 184, {2, 1}: 240, {4, 1}: 184, {2, 2}: 184, {1, 2}: 156, {2, 3}: 128, {5, 1}: 128} {
		if got := p.Cr[at.Y*8+at.X]; got != want {
			t.Errorf("red difference at %v is %d, want %d", at, got, want)
		}
	}
}

// A still shows the picture that it is given and leaves it alone.
func TestStillOfPicture(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1, WidthPx: 480, HeightPx: 270})
	p := newPicture(480, 270, pose.BT709)
	img := overlayOf(res, Options{}).Still(p, &res.Shots[0], analysis.Dip, dipFrame)
	if c := img.RGBAAt(2, 2); c != (color.RGBA{130, 130, 130, 255}) {
		t.Errorf("grey became %v", c)
	}
	if fresh := newPicture(480, 270, pose.BT709); !bytes.Equal(p.Y, fresh.Y) || !bytes.Equal(p.Cb, fresh.Cb) || !bytes.Equal(p.Cr, fresh.Cr) {
		t.Error("the canvas was drawn upon")
	}
}

// Faces are as coarse in a video's picture as in a still: neither light nor colour
// differs within a block.
func TestPixelateUponPictures(t *testing.T) {
	p := newPicture(80, 80, pose.BT601)
	for i := range p.Y {
		p.Y[i] = byte(16 + 219*((i+i/80)%2))
	}
	for i := range p.Cr {
		p.Cr[i] = byte(16 + 224*((i+i/40)%2))
	}
	pixelate(newSurface(p), point{40, 40}, 20)
	if n := sharp(converted(p), point{40, 40}, 12); n > 0 {
		t.Errorf("%d sharp edges are left", n)
	}
	if p.Y[0] == p.Y[1] || p.Cr[0] == p.Cr[1] {
		t.Error("what is no face was blurred")
	}
	pixelate(newSurface(p), point{-3, 78}, 12) // must not reach outside of the picture
	pixelate(newSurface(p), point{400, 400}, 12)
}
