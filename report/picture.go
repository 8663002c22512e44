package report

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"slices"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/draw"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/render"
)

// Pictures in the report: wide enough for print at this size, small as a file.
const (
	pictureWidthPx = 330 // and more: see place
	momentWidthPx  = 350 // and more; a report has fewer other pictures
	pageWidthPx    = 360
	jpegQuality    = 82
	pictureAspect  = 0.75 // width ÷ height
)

// Moment is the picture of an event in a report's strips, as JPEG files: one for the page,
// pageWidthPx wide, one for print.
type Moment struct{ Page, Print []byte }

// MomentOf returns what the strips show of the still of an event of a shot (indexed from
// 1), nil if nothing.
func MomentOf(r *analysis.Result, shot int, event string, still image.Image) *Moment {
	number := slices.Index(stripEvents, event)
	if shot > stripMaxShots || number < 0 {
		return nil
	}
	a := &story{Document: Document{Result: r}}
	img := a.cut(still, &r.Shots[shot-1], stripEvents)
	width := momentWidthPx + (shot-1)*len(stripEvents) + number
	page, err := photo(img, pageWidthPx, pageWidthPx/pictureAspect)
	printed, err2 := photo(img, width, int(math.Round(float64(width)/pictureAspect)))
	if err != nil || err2 != nil {
		return nil // a picture in memory can always be encoded
	}
	return &Moment{page, printed}
}

// moment returns the picture of an event for a strip; nil if there is none.
func (a *story) moment(shot *analysis.Shot, event string) *Moment {
	if a.Moment != nil {
		if m := a.Moment(shot.Index, event); m != nil {
			return m
		}
	}
	if still := a.still(shot, event); still != nil {
		return MomentOf(a.Result, shot.Index, event, still)
	}
	return nil
}

// still returns the still of an event or a flaw; nil if there is none.
func (a *story) still(shot *analysis.Shot, id string) image.Image {
	if a.Still == nil {
		return nil
	}
	return a.Still(shot.Index, id)
}

// cutting returns the still of an event or a flaw, cut to where the shooter is at
// the given events; nil if there is none.
func (a *story) cutting(shot *analysis.Shot, id string, around ...string) image.Image {
	still := a.still(shot, id)
	if still == nil {
		return nil
	}
	return a.cut(still, shot, around)
}

func (a *story) cut(still image.Image, shot *analysis.Shot, around []string) image.Image {
	clip := a.withoutCaption(still)
	return cut(still, clip, a.shooterBox(shot, clip, around), pictureAspect)
}

// withoutCaption returns the part of a still that shows the clip's picture.
func (a *story) withoutCaption(still image.Image) image.Rectangle {
	b := still.Bounds()
	height := int(math.Round(float64(a.Result.Clip.HeightPx) * a.scale(b)))
	b.Max.Y = min(b.Max.Y, b.Min.Y+max(1, height))
	return b
}

// scale returns the pixels of a still for each of the clip's.
func (a *story) scale(still image.Rectangle) float64 {
	return float64(still.Dx()) / float64(max(1, a.Result.Clip.WidthPx))
}

// photo encodes a picture in another size as JPEG.
func photo(img image.Image, w, h int) ([]byte, error) {
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(small, small.Rect, img, img.Bounds(), draw.Src, nil)
	var file bytes.Buffer
	err := jpeg.Encode(&file, small, &jpeg.Options{Quality: jpegQuality})
	return file.Bytes(), err
}

// png places a picture with its transparency, upon white.
func (s *sheet) png(img image.Image, x, y, w, h float64) {
	opaque := image.NewRGBA(img.Bounds())
	draw.Draw(opaque, opaque.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(opaque, opaque.Rect, img, img.Bounds().Min, draw.Over)
	s.jpeg(opaque, x, y, w, h)
}

// jpeg places a picture on the page.
func (s *sheet) jpeg(img image.Image, x, y, w, h float64) {
	s.sizes++
	width := pictureWidthPx + s.sizes
	file, err := photo(img, width, int(math.Round(float64(width)*h/w)))
	if err != nil {
		s.pdf.SetError(err)
		return
	}
	s.place(file, x, y, w, h)
}

// place puts a JPEG file on the page. gofpdf orders pictures by their width and leaves the
// order of equal ones to chance: no two may be equally wide if the bytes are to be the same.
func (s *sheet) place(file []byte, x, y, w, h float64) {
	s.images++
	name := "picture " + itoa(s.images)
	options := gofpdf.ImageOptions{ImageType: "JPG"}
	s.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(file))
	s.pdf.ImageOptions(name, x, y, w, h, false, options, 0, "")
}

// shooterBox returns where in the clip's picture the shooter is at some events.
// Where his motion is not known it is everything.
func (a *story) shooterBox(shot *analysis.Shot, clip image.Rectangle, events []string) image.Rectangle {
	m := a.motion(shot.Shooter)
	if m == nil {
		return clip
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
		return clip
	}
	// Labels stand beside the figure, the head reaches above the eyes.
	height := high[1] - low[1]
	label := math.Max(render.LabelPart*height, render.TextPart*float64(min(a.Result.Clip.WidthPx, a.Result.Clip.HeightPx)))
	beside, above := 0.03*height+4*label, 0.07*height
	scale := a.scale(clip)
	return image.Rect(
		int((low[0]-beside)*scale), int((low[1]-above)*scale),
		int((high[0]+beside)*scale), int((high[1]+above)*scale),
	).Add(clip.Min).Intersect(clip)
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
func (a *story) motion(shooter int) *analysis.Motion {
	for _, m := range a.Result.Motions {
		if m.Person == shooter {
			return m
		}
	}
	return nil
}

// cut returns the part of the clip's picture around a box, grown to the given
// aspect (width ÷ height) and pushed back inside. What the picture is too small
// for is blank.
func cut(still image.Image, clip, box image.Rectangle, aspect float64) image.Image {
	w, h := float64(box.Dx()), float64(box.Dy())
	if w < h*aspect {
		w = h * aspect
	} else {
		h = w / aspect
	}
	part := image.Rect(0, 0, max(1, int(math.Round(w))), max(1, int(math.Round(h))))
	part = part.Add(box.Min.Add(box.Max).Sub(part.Max).Div(2))
	part = part.Add(image.Pt(
		push(part.Min.X, part.Max.X, clip.Min.X, clip.Max.X),
		push(part.Min.Y, part.Max.Y, clip.Min.Y, clip.Max.Y),
	))
	out := image.NewRGBA(image.Rectangle{Max: part.Size()})
	draw.Draw(out, out.Rect, image.NewUniform(wash), image.Point{}, draw.Src)
	seen := part.Intersect(clip)
	draw.Draw(out, seen.Sub(part.Min), still, seen.Min, draw.Src)
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
