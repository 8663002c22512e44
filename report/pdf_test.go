package report

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
)

// stillOf is a plain picture in the shape of a still: the clip's picture with a
// caption below it.
func stillOf(res *analysis.Result) func(int, string) image.Image {
	return func(shot int, _ string) image.Image {
		img := image.NewRGBA(image.Rect(0, 0, res.Clip.WidthPx, res.Clip.HeightPx+60))
		draw.Draw(img, img.Rect, image.NewUniform(color.NRGBA{150, byte(10 * shot), 170, 255}), image.Point{}, draw.Src)
		return img
	}
}

// withoutNorms takes away everything that a value is compared with.
func withoutNorms(res *analysis.Result) {
	for i := range res.Shots {
		for k := range res.Shots[i].Metrics {
			res.Shots[i].Metrics[k].Norm, res.Shots[i].Metrics[k].Rating = nil, analysis.Ungraded
		}
	}
}

// withoutValues takes away every metric, flaw and curve.
func withoutValues(res *analysis.Result) {
	for i := range res.Shots {
		res.Shots[i].Flaws = nil
		for k := range res.Shots[i].Metrics {
			res.Shots[i].Metrics[k].Missing = &analysis.Missing{Code: analysis.MissingTooSmall, Message: "the shooter is too small"}
		}
	}
	res.Motions = nil
}

// fromTheFront is a view in which no flexion is seen.
func fromTheFront(res *analysis.Result) {
	for i := range res.Shots {
		res.Shots[i].View = analysis.View{Kind: "front", Facing: "camera"}
	}
}

const longName = "Maximiliane-Anastasia Wolfeschlegelsteinhausenbergerdorff-Ng"

// documents are reports of very different clips, with words that each must
// hold.
var documents = []struct {
	name   string
	clip   sample.Options
	change func(*analysis.Result)
	doc    Document
	pages  int
	want   []string
}{
	{
		name: "one shot", clip: sample.Options{Shots: 1},
		doc: Document{Player: "Luka Dončić", Date: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)}, pages: 7,
		want: []string{
			"Luka Dončić", "3 November 2026", "1 shot", "138 ± 4", "What is good", "Hip at dip: 142 ± 5°, inside the norm 136–152° [1]",
			"Too little knee bend", "norm 113–130°", "Key moments", "0.57 s before release", "Angles over time",
			"Needs a front or back view", "Elbow flare, Shoulder tilt", "[1] Cabarkapa 2022", "± 90 % interval",
		},
	},
	{
		name: "twelve shots", clip: sample.Options{Shots: 12}, doc: Document{Player: longName, PageSize: "Letter"}, pages: 14,
		want: []string{"12 shots", "Shot 12", "mean of 12 shots", "in all shots", "From shot to shot", "Wolfeschlegelsteinhausenbergerdorff"},
	},
	{
		name: "no shot", pages: 1, doc: Document{Player: "Alperen Şengün"},
		want: []string{"Alperen Şengün", "0 shots", "No shot found", "--release SECONDS", "Method", "Limits", "References"},
	},
	{
		name: "no norms", clip: sample.Options{Shots: 2}, change: withoutNorms, pages: 9,
		want: []string{"No value lies inside a published norm", "Basis: research", "mean of 2 shots"},
	},
	{
		name: "no values", clip: sample.Options{Shots: 1}, change: withoutValues, pages: 4,
		want: []string{"The shooter is too small", "No flaw was found", "Nothing could be measured"},
	},
	{
		name: "front view", clip: sample.Options{Shots: 1}, change: fromTheFront, pages: 5,
		want: []string{"front"},
	},
	{
		name: "imperial", clip: sample.Options{Shots: 1}, doc: Document{Units: analysis.ImperialUnits}, pages: 7,
		want: []string{"Hip rise (in)", "5.6 ± 1.2"},
	},
}

// made are reports that a test has made before, by their place in documents.
var made = map[int][]byte{}

// madePDF returns the report of an entry of documents.
func madePDF(t *testing.T, i int) []byte {
	t.Helper()
	if made[i] == nil {
		made[i] = makePDF(t, i)
	}
	return made[i]
}

// makePDF writes the report of an entry of documents.
func makePDF(t *testing.T, i int) []byte {
	t.Helper()
	d := documents[i]
	doc := d.doc
	doc.Result = sample.Result(d.clip)
	if d.change != nil {
		d.change(doc.Result)
	}
	doc.Still = stillOf(doc.Result)
	var b bytes.Buffer
	if err := WritePDF(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var pageObject = regexp.MustCompile(`/Type /Page\b[^s]`)

func TestWritePDF(t *testing.T) {
	for i, d := range documents {
		t.Run(d.name, func(t *testing.T) {
			pdf := madePDF(t, i)
			if n := len(pageObject.FindAll(pdf, -1)); n != d.pages {
				t.Errorf("%d pages, want %d", n, d.pages)
			}
			const most = 3 << 20
			if len(pdf) > most {
				t.Errorf("%d bytes, want at most %d", len(pdf), most)
			}
			if !bytes.Equal(pdf, makePDF(t, i)) {
				t.Error("a second run gave other bytes")
			}
			text := textOf(t, pdf)
			for _, w := range d.want {
				if !strings.Contains(text, w) {
					t.Errorf("%q is not in the text:\n%s", w, text)
				}
			}
		})
	}
}

// textOf extracts the text of a PDF, with single spaces.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	out := tool(t, "pdftotext", pdf, "-layout", "IN", "-")
	return strings.Join(strings.Fields(string(out)), " ")
}

// tool runs a program of poppler-utils upon a PDF, whose path stands where
// the arguments say IN.
func tool(t *testing.T, name string, pdf []byte, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("SHOTCHECK_REQUIRE_NATIVE") == "1" {
			t.Fatalf("%s is missing: install poppler-utils", name)
		}
		t.Skipf("%s is not installed (poppler-utils): the text is not checked", name)
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, pdf, 0o644); err != nil {
		t.Fatal(err)
	}
	args[slices.Index(args, "IN")] = path
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// No word may reach into the margins or overlap another.
func TestWordsKeepApart(t *testing.T) {
	for i, d := range documents {
		t.Run(d.name, func(t *testing.T) {
			checkWords(t, madePDF(t, i))
		})
	}
}

func checkWords(t *testing.T, pdf []byte) {
	t.Helper()
	words := wordsOf(t, pdf)
	if len(words) < 50 {
		t.Fatalf("only %d words", len(words))
	}
	for k, w := range words {
		if w.x0 < 40 || w.x1 > w.pageWidth-40 {
			t.Errorf("page %d: %q reaches into the margin: %.0f–%.0f of %.0f pt", w.page, w.text, w.x0, w.x1, w.pageWidth)
		}
		for _, o := range words[:k] {
			if w.overlaps(o) {
				t.Errorf("page %d: %q overlaps %q at %.0f, %.0f", w.page, w.text, o.text, w.x0, w.y0)
			}
		}
	}
}

// word is a word's place on its page, in points.
type word struct {
	text                      string
	page                      int
	pageWidth, x0, y0, x1, y1 float64
}

// overlaps leaves out the air that pdftotext counts above and below letters.
func (w word) overlaps(o word) bool {
	const side, above = 0.5, 0.3
	h := above * min(w.y1-w.y0, o.y1-o.y0)
	return w.page == o.page && w.x0 < o.x1-side && o.x0 < w.x1-side && w.y0 < o.y1-h && o.y0 < w.y1-h
}

var (
	pageLine = regexp.MustCompile(`<page width="([\d.]+)"`)
	wordLine = regexp.MustCompile(`<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>`)
)

func wordsOf(t *testing.T, pdf []byte) []word {
	t.Helper()
	var words []word
	page, width := 0, 0.0
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for line := range strings.SplitSeq(string(tool(t, "pdftotext", pdf, "-bbox", "IN", "-")), "\n") {
		if m := pageLine.FindStringSubmatch(line); m != nil {
			page, width = page+1, number(m[1])
		}
		if m := wordLine.FindStringSubmatch(line); m != nil {
			words = append(words, word{m[5], page, width, number(m[1]), number(m[2]), number(m[3]), number(m[4])})
		}
	}
	return words
}

func TestMetadata(t *testing.T) {
	info := string(tool(t, "pdfinfo", madePDF(t, 0), "IN"))
	for _, want := range []string{"Shot report – Luka Dončić – made-up.mp4", "Nov  3", "A4"} {
		if !strings.Contains(info, want) {
			t.Errorf("%q is not in\n%s", want, info)
		}
	}
	if outlines := bytes.Count(madePDF(t, 0), []byte("/Dest [")); outlines < 6 {
		t.Errorf("%d bookmarks, want one for each section", outlines)
	}
}

func TestClean(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Dončić, Şengün, Ωμέγα, Жуков", "Dončić, Şengün, Ωμέγα, Жуков"},
		{"Donc\u030cic\u0301", "Dončić"},
		{"姚明 🏀", "?? ?"},
		{"a\tb", "a?b"},
	} {
		if got := clean(c.in); got != c.want {
			t.Errorf("clean(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	s := newSheet("A4")
	for _, c := range []struct {
		words string
		width float64
		lines int
	}{
		{"", 50, 1},
		{"short", 50, 1},
		{"as long a line as this is does not fit", 24, 3},
		{strings.Repeat("x", 60), 30, 4},
		{"do 5 × 5 of it", 9, 3}, // a number and its unit stay together
	} {
		lines := s.wrap(c.words, c.width, bodyStyle)
		if len(lines) != c.lines {
			t.Errorf("%q in %v mm: %d lines %q, want %d", c.words, c.width, len(lines), lines, c.lines)
		}
		for _, line := range lines {
			if s.measure(line, bodyStyle) > c.width {
				t.Errorf("%q is wider than %v mm", line, c.width)
			}
		}
	}
}
