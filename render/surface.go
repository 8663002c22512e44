package render

import (
	"image"
	"image/color"
	"math"
)

// surface is what shapes are painted upon: the picture of a video, or a still.
type surface interface {
	Bounds() image.Rectangle
	// blend paints c through the mask at r, which lies within the bounds.
	blend(mask *image.Alpha, r image.Rectangle, c color.NRGBA)
	// flatten gives the part of a block that lies in a disc the block's mean colour.
	flatten(block image.Rectangle, c point, r float64)
}

// still is an opaque picture in full colour.
type still struct{ *image.RGBA }

func (s still) blend(mask *image.Alpha, r image.Rectangle, c color.NRGBA) {
	red, green, blue, alpha := uint32(c.R), uint32(c.G), uint32(c.B), uint32(c.A)
	for y := range r.Dy() {
		row := mask.Pix[y*mask.Stride:][:r.Dx()]
		pix := s.Pix[s.PixOffset(r.Min.X, r.Min.Y+y):][:4*r.Dx()]
		for x, m := range row {
			if m == 0 {
				continue
			}
			a := over255(uint32(m) * alpha)
			d := pix[4*x : 4*x+3 : 4*x+3]
			d[0] = byte(over255(uint32(d[0])*(255-a) + red*a))
			d[1] = byte(over255(uint32(d[1])*(255-a) + green*a))
			d[2] = byte(over255(uint32(d[2])*(255-a) + blue*a))
		}
	}
}

// over255 returns v ÷ 255, rounded, for v up to 255².
func over255(v uint32) uint32 {
	v += 128
	return (v + v>>8) >> 8
}

func (s still) flatten(block image.Rectangle, c point, r float64) {
	var sum [3]int
	s.eachRow(block, func(_ int, pix []byte) {
		for i := 0; i < len(pix); i += 4 {
			sum[0], sum[1], sum[2] = sum[0]+int(pix[i]), sum[1]+int(pix[i+1]), sum[2]+int(pix[i+2])
		}
	})
	n := block.Dx() * block.Dy()
	mean := [3]byte{byte(sum[0] / n), byte(sum[1] / n), byte(sum[2] / n)}
	s.eachRow(block, func(y int, pix []byte) {
		for i := 0; i < len(pix); i += 4 {
			if math.Hypot(float64(block.Min.X+i/4)-c.x, float64(y)-c.y) <= r {
				copy(pix[i:i+3], mean[:])
			}
		}
	})
}

// eachRow calls f with the pixels of each row of a block.
func (s still) eachRow(block image.Rectangle, f func(y int, pix []byte)) {
	for y := block.Min.Y; y < block.Max.Y; y++ {
		from := s.PixOffset(block.Min.X, y)
		f(y, s.Pix[from:from+4*block.Dx()])
	}
}
