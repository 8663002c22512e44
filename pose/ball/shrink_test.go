package ball

import (
	"math/rand/v2"
	"testing"

	"github.com/shotcheck/shotcheck/pose"
)

// The quick ways give what averaging pixel by pixel does, at widths that are no
// multiples of anything.
func TestShrinkIsTheMean(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, width := range []int{16, 31, 50, 64, 97} {
		p := noisePicture(rng, width, 37)
		for _, factor := range []int{2, 4} {
			var s small
			s.shrink(p, factor)
			half := (width + 1) / 2
			for i := range s.planes[0] {
				x, y := i%s.width, i/s.width
				want := [3]byte{
					mean(p.Y[y*factor*width+x*factor:], width, factor),
					mean(p.Cb[y*factor/2*half+x*factor/2:], half, factor/2),
					mean(p.Cr[y*factor/2*half+x*factor/2:], half, factor/2),
				}
				if got := [3]byte{s.planes[0][i], s.planes[1][i], s.planes[2][i]}; got != want {
					t.Fatalf("width %d, factor %d, pixel %d,%d: %v, want %v", width, factor, x, y, got, want)
				}
			}
		}
	}
}

func noisePicture(rng *rand.Rand, width, height int) *pose.Picture {
	half := (width + 1) / 2 * ((height + 1) / 2)
	p := &pose.Picture{WidthPx: width, HeightPx: height, Y: make([]byte, width*height), Cb: make([]byte, half), Cr: make([]byte, half)}
	for _, plane := range [][]byte{p.Y, p.Cb, p.Cr} {
		for i := range plane {
			plane[i] = byte(rng.UintN(256))
		}
	}
	return p
}

// What the ball costs in one frame of 1080p.
func BenchmarkFrame1080p(b *testing.B) {
	p := noisePicture(rand.New(rand.NewPCG(1, 1)), 1920, 1080)
	for i := range p.Y {
		p.Y[i] = 100 + p.Y[i]%8
	}
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = 120+p.Cb[i]%4, 120+p.Cr[i]%4
	}
	var pages [3]small
	var f blobFinder
	for i := range pages {
		pages[i].shrink(p, 4)
	}
	for b.Loop() {
		pages[1].shrink(p, 4)
		f.find(&pages[0], &pages[1], &pages[2])
	}
}
