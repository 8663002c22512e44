package pose

// patch is a copy of the part of a picture around a region, so that a worker
// can look at it, more than once, while the source decodes on.
type patch struct {
	picture Picture
	x, y    int // its top left corner in the picture, even
}

// patchMargin is how much larger than the region the patch is: a second look
// may move by a fifth of the region's side.
const patchMargin = 1.4

// take copies the surroundings of r; it says whether any of r is on the picture.
func (c *patch) take(p *Picture, r Region) bool {
	r.SidePx *= patchMargin
	x0, y0, x1, y1 := r.bounds()
	left, right := span(x0, x1, p.WidthPx, 2)
	top, bottom := span(y0, y1, p.HeightPx, 2)
	if right-left < MinPicturePx || bottom-top < MinPicturePx {
		return false
	}
	cw, pw := (p.WidthPx+1)/2, right-left
	c.x, c.y = left, top
	c.picture.WidthPx, c.picture.HeightPx, c.picture.Matrix = pw, bottom-top, p.Matrix
	c.picture.Y = copyRect(c.picture.Y, plane{p.Y, p.WidthPx, p.WidthPx, p.HeightPx}.cut(left, top, right, bottom))
	chroma := func(pix []byte) plane {
		return plane{pix, cw, cw, (p.HeightPx + 1) / 2}.cut(left/2, top/2, (right+1)/2, (bottom+1)/2)
	}
	c.picture.Cb = copyRect(c.picture.Cb, chroma(p.Cb))
	c.picture.Cr = copyRect(c.picture.Cr, chroma(p.Cr))
	return true
}

// copyRect copies a plane into dst, which grows as needed.
func copyRect(dst []byte, p plane) []byte {
	if n := p.width * p.height; cap(dst) < n {
		dst = make([]byte, n)
	} else {
		dst = dst[:n]
	}
	for y := range p.height {
		copy(dst[y*p.width:(y+1)*p.width], p.pix[y*p.stride:])
	}
	return dst
}

// move shifts landmarks from the patch to the picture.
func (c *patch) move(l *Landmarks) {
	dx, dy := float64(c.x), float64(c.y)
	for j := range l.Keypoints {
		l.Keypoints[j].X += dx
		l.Keypoints[j].Y += dy
	}
	l.Next.X += dx
	l.Next.Y += dy
}
