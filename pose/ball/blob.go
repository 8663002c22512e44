package ball

import "math"

// blob is a patch that was elsewhere both lagS before and after, in pixels of the
// small picture.
type blob struct {
	x, y          float64 // its centre
	area          float64
	width, height float64
}

// radius is that of a disc of its area.
func (b blob) radius() float64 { return math.Sqrt(b.area / math.Pi) }

// Levels by which a pixel must differ: at least leastContrast, and more where the whole
// picture flickers: noiseFactor times what a quarter of its pixels exceed.
const (
	leastContrast = 20
	noiseFactor   = 3
	colourWeight  = 2 // colour differs by less than brightness, and is quieter
)

// blobFinder finds blobs; it keeps scratch memory.
type blobFinder struct {
	contrast []byte
	stack    []int32
}

// find returns the blobs of a picture. A neighbour that is nil tells nothing.
func (f *blobFinder) find(before, this, after *small) []blob {
	if before == nil && after == nil {
		return nil
	}
	if len(f.contrast) != this.width*this.height {
		f.contrast = make([]byte, this.width*this.height)
	}
	for i := range f.contrast {
		f.contrast[i] = 255
	}
	for _, other := range []*small{before, after} {
		if other != nil {
			f.compare(this, other)
		}
	}
	return f.label(this.width, f.threshold())
}

// compare lowers the contrast to that against another picture, laid over this
// one where the camera has moved.
func (f *blobFinder) compare(this, other *small) {
	dx := int(math.Round((other.cameraPx[0] - this.cameraPx[0]) / float64(this.factor)))
	dy := int(math.Round((other.cameraPx[1] - this.cameraPx[1]) / float64(this.factor)))
	for y := range this.height {
		row := f.contrast[y*this.width : (y+1)*this.width]
		from, to := max(0, -dx), min(this.width, this.width-dx)
		if y+dy < 0 || y+dy >= this.height || from >= to {
			clear(row)
			continue
		}
		clear(row[:from])
		clear(row[to:])
		f.compareRow(row[from:to], this, other, y*this.width+from, (y+dy)*this.width+from+dx)
	}
}

// compareRow compares pixels of this from index i on with those of other from j on.
func (f *blobFinder) compareRow(row []byte, this, other *small, i, j int) {
	n := len(row)
	y1, y2 := this.planes[0][i:i+n], other.planes[0][j:j+n]
	b1, b2 := this.planes[1][i:i+n], other.planes[1][j:j+n]
	r1, r2 := this.planes[2][i:i+n], other.planes[2][j:j+n]
	for x := range row {
		d := apart(y1[x], y2[x]) + colourWeight*(apart(b1[x], b2[x])+apart(r1[x], r2[x]))
		row[x] = byte(min(d, int(row[x])))
	}
}

func apart(a, b byte) int {
	d := int(a) - int(b)
	return max(d, -d)
}

// threshold is the contrast from which a pixel counts.
func (f *blobFinder) threshold() byte {
	var counts [256]int
	n := 0
	for i := 0; i < len(f.contrast); i += 7 {
		counts[f.contrast[i]]++
		n++
	}
	level, above := 255, 0
	for ; level > 0 && above < n/4; level-- {
		above += counts[level]
	}
	return byte(min(255, max(leastContrast, noiseFactor*level)))
}

// label collects connected pixels above the threshold.
func (f *blobFinder) label(width int, threshold byte) []blob {
	var found []blob
	for i, c := range f.contrast {
		if c >= threshold {
			if b := f.fill(i, width, threshold); b.area >= fewestPixels {
				found = append(found, b)
			}
		}
	}
	return found
}

// fewestPixels is the least area of a blob.
const fewestPixels = 9

// fill collects the blob with pixel i and erases it.
func (f *blobFinder) fill(i, width int, threshold byte) blob {
	f.stack = append(f.stack[:0], int32(i))
	f.contrast[i] = 0
	var n, sumX, sumY int
	left, right, top, bottom := width, 0, len(f.contrast), 0
	for len(f.stack) > 0 {
		k := int(f.stack[len(f.stack)-1])
		f.stack = f.stack[:len(f.stack)-1]
		x, y := k%width, k/width
		n, sumX, sumY = n+1, sumX+x, sumY+y
		left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
		if x > 0 {
			f.push(k-1, threshold)
		}
		if x < width-1 {
			f.push(k+1, threshold)
		}
		f.push(k-width, threshold)
		f.push(k+width, threshold)
	}
	return blob{
		x: float64(sumX)/float64(n) + 0.5, y: float64(sumY)/float64(n) + 0.5, area: float64(n),
		width: float64(right - left + 1), height: float64(bottom - top + 1),
	}
}

func (f *blobFinder) push(k int, threshold byte) {
	if k >= 0 && k < len(f.contrast) && f.contrast[k] >= threshold {
		f.contrast[k] = 0
		f.stack = append(f.stack, int32(k))
	}
}
