package report

import (
	"cmp"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
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
		words = append(words, p.Day.Format("2 January 2006"))
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

// curves draws the angles of both shots over their common course.
func (a *comparer) curves() {
	al := a.Comparison.Curves
	a.heading("Angles over the movement", 70)
	if al.Missing != nil {
		a.paragraph(a.left, a.width, upper(al.Missing.Message)+".", bodyStyle)
		return
	}
	a.paragraph(a.left, a.width, "Degrees over the course of the movement. Time runs linearly between the moments, so that both reach each of them together; ± is that of the values measured on a curve.", noteStyle)
	w := (a.width - trendGapMM) / 2
	drawn := 0
	for _, c := range al.Curves {
		if c.Missing != nil {
			continue
		}
		if drawn%2 == 0 {
			if drawn > 0 {
				a.y += alignedHeadMM + alignedMM + trendFootMM
			}
			a.need(alignedHeadMM + alignedMM + trendFootMM)
		}
		a.alignedCurve(c, a.left+float64(drawn%2)*(w+trendGapMM), w)
		drawn++
	}
	if drawn > 0 {
		a.y += alignedHeadMM + alignedMM + trendFootMM
	}
	a.paragraph(a.left, a.width, a.notDrawn(), noteStyle)
}

// notDrawn says which curves are missing, or tells the times of the moments.
func (a *comparer) notDrawn() string {
	var missing []string
	for _, c := range a.Comparison.Curves.Curves {
		if c.Missing != nil {
			missing = append(missing, lower(c.Label))
		}
	}
	var times []string
	for _, m := range a.Comparison.Curves.Anchors {
		times = append(times, fmt.Sprintf("%s A %s, B %s", lower(analysis.EventLabel(m.Event)), signedSeconds(m.AS), signedSeconds(m.BS)))
	}
	words := "Seconds from the release: " + strings.Join(times, "; ") + "."
	if missing != nil {
		words += " Not measured in both: " + join(missing) + "."
	}
	return words
}

// signedSeconds writes a time from the release.
func signedSeconds(s float64) string {
	words := analysis.MetricUnits.Format(s, "s")
	if s > 0 {
		words = "+" + words
	}
	return words
}

// Sizes of a chart of two curves in millimetres.
const (
	alignedMM     = 44.0
	alignedHeadMM = 12.0
)

// alignedCurve draws one angle of both shots at the current height.
func (a *comparer) alignedCurve(c analysis.AlignedCurve, left, width float64) {
	top, x0, w := a.y+alignedHeadMM, left+chartLeftMM, width-chartLeftMM-2
	deg := axisOver([]curve{readings(c.A), readings(c.B)}, nil)
	y := func(v float64) float64 { return top + alignedMM*(deg.high-v)/(deg.high-deg.low) }
	a.text(left, top-7, c.Label, labelStyle)
	x := left + width - 2
	for i, u := range []float64{c.UncertaintyBDeg, c.UncertaintyADeg} {
		words := []string{"B", "A"}[i] + " ± " + a.Units.Format(u, "deg")
		a.textRight(x, top-7, words, style{noteStyle.sizePt, true, []color.NRGBA{a.accent, colourA}[i]})
		x -= a.measure(words, noteStyle) + 5
	}
	for v := deg.low; v <= deg.high+1e-9; v += deg.step {
		a.line(x0, y(v), x0+w, y(v), rule, 0.15)
		a.textRight(x0-1.5, y(v)+1, a.Units.Format(v, "deg"), noteStyle)
	}
	a.anchors(x0, top, w)
	for i, values := range [][]float64{c.A, c.B} {
		a.polyline(values, []color.NRGBA{colourA, a.accent}[i], func(k int) float64 { return x0 + w*float64(k)/float64(len(values)-1) }, y)
	}
}

// anchors draws the moments of a chart with their names, where there is room.
func (a *comparer) anchors(x0, top, w float64) {
	var names []stretch
	for _, m := range a.Comparison.Curves.Anchors {
		x := x0 + w*m.Percent/100
		a.line(x, top, x, top+alignedMM, rule, 0.3)
		name := shortEvent(m.Event)
		width := a.measure(name, noteStyle)
		at := stretch{math.Max(x0, math.Min(x-width/2, x0+w-width)), 0}
		at.to = at.from + width
		touches := false
		for _, n := range names {
			touches = touches || at.touches(n)
		}
		if !touches {
			a.text(at.from, top+alignedMM+4, name, noteStyle)
			names = append(names, at)
		}
	}
}

// polyline draws values where they are measured.
func (s *sheet) polyline(values []float64, colour color.NRGBA, x func(k int) float64, y func(v float64) float64) {
	for k := 1; k < len(values); k++ {
		if !math.IsNaN(values[k-1]) && !math.IsNaN(values[k]) {
			s.line(x(k-1), y(values[k-1]), x(k), y(values[k]), colour, 0.6)
		}
	}
}

// readings are the values of a curve, for its axis.
func readings(values []float64) curve {
	c := make(curve, len(values))
	for i, v := range values {
		c[i] = reading{float64(i), v}
	}
	return c
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
