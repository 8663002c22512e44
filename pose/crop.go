package pose

import "math"

// ValueRange is what black and white become in a network's input.
type ValueRange struct{ Black, White float32 }

// The ranges that BlazePose's two graphs expect.
var (
	DetectorRange = ValueRange{-1, 1}
	LandmarkRange = ValueRange{0, 1}
)

// Cropper cuts turned squares out of pictures. It keeps scratch memory between
// calls and belongs to one goroutine; the zero value is ready.
type Cropper struct{ scratch [3][]byte }

// Crop fills dst with size × size × 3 values (rows, columns, RGB): the region of
// the picture, sampled bilinearly, black outside the picture. Where the region
// is shrunk by 2 or more, the picture is averaged first so that fine patterns
// do not alias. The picture must be at least [MinPicturePx] wide and high.
func (c *Cropper) Crop(dst []float32, size int, p *Picture, r Region, v ValueRange) {
	if p.WidthPx < MinPicturePx || p.HeightPx < MinPicturePx {
		panic("pose: picture too small to crop")
	}
	dst = dst[:size*size*3]
	fill(dst, v.Black)
	win := c.window(p, r, r.SidePx/float64(size))
	if win.luma.width < 2 || win.luma.height < 2 || win.cb.width < 2 || win.cb.height < 2 {
		return // the region lies beside the picture
	}
	conv := newConverter(p.Matrix, v)
	step := r.SidePx / float64(size)
	sin, cos := math.Sincos(r.AngleRad)
	for row := range size {
		x, y := r.at(0.5/float64(size), (float64(row)+0.5)/float64(size))
		line := scanline{x: x, y: y, dx: step * cos, dy: step * sin}
		from, to := line.inside(size, p.WidthPx, p.HeightPx)
		if from < to {
			win.sample(dst[(row*size+from)*3:(row*size+to)*3], line.advance(from), &conv)
		}
	}
}

// MinPicturePx is the smallest width and height of a picture that can be
// cropped: below it the chroma planes have no two neighbours to interpolate.
const MinPicturePx = 4

func fill(dst []float32, v float32) {
	for i := range dst {
		dst[i] = v
	}
}

// scanline is a row of samples: where it begins in the picture and how far
// apart the samples are, in pixels.
type scanline struct{ x, y, dx, dy float64 }

func (l scanline) advance(n int) scanline {
	l.x += float64(n) * l.dx
	l.y += float64(n) * l.dy
	return l
}

// inside returns the range of samples that fall on the picture.
func (l scanline) inside(n, width, height int) (from, to int) {
	x0, x1 := crossing(l.x, l.dx, float64(width), n)
	y0, y1 := crossing(l.y, l.dy, float64(height), n)
	return max(x0, y0), min(x1, y1)
}

// crossing returns the range of i in 0…n with 0 ≤ start+i·step < limit.
func crossing(start, step, limit float64, n int) (from, to int) {
	const still = 1e-9 // px a sample: does not leave the picture within a row
	if math.Abs(step) < still {
		if start < 0 || start >= limit {
			return 0, 0
		}
		return 0, n
	}
	enter, leave := -start/step, (limit-start)/step
	if step < 0 {
		enter, leave = leave, enter
	}
	clamp := func(v float64) int { return int(min(max(math.Ceil(v), 0), float64(n))) }
	return clamp(enter), clamp(leave)
}

// window is the part of a picture that a region needs, averaged down.
type window struct {
	luma, cb, cr plane
	x, y         float64 // its top left corner in the picture
	luminance    float64 // samples a pixel, luma
	chroma       float64 // samples a pixel, chroma
}

// window prepares the planes for a region whose samples lie step pixels apart.
func (c *Cropper) window(p *Picture, r Region, step float64) window {
	level := 0
	for step >= 2 && level < maxLevel {
		level, step = level+1, step/2
	}
	full := window{
		luma: plane{p.Y, p.WidthPx, p.WidthPx, p.HeightPx},
		cb:   plane{p.Cb, (p.WidthPx + 1) / 2, (p.WidthPx + 1) / 2, (p.HeightPx + 1) / 2},
		cr:   plane{p.Cr, (p.WidthPx + 1) / 2, (p.WidthPx + 1) / 2, (p.HeightPx + 1) / 2}, luminance: 1, chroma: 0.5,
	}
	if level == 0 {
		return full
	}
	x0, y0, x1, y1 := r.bounds()
	grid := 2 << level // keeps the chroma samples on the luma grid of every level
	left, right := span(x0, x1, p.WidthPx, grid)
	top, bottom := span(y0, y1, p.HeightPx, grid)
	return window{
		luma: full.luma.cut(left, top, right, bottom).shrink(level, &c.scratch[0]),
		cb:   full.cb.cut(left/2, top/2, (right+1)/2, (bottom+1)/2).shrink(level-1, &c.scratch[1]),
		cr:   full.cr.cut(left/2, top/2, (right+1)/2, (bottom+1)/2).shrink(level-1, &c.scratch[2]),
		x:    float64(left), y: float64(top),
		luminance: 1 / float64(int(1)<<level), chroma: 1 / float64(int(1)<<level),
	}
}

// maxLevel bounds how often planes are halved: 2⁶ covers a 16k picture.
const maxLevel = 6

// span rounds an interval outwards to the grid and clips it to 0…limit.
func span(from, to float64, limit, grid int) (lo, hi int) {
	lo = int(min(max(math.Floor(from), 0), float64(limit))) / grid * grid
	hi = int(min(max(math.Ceil(to), 0), float64(limit)))
	hi = min((hi+grid-1)/grid*grid, limit)
	return lo, max(lo, hi)
}

// sample converts a row of samples that lie on the picture.
func (w *window) sample(dst []float32, l scanline, c *converter) {
	luma := w.cursor(l, w.luminance, w.luma)
	chroma := w.cursor(l, w.chroma, w.cb)
	cb, cr := w.cb.pix, w.cr.pix[:len(w.cb.pix)]
	for ; len(dst) >= 3; dst = dst[3:] {
		at, fx, fy := luma.next()
		y := bilinear(w.luma.pix[at:], luma.stride, fx, fy)
		at, fx, fy = chroma.next()
		c.convert(dst, y, bilinear(cb[at:], chroma.stride, fx, fy), bilinear(cr[at:], chroma.stride, fx, fy))
	}
}

// cursor walks over a plane in fixed point, 16 bits after the point.
type cursor struct{ x, y, dx, dy, maxX, maxY, stride int }

func (w *window) cursor(l scanline, scale float64, p plane) cursor {
	fixed := func(v float64) int { return int(math.Round(v * (1 << 16))) }
	return cursor{
		x: fixed((l.x-w.x)*scale - 0.5), y: fixed((l.y-w.y)*scale - 0.5),
		dx: fixed(l.dx * scale), dy: fixed(l.dy * scale),
		maxX: (p.width-1)<<16 - 1, maxY: (p.height-1)<<16 - 1, stride: p.stride,
	}
}

// next returns the sample's upper left neighbour and the weights 0…255 of the
// right and lower ones; beyond the outermost samples the edge is repeated.
func (c *cursor) next() (at, fx, fy int) {
	x, y := min(max(c.x, 0), c.maxX), min(max(c.y, 0), c.maxY)
	c.x += c.dx
	c.y += c.dy
	return (y>>16)*c.stride + x>>16, x >> 8 & 255, y >> 8 & 255
}

// bilinear weighs four neighbours; the result has 16 bits after the point.
func bilinear(p []byte, stride, fx, fy int) int {
	upper, lower := p[:2], p[stride:stride+2]
	a := int(upper[0])<<8 + (int(upper[1])-int(upper[0]))*fx
	b := int(lower[0])<<8 + (int(lower[1])-int(lower[0]))*fx
	return a<<8 + (b-a)*fy
}
