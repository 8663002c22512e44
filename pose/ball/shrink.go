package ball

import (
	"encoding/binary"

	"github.com/shotcheck/shotcheck/pose"
)

// small is a shrunken picture: brightness and both colours on one grid.
type small struct {
	timeS         float64
	cameraPx      [2]float64 // of the clip's pixels
	factor        int        // pixels of the clip for one here: 2 or 4
	width, height int
	planes        [3][]byte // Y', Cb, Cr
}

// shrink averages a picture down by an even factor. A rest at the right and
// lower edges is left out.
func (s *small) shrink(p *pose.Picture, factor int) {
	s.factor, s.width, s.height = factor, p.WidthPx/factor, p.HeightPx/factor
	for i := range s.planes {
		if len(s.planes[i]) != s.width*s.height {
			s.planes[i] = make([]byte, s.width*s.height)
		}
	}
	half := (p.WidthPx + 1) / 2
	average(s.planes[0], s.width, p.Y, p.WidthPx, factor)
	average(s.planes[1], s.width, p.Cb, half, factor/2)
	average(s.planes[2], s.width, p.Cr, half, factor/2)
}

// average fills rows of the given width with the means of k × k bytes, k 1, 2 or 4.
func average(dst []byte, width int, src []byte, stride, k int) {
	for row := range len(dst) / width {
		out, from := dst[row*width:(row+1)*width], src[row*k*stride:]
		done := 0
		switch k {
		case 1:
			done = copy(out, from)
		case 2:
			done = halve(out, from, from[stride:])
		case 4:
			done = quarter(out, from, stride)
		}
		for x := done; x < width; x++ {
			out[x] = mean(from[x*k:], stride, k)
		}
	}
}

// mean is that of k × k bytes.
func mean(src []byte, stride, k int) byte {
	sum := 0
	for y := range k {
		for x := range k {
			sum += int(src[y*stride+x])
		}
	}
	return byte(sum / (k * k))
}

// evenBytes are every other byte of eight; their sums have room for 16 bits.
const evenBytes = 0x00ff00ff00ff00ff

// pairs returns the four sums of neighbouring bytes of eight.
func pairs(b []byte) uint64 {
	v := binary.LittleEndian.Uint64(b)
	return v&evenBytes + v>>8&evenBytes
}

// halve averages 2 × 2 bytes, eight bytes of a row at a time, and returns how many
// means it wrote.
func halve(out, a, b []byte) int {
	n := min(len(out), len(b)/2) &^ 3
	for x := 0; x < n; x += 4 {
		s := (pairs(a[2*x:]) + pairs(b[2*x:])) >> 2 & evenBytes
		out[x], out[x+1], out[x+2], out[x+3] = byte(s), byte(s>>16), byte(s>>32), byte(s>>48)
	}
	return n
}

// quarter averages 4 × 4 bytes like halve.
func quarter(out, a []byte, stride int) int {
	n := min(len(out), (len(a)-3*stride)/4) &^ 1
	for x := 0; x < n; x += 2 {
		s := pairs(a[4*x:]) + pairs(a[4*x+stride:]) + pairs(a[4*x+2*stride:]) + pairs(a[4*x+3*stride:])
		out[x] = byte((s&0xffff + s>>16&0xffff) >> 4)
		out[x+1] = byte((s>>32&0xffff + s>>48) >> 4)
	}
	return n
}
