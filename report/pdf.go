package report

import (
	"fmt"
	"image"
	"io"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// Document is all that the PDF tells.
type Document struct {
	// Result must have its motions for the charts; without them they are left out.
	Result *analysis.Result
	Player string // may be empty
	// Date is when the clip was recorded; zero if not known.
	Date     time.Time
	Units    analysis.Units
	PageSize string // "A4" (also if empty) or "Letter"
	// Still returns the annotated picture of an event of a shot (indexed from 1),
	// or nil if there is none. It is called once for each picture that is shown,
	// so it may load a file. A caption may stand below the clip's picture. nil:
	// there are no pictures.
	Still func(shot int, event string) image.Image
}

// undated stands in the file's metadata where no date is known: the clock would
// make every file different.
var undated = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// author writes a document upon a sheet.
type author struct {
	*sheet
	Document
	sources sources
}

// WritePDF writes the report. The same document gives the same bytes.
func WritePDF(w io.Writer, doc Document) error {
	doc.Player = strings.Join(strings.Fields(doc.Player), " ")
	if doc.PageSize == "" {
		doc.PageSize = "A4"
	}
	a := &author{sheet: newSheet(doc.PageSize), Document: doc}
	a.running = a.headline()
	a.describe()
	a.page()
	a.summary()
	a.strips()
	a.charts()
	a.metrics()
	a.method()
	if err := a.pdf.Output(w); err != nil {
		return fmt.Errorf("write the PDF report: %w", err)
	}
	return nil
}

// headline names the report in one line.
func (a *author) headline() string {
	h := "Shot report – " + a.Result.Clip.Name
	if a.Player != "" {
		h = "Shot report – " + a.Player + " – " + a.Result.Clip.Name
	}
	return h
}

// describe fills in the file's metadata.
func (a *author) describe() {
	date := a.Date
	if date.IsZero() {
		date = undated
	}
	a.pdf.SetCatalogSort(true)
	a.pdf.SetCreationDate(date)
	a.pdf.SetModificationDate(date)
	a.pdf.SetTitle(clean(a.headline()), true)
	a.pdf.SetCreator("shotcheck "+a.Result.Tool.Version, true)
	a.pdf.SetProducer("shotcheck", true)
	a.pdf.SetDisplayMode("fullpage", "single")
}
