package report

import (
	"cmp"
	"fmt"
	"image"
	"image/color"
	"io"
	"path"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// CompareDocument is all that a comparison's PDF tells.
type CompareDocument struct {
	Comparison *analysis.Comparison
	Units      analysis.Units
	PageSize   string // "A4" (also if empty) or "Letter"
	Brand      Brand
	// Still returns the picture of a shot's release, as in [SessionDocument].
	Still func(result string, shot int) image.Image
}

// comparer writes a comparison upon a sheet.
type comparer struct {
	*sheet
	CompareDocument
	sources sources
}

// colourA is A's, beside the accent for B.
var colourA = color.NRGBA{64, 110, 176, 255}

// WriteComparePDF writes the report of a comparison. The same document gives
// the same bytes.
func WriteComparePDF(w io.Writer, doc CompareDocument) error {
	a := &comparer{sheet: newSheet(cmp.Or(doc.PageSize, "A4")), CompareDocument: doc}
	c := doc.Comparison
	last := c.A.Day
	if c.B.Day.After(last) {
		last = c.B.Day
	}
	a.dress(doc.Brand)
	a.running = "Comparison – " + a.facts()
	a.describe(a.running, c.Tool.Version, last)
	a.page()
	a.head(a.title(), a.facts(), doc.Brand)
	a.parts()
	a.summary()
	a.curves()
	a.heading("All values", 40)
	a.listing(differenceListing(doc.Units, c.Differences, "A", "B", "B − A"))
	a.heading("Method and limits", 40)
	a.points(a.method())
	a.references(a.sources)
	if err := a.pdf.Output(w); err != nil {
		return fmt.Errorf("write compare.pdf: %w", err)
	}
	return nil
}

// title names who is compared.
func (a *comparer) title() string {
	one, other := a.Comparison.A.Player, a.Comparison.B.Player
	switch {
	case one != "" && one == other:
		return one
	case one != "" && other != "":
		return one + " and " + other
	}
	return "Comparison"
}

// facts name the two results.
func (a *comparer) facts() string {
	name := func(p analysis.Part) string { return strings.TrimSuffix(path.Base(p.Name), ".shotcheck") }
	return "A: " + name(a.Comparison.A) + "  |  B: " + name(a.Comparison.B)
}

// parts describe A and B side by side, with the pictures of their releases.
func (a *comparer) parts() {
	const stillMM, gapMM = 62.0, 6.0
	a.y += 3
	w := (a.width - gapMM) / 2
	top, lowest := a.y, a.y
	for i, p := range []analysis.Part{a.Comparison.A, a.Comparison.B} {
		a.y = top + labelStyle.lineMM()
		x := a.left + float64(i)*(w+gapMM)
		a.text(x, a.y-1.2, []string{"A", "B"}[i], style{labelStyle.sizePt, true, []color.NRGBA{colourA, a.accent}[i]})
		a.text(x+5, a.y-1.2, a.fit(p.Result.Clip.Name, w-5, labelStyle), labelStyle)
		a.paragraph(x, w, partWords(p), noteStyle)
		a.y += 1
		if a.Still != nil {
			a.still(a.Still(p.Name, p.Shown().Index), x, w, stillMM)
		}
		lowest = max(lowest, a.y)
	}
	a.y = lowest
}

// partWords describe one side.
func partWords(p analysis.Part) string {
	var numbers []int
	for _, s := range p.Shots {
		numbers = append(numbers, s.Index)
	}
	s := p.Shown()
	words := []string{}
	if p.Player != "" {
		words = append(words, p.Player)
	}
	if !p.Day.IsZero() {
		words = append(words, p.Day.Format(dayForm))
	}
	shots := "shot " + listed(numbers)
	if len(numbers) > 1 {
		shots = fmt.Sprintf("mean of shots %s (shot %d is shown)", listed(numbers), s.Index)
	}
	return join(append(words, shots, s.Kind+" shot", s.Hand+" hand", "from the "+s.View.Kind, fmt.Sprintf("clip quality %.2f", p.Result.Quality.Score)))
}

// still places a picture in a box, or says that there is none.
func (s *sheet) still(img image.Image, x, w, h float64) {
	if img == nil {
		s.paragraph(x, w, "No picture of its release lies in its results.", noteStyle)
		return
	}
	b := img.Bounds()
	scale := min(w/float64(b.Dx()), h/float64(b.Dy()))
	s.jpeg(img, x, s.y, scale*float64(b.Dx()), scale*float64(b.Dy()))
	s.y += scale * float64(b.Dy())
}

// summary tells what differs, and what to know before believing it.
func (a *comparer) summary() {
	a.heading("What differs", 25)
	a.points(a.news())
	for _, n := range a.Comparison.Notes {
		a.paragraph(a.left, a.width, "Note: "+n.Message+".", noteStyle)
	}
}

func (a *comparer) news() []string {
	var words []string
	compared := 0
	for _, d := range a.Comparison.Differences {
		if d.Missing != nil {
			continue
		}
		if compared++; d.Exceeds {
			info, _ := analysis.MetricByID(d.ID)
			words = append(words, fmt.Sprintf("%s: B %s against A.", info.Label, signedMetric(a.Units, d.Metric())))
		}
	}
	switch {
	case compared == 0:
		return []string{"Nothing was measured in both that may be compared; the reasons stand below."}
	case len(words) == 0:
		return []string{fmt.Sprintf("None of %s differs by more than the uncertainty.", plural(compared, "value"))}
	}
	return append(words, fmt.Sprintf("%s were compared; of values that are equal, about 1 in 10 exceeds its uncertainty by chance.", upper(plural(compared, "value"))))
}

// method tells how the comparison comes about.
func (a *comparer) method() []string {
	return []string{
		"A value of one shot has the uncertainty of its measurement, half of the interval that holds the true value in 9 of 10 cases. A mean of several has that of their scatter, by Student's t, and of the measurement together.",
		"A difference is B − A; the squares of both uncertainties add. It counts where it is greater than its uncertainty.",
		"Relative values compare a player with himself in one view: of two players or two views they are not subtracted. Hints are never compared.",
		"Curves are aligned at the moments that both shots have, with linear time between them (landmark registration " + a.sources.cite(analysis.AlignmentSource) + ").",
		"Made with shotcheck " + a.Comparison.Tool.Version + ".",
	}
}
