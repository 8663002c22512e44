package pose

import "encoding/binary"

// plane is a rectangle of samples, row by row.
type plane struct {
	pix           []byte
	stride        int
	width, height int
}

// cut returns the part of a plane between two corners, sharing its samples.
func (p plane) cut(x0, y0, x1, y1 int) plane {
	x1, y1 = min(x1, p.width), min(y1, p.height)
	if x0 >= x1 || y0 >= y1 {
		return plane{}
	}
	return plane{p.pix[y0*p.stride+x0 : (y1-1)*p.stride+x1], p.stride, x1 - x0, y1 - y0}
}

// shrink halves a plane levels times by averaging 2 × 2 samples; an odd last row
// or column is left out. The result lies in scratch, which grows as needed.
func (p plane) shrink(levels int, scratch *[]byte) plane {
	for range levels {
		if p.width < 2 || p.height < 2 {
			return plane{}
		}
		p = p.half(scratch)
	}
	return p
}

// half writes the halved plane to the beginning of scratch. The plane may lie
// there itself: each row is written behind those that are still to be read.
func (p plane) half(scratch *[]byte) plane {
	w, h := p.width/2, p.height/2
	if len(*scratch) < w*h {
		*scratch = make([]byte, w*h)
	}
	for y := range h {
		upper := p.pix[2*y*p.stride:]
		halveRow((*scratch)[y*w:(y+1)*w], upper[:p.width], upper[p.stride:p.stride+2*w])
	}
	return plane{(*scratch)[:w*h], w, w, h}
}

// halveRow averages pairs of two rows, rounded; four results at a time, each in
// 16 bits of a word.
func halveRow(dst, a, b []byte) {
	const even = 0x00ff00ff00ff00ff
	x := 0
	for ; x+4 <= len(dst); x += 4 {
		u, v := binary.LittleEndian.Uint64(a[2*x:]), binary.LittleEndian.Uint64(b[2*x:])
		s := u&even + u>>8&even + v&even + v>>8&even + 0x0002000200020002
		s = s >> 2 & even
		s = (s | s>>8) & 0x0000ffff0000ffff
		binary.LittleEndian.PutUint32(dst[x:], uint32(s|s>>16))
	}
	for ; x < len(dst); x++ {
		dst[x] = byte((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) >> 2)
	}
}

// converter turns samples with 16 bits after the point into a network's values,
// in fixed point.
type converter struct {
	y, redCr, greenCb, greenCr, blueCb int
	scale, black                       float32
}

// newConverter holds R'G'B' = 255/219·(Y'−16) + k·(C−128) with the coefficients
// of ITU-R BT.601-7 and BT.709-6, scaled so that white is 255·2²².
//
//	k(R', Cr) = 255/112·(1−Kr)   k(B', Cb) = 255/112·(1−Kb)
//	k(G', C)  = −k(R' or B', C)·K/(1−Kr−Kb)
func newConverter(m Matrix, v ValueRange) converter {
	kr, kb := m.Weights()
	fixed := func(k float64) int { return int(k*(1<<14) + 0.5) }
	red, blue := 255.0/112*(1-kr), 255.0/112*(1-kb)
	green := 1 - kr - kb
	return converter{
		y: fixed(255.0 / 219), redCr: fixed(red), blueCb: fixed(blue),
		greenCb: fixed(blue * kb / green), greenCr: fixed(red * kr / green),
		scale: (v.White - v.Black) / (255 << 22), black: v.Black,
	}
}

// convert writes one pixel.
func (c *converter) convert(dst []float32, y, cb, cr int) {
	const white = 255 << 22
	y = c.y * (y>>8 - 16<<8)
	cb = cb>>8 - 128<<8
	cr = cr>>8 - 128<<8
	r := y + c.redCr*cr
	g := y - c.greenCb*cb - c.greenCr*cr
	b := y + c.blueCb*cb
	_ = dst[2]
	dst[0] = float32(min(max(r, 0), white))*c.scale + c.black
	dst[1] = float32(min(max(g, 0), white))*c.scale + c.black
	dst[2] = float32(min(max(b, 0), white))*c.scale + c.black
}
