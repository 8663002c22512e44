package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/render"
	"github.com/shotcheck/shotcheck/report/training"
)

// makePage writes an entry of documents as a page, with a video.
func makePage(t *testing.T, i int) string {
	t.Helper()
	d := documents[i]
	doc := d.doc
	doc.Result = sample.Result(d.clip)
	if d.change != nil {
		d.change(doc.Result)
	}
	doc.Still, doc.Video = stillOf(doc.Result), videoOf(doc.Result)
	var b bytes.Buffer
	if err := WriteHTML(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// videoOf describes a video of a made-up clip, slow around the shots.
func videoOf(res *analysis.Result) *Video {
	times := res.Motions
	if len(times) == 0 {
		return nil
	}
	return &Video{
		File: "annotated.mp4", WidthPx: res.Clip.WidthPx, HeightPx: res.Clip.HeightPx, FPS: res.Clip.FPS,
		Times: times[0].Time, Pace: render.NewTimeline(res, times[0].Time, 0.25, res.Clip.FPS),
	}
}

// What the page must hold of each document, beside what makes it a page.
var pageWords = map[string][]string{
	"one shot":     {"<h1>Luka Dončić</h1>", "Too little knee bend", "Show the moment", `<video controls playsinline preload="metadata" src="annotated.mp4"`, "Day 14, 17 Nov 2026", "Chair shots", "Ball flight"},
	"twelve shots": {"Shot 12", "From shot to shot", longName},
	"no shot":      {"No shot found", "Alperen Şengün"},
	"no norms":     {"No value lies inside a published norm"},
	"no values":    {"Nothing could be measured", "The clip shows no flaw with certainty"},
	"front view":   {"No view of this clip shows how the joints bend"},
	"imperial":     {"Hip rise (in)"},
}

var identifier = regexp.MustCompile(` id="([^"]*)"`)

func TestWriteHTML(t *testing.T) {
	for i, d := range documents {
		t.Run(d.name, func(t *testing.T) {
			page := makePage(t, i)
			if page != makePage(t, i) {
				t.Error("a second run gave other bytes")
			}
			for _, w := range pageWords[d.name] {
				if !strings.Contains(page, w) {
					t.Errorf("%q is not in the page", w)
				}
			}
			checkMarkup(t, page)
			checkAlone(t, page)
		})
	}
}

// code matches what is no text of the page.
var code = regexp.MustCompile(`(?s)<(script|style)[^>]*>.*?</(script|style)>`)

// checkMarkup reads the page as elements that open and close; ids are unique and
// links lead to them.
func checkMarkup(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(code.ReplaceAllString(page, "")))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for _, m := range identifier.FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			t.Errorf("id %q appears twice", m[1])
		}
		seen[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !seen[m[1]] {
			t.Errorf("a link leads to %q, which is not in the page", m[1])
		}
	}
}

// checkAlone makes sure that nothing but the video is loaded, and that the
// template has escaped nothing into ZgotmplZ.
func checkAlone(t *testing.T, page string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if to := m[1]; !strings.HasPrefix(to, "data:") && !strings.HasPrefix(to, "#") && to != "annotated.mp4" {
			t.Errorf("the page loads %q", to)
		}
	}
	if words := code.ReplaceAllString(page, ""); strings.Contains(words, "ZgotmplZ") || strings.Contains(words, "NaN") {
		t.Error("a value has no place in the page")
	}
}

// A name is text, whatever it holds.
func TestPageEscapes(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1})
	res.Clip.Name = `</script><script>alert(1)</script>.mp4`
	var b bytes.Buffer
	if err := WriteHTML(&b, Document{Result: res, Player: `<b onclick="x">`, Brand: Brand{Club: "A & B"}}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<b onclick", "<script>alert", "A & B"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q stands in the page", bad)
		}
	}
}

// The track must lead from any moment of the video to that of the clip to within
// a picture, and take little room.
func TestTrack(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 3})
	v := videoOf(res)
	track := v.track()
	if len(track) > len(v.Times)/3 {
		t.Errorf("%d corners for %d frames", len(track), len(v.Times))
	}
	pictures := 0
	for i, n := range v.Pace {
		at := float64(pictures) / v.FPS
		if off := interpolate(track, v.Times[i].Seconds()) - at; n > 0 && (off > 1.01/v.FPS || off < -1.01/v.FPS) {
			t.Errorf("frame %d: the track is off by %v s", i, off)
		}
		pictures += n
	}
}

// interpolate returns the second of the video that shows a second of the clip.
func interpolate(track [][2]float64, clipS float64) float64 {
	for i := 1; i < len(track); i++ {
		if a, b := track[i-1], track[i]; clipS <= b[1] {
			return a[0] + (b[0]-a[0])*(clipS-a[1])/(b[1]-a[1])
		}
	}
	return track[len(track)-1][0]
}

// Whatever a report says of a flaw has a source or is called a coaching rule, also
// where the profile that judged is not at hand; and so has every drill.
func TestClaimsHaveAGround(t *testing.T) {
	grounded := regexp.MustCompile(`^(coaching rule|research \[\d+\])$`)
	for i, d := range documents {
		for _, profile := range []string{"", "somebody's own"} {
			res := sample.Result(d.clip)
			if d.change != nil {
				d.change(res)
			}
			res.Config.Profile = profile
			a := newStory(Document{Result: res})
			for _, f := range collect(res) {
				if basis := a.basis(f); !grounded.MatchString(basis) {
					t.Errorf("document %d: %s stands upon %q", i, f.worst.ID, basis)
				}
			}
		}
	}
	for _, d := range training.Library() {
		if !strings.Contains(drillPurpose(d), "coaching rule") {
			t.Errorf("drill %s does not say what it is", d.ID)
		}
	}
}

func TestParseAccent(t *testing.T) {
	for _, c := range []struct {
		text string
		ok   bool
	}{{"#0B6E4F", true}, {"#d66612", true}, {"#FFFF00", false}, {"0B6E4F", false}, {"#0B6E4", false}, {"#0B6E4FF", false}, {"", false}} {
		if _, err := ParseAccent(c.text); (err == nil) != c.ok {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

func TestDateOfTheClip(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1})
	res.Clip.RecordedAt = "2026-10-05T17:00:00Z"
	if got := newStory(Document{Result: res}).Date.Format(time.DateOnly); got != "2026-10-05" {
		t.Errorf("the report is of %s, want the day of the recording", got)
	}
}
