package render

import (
	"image"
	"image/color"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// Both pictures get one even height, their own aspects, and room in 1920 pixels.
func TestNewPair(t *testing.T) {
	for _, c := range []struct{ a, b image.Point }{
		{image.Pt(640, 480), image.Pt(640, 480)},
		{image.Pt(1920, 1080), image.Pt(1080, 1920)},
		{image.Pt(1920, 1080), image.Pt(1280, 720)},
		{image.Pt(301, 407), image.Pt(99, 51)},
	} {
		p := NewPair(c.a, c.b, [2]string{"A", "B"})
		if p.Size.X > widestPairPx+2 || p.Size.X%2 != 0 || p.Size.Y%2 != 0 {
			t.Errorf("%v and %v: the whole is %v", c.a, c.b, p.Size)
		}
		for i, size := range []image.Point{c.a, c.b} {
			part := p.Parts[i].Size()
			if part.Y != p.Parts[0].Dy() || part.X%2 != 0 || part.Y%2 != 0 || part.Y > tallestPairPx {
				t.Errorf("%v and %v: part %d is %v", c.a, c.b, i, part)
			}
			if off := float64(part.X) - float64(part.Y)*float64(size.X)/float64(size.Y); off > 1 || off < -1 {
				t.Errorf("%v and %v: part %d is %v, %.1f px too wide", c.a, c.b, i, part, off)
			}
		}
		if p.Parts[0].Overlaps(p.Parts[1]) || !p.Parts[1].In(image.Rectangle{Max: p.Size}) {
			t.Errorf("%v and %v: parts %v in %v", c.a, c.b, p.Parts, p.Size)
		}
	}
}

// Each picture is drawn in its part, names and clock only above them; the release
// has its colour.
func TestPairDraw(t *testing.T) {
	p := NewPair(image.Pt(400, 300), image.Pt(200, 300), [2]string{"A  a clip whose name is far longer than the room that there is above it.mp4", "B  b.mp4"})
	var pictures [2]*pose.Picture
	for i, part := range p.Parts {
		pictures[i] = newPicture(part.Dx(), part.Dy(), pose.BT709)
		newSurface(pictures[i]).fill(color.NRGBA{byte(100 + 50*i), 0, 0, 255})
	}
	for _, at := range []time.Duration{0, -250 * time.Millisecond} {
		canvas := newPicture(p.Size.X, p.Size.Y, pose.BT709)
		p.Draw(canvas, pictures, at)
		seen, orange := converted(canvas), 0
		plain := [2]color.RGBA{converted(pictures[0]).RGBAAt(0, 0), converted(pictures[1]).RGBAAt(0, 0)}
		for y := range p.Size.Y {
			for x := range p.Size.X {
				c := seen.RGBAAt(x, y)
				for i, part := range p.Parts {
					if image.Pt(x, y).In(part) && c != plain[i] {
						t.Fatalf("at %d, %d of part %d is %v", x, y, i, c)
					}
				}
				if c.R > 240 && c.B < 80 {
					orange++
				}
			}
		}
		if (orange > 0) != (at == 0) {
			t.Errorf("%v from the release: %d orange pixels", at, orange)
		}
	}
}

func TestPairClock(t *testing.T) {
	for at, want := range map[time.Duration]string{-250 * time.Millisecond: "−0.25 s", 300 * time.Millisecond: "+0.30 s"} {
		if got := pairClock(at); got != want {
			t.Errorf("%v is written %q, want %q", at, got, want)
		}
	}
}
