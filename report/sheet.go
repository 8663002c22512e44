package report

import (
	"cmp"
	"image/color"
	"strings"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// Colours of the report: ink on white, one accent, three ratings.
var (
	ink      = color.NRGBA{24, 30, 38, 255}
	grey     = color.NRGBA{104, 113, 124, 255}
	rule     = color.NRGBA{214, 219, 225, 255}
	wash     = color.NRGBA{244, 246, 248, 255}
	accent   = color.NRGBA{214, 102, 18, 255}
	bandWide = color.NRGBA{233, 236, 240, 255} // norm ± 2 SD
	bandCore = color.NRGBA{206, 212, 219, 255} // norm ± 1 SD
)

// style is how a piece of text looks.
type style struct {
	sizePt float64
	bold   bool
	colour color.NRGBA
}

// The report's type: a few sizes, used everywhere.
var (
	titleStyle   = style{22, true, ink}
	headingStyle = style{13, true, ink}
	labelStyle   = style{9.5, true, ink}
	bodyStyle    = style{9.5, false, ink}
	noteStyle    = style{8, false, grey}
	cellStyle    = style{8.5, false, ink}
	headStyle    = style{7.5, true, grey}
)

// lineMM is the distance of two lines of a style.
func (s style) lineMM() float64 { return s.sizePt * 0.3528 * 1.36 }

// Family and page geometry, in millimetres.
const (
	family       = "go"
	marginMM     = 16.0
	headMM       = 22.0 // where the text of a page begins
	footMM       = 16.0
	sectionGapMM = 7.0
)

// sheet writes upon the pages of a PDF from the top down; lengths are
// millimetres.
type sheet struct {
	pdf         *gofpdf.Fpdf
	left, width float64
	bottom      float64 // where the text of a page ends
	y           float64 // where the next thing begins
	running     string  // words at the head of every page but the first
	images      int     // that were placed
	sizes       int     // of those that are scaled here
	accent      color.NRGBA
	club        string // at the foot of every page; empty: ours
}

func newSheet(pageSize string) *sheet {
	pdf := gofpdf.New("P", "mm", pageSize, "")
	pdf.AddUTF8FontFromBytes(family, "", goregular.TTF)
	pdf.AddUTF8FontFromBytes(family, "B", gobold.TTF)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	w, h := pdf.GetPageSize()
	s := &sheet{pdf: pdf, left: marginMM, width: w - 2*marginMM, bottom: h - footMM, accent: accent}
	pdf.SetFooterFunc(s.footer)
	return s
}

// page begins a new page.
func (s *sheet) page() {
	s.pdf.AddPage()
	s.y = headMM
	if s.pdf.PageNo() == 1 {
		s.y = marginMM
		return
	}
	s.text(s.left, 12, s.fit(s.running, s.width, noteStyle), noteStyle)
	s.line(s.left, 15, s.left+s.width, 15, rule, 0.2)
}

func (s *sheet) footer() {
	_, h := s.pdf.GetPageSize()
	page := "page " + itoa(s.pdf.PageNo())
	s.textRight(s.left+s.width, h-8, page, noteStyle)
	s.text(s.left, h-8, s.fit(cmp.Or(s.club, "shotcheck"), s.width-30, noteStyle), noteStyle)
}

// need begins a new page unless there is room for the given height.
func (s *sheet) need(height float64) {
	if s.y+height > s.bottom {
		s.page()
	}
}

// heading begins a section with its bookmark; keep is the height of what must
// stand on the same page.
func (s *sheet) heading(title string, keep float64) {
	s.need(sectionGapMM + headingStyle.lineMM() + keep)
	if s.y > headMM {
		s.y += sectionGapMM
	}
	s.use(headingStyle)
	s.pdf.Bookmark(title, 0, s.y)
	s.y += headingStyle.lineMM()
	s.text(s.left, s.y-1.5, title, headingStyle)
	s.y += 2.5
}

func (s *sheet) use(t style) {
	weight := ""
	if t.bold {
		weight = "B"
	}
	s.pdf.SetFont(family, weight, t.sizePt)
	s.pdf.SetTextColor(int(t.colour.R), int(t.colour.G), int(t.colour.B))
}

// text writes a line that begins at x upon the baseline y.
func (s *sheet) text(x, y float64, words string, t style) {
	s.use(t)
	s.pdf.Text(x, y, clean(words))
}

func (s *sheet) textRight(x, y float64, words string, t style) {
	s.text(x-s.measure(words, t), y, words, t)
}

func (s *sheet) textCentre(x, y float64, words string, t style) {
	s.text(x-s.measure(words, t)/2, y, words, t)
}

func (s *sheet) measure(words string, t style) float64 {
	s.use(t)
	return s.pdf.GetStringWidth(clean(words))
}

// paragraph writes wrapped text at x from the current place down.
func (s *sheet) paragraph(x, width float64, words string, t style) {
	for _, line := range s.wrap(words, width, t) {
		s.need(t.lineMM())
		s.y += t.lineMM()
		s.text(x, s.y-t.lineMM()*0.25, line, t)
	}
}

// together keeps what belongs to one number on one line.
var together = strings.NewReplacer(" × ", "\u00a0×\u00a0", " ± ", "\u00a0±\u00a0")

// wrap breaks text into lines of at most the width, within words only where one
// is longer than a line.
func (s *sheet) wrap(words string, width float64, t style) []string {
	var lines []string
	line := ""
	for _, word := range strings.FieldsFunc(together.Replace(words), func(r rune) bool { return r == ' ' || r == '\n' }) {
		longer := strings.TrimPrefix(line+" "+word, " ")
		if s.measure(longer, t) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; s.measure(line, t) > width; {
			head := s.prefix(line, width, t)
			lines, line = append(lines, head), line[len(head):]
		}
	}
	return append(lines, line)
}

// prefix returns as much of a word as the width holds, at least one character.
func (s *sheet) prefix(word string, width float64, t style) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && s.measure(word[:next], t) > width {
			break
		}
		end = next
	}
	return word[:end]
}

// fit returns s, or as much of it as the width holds with an ellipsis.
func (s *sheet) fit(words string, width float64, t style) string {
	if s.measure(words, t) <= width {
		return words
	}
	return s.prefix(words, width-s.measure("…", t), t) + "…"
}

func (s *sheet) line(x1, y1, x2, y2 float64, c color.NRGBA, width float64) {
	s.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	s.pdf.SetLineWidth(width)
	s.pdf.Line(x1, y1, x2, y2)
}

func (s *sheet) box(x, y, w, h float64, c color.NRGBA) {
	s.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	s.pdf.Rect(x, y, w, h, "F")
}

func (s *sheet) dot(x, y, r float64, c color.NRGBA) {
	s.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	s.pdf.Circle(x, y, r, "F")
}

// typeface tells which characters the report can print.
var typeface = func() *sfnt.Font {
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		panic("report: embedded typeface: " + err.Error())
	}
	return f
}()

// clean composes accents and replaces what the typeface lacks by a question
// mark.
func clean(words string) string {
	var buffer sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if i, err := typeface.GlyphIndex(&buffer, r); err != nil || i == 0 || r > 0xffff {
			return '?'
		}
		return r
	}, norm.NFC.String(words))
}
