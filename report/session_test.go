package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
)

// madeSession is a session of made-up clips of one shot each, three a day, whose
// knee bends a degree deeper every day.
func madeSession(days int) SessionDocument {
	var shots []*analysis.Attempt
	for i := range 3 * days {
		r := sample.Result(sample.Options{Shots: 1})
		s := r.Shots[0]
		for k := range s.Metrics {
			s.Metrics[k].Value += 0.2 * s.Metrics[k].Uncertainty * float64(i%3-1)
			if s.Metrics[k].ID == "knee_dip" {
				s.Metrics[k].Value -= 2 * float64(i/3)
			}
		}
		shots = append(shots, &analysis.Attempt{
			Shot: s, Result: fmt.Sprintf("out/clip%d.shotcheck", i), Clip: fmt.Sprintf("clip, %d.mp4", i), Player: longName,
			Day: time.Date(2026, 3, 1+2*(i/3), 0, 0, 0, 0, time.UTC),
		})
	}
	s := analysis.NewSession(shots, 3*days)
	s.Tool = analysis.Tool{Name: "shotcheck", Version: "0.0.0-test"}
	return SessionDocument{Session: s, Still: func(string, int) image.Image { return image.NewRGBA(image.Rect(0, 0, 64, 36)) }}
}

// pdfText returns the words of a PDF.
func pdfText(t *testing.T, file []byte) string {
	t.Helper()
	return strings.Join(strings.Fields(string(tool(t, "pdftotext", file, "IN", "-"))), " ")
}

func TestSessionDocuments(t *testing.T) {
	for _, c := range []struct {
		days  int
		words []string
	}{
		{8, []string{"Knee at dip: −14 ±", "beyond the noise", "From shot to shot", "Best and worst shot", "1 March 2026 to 15 March 2026", "24 of 24 shots count"}},
		{1, []string{"Whether anything changes from day to day cannot be told: all shots are of one day.", "Not tested: knee at dip"}},
	} {
		doc := madeSession(c.days)
		var page, again, pdf, pdfAgain bytes.Buffer
		for _, err := range []error{
			WriteSessionHTML(&page, doc), WriteSessionHTML(&again, doc), WriteSessionPDF(&pdf, doc), WriteSessionPDF(&pdfAgain, doc),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if page.String() != again.String() || !bytes.Equal(pdf.Bytes(), pdfAgain.Bytes()) {
			t.Error("a second run gave other bytes")
		}
		checkMarkup(t, page.String())
		checkAlone(t, page.String())
		checkWords(t, pdf.Bytes())
		text := pdfText(t, pdf.Bytes())
		for _, w := range c.words {
			if !strings.Contains(page.String(), w) {
				t.Errorf("%d days: %q is not in the page", c.days, w)
			}
			if !strings.Contains(text, w) {
				t.Errorf("%d days: %q is not in the PDF:\n%.3000s", c.days, w, text)
			}
		}
	}
}

// Names are text, whatever they hold.
func TestSessionPageEscapes(t *testing.T) {
	doc := madeSession(2)
	for _, a := range doc.Session.Shots {
		a.Clip = `</td><script>alert(1)</script>.mp4`
	}
	var page bytes.Buffer
	if err := WriteSessionHTML(&page, doc); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.String(), "<script") {
		t.Error("a clip's name became an element")
	}
}

// Every shot has a row with a value, an uncertainty and a note for each metric,
// and what was written is read back as it was.
func TestSessionCSV(t *testing.T) {
	doc := madeSession(2)
	var file bytes.Buffer
	if err := WriteSessionCSV(&file, doc.Session); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 7 || len(rows[0]) != len(sessionColumns)+3*len(analysis.Catalogue) {
		t.Fatalf("%d rows of %d columns", len(rows), len(rows[0]))
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for i, a := range doc.Session.Shots {
		m, _ := a.Metric("knee_dip")
		if got := rows[i+1][column["knee_dip_deg"]]; got != short(m.Value) {
			t.Errorf("shot %d: %s°, want %v", i, got, m.Value)
		}
		if got := rows[i+1][column["clip"]]; got != a.Clip {
			t.Errorf("shot %d is of %q, want %q", i, got, a.Clip)
		}
	}
}

// What a session reads of analysis.json is what the whole file says.
func TestReadShots(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 3})
	var file bytes.Buffer
	if err := WriteJSON(&file, res); err != nil {
		t.Fatal(err)
	}
	whole, err := ReadJSON(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	lean, err := ReadShots(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range lean.Shots {
		want := &whole.Shots[i]
		release, _ := want.Event(analysis.Release)
		if got, ok := s.Event(analysis.Release); !ok || got.Time != release.Time || got.Uncertainty != release.Uncertainty {
			t.Errorf("shot %d: release %v, want %v", i, got.Time, release.Time)
		}
		for k, m := range s.Metrics {
			w := want.Metrics[k]
			if m.ID != w.ID || m.Value != w.Value || m.Uncertainty != w.Uncertainty || m.Unit != w.Unit || m.Trust != w.Trust || m.Bound != w.Bound || (m.Missing == nil) != (w.Missing == nil) {
				t.Errorf("shot %d: %+v, want %+v", i, m, w)
			}
		}
		if len(s.Flaws) != len(want.Flaws) || s.View != want.View || s.Kind != want.Kind {
			t.Errorf("shot %d: %+v", i, s)
		}
	}
	for _, c := range []struct{ file, want string }{
		{`{"schema": "shotcheck.analysis/9", "shots": 7}`, `schema is "shotcheck.analysis/9"`},
		{`{"schema": "shotcheck.analysis/1", "shots": 7}`, "cannot unmarshal"},
		{`{"schema": "shotcheck.ana`, "unexpected end"},
		{`{"schema": "shotcheck.analysis/1", "shots": [{"index": 3, "metrics": [{"id": "knee_dip", "value": 1e308}]}]}`, "shot 3: knee_dip is no possible value"},
	} {
		if _, err := ReadShots([]byte(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.file, err, c.want)
		}
	}
}

func TestNiceAxis(t *testing.T) {
	always := func(float64) bool { return true }
	for _, c := range []struct{ low, high, wantLow, wantHigh, wantStep float64 }{
		{103, 131, 100, 140, 10},
		{1.121, 1.187, 1.12, 1.2, 0.02},
		{-0.3, 0.4, -0.4, 0.4, 0.2},
		{5, 5, 4, 6, 0.5},
	} {
		a := niceAxis(c.low, c.high, always)
		if math.Abs(a.low-c.wantLow)+math.Abs(a.high-c.wantHigh)+math.Abs(a.step-c.wantStep) > 1e-9 {
			t.Errorf("axis over %v to %v is %+v, want %v to %v by %v", c.low, c.high, a, c.wantLow, c.wantHigh, c.wantStep)
		}
	}
	if a := niceAxis(119.9, 120.1, func(step float64) bool { return step >= 1 }); a.step != 1 {
		t.Errorf("step %v is printed as nothing", a.step)
	}
}

func TestComparePDF(t *testing.T) {
	part := func(player string, dip float64) analysis.Part {
		r := sample.Result(sample.Options{Shots: 1})
		for k := range r.Shots[0].Metrics {
			if r.Shots[0].Metrics[k].ID == "knee_dip" {
				r.Shots[0].Metrics[k].Value = dip
			}
		}
		p, err := analysis.NewPart("out/"+player+".shotcheck", r, 0)
		if err != nil {
			t.Fatal(err)
		}
		p.Player = player
		return p
	}
	c := analysis.Compare(part("Ana", 110), part("Bo", 140))
	var pdf, again bytes.Buffer
	doc := CompareDocument{Comparison: c}
	if err := WriteComparePDF(&pdf, doc); err != nil {
		t.Fatal(err)
	}
	if err := WriteComparePDF(&again, doc); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pdf.Bytes(), again.Bytes()) {
		t.Error("a second run gave other bytes")
	}
	checkWords(t, pdf.Bytes())
	text := pdfText(t, pdf.Bytes())
	for _, w := range []string{"Ana and Bo", "Knee at dip: B +30 ±", "Set point", "a relative value, which says nothing of another player", "Follow-through", "landmark registration [1]", "Seconds from the release: dip A −0.57 s"} {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in the PDF:\n%.3000s", w, text)
		}
	}
}
