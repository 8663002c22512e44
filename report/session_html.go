package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

//go:embed page/session.html
var sessionTemplate string

var sessionPage = template.Must(template.New("session").Parse(pageHead + sessionTemplate))

// sessionView is what the template fills in.
type sessionView struct {
	Version, Title, Headline, Facts, Club, Foot string
	Style, Accent                               template.CSS
	Logo                                        template.URL
	Players                                     []playerView
	ChartWords                                  string
	Method, References                          []string
}

// playerView is what one player's shots show.
type playerView struct {
	ID, Name, Counted        string
	Titles                   [4]string // of the sections
	News                     []string
	Charts                   []trendView
	Trends, Spreads, Extreme listing
	Untested, NoExtremes     string
	Ranked                   []rankedView
	Shots                    listing
	Remainder                string
}

// trendView is a chart; places are thousandths of the plot.
type trendView struct {
	Title, Change, Alt, First, Last string
	Exceeds                         bool
	Lines                           []gridLine
	FloorTop, FloorHeight           float64
	Line, Dots, Bars                string
}

type rankedView struct {
	Title, Words string
	Picture      *pagePicture
}

// mostPageShots is how many shots of a player the page lists.
const mostPageShots = 500

// WriteSessionHTML writes the report of a session as one page that needs no other
// file and no script. The same document gives the same bytes.
func WriteSessionHTML(w io.Writer, doc SessionDocument) error {
	a := &rollup{SessionDocument: doc}
	c := doc.Brand.colour()
	v := sessionView{
		Version: doc.Session.Tool.Version, Title: a.title(), Headline: a.headline(), Facts: a.facts(), Club: doc.Brand.Club,
		Style: template.CSS(pageStyle), Accent: template.CSS(fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)), Logo: doc.Brand.url(),
		ChartWords: trendChartWords, Foot: "Made with shotcheck " + doc.Session.Tool.Version,
	}
	for i := range doc.Session.Players {
		v.Players = append(v.Players, a.playerView(&doc.Session.Players[i], i))
	}
	v.Method = a.method()
	v.References = a.sources.list
	if err := sessionPage.Execute(w, v); err != nil {
		return fmt.Errorf("write session.html: %w", err)
	}
	return nil
}

// url is the logo within a page; empty without one.
func (b Brand) url() template.URL {
	switch {
	case b.logo() == nil:
		return ""
	case strings.HasPrefix(string(b.Logo), "\xff\xd8"):
		return dataURL("image/jpeg", b.Logo)
	}
	return dataURL("image/png", b.Logo)
}

func (a *rollup) playerView(p *analysis.PlayerSession, i int) playerView {
	v := playerView{
		ID: fmt.Sprintf("player-%d", i+1), Name: playerName(p), Titles: [4]string{
			a.of(p, "What has changed"), a.of(p, "From shot to shot"), a.of(p, "Best and worst shot"), a.of(p, "Shots"),
		}, Counted: a.counted(p), News: a.news(p),
		Trends: a.trends(p), Untested: untested(p), Spreads: a.consistency(p),
		Shots: a.shots(p, mostPageShots), Remainder: remainder(p, mostPageShots),
	}
	for _, c := range a.trendCharts(p) {
		v.Charts = append(v.Charts, a.trendView(c))
	}
	if p.Extremes == nil {
		v.NoExtremes = upper(p.NoExtremes.Message) + "."
		return v
	}
	v.Extreme = a.extremes(p.Extremes)
	v.Ranked = []rankedView{a.rankedView("Best", p.Extremes.Best), a.rankedView("Worst", p.Extremes.Worst)}
	return v
}

func (a *rollup) rankedView(title string, r analysis.Ranked) rankedView {
	v := rankedView{Title: title, Words: a.rankedWords(r) + "."}
	if a.Still == nil {
		return v
	}
	if img := a.Still(r.Result, r.Index); img != nil {
		const sidePx = 640
		b := img.Bounds()
		scale := math.Min(1, sidePx/float64(max(b.Dx(), b.Dy())))
		v.Picture = encodePicture(img, int(scale*float64(b.Dx())), int(scale*float64(b.Dy())), title+" shot at its release, annotated")
	}
	return v
}

func (a *rollup) trendView(c trendChart) trendView {
	v := trendView{Title: c.Title, Change: a.change(c.Trend), Alt: a.alt(c), Exceeds: c.Exceeds}
	v.First, v.Last = c.dateTicks()
	for _, value := range c.axis.lines() {
		part := (c.axis.high - value) / (c.axis.high - c.axis.low)
		v.Lines = append(v.Lines, gridLine{int(math.Round(1000 * part)), percent(part), a.Units.Format(value, c.Unit)})
	}
	at := func(part float64) string { return number(1000 * math.Max(0, math.Min(1, part))) }
	v.FloorTop = math.Round(1000 * math.Max(0, c.floorTop))
	v.FloorHeight = math.Round(1000*math.Min(1, c.floorBottom)) - v.FloorTop
	v.Line = "M0 " + at(c.from) + "L1000 " + at(c.to)
	for _, p := range c.points {
		v.Dots += "M" + at(p.x) + " " + at(p.y) + "h0"
		v.Bars += "M" + at(p.x) + " " + at(p.top) + "V" + at(p.bottom)
	}
	return v
}
