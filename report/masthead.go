package report

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// Sizes of the masthead, in millimetres.
const (
	badgeMM = 44.0 // width of the clip's quality
	logoMM  = 16.0 // height of the logo
)

// masthead writes title, player and clip, and the clip's quality at the right.
func (a *author) masthead() {
	a.brand(a.Brand)
	a.pdf.Bookmark("Summary", 0, 0)
	top := a.y
	for _, line := range a.wrap(a.title(), a.width-badgeMM, titleStyle) {
		a.y += titleStyle.lineMM()
		a.text(a.left, a.y-3, line, titleStyle)
	}
	a.qualityBadge(a.left+a.width, top)
	a.paragraph(a.left, a.width-badgeMM, a.facts(), style{9.5, false, grey})
	a.y += 2
	a.line(a.left, a.y, a.left+a.width, a.y, a.accent, 0.7)
}

// brand writes the club and its logo above the title.
func (s *sheet) brand(b Brand) {
	logo := b.logo()
	if logo == nil && b.Club == "" {
		return
	}
	x, height := s.left, labelStyle.lineMM()
	if logo != nil {
		size := logo.Bounds()
		height = logoMM
		w := min(height*float64(size.Dx())/float64(size.Dy()), s.width/3)
		h := w * float64(size.Dy()) / float64(size.Dx())
		s.png(logo, x, s.y+(height-h)/2, w, h)
		x += w + 4
	}
	s.text(x, s.y+height/2+1.2, s.fit(b.Club, s.left+s.width-x, labelStyle), style{11, true, s.accent})
	s.y += height + 3
}

// title is what the report is called.
func (a *story) title() string {
	if a.Player != "" {
		return a.Player
	}
	return "Shot report"
}

// dayForm is how the documents write a day.
const dayForm = "2 January 2006"

// facts describes clip and shots in one line.
func (a *story) facts() string {
	parts := []string{}
	if a.Player != "" {
		parts = append(parts, "Shot report")
	}
	if !a.Date.IsZero() {
		parts = append(parts, a.Date.Format(dayForm))
	}
	c := a.Result.Clip
	parts = append(parts, c.Name, fmt.Sprintf("%.1f s at %.0f pictures a second", c.DurationS, c.DistinctFPS), plural(len(a.Result.Shots), "shot"))
	if n := len(a.Result.Shooters); n > 1 {
		parts = append(parts, plural(n, "shooter"))
	}
	return strings.Join(parts, "  |  ")
}

// qualityBadge writes the clip's quality, right-aligned.
func (a *author) qualityBadge(right, top float64) {
	q := a.Result.Quality
	a.textRight(right, top+4, "clip quality", noteStyle)
	a.textRight(right, top+10.5, fmt.Sprintf("%s  %.2f", q.Grade, q.Score), style{13, true, a.gradeColour()})
}

func (a *author) gradeColour() color.NRGBA {
	rating := map[string]string{"good": analysis.Good, "fair": analysis.Watch, "poor": analysis.Poor}[a.Result.Quality.Grade]
	if rating == "" {
		return ink
	}
	return ratings[rating].colour
}
