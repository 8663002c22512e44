package synth

import (
	"image"
	"io"

	"github.com/shotcheck/shotcheck/pose"
)

// Source returns the scene's frames as decoded pictures, so that the pipeline
// runs on them without a codec.
func (s *Scene) Source() pose.Source {
	c := s.params.Camera
	half := func(n int) int { return (n + 1) / 2 }
	chroma := half(c.WidthPx) * half(c.HeightPx)
	return &source{
		scene: s, renderer: s.Renderer(), rgba: image.NewRGBA(image.Rect(0, 0, c.WidthPx, c.HeightPx)),
		picture: pose.Picture{
			WidthPx: c.WidthPx, HeightPx: c.HeightPx, Matrix: pose.BT709,
			Y: make([]byte, c.WidthPx*c.HeightPx), Cb: make([]byte, chroma), Cr: make([]byte, chroma),
		},
	}
}

// source renders a frame at each call of Next.
type source struct {
	scene    *Scene
	renderer *Renderer
	rgba     *image.RGBA
	picture  pose.Picture
	next     int
}

// Clip describes the clip; its counts are known from the start.
func (s *source) Clip() pose.Clip { return s.scene.Clip() }

// Close does nothing: there is nothing to free.
func (s *source) Close() error { return nil }

// Next renders the next frame.
func (s *source) Next() (*pose.Frame, error) {
	if s.next == s.scene.frames {
		return nil, io.EOF
	}
	i := s.next
	s.next++
	s.renderer.Frame(i, s.rgba)
	encode(s.rgba, &s.picture)
	cam, t := s.scene.params.Camera, s.scene.frameTime(i)
	return &pose.Frame{
		Index: i, Time: seconds(t), Picture: &s.picture,
		CameraPx: cam.backgroundShift(cam.panDeg(0, s.scene.durationS), cam.panDeg(t, s.scene.durationS)),
	}, nil
}

// encode converts R'G'B' to Y'CbCr by ITU-R BT.709 with limited range, colour
// from the mean of each 2 × 2 block.
func encode(in *image.RGBA, out *pose.Picture) {
	for y := range out.HeightPx {
		row := in.Pix[y*in.Stride:]
		for x := range out.WidthPx {
			r, g, b := int(row[4*x]), int(row[4*x+1]), int(row[4*x+2])
			out.Y[y*out.WidthPx+x] = uint8((11966*r+40254*g+4064*b+1<<15)>>16 + 16)
		}
	}
	half := (out.WidthPx + 1) / 2
	for y := 0; y < out.HeightPx; y += 2 {
		for x := 0; x < out.WidthPx; x += 2 {
			r, g, b := blockMean(in, x, y)
			at := y/2*half + x/2
			out.Cb[at] = uint8((-6596*r - 22188*g + 28784*b + 128<<16 + 1<<15) >> 16)
			out.Cr[at] = uint8((28784*r - 26145*g - 2639*b + 128<<16 + 1<<15) >> 16)
		}
	}
}

// blockMean returns the mean colour of a 2 × 2 block, cut at the picture's edge.
func blockMean(in *image.RGBA, x, y int) (r, g, b int) {
	var n int
	for _, p := range [4]image.Point{{X: x, Y: y}, {X: x + 1, Y: y}, {X: x, Y: y + 1}, {X: x + 1, Y: y + 1}} {
		if p.In(in.Rect) {
			c := in.Pix[in.PixOffset(p.X, p.Y):]
			r, g, b, n = r+int(c[0]), g+int(c[1]), b+int(c[2]), n+1
		}
	}
	return r / n, g / n, b / n
}
