package report

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/draw"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// Pictures in the report: wide enough for print at this size, small as a file.
const (
	pictureWidthPx = 330
	jpegQuality    = 82
)

// picture places the still of an event, cut to where the shooter is at the
// given events; false if there is none.
func (a *author) picture(shot *analysis.Shot, event string, x, y, w, h float64, around ...string) bool {
	if a.Still == nil {
		return false
	}
	still := a.Still(shot.Index, event)
	if still == nil {
		return false
	}
	a.jpeg(cut(still, a.shooterBox(shot, still, around), w/h), x, y, w, h)
	return true
}

// jpeg places a picture on the page.
func (s *sheet) jpeg(img image.Image, x, y, w, h float64) {
	s.images++
	// gofpdf orders pictures by their width and leaves the order of equal ones to
	// chance: no two may be equally wide if the bytes are to be the same.
	width := pictureWidthPx + s.images
	small := image.NewRGBA(image.Rect(0, 0, width, int(math.Round(float64(width)*h/w))))
	draw.BiLinear.Scale(small, small.Rect, img, img.Bounds(), draw.Src, nil)
	var file bytes.Buffer
	if err := jpeg.Encode(&file, small, &jpeg.Options{Quality: jpegQuality}); err != nil {
		s.pdf.SetError(err)
		return
	}
	name := "picture " + itoa(s.images)
	options := gofpdf.ImageOptions{ImageType: "JPG"}
	s.pdf.RegisterImageOptionsReader(name, options, &file)
	s.pdf.ImageOptions(name, x, y, w, h, false, options, 0, "")
}

// shooterBox returns where in a still the shooter is at some events. Without a
// motion it is everything.
func (a *author) shooterBox(shot *analysis.Shot, still image.Image, events []string) image.Rectangle {
	b := still.Bounds()
	scale := float64(b.Dx()) / float64(max(1, a.Result.Clip.WidthPx))
	whole := image.Rect(0, 0, b.Dx(), min(b.Dy(), int(math.Round(float64(a.Result.Clip.HeightPx)*scale))))
	m := a.motion(shot.Shooter)
	if m == nil {
		return whole.Add(b.Min)
	}
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, i := range stillEntries(shot, m, events) {
		for j := range pose.NumJoints {
			if p := m.Joints[j][i]; !math.IsNaN(p.X) && !math.IsNaN(p.Y) {
				low = [2]float64{min(low[0], p.X), min(low[1], p.Y)}
				high = [2]float64{max(high[0], p.X), max(high[1], p.Y)}
			}
		}
	}
	if low[0] > high[0] {
		return whole.Add(b.Min)
	}
	// Labels stand beside the figure, the head reaches above the eyes.
	beside, above := 0.17*(high[1]-low[1]), 0.07*(high[1]-low[1])
	box := image.Rect(
		int((low[0]-beside)*scale), int((low[1]-above)*scale),
		int((high[0]+beside)*scale), int((high[1]+above)*scale),
	)
	return box.Intersect(whole).Add(b.Min)
}

// stillEntries returns the entries of a motion at some events of a shot.
func stillEntries(shot *analysis.Shot, m *analysis.Motion, events []string) []int {
	var entries []int
	for _, id := range events {
		e, ok := shot.Event(id)
		if i := int(math.Round(e.Frame)); ok && len(m.Index) > 0 {
			entries = append(entries, max(0, min(i-m.Index[0], len(m.Index)-1)))
		}
	}
	return entries
}

// motion returns the motion of a shooter, or nil.
func (a *author) motion(shooter int) *analysis.Motion {
	for _, m := range a.Result.Motions {
		if m.Person == shooter {
			return m
		}
	}
	return nil
}

// cut returns the part of a picture around a box, grown to the given aspect
// (width ÷ height) and pushed back inside the picture above its caption. Where
// the picture is too small for that the part is, too: it is then padded.
func cut(img image.Image, box image.Rectangle, aspect float64) image.Image {
	w, h := float64(box.Dx()), float64(box.Dy())
	if w/h < aspect {
		w = h * aspect
	} else {
		h = w / aspect
	}
	centre := box.Min.Add(box.Max).Div(2)
	part := image.Rect(0, 0, int(math.Round(w)), int(math.Round(h))).Add(centre).Sub(image.Pt(int(w/2), int(h/2)))
	b := img.Bounds()
	part = part.Add(image.Pt(push(part.Min.X, part.Max.X, b.Min.X, b.Max.X), push(part.Min.Y, part.Max.Y, b.Min.Y, max(box.Max.Y, b.Min.Y+part.Dy()))))
	out := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
	draw.Draw(out, out.Rect, image.NewUniform(wash), image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, part.Min, draw.Over)
	return out
}

// push returns how far an interval must move to lie within limits; one that is
// longer than they are is centred.
func push(from, to, low, high int) int {
	switch {
	case to-from > high-low:
		return (low + high - from - to) / 2
	case from < low:
		return low - from
	case to > high:
		return high - to
	}
	return 0
}
