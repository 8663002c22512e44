package report

import (
	"image/color"
	"math"

	"github.com/shotcheck/shotcheck/analysis"
)

// Sizes of the card of a flaw, in millimetres.
const (
	cardMM        = 40.0 // height of the picture
	cardPictureMM = 30.0 // width of the picture
	cardGapMM     = 4.0
)

// card writes one flaw: its picture at the left, what was seen and what to do
// at the right.
func (a *author) card(f fault) {
	height := a.cardTextHeight(f) + 2
	if a.Still != nil {
		height = math.Max(cardMM, height)
	}
	a.need(height + cardGapMM)
	top, x, width := a.y, a.left, a.width
	a.line(a.left, top, a.left, top+height, levels[f.worst.Level], 0.9)
	x, width = x+cardGapMM, width-cardGapMM
	if a.cardPicture(f, x, top) {
		x, width = x+cardPictureMM+cardGapMM, width-cardPictureMM-cardGapMM
	}
	a.cardText(f, x, width)
	a.y = top + height + cardGapMM
}

// cardPicture places the still of the moment that shows the flaw, or of the
// release where that moment has none.
func (a *author) cardPicture(f fault, x, y float64) bool {
	info, _ := analysis.FlawByID(f.worst.ID)
	return a.picture(f.shot, info.Event, x, y, cardPictureMM, cardMM, info.Event) ||
		a.picture(f.shot, analysis.Release, x, y, cardPictureMM, cardMM, analysis.Release)
}

// cardTextHeight measures the text of a card beside a picture.
func (a *author) cardTextHeight(f fault) float64 {
	width := a.width - cardPictureMM - 2*cardGapMM
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
	if len(a.Result.Shots) == 1 {
		return "in the shot"
	}
	if len(f.shots) == 1 {
		return "in shot " + listed(f.shots)
	}
	if len(f.shots) == len(a.Result.Shots) {
		return "in all shots"
	}
	return "in shots " + listed(f.shots)
}

// basis says on what grounds the flaw is one.
func (a *story) basis(f fault) string {
	for _, id := range f.worst.Metrics {
		if m, ok := f.shot.Metric(id); ok && m.Norm != nil && f.worst.Basis == "research" {
			return f.worst.Basis + " " + a.sources.cite(m.Norm.Source)
		}
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

// cardBand shows the flaw's first metric against its norm, if it has one.
func (a *author) cardBand(f fault, x, width float64) {
	for _, id := range f.worst.Metrics {
		m, ok := f.shot.Metric(id)
		if !ok || m.Norm == nil {
			continue
		}
		n := m.Norm
		words := a.Units.FormatMetric(m) + "   norm " + a.Units.FormatRange(n.Mean-n.SD, n.Mean+n.SD, m.Unit)
		chart := math.Min(70, width-a.measure(words, noteStyle)-4)
		a.band(m, x, a.y+1.2, chart, bandMM-2.4, levels[f.worst.Level])
		a.text(x+chart+4, a.y+bandMM*0.66, words, noteStyle)
		a.y += bandMM
		return
	}
}

// band draws a value with its uncertainty upon its norm: dark within one
// standard deviation of the mean, light within two.
func (s *sheet) band(m analysis.Metric, x, y, w, h float64, mark color.NRGBA) {
	n := m.Norm
	low := math.Min(n.Mean-3*n.SD, m.Value-m.Uncertainty)
	high := math.Max(n.Mean+3*n.SD, m.Value+m.Uncertainty)
	if high <= low {
		return
	}
	at := func(v float64) float64 { return x + w*(v-low)/(high-low) }
	s.line(x, y+h/2, x+w, y+h/2, rule, 0.3)
	s.box(at(n.Mean-2*n.SD), y, at(n.Mean+2*n.SD)-at(n.Mean-2*n.SD), h, bandWide)
	s.box(at(n.Mean-n.SD), y, at(n.Mean+n.SD)-at(n.Mean-n.SD), h, bandCore)
	s.line(at(n.Mean), y, at(n.Mean), y+h, grey, 0.25)
	s.line(at(m.Value-m.Uncertainty), y+h/2, at(m.Value+m.Uncertainty), y+h/2, ink, 0.4)
	s.dot(at(m.Value), y+h/2, h*0.33, mark)
}
