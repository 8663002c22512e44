package ball

import "math"

const (
	// heldS is how long before and after the throw's time pictures of the hands are
	// kept, in real seconds.
	heldS = 0.42
	// reachBH is the half side of those pictures, in body heights.
	reachBH = 0.7
)

// patch is a square cut from a small picture.
type patch struct {
	left, top     int // in the small picture
	width, height int
	factor        int
	planes        [3][]byte
}

// cut copies the square around a pixel of the clip; nil where it lies outside.
func cut(s *small, x, y, half float64) *patch {
	k := float64(s.factor)
	left, right := max(0, int((x-half)/k)), min(s.width, int((x+half)/k)+1)
	top, bottom := max(0, int((y-half)/k)), min(s.height, int((y+half)/k)+1)
	if left >= right || top >= bottom {
		return nil
	}
	p := &patch{left: left, top: top, width: right - left, height: bottom - top, factor: s.factor}
	for i := range p.planes {
		p.planes[i] = make([]byte, 0, p.width*p.height)
		for row := top; row < bottom; row++ {
			p.planes[i] = append(p.planes[i], s.planes[i][row*s.width+left:row*s.width+right]...)
		}
	}
	return p
}

// colour is the cell of a pixel in a histogram of 16 × 16 × 16 colours. Colour is
// divided more finely than brightness: shade changes that.
func (p *patch) colour(i int) int {
	return int(p.planes[0][i])>>5<<8 | fine(p.planes[1][i])<<4 | fine(p.planes[2][i])
}

const colours = 8 << 8

// fine divides the middle of the range, where the colours of a room lie.
func fine(c byte) int { return min(15, max(0, (int(c)-128+48)/6)) }

// palette tells a ball from what is around it by colour.
type palette struct{ ball, other [colours]float64 }

// learn adds a picture with a ball of radius r at x, y, in pixels of the patch.
func (c *palette) learn(p *patch, x, y, r float64) {
	for i := range p.width * p.height {
		d := math.Hypot(float64(i%p.width)+0.5-x, float64(i/p.width)+0.5-y)
		switch {
		case d < 0.85*r:
			c.ball[p.colour(i)]++
		case d > 1.4*r:
			c.other[p.colour(i)]++
		}
	}
}

// ready turns counts into shares.
func (c *palette) ready() {
	for _, h := range []*[colours]float64{&c.ball, &c.other} {
		sum := 0.0
		for _, v := range h {
			sum += v
		}
		for i := range h {
			h[i] /= math.Max(1, sum)
		}
	}
}

// likeness is how probably a pixel of that colour is the ball's, 0–1.
func (c *palette) likeness(colour int) float64 {
	const doubt = 1e-4 // of a colour that was not seen
	return (c.ball[colour] + doubt/4) / (c.ball[colour] + c.other[colour] + doubt)
}

// follow returns where the ball is in each glimpse: in flight, and before it in
// the hands, as far back as it is seen.
func (h *hunt) follow(f flight) []candidate {
	out := f.seen
	r := f.radius()
	c, ok := h.learn(&f, r)
	if !ok {
		return out
	}
	for i := range h.glimpses[:f.to+1] {
		if i >= f.from && h.glimpses[i].near != nil {
			x, y := f.at(h.glimpses[i].timeS)
			if q, ok := h.locate(i, c, candidate{x, y, r}, 0.5*r); ok && !out[i].whole(r) {
				out[i] = q
			}
		}
	}
	h.followBack(&f, c, out, r)
	return out
}

// wholeWithin is by how much a blob's radius may differ from that of the others on the
// path: else it holds something of the hands, or lacks a part.
const wholeWithin = 0.2

// whole says whether the blob is the ball and nothing else.
func (c candidate) whole(r float64) bool { return math.Abs(c.r-r) < wholeWithin*r }

// backS is how long before its flight the ball is followed back in the hands, in
// real seconds.
const backS = 0.2

// followBack goes back from the flight into the hands. From picture to picture the
// ball keeps its velocity, or loses up to half of it.
func (h *hunt) followBack(f *flight, c *palette, out []candidate, r float64) {
	first := &h.glimpses[f.from]
	x, y := f.at(first.timeS)
	last := candidate{x, y, r}
	vx, vy := f.x.slope(first.timeS-f.t0), f.y.slope(first.timeS-f.t0)
	for i := f.from - 1; i >= 0 && h.glimpses[i].near != nil && first.timeS-h.glimpses[i].timeS < backS; i-- {
		dt := h.glimpses[i+1].timeS - h.glimpses[i].timeS
		guess := candidate{last.x - 0.8*vx*dt, last.y - 0.8*vy*dt, r}
		q, ok := h.locate(i, c, guess, 0.3*math.Hypot(vx, vy)*dt+0.4*r)
		if !ok {
			return
		}
		vx, vy = (last.x-q.x)/dt, (last.y-q.y)/dt
		out[i], last = q, q
	}
}

// learn takes the ball's colours from the flight's first pictures.
func (h *hunt) learn(f *flight, r float64) (*palette, bool) {
	c, n := &palette{}, 0
	for i := f.from; i <= f.to && n < 6; i++ {
		p := h.glimpses[i].near
		if p == nil || f.seen[i].r == 0 {
			continue
		}
		x, y, inside := h.inPatch(i, f.seen[i].x, f.seen[i].y)
		if !inside {
			continue
		}
		c.learn(p, x, y, r/float64(p.factor))
		n++
	}
	c.ready()
	return c, n > 0
}

// inPatch converts a place to pixels of a glimpse's patch.
func (h *hunt) inPatch(i int, x, y float64) (px, py float64, inside bool) {
	g := &h.glimpses[i]
	k := float64(g.near.factor)
	px, py = (x+g.cameraPx[0])/k-float64(g.near.left), (y+g.cameraPx[1])/k-float64(g.near.top)
	return px, py, px >= 0 && py >= 0 && px < float64(g.near.width) && py < float64(g.near.height)
}

// leastContrastShare is by how much more like the ball a disc must be than the
// ring around it.
const leastContrastShare = 0.3

// locate finds the disc of the ball's colours near a place, within reach pixels.
func (h *hunt) locate(i int, c *palette, near candidate, reach float64) (candidate, bool) {
	g := &h.glimpses[i]
	k := float64(g.near.factor)
	cx, cy, inside := h.inPatch(i, near.x, near.y)
	if !inside {
		return candidate{}, false
	}
	m := newLikeness(g.near, c)
	x, y, score := m.best(cx, cy, near.r/k, reach/k)
	if score < leastContrastShare {
		return candidate{}, false
	}
	return candidate{
		k*(x+float64(g.near.left)) - g.cameraPx[0],
		k*(y+float64(g.near.top)) - g.cameraPx[1], near.r,
	}, true
}

// likenessMap holds how much each pixel of a patch looks like the ball.
type likenessMap struct {
	width, height int
	v             []float64
}

func newLikeness(p *patch, c *palette) *likenessMap {
	m := &likenessMap{p.width, p.height, make([]float64, p.width*p.height)}
	for i := range m.v {
		m.v[i] = c.likeness(p.colour(i))
	}
	return m
}

// best returns the disc of radius r within reach of a place that stands out most
// against the ring around it.
func (m *likenessMap) best(cx, cy, r, reach float64) (x, y, score float64) {
	const step = 0.5
	score = math.Inf(-1)
	for dy := -reach; dy <= reach; dy += step {
		for dx := -reach; dx <= reach; dx += step {
			if s := m.contrast(cx+dx, cy+dy, r); s > score {
				x, y, score = cx+dx, cy+dy, s
			}
		}
	}
	if math.IsInf(score, -1) {
		return cx, cy, score
	}
	x += step * vertex(m.contrast(x-step, y, r), score, m.contrast(x+step, y, r))
	y += step * vertex(m.contrast(x, y-step, r), score, m.contrast(x, y+step, r))
	return x, y, score
}

// contrast is the mean likeness in a disc minus that in the ring around it. The
// disc's edge is soft, so that the contrast changes smoothly with its place.
func (m *likenessMap) contrast(cx, cy, r float64) float64 {
	const ring = 1.6
	var in, out, wIn, wOut float64
	for y := max(0, int(cy-ring*r)); y <= min(m.height-1, int(cy+ring*r)); y++ {
		dy := float64(y) + 0.5 - cy
		for x := max(0, int(cx-ring*r)); x <= min(m.width-1, int(cx+ring*r)); x++ {
			dx := float64(x) + 0.5 - cx
			d := math.Sqrt(dx*dx + dy*dy) // quicker than Hypot, whose range is not needed
			w := max(0, min(1, r+0.5-d))
			u := max(0, min(1, ring*r+0.5-d)) - w
			v := m.v[y*m.width+x]
			in, wIn = in+w*v, wIn+w
			out, wOut = out+u*v, wOut+u
		}
	}
	if wIn == 0 || wOut == 0 {
		return math.Inf(-1)
	}
	return in/wIn - out/wOut
}

// vertex is the offset of the extremum of a parabola through three values a step
// apart, within half a step.
func vertex(a, b, c float64) float64 {
	bend := a - 2*b + c
	if bend >= 0 || math.IsInf(a+c, 0) {
		return 0
	}
	return math.Max(-0.5, math.Min(0.5, (a-c)/(2*bend)))
}
