package render

import (
	"image"
	"image/color"
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// picture is a video's picture, which is painted in its own colours: what is not
// painted upon keeps its values, and costs nothing. Its sides are even.
type picture struct {
	*pose.Picture
	sums    []uint16 // memory for a row of chroma samples
	cover   []byte
	brushes map[[2]byte]*brush // by value and opacity
}

func newSurface(p *pose.Picture) *picture { return &picture{Picture: p, brushes: map[[2]byte]*brush{}} }

// plane is one of a picture's planes; a sample covers scale × scale pixels.
type plane struct {
	pix           []byte
	stride, scale int
}

// planes returns luma, blue and red differences.
func (p *picture) planes() [3]plane {
	w := pose.ChromaPx(p.WidthPx)
	return [3]plane{{p.Y, p.WidthPx, 1}, {p.Cb, w, 2}, {p.Cr, w, 2}}
}

// Bounds is the picture's rectangle.
func (p *picture) Bounds() image.Rectangle { return image.Rect(0, 0, p.WidthPx, p.HeightPx) }

func (p *picture) blend(mask *image.Alpha, r image.Rectangle, c color.NRGBA) {
	planes := p.planes()
	var brushes [3]*brush
	for k, value := range levelsOf(c, p.Matrix) {
		brushes[k] = p.brush(value, c.A)
	}
	for y := range r.Dy() {
		brushes[0].row(planes[0].row(r.Min.Y+y, r.Min.X, r.Max.X), mask.Pix[y*mask.Stride:])
	}
	left, right := r.Min.X/2, pose.ChromaPx(r.Max.X)
	for y := r.Min.Y / 2; y < pose.ChromaPx(r.Max.Y); y++ {
		cover := p.halve(mask, r, y)
		for k := 1; k < len(planes); k++ {
			brushes[k].row(planes[k].row(y, left, right), cover)
		}
	}
}

// halve returns how much of each chroma sample in row y the mask covers.
func (p *picture) halve(mask *image.Alpha, r image.Rectangle, y int) []byte {
	n := pose.ChromaPx(r.Max.X) - r.Min.X/2
	if cap(p.sums) < n {
		p.sums, p.cover = make([]uint16, n), make([]byte, n)
	}
	sums, cover := p.sums[:n], p.cover[:n]
	clear(sums)
	for luma := max(2*y, r.Min.Y); luma < min(2*y+2, r.Max.Y); luma++ {
		addPairs(sums, mask.Pix[(luma-r.Min.Y)*mask.Stride:][:r.Dx()], r.Min.X%2)
	}
	for x, sum := range sums {
		cover[x] = byte((sum + 2) / 4)
	}
	return cover
}

// addPairs adds the pixels of a row, which begins with the left or the right of a
// pair, to the sums of pairs.
func addPairs(sums []uint16, row []byte, first int) {
	if first == 1 {
		sums[0] += uint16(row[0])
		sums, row = sums[1:], row[1:]
	}
	for ; len(row) >= 2; sums, row = sums[1:], row[2:] {
		sums[0] += uint16(row[0]) + uint16(row[1])
	}
	if len(row) == 1 {
		sums[0] += uint16(row[0])
	}
}

func (p plane) row(y, from, to int) []byte { return p.pix[y*p.stride+from : y*p.stride+to] }

// brush is a value that is painted with an opacity. Most of a shape covers samples
// as a whole, where what they become depends on them alone.
type brush struct {
	value, alpha uint32
	whole        [256]byte
}

// brush returns the brush of a value; it is made once.
func (p *picture) brush(value, alpha byte) *brush {
	key := [2]byte{value, alpha}
	b := p.brushes[key]
	if b == nil {
		b = &brush{value: uint32(value), alpha: uint32(alpha)}
		for v := range b.whole {
			b.whole[v] = b.over(byte(v), b.alpha)
		}
		p.brushes[key] = b
	}
	return b
}

// over paints upon a sample with an opacity.
func (b *brush) over(sample byte, alpha uint32) byte {
	return byte(over255(uint32(sample)*(255-alpha) + b.value*alpha))
}

// row paints a row through its mask.
func (b *brush) row(dst, mask []byte) {
	for x, m := range mask[:len(dst)] {
		switch m {
		case 0:
		case 255:
			dst[x] = b.whole[dst[x]]
		default:
			dst[x] = b.over(dst[x], over255(uint32(m)*b.alpha))
		}
	}
}

// levelsOf returns a colour's luma, blue and red difference in limited range, as
// in ITU-R BT.601 and BT.709.
func levelsOf(c color.NRGBA, m pose.Matrix) [3]byte {
	kr, kb := m.Weights()
	red, green, blue := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
	luma := kr*red + (1-kr-kb)*green + kb*blue
	return [3]byte{
		byte(math.Round(16 + 219*luma)),
		byte(math.Round(128 + 112*(blue-luma)/(1-kb))),
		byte(math.Round(128 + 112*(red-luma)/(1-kr))),
	}
}

func (p *picture) flatten(block image.Rectangle, c point, r float64) {
	for _, plane := range p.planes() {
		plane.flatten(block, c, r)
	}
}

func (p plane) flatten(block image.Rectangle, c point, r float64) {
	up := func(px int) int { return (px + p.scale - 1) / p.scale }
	block = image.Rect(block.Min.X/p.scale, block.Min.Y/p.scale, up(block.Max.X), up(block.Max.Y))
	sum := 0
	for y := block.Min.Y; y < block.Max.Y; y++ {
		for _, v := range p.row(y, block.Min.X, block.Max.X) {
			sum += int(v)
		}
	}
	mean := byte(sum / (block.Dx() * block.Dy()))
	middle := float64(p.scale-1) / 2 // of a sample, from its first pixel
	for y := block.Min.Y; y < block.Max.Y; y++ {
		row := p.row(y, block.Min.X, block.Max.X)
		for x := range row {
			dx, dy := float64(p.scale*(block.Min.X+x))+middle-c.x, float64(p.scale*y)+middle-c.y
			if math.Hypot(dx, dy) <= r {
				row[x] = mean
			}
		}
	}
}

// fill gives the whole picture one colour.
func (p *picture) fill(c color.NRGBA) {
	values := levelsOf(c, p.Matrix)
	for k, plane := range p.planes() {
		for i := range plane.pix {
			plane.pix[i] = values[k]
		}
	}
}

// put lays another picture upon it, at an even place.
func (p *picture) put(other *pose.Picture, at image.Point) {
	from := newSurface(other).planes()
	for k, to := range p.planes() {
		x := at.X / to.scale
		for y := range len(from[k].pix) / from[k].stride {
			copy(to.row(at.Y/to.scale+y, x, x+from[k].stride), from[k].row(y, 0, from[k].stride))
		}
	}
}

// rgba converts the picture to the upper left of dst, in fixed point.
//
//	R'G'B' = 255/219·(Y'−16) + k·(C−128)
//	k(R', Cr) = 255/112·(1−Kr)   k(B', Cb) = 255/112·(1−Kb)
//	k(G', C)  = −k(R' or B', C)·K/(1−Kr−Kb)
func (p *picture) rgba(dst *image.RGBA) {
	kr, kb := p.Matrix.Weights()
	fixed := func(k float64) int { return int(math.Round(k * (1 << 16))) }
	redCr, blueCb := 255.0/112*(1-kr), 255.0/112*(1-kb)
	luma, red, blue := fixed(255.0/219), fixed(redCr), fixed(blueCb)
	greenCb, greenCr := fixed(blueCb*kb/(1-kr-kb)), fixed(redCr*kr/(1-kr-kb))
	planes := p.planes()
	for y := range p.HeightPx {
		out := dst.Pix[y*dst.Stride:][:4*p.WidthPx]
		lumas := planes[0].row(y, 0, p.WidthPx)
		cbs, crs := planes[1].row(y/2, 0, planes[1].stride), planes[2].row(y/2, 0, planes[2].stride)
		for x, c := range cbs {
			cb, cr := int(c)-128, int(crs[x])-128
			r, g, b := red*cr, -greenCb*cb-greenCr*cr, blue*cb
			for k, l := range lumas[2*x : 2*x+2] {
				light, pixel := luma*(int(l)-16)+1<<15, out[8*x+4*k:8*x+4*k+4]
				pixel[0], pixel[1], pixel[2], pixel[3] = level(light+r), level(light+g), level(light+b), 255
			}
		}
	}
}

// level is a value of 16 bits after the point as a byte.
func level(v int) byte { return byte(min(max(v>>16, 0), 255)) }
