package report

import (
	"cmp"
	"fmt"
	"io"
	"time"
)

// undated stands in the file's metadata where no date is known: the clock would
// make every file different.
var undated = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// author writes a document upon a sheet.
type author struct {
	*sheet
	*story
	cardMM float64 // height of a flaw's picture
}

// WritePDF writes the report. The same document gives the same bytes.
func WritePDF(w io.Writer, doc Document) error {
	a := &author{sheet: newSheet(cmp.Or(doc.PageSize, "A4")), story: newStory(doc)}
	a.dress(a.Brand)
	a.running = a.headline()
	a.describe(a.headline(), a.Result.Tool.Version, a.Date)
	a.page()
	a.summary()
	a.strips()
	a.charts()
	a.chains()
	a.flights()
	a.metrics()
	a.consistency()
	a.plans()
	a.method()
	if err := a.pdf.Output(w); err != nil {
		return fmt.Errorf("write the PDF report: %w", err)
	}
	return nil
}

// headline names the report in one line.
func (a *story) headline() string {
	h := "Shot report – " + a.Result.Clip.Name
	if a.Player != "" {
		h = "Shot report – " + a.Player + " – " + a.Result.Clip.Name
	}
	return h
}

// describe fills in the file's metadata.
func (s *sheet) describe(title, version string, date time.Time) {
	if date.IsZero() {
		date = undated
	}
	s.pdf.SetCatalogSort(true)
	s.pdf.SetCreationDate(date)
	s.pdf.SetModificationDate(date)
	s.pdf.SetTitle(clean(title), true)
	s.pdf.SetCreator("shotcheck "+version, true)
	s.pdf.SetProducer("shotcheck", true)
	s.pdf.SetDisplayMode("fullpage", "single")
}

// dress gives the sheet the brand's colour and name.
func (s *sheet) dress(b Brand) { s.accent, s.club = b.colour(), b.Club }
