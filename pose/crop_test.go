package pose

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// testPicture returns a smooth picture with noise of the given strength.
func testPicture(w, h int, noise float64, m Matrix) *Picture {
	rng := rand.New(rand.NewPCG(1, 2))
	cw, ch := (w+1)/2, (h+1)/2
	p := &Picture{WidthPx: w, HeightPx: h, Y: make([]byte, w*h), Cb: make([]byte, cw*ch), Cr: make([]byte, cw*ch), Matrix: m}
	wave := func(x, y int, period float64) byte {
		return byte(128 + 60*math.Sin(float64(x)/period)*math.Cos(float64(y)/period) + noise*rng.Float64())
	}
	for i := range p.Y {
		p.Y[i] = wave(i%w, i/w, 17)
	}
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = wave(i%cw, i/cw, 11), wave(i/cw, i%cw, 9)
	}
	return p
}

// plainSample is the reference: one plane sampled bilinearly in floating point.
func plainSample(pix []byte, w, h int, x, y float64) float64 {
	at := func(x, y int) float64 { return float64(pix[min(max(y, 0), h-1)*w+min(max(x, 0), w-1)]) }
	fx, fy := math.Floor(x), math.Floor(y)
	ax, ay := x-fx, y-fy
	i, j := int(fx), int(fy)
	return (at(i, j)*(1-ax)+at(i+1, j)*ax)*(1-ay) + (at(i, j+1)*(1-ax)+at(i+1, j+1)*ax)*ay
}

// plainRGB converts limited range to 0…1 by the textbook.
func plainRGB(m Matrix, y, cb, cr float64) [3]float64 {
	kr, kb := 0.299, 0.114
	if m == BT709 {
		kr, kb = 0.2126, 0.0722
	}
	y, cb, cr = (y-16)/219, (cb-128)/224, (cr-128)/224
	r, b := y+2*(1-kr)*cr, y+2*(1-kb)*cb
	g := (y - kr*r - kb*b) / (1 - kr - kb)
	clip := func(v float64) float64 { return min(max(v, 0), 1) }
	return [3]float64{clip(r), clip(g), clip(b)}
}

func TestCropEqualsPlainReference(t *testing.T) {
	for _, m := range []Matrix{BT601, BT709} {
		p := testPicture(91, 77, 30, m)
		for _, r := range []Region{
			{45, 38, 60, 0}, {45, 38, 60, 0.7}, {10, 70, 50, -2.5}, {45, 38, 120, math.Pi / 2}, {300, 38, 60, 0},
		} {
			t.Run(fmt.Sprint(m, r), func(t *testing.T) { compareWithReference(t, p, r) })
		}
	}
}

func compareWithReference(t *testing.T, p *Picture, r Region) {
	const size = 64 // the regions are below 128 px, so that nothing is averaged
	got := make([]float32, size*size*3)
	new(Cropper).Crop(got, size, p, r, LandmarkRange)
	for i := range size * size {
		x, y := r.at((float64(i%size)+0.5)/size, (float64(i/size)+0.5)/size)
		var want [3]float64
		if x >= 0 && x < float64(p.WidthPx) && y >= 0 && y < float64(p.HeightPx) {
			cw, ch := (p.WidthPx+1)/2, (p.HeightPx+1)/2
			want = plainRGB(p.Matrix, plainSample(p.Y, p.WidthPx, p.HeightPx, x-0.5, y-0.5),
				plainSample(p.Cb, cw, ch, x/2-0.5, y/2-0.5), plainSample(p.Cr, cw, ch, x/2-0.5, y/2-0.5))
		}
		for k := range 3 {
			// 8 bits of weight on steps of up to 150 levels: one level of 255, doubled by the matrix
			if d := math.Abs(float64(got[i*3+k]) - want[k]); d > 2.0/255 {
				t.Fatalf("sample %d, channel %d: got %.4f, want %.4f", i, k, got[i*3+k], want[k])
			}
		}
	}
}

func TestCropAveragesWhenShrinking(t *testing.T) {
	// A chequerboard of single black and white pixels is grey from far away.
	p := testPicture(512, 512, 0, BT709)
	for i := range p.Y {
		p.Y[i] = byte(16 + 219*((i%512+i/512)%2))
	}
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = 128, 128
	}
	got := make([]float32, 64*64*3)
	for _, angle := range []float64{0, 0.3} {
		new(Cropper).Crop(got, 64, p, Region{256, 256, 300, angle}, LandmarkRange)
		for i, v := range got {
			if math.Abs(float64(v)-0.5) > 0.01 {
				t.Fatalf("angle %v, value %d: got %v, want 0.5", angle, i, v)
			}
		}
	}
}

func TestCropShrinksWithoutShift(t *testing.T) {
	// A horizontal ramp keeps its values at every scale.
	p := testPicture(2048, 64, 0, BT709)
	for i := range p.Y {
		p.Y[i] = byte(16 + i%2048*219/2047)
	}
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = 128, 128
	}
	got := make([]float32, 64*64*3)
	for _, side := range []float64{100, 200, 500, 1100, 2000} {
		r := Region{1024, 32, side, 0}
		new(Cropper).Crop(got, 64, p, r, LandmarkRange)
		for col := range 64 {
			x, _ := r.at((float64(col)+0.5)/64, 0.5)
			if v := float64(got[(32*64+col)*3]); math.Abs(v-x/2048) > 0.006 { // a level is 1/219
				t.Fatalf("side %v, column %d: got %.4f, want %.4f", side, col, v, x/2048)
			}
		}
	}
}

func TestCropKnownGeometry(t *testing.T) {
	// A white dot at a known place appears where the region says.
	p := testPicture(200, 160, 0, BT601)
	fillBytes(p.Y, 16)
	fillBytes(p.Cb, 128)
	fillBytes(p.Cr, 128)
	for _, i := range []int{100*200 + 140, 100*200 + 141, 101*200 + 140, 101*200 + 141} {
		p.Y[i] = 235
	}
	got := make([]float32, 128*128*3)
	for _, tc := range []struct {
		name     string
		r        Region
		col, row float64
	}{
		{"upright", Region{141, 101, 128, 0}, 64, 64},
		{"dot to the right", Region{121, 101, 128, 0}, 84, 64},
		{"turned clockwise by 90°: the right becomes the top", Region{121, 101, 128, math.Pi / 2}, 64, 44},
		{"turned upside down", Region{121, 101, 128, math.Pi}, 44, 64},
	} {
		t.Run(tc.name, func(t *testing.T) {
			new(Cropper).Crop(got, 128, p, tc.r, DetectorRange)
			var sum, sx, sy float64
			for i := range 128 * 128 {
				w := float64(got[i*3]) + 1
				sum, sx, sy = sum+w, sx+w*(float64(i%128)+0.5), sy+w*(float64(i/128)+0.5)
			}
			if math.Hypot(sx/sum-tc.col, sy/sum-tc.row) > 0.1 {
				t.Errorf("got (%.2f, %.2f), want (%v, %v)", sx/sum, sy/sum, tc.col, tc.row)
			}
		})
	}
}

func fillBytes(b []byte, v byte) {
	for i := range b {
		b[i] = v
	}
}

func TestCropSurvivesOddSizes(*testing.T) {
	dst := make([]float32, 32*32*3)
	for w := MinPicturePx; w < 40; w += 5 {
		for h := MinPicturePx; h < 40; h += 3 {
			p := testPicture(w, h, 0, BT601)
			for side := 1.0; side < 5000; side *= 2.7 {
				new(Cropper).Crop(dst, 32, p, Region{float64(w) / 3, float64(h) / 2, side, side}, LandmarkRange)
			}
		}
	}
}

func TestCropDoesNotAllocate(t *testing.T) {
	p, c, dst := testPicture(640, 480, 0, BT709), new(Cropper), make([]float32, 256*256*3)
	crop := func() { c.Crop(dst, 256, p, Region{320, 240, 600, 0.1}, LandmarkRange) }
	crop()
	if n := testing.AllocsPerRun(5, crop); n != 0 {
		t.Errorf("%v allocations a call, want none", n)
	}
}

func BenchmarkCrop(b *testing.B) {
	p := testPicture(1920, 1080, 20, BT709)
	for _, side := range []float64{200, 500, 700, 1000, 1500} {
		b.Run(fmt.Sprintf("side=%v", side), func(b *testing.B) {
			c, dst := new(Cropper), make([]float32, 256*256*3)
			for b.Loop() {
				c.Crop(dst, 256, p, Region{900, 500, side, 0.2}, LandmarkRange)
			}
		})
	}
}
