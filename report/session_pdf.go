package report

import (
	"cmp"
	"fmt"
	"io"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// sessionAuthor writes a session upon a sheet.
type sessionAuthor struct {
	*sheet
	*rollup
}

// mostPrintedShots is how many shots of a player the PDF lists.
const mostPrintedShots = 150

// WriteSessionPDF writes the report of a session. The same document gives the
// same bytes.
func WriteSessionPDF(w io.Writer, doc SessionDocument) error {
	a := &sessionAuthor{newSheet(cmp.Or(doc.PageSize, "A4")), &rollup{SessionDocument: doc}}
	a.dress(doc.Brand)
	a.running = a.title() + " – " + a.facts()
	a.describe(a.headline(), doc.Session.Tool.Version, a.lastDay())
	a.page()
	a.head(a.title(), a.facts(), doc.Brand)
	for i := range doc.Session.Players {
		a.player(&doc.Session.Players[i])
	}
	a.heading("Method and limits", 40)
	a.points(a.method())
	a.references(a.sources)
	if err := a.pdf.Output(w); err != nil {
		return fmt.Errorf("write session.pdf: %w", err)
	}
	return nil
}

// headline names the report for lists of files.
func (a *rollup) headline() string {
	if a.title() == sessionTitle {
		return sessionTitle
	}
	return sessionTitle + " – " + a.title()
}

// lastDay is the day of the last shot; zero: not known.
func (a *rollup) lastDay() (last time.Time) {
	for _, p := range a.Session.Players {
		if p.Last.After(last) {
			last = p.Last
		}
	}
	return last
}

// head writes the title of a report.
func (s *sheet) head(title, facts string, brand Brand) {
	s.brand(brand)
	s.pdf.Bookmark("Summary", 0, 0)
	for _, line := range s.wrap(title, s.width, titleStyle) {
		s.y += titleStyle.lineMM()
		s.text(s.left, s.y-3, line, titleStyle)
	}
	s.paragraph(s.left, s.width, facts, style{9.5, false, grey})
	s.y += 2
	s.line(s.left, s.y, s.left+s.width, s.y, s.accent, 0.7)
}

// player writes what one player's shots show.
func (a *sessionAuthor) player(p *analysis.PlayerSession) {
	a.heading(a.of(p, "What has changed"), 30)
	a.paragraph(a.left, a.width, a.counted(p), noteStyle)
	a.y += 1.5
	a.points(a.news(p))
	if trends := a.trends(p); len(trends.Rows) > 0 {
		a.paragraph(a.left, a.width, trendChartWords, noteStyle)
		a.y += 1
		a.trendCharts(p)
		a.heading(a.of(p, "Trends by day"), 30)
		a.listing(trends)
	}
	if words := untested(p); words != "" {
		a.y += 1.5
		a.paragraph(a.left, a.width, words, noteStyle)
	}
	if l := a.consistency(p); len(l.Rows) > 0 {
		a.heading(a.of(p, "From shot to shot"), 30)
		a.listing(l)
	}
	a.bestAndWorst(p)
	a.heading(a.of(p, "Shots"), 30)
	a.listing(a.shots(p, mostPrintedShots))
	if words := remainder(p, mostPrintedShots); words != "" {
		a.y += 1.5
		a.paragraph(a.left, a.width, words, noteStyle)
	}
}

// trendChartWords explain the charts.
const trendChartWords = "Dots are daily means with their 90 % intervals, the line is their trend. The shaded band is the noise floor about the line's beginning: a trend counts where it leaves it."

// bestAndWorst shows both shots side by side.
func (a *sessionAuthor) bestAndWorst(p *analysis.PlayerSession) {
	const stillMM, gapMM = 52.0, 6.0
	a.heading(a.of(p, "Best and worst shot"), stillMM+20)
	if p.Extremes == nil {
		a.paragraph(a.left, a.width, upper(p.NoExtremes.Message)+".", bodyStyle)
		return
	}
	w := (a.width - gapMM) / 2
	top, lowest := a.y, a.y
	for i, r := range []analysis.Ranked{p.Extremes.Best, p.Extremes.Worst} {
		a.y = top
		x := a.left + float64(i)*(w+gapMM)
		a.y += labelStyle.lineMM()
		a.text(x, a.y-1.2, []string{"Best", "Worst"}[i], labelStyle)
		a.paragraph(x, w, a.rankedWords(r), noteStyle)
		a.y += 1
		if a.Still != nil {
			a.still(a.Still(r.Result, r.Index), x, w, stillMM)
		}
		lowest = max(lowest, a.y)
	}
	a.y = lowest + 2
	a.listing(a.extremes(p.Extremes))
}

// listing writes a table; rows that matter have a dot.
func (s *sheet) listing(l listing) {
	total := 0.0
	for _, w := range l.Weights {
		total += w
	}
	columns := make([]column, len(l.Head))
	for i, title := range l.Head {
		columns[i] = column{title, s.width * l.Weights[i] / total, false}
	}
	rows := make([][]cell, len(l.Rows))
	for i, r := range l.Rows {
		for _, text := range r {
			rows[i] = append(rows[i], plain(text))
		}
		if l.Marked != nil && l.Marked[i] {
			rows[i][len(r)-1].mark = &s.accent
		}
	}
	s.table(columns, rows)
}
