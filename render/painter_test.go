package render

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"
)

// black is an opaque canvas on which white adds up.
func black(side int) *painter {
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(img, img.Rect, image.Black, image.Point{}, draw.Src)
	return &painter{dst: still{img}}
}

// lit is the area that was painted white, in pixels.
func (p *painter) lit() float64 {
	sum, pix := 0.0, p.dst.(still).Pix
	for i := 0; i < len(pix); i += 4 {
		sum += float64(pix[i]) / 255
	}
	return sum
}

func TestAreas(t *testing.T) {
	c := point{50.3, 49.6}
	for _, s := range []struct {
		name string
		add  func(*painter)
		want float64
	}{
		{"disc", func(p *painter) { p.disc(c, 30) }, math.Pi * 900},
		{"ring", func(p *painter) { p.ring(c, 30, 4) }, math.Pi * (32*32 - 28*28)},
		{"capsule", func(p *painter) { p.capsule(point{30, 50}, point{70, 50}, 5, 5) }, 40*10 + math.Pi*25},
		{"capsule of a point", func(p *painter) { p.capsule(c, c, 5, 5) }, math.Pi * 25},
		{"quarter", func(p *painter) { p.sector(c, 30, 0, math.Pi/2) }, math.Pi * 225},
		{"band, either way round", func(p *painter) { p.band(c, 30, 4, math.Pi, 0) }, math.Pi * (32*32 - 28*28) / 2},
		{"box", func(p *painter) { p.box(rect{10, 10, 60, 40}, 0) }, 2400},
		{"round box", func(p *painter) { p.box(rect{10, 10, 60, 40}, 10) }, 2400 - (4-math.Pi)*100},
		{"half outside", func(p *painter) { p.disc(point{0, 50}, 30) }, math.Pi * 450},
		{"all outside", func(p *painter) { p.disc(point{-50, 50}, 30) }, 0},
		{"the union of two", func(p *painter) { p.box(rect{10, 10, 20, 20}, 0); p.box(rect{20, 10, 20, 20}, 0) }, 600},
		{"nothing", func(*painter) {}, 0},
	} {
		p := black(100)
		s.add(p)
		p.fill(paper)
		if got := p.lit(); math.Abs(got-s.want) > 0.012*s.want+0.5 {
			t.Errorf("%s: area %.1f, want %.1f", s.name, got, s.want)
		}
	}
}

func TestBlendIsExact(t *testing.T) {
	for _, c := range []struct {
		alpha, want byte
	}{{255, 200}, {0, 0}, {128, 100}} {
		p := black(4)
		p.box(rect{0, 0, 4, 4}, 0)
		p.fill(color.NRGBA{200, 200, 200, c.alpha})
		if got := p.dst.(still).Pix[0]; got != c.want {
			t.Errorf("opacity %d: %d, want %d", c.alpha, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	face := newTypeface(bold, 20)
	if composed, apart := face.width("Dončić"), face.width("Donc\u030cic\u0301"); composed != apart {
		t.Errorf("widths of composed and decomposed accents differ: %v and %v", composed, apart)
	}
	if got := face.fit("a long line of words", 60); face.width(got) > 60 {
		t.Errorf("%q is wider than asked for", got)
	}
	if got := face.fit("short", 600); got != "short" {
		t.Errorf("got %q, want the whole word", got)
	}
	p := black(100)
	p.text(face, point{80, 50}, "cut at the edge 字", paper) // neither panics nor writes outside
	if p.lit() == 0 {
		t.Error("nothing was written")
	}
}
