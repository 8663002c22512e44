package report

import (
	"image/color"
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
)

// cardGapMM is the space around the card of a flaw, in millimetres.
const cardGapMM = 4.0

// cardHeights are the heights of the pictures by the number of cards, so that
// the summary stays on one page.
var cardHeights = [mostFaults]float64{72, 56, 42}

// card writes one flaw: its picture at the left, what was seen and what to do
// at the right.
func (a *author) card(f fault) {
	height := a.cardTextHeight(f) + 2
	if a.Still != nil {
		height = math.Max(a.cardMM, height)
	}
	a.need(height + cardGapMM)
	top, x, width := a.y, a.left, a.width
	a.line(a.left, top, a.left, top+height, levels[f.worst.Level], 0.9)
	x, width = x+cardGapMM, width-cardGapMM
	if a.cardPicture(f, x, top) {
		x, width = x+a.cardMM*pictureAspect+cardGapMM, width-a.cardMM*pictureAspect-cardGapMM
	}
	a.cardText(f, x, width)
	a.y = top + height + cardGapMM
}

// cardPicture places the still of the moment that shows the flaw, or of the
// release where that moment has none.
func (a *author) cardPicture(f fault, x, y float64) bool {
	info, _ := analysis.FlawByID(f.worst.ID)
	return slices.ContainsFunc(a.faultStills(f), func(id string) bool {
		img := a.cutting(f.shot, id, info.Event)
		if img != nil {
			a.jpeg(img, x, y, a.cardMM*pictureAspect, a.cardMM)
		}
		return img != nil
	})
}

// faultStills are the stills that may show a flaw: its own, that of its moment,
// that of the release.
func (a *story) faultStills(f fault) []string {
	info, _ := analysis.FlawByID(f.worst.ID)
	return []string{f.worst.ID, info.Event, analysis.Release}
}

// cardTextHeight measures the text of a card beside a picture.
func (a *author) cardTextHeight(f fault) float64 {
	width := a.width - a.cardMM*pictureAspect - 2*cardGapMM
	h := labelStyle.lineMM() + noteStyle.lineMM()
	for _, words := range []string{f.worst.Message, "Cue: " + f.worst.Cue, "Drill: " + f.worst.Drill} {
		h += float64(len(a.wrap(words, width, bodyStyle))) * bodyStyle.lineMM()
	}
	return h + bandMM
}

// cardText writes the words of a card and the value against its band.
func (a *author) cardText(f fault, x, width float64) {
	a.y += labelStyle.lineMM()
	title := flawLabel(f.worst.ID)
	a.text(x, a.y-1.2, title, labelStyle)
	a.textRight(x+width, a.y-1.2, f.worst.Level+", "+a.where(f), noteStyle)
	a.paragraph(x, width, f.worst.Message, bodyStyle)
	a.cardBand(f, x, width)
	a.advice("Cue: ", f.worst.Cue, x, width)
	a.advice("Drill: ", f.worst.Drill, x, width)
	a.paragraph(x, width, "Basis: "+a.basis(f), noteStyle)
}

// where names the shots that show a flaw.
func (a *story) where(f fault) string {
	all := 0
	for _, s := range a.Result.Shots {
		if s.Shooter == f.shot.Shooter {
			all++
		}
	}
	words := "in shots " + listed(f.shots)
	switch {
	case len(a.Result.Shots) == 1:
		return "in the shot"
	case len(f.shots) == 1:
		words = "in shot " + listed(f.shots)
	case len(f.shots) == all:
		words = "in all shots"
	}
	return a.ofShooter(words, f.shot.Shooter)
}

// basis says on what grounds the flaw is one.
func (a *story) basis(f fault) string {
	if _, y, ok := a.held(f); ok && y.source != "" {
		return f.worst.Basis + " " + a.sources.cite(y.source)
	}
	return f.worst.Basis
}

// advice writes a paragraph that begins with a bold word.
func (a *author) advice(word, text string, x, width float64) {
	a.y += bodyStyle.lineMM()
	a.text(x, a.y-1.2, word, labelStyle)
	indent := a.measure(word, labelStyle) + 1
	lines := a.wrap(text, width-indent, bodyStyle)
	for i, line := range lines {
		if i > 0 {
			a.y += bodyStyle.lineMM()
		}
		a.text(x+indent, a.y-1.2, line, bodyStyle)
	}
}

// bandMM is the height of a value shown against its norm.
const bandMM = 6.0

// cardBand shows the flaw's value against what it is held against.
func (a *author) cardBand(f fault, x, width float64) {
	m, y, ok := a.held(f)
	if !ok {
		return
	}
	words := a.gaugeWords(m, y)
	chart := math.Min(70, width-a.measure(words, noteStyle)-4)
	a.gauge(m, y, x, a.y+1.2, chart, bandMM-2.4, levels[f.worst.Level])
	a.text(x+chart+4, a.y+bandMM*0.66, words, noteStyle)
	a.y += bandMM
}

// gauge draws a value with its uncertainty upon its yardstick.
func (s *sheet) gauge(m analysis.Metric, y yard, x, top, w, h float64, mark color.NRGBA) {
	low, high := y.span(m)
	at := func(v float64) float64 { return x + w*(math.Max(low, math.Min(high, v))-low)/(high-low) }
	middle := top + h/2
	s.line(x, middle, x+w, middle, rule, 0.3)
	s.box(at(y.wideLow), top, at(y.wideHigh)-at(y.wideLow), h, bandWide)
	s.box(at(y.coreLow), top, at(y.coreHigh)-at(y.coreLow), h, bandCore)
	s.line(at(m.Value-m.Uncertainty), middle, at(m.Value+m.Uncertainty), middle, ink, 0.4)
	s.dot(at(m.Value), middle, h*0.33, mark)
}
