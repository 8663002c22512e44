package video

import (
	"image"

	"github.com/shotcheck/shotcheck/pose"
)

// toRGBA converts a picture with its own matrix, to look at. It is exact rather
// than quick.
//
//	R = y + 2(1−Kr)·cr
//	B = y + 2(1−Kb)·cb
//	G = (y − Kr·R − Kb·B) / (1−Kr−Kb)
//
// with y = (Y'−16)/219 and cb, cr = (C−128)/224.
func toRGBA(p *pose.Picture) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, p.WidthPx, p.HeightPx))
	kr, kb := p.Matrix.Weights()
	chromaStride := pose.ChromaPx(p.WidthPx)
	for i, luma := range p.Y {
		c := (i/p.WidthPx/2)*chromaStride + i%p.WidthPx/2
		y := (float64(luma) - 16) / 219
		red := y + 2*(1-kr)*(float64(p.Cr[c])-128)/224
		blue := y + 2*(1-kb)*(float64(p.Cb[c])-128)/224
		green := (y - kr*red - kb*blue) / (1 - kr - kb)
		pixel := out.Pix[4*i : 4*i+4 : 4*i+4]
		pixel[0], pixel[1], pixel[2], pixel[3] = level(red), level(green), level(blue), 255
	}
	return out
}

// level turns a share of full intensity into a byte.
func level(x float64) byte { return byte(min(max(x, 0), 1)*255 + 0.5) }
