package render

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// point is a position on the canvas in pixels.
type point struct{ x, y float64 }

func (p point) plus(q point) point    { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point   { return point{p.x - q.x, p.y - q.y} }
func (p point) times(f float64) point { return point{p.x * f, p.y * f} }
func (p point) length() float64       { return math.Hypot(p.x, p.y) }
func (p point) measured() bool        { return !math.IsNaN(p.x) && !math.IsNaN(p.y) }
func polar(c point, r, radians float64) point {
	return c.plus(point{r * math.Cos(radians), r * math.Sin(radians)})
}

// painter fills anti-aliased shapes. Shapes are collected until fill, which
// paints their union in one colour, so that overlapping parts do not show. All
// buffers are kept from picture to picture.
type painter struct {
	dst    surface
	raster vector.Rasterizer
	mask   image.Alpha
	points []point // corners of all contours
	starts []int   // where each contour begins in points
}

// begin starts a closed contour.
func (p *painter) begin() { p.starts = append(p.starts, len(p.points)) }

func (p *painter) corner(c point) { p.points = append(p.points, c) }

// arc adds corners on a circle from one angle to another.
func (p *painter) arc(c point, r, from, to float64) {
	n := max(2, int(math.Ceil(math.Abs(to-from)*math.Sqrt(r+1)*1.2)))
	for i := range n + 1 {
		p.corner(polar(c, r, from+(to-from)*float64(i)/float64(n)))
	}
}

// disc adds a filled circle.
func (p *painter) disc(c point, r float64) {
	p.begin()
	p.arc(c, r, 0, 2*math.Pi)
}

// ring adds a circle of the given line width.
func (p *painter) ring(c point, r, width float64) {
	p.disc(c, r+width/2)
	p.begin()
	p.arc(c, math.Max(0, r-width/2), 2*math.Pi, 0)
}

// capsule adds a line with round ends, of half-width ra at a and rb at b.
func (p *painter) capsule(a, b point, ra, rb float64) {
	if b.minus(a).length() < 0.01 {
		p.disc(a, math.Max(ra, rb))
		return
	}
	along := math.Atan2(b.y-a.y, b.x-a.x)
	p.begin()
	p.arc(b, rb, along-math.Pi/2, along+math.Pi/2)
	p.arc(a, ra, along+math.Pi/2, along+3*math.Pi/2)
}

// band adds a piece of a ring between two angles.
func (p *painter) band(c point, r, width, from, to float64) {
	from, to = math.Min(from, to), math.Max(from, to)
	p.begin()
	p.arc(c, r+width/2, from, to)
	p.arc(c, r-width/2, to, from)
}

// sector adds a slice of a disc.
func (p *painter) sector(c point, r, from, to float64) {
	p.begin()
	p.corner(c)
	p.arc(c, r, math.Min(from, to), math.Max(from, to))
}

// rect is a rectangle on the canvas.
type rect struct{ x, y, w, h float64 }

func (r rect) overlaps(s rect) bool {
	return r.x < s.x+s.w && s.x < r.x+r.w && r.y < s.y+s.h && s.y < r.y+r.h
}

// box adds a rectangle with rounded corners.
func (p *painter) box(b rect, corner float64) {
	corner = math.Min(corner, math.Min(b.w, b.h)/2)
	p.begin()
	for i, c := range [4]point{
		{b.x + b.w - corner, b.y + b.h - corner},
		{b.x + corner, b.y + b.h - corner},
		{b.x + corner, b.y + corner},
		{b.x + b.w - corner, b.y + corner},
	} {
		p.arc(c, corner, float64(i)*math.Pi/2, float64(i+1)*math.Pi/2)
	}
}

// fill paints the collected shapes and forgets them.
func (p *painter) fill(c color.NRGBA) {
	bounds := p.bounds().Intersect(p.dst.Bounds())
	if !bounds.Empty() && c.A > 0 {
		p.trace(bounds)
		p.dst.blend(p.coverage(bounds), bounds, c)
	}
	p.points, p.starts = p.points[:0], p.starts[:0]
}

// bounds returns the smallest rectangle of whole pixels around the shapes.
func (p *painter) bounds() image.Rectangle {
	if len(p.points) == 0 {
		return image.Rectangle{}
	}
	low, high := p.points[0], p.points[0]
	for _, c := range p.points {
		low = point{math.Min(low.x, c.x), math.Min(low.y, c.y)}
		high = point{math.Max(high.x, c.x), math.Max(high.y, c.y)}
	}
	return image.Rect(
		int(math.Floor(low.x)), int(math.Floor(low.y)),
		int(math.Ceil(high.x)), int(math.Ceil(high.y)),
	)
}

// trace hands the shapes to the rasterizer, relative to the bounds.
func (p *painter) trace(bounds image.Rectangle) {
	p.raster.Reset(bounds.Dx(), bounds.Dy())
	p.raster.DrawOp = draw.Src
	ox, oy := float64(bounds.Min.X), float64(bounds.Min.Y)
	for i, start := range p.starts {
		end := len(p.points)
		if i+1 < len(p.starts) {
			end = p.starts[i+1]
		}
		for k, c := range p.points[start:end] {
			x, y := float32(c.x-ox), float32(c.y-oy)
			if k == 0 {
				p.raster.MoveTo(x, y)
			} else {
				p.raster.LineTo(x, y)
			}
		}
		p.raster.ClosePath()
	}
}

// coverage rasterizes the traced shapes into the painter's mask.
func (p *painter) coverage(bounds image.Rectangle) *image.Alpha {
	n := bounds.Dx() * bounds.Dy()
	if cap(p.mask.Pix) < n {
		p.mask.Pix = make([]byte, n)
	}
	p.mask = image.Alpha{Pix: p.mask.Pix[:n], Stride: bounds.Dx(), Rect: image.Rect(0, 0, bounds.Dx(), bounds.Dy())}
	p.raster.Draw(&p.mask, p.mask.Rect, image.Opaque, image.Point{})
	return &p.mask
}
