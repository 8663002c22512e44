package render

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// The two weights of the Go typeface that the overlay uses.
var (
	medium = mustParse(gomedium.TTF)
	bold   = mustParse(gobold.TTF)
)

func mustParse(ttf []byte) *sfnt.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic("render: embedded typeface: " + err.Error())
	}
	return f
}

// glyph is a rendered character; its bounds are relative to the pen.
type glyph struct {
	mask    *image.Alpha
	bounds  image.Rectangle
	advance fixed.Int26_6
}

// typeface draws text of one weight and size from a cache of glyphs.
type typeface struct {
	face            font.Face
	glyphs          map[rune]glyph
	ascent, descent float64 // px, above and below the line of writing
}

func newTypeface(f *sfnt.Font, sizePx int) *typeface {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(sizePx), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic("render: embedded typeface: " + err.Error())
	}
	// The face's own metrics leave room for accents upon capitals; the height of
	// a capital centres better.
	t := &typeface{face: face, glyphs: map[rune]glyph{}}
	t.ascent = float64(sizePx) * 0.73
	t.descent = float64(sizePx) * 0.21
	return t
}

// glyph renders a character once; what the typeface lacks becomes a question
// mark.
func (t *typeface) glyph(r rune) glyph {
	if g, ok := t.glyphs[r]; ok {
		return g
	}
	bounds, mask, at, advance, ok := t.face.Glyph(fixed.Point26_6{}, r)
	if !ok {
		bounds, mask, at, advance, _ = t.face.Glyph(fixed.Point26_6{}, '?')
	}
	g := glyph{image.NewAlpha(image.Rect(0, 0, bounds.Dx(), bounds.Dy())), bounds, advance}
	draw.Draw(g.mask, g.mask.Rect, mask, at, draw.Src) // the face reuses its own mask
	t.glyphs[r] = g
	return g
}

// width returns the length of a line in pixels.
func (t *typeface) width(s string) float64 {
	var w fixed.Int26_6
	for _, r := range norm.NFC.String(s) {
		w += t.glyph(r).advance
	}
	return float64(w) / 64
}

// fit returns s, or as much of it as the width holds with an ellipsis.
func (t *typeface) fit(s string, width float64) string {
	if t.width(s) <= width {
		return s
	}
	runes := []rune(norm.NFC.String(s))
	for len(runes) > 0 && t.width(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// text writes a line whose baseline begins at the given place.
func (p *painter) text(t *typeface, at point, s string, c color.NRGBA) {
	pen := fixed.Int26_6(math.Round(at.x * 64))
	base := int(math.Round(at.y))
	for _, r := range norm.NFC.String(s) {
		g := t.glyph(r)
		p.stamp(g, image.Pt(pen.Round(), base), c)
		pen += g.advance
	}
}

// stamp paints one glyph with the pen at the given pixel.
func (p *painter) stamp(g glyph, pen image.Point, c color.NRGBA) {
	place := g.bounds.Add(pen)
	seen := place.Intersect(p.dst.Bounds())
	if seen.Empty() {
		return
	}
	mask := g.mask
	if seen != place {
		mask = mask.SubImage(seen.Sub(place.Min)).(*image.Alpha)
	}
	p.dst.blend(mask, seen, c)
}

// label writes a line in the middle of a rounded box.
func (p *painter) label(t *typeface, box rect, s string, text, ground color.NRGBA) {
	p.box(box, box.h/2)
	p.fill(ground)
	p.text(t, point{box.x + (box.w-t.width(s))/2, box.y + (box.h+t.ascent)/2}, s, text)
}

// labelBox returns the box of a label whose middle is c.
func (t *typeface) labelBox(c point, s string) rect {
	h := t.ascent + 2*math.Max(2, t.ascent*0.42)
	w := t.width(s) + h*0.8
	return rect{c.x - w/2, c.y - h/2, w, h}
}
