package render

import (
	"fmt"
	"image"
	"math"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// Pair lays two pictures side by side, with their names above and the time from
// the release between them.
type Pair struct {
	// Size is that of the whole, Parts those of the two pictures in it, in
	// pixels; all are even.
	Size  image.Point
	Parts [2]image.Rectangle

	names   [2]string
	bar     float64
	text    *typeface
	title   *typeface
	painter painter
	canvas  *picture
}

// Sizes of a pair in pixels.
const (
	tallestPairPx = 720
	widestPairPx  = 1920
	pairGapPx     = 6
)

// NewPair brings two pictures of the given sizes to one height, that of the
// taller one, up to 720 pixels and both together up to 1920 wide.
func NewPair(a, b image.Point, names [2]string) *Pair {
	aspects := float64(a.X)/float64(a.Y) + float64(b.X)/float64(b.Y)
	height := even(math.Min(math.Min(tallestPairPx, float64(max(a.Y, b.Y))), (widestPairPx-pairGapPx)/aspects))
	p := &Pair{names: names, canvas: newSurface(nil)}
	textPx := max(smallestTitlePx, height/28)
	p.text, p.title = newTypeface(medium, textPx), newTypeface(bold, textPx)
	bar := even(2.1 * float64(textPx))
	x := 0
	for i, size := range [2]image.Point{a, b} {
		w := even(float64(size.X) * float64(height) / float64(size.Y))
		p.Parts[i] = image.Rect(x, bar, x+w, bar+height)
		x += w + pairGapPx
	}
	p.Size, p.bar = image.Pt(x-pairGapPx, bar+height), float64(bar)
	return p
}

// even rounds to an even number of pixels, at least two.
func even(px float64) int { return max(2, 2*int(math.Round(px/2))) }

// Draw draws both pictures, which have the sizes of their parts.
func (p *Pair) Draw(canvas *pose.Picture, pictures [2]*pose.Picture, fromRelease time.Duration) {
	p.canvas.Picture = canvas
	p.canvas.fill(ink)
	p.painter.dst = p.canvas
	clock, colour := pairClock(fromRelease), paper
	if fromRelease == 0 {
		clock, colour = "release", accent
	}
	middle := (float64(p.Parts[0].Max.X) + float64(p.Parts[1].Min.X)) / 2
	half := p.title.width("−0.00 s")/2 + p.text.ascent
	base := (p.bar + p.text.ascent) / 2
	for i, part := range p.Parts {
		p.canvas.put(pictures[i], part.Min)
		left, right := float64(part.Min.X)+p.text.ascent, middle-half
		if i == 1 {
			left, right = middle+half, float64(part.Max.X)-p.text.ascent
		}
		p.painter.text(p.text, point{left, base}, p.text.fit(p.names[i], right-left), muted)
	}
	p.painter.text(p.title, point{middle - p.title.width(clock)/2, base}, clock, colour)
}

// pairClock writes a time from the release.
func pairClock(t time.Duration) string {
	return strings.Replace(fmt.Sprintf("%+.2f s", t.Seconds()), "-", "−", 1)
}
