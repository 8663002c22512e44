package report

import (
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"io"

	"github.com/shotcheck/shotcheck/analysis"
)

// pageHead is what pages begin with.
//
//go:embed page/head.html
var pageHead string

//go:embed page/page.html
var pageTemplate string

//go:embed page/style.css
var pageStyle string

//go:embed page/page.js
var pageScript string

var page = template.Must(template.New("page").Parse(pageHead + pageTemplate))

// author of the page: the story with what its template asks for. Its methods are
// the template's words; everything is computed in the order in which it is
// read, so that sources are numbered as they come.
type webAuthor struct{ *story }

// pageView is what the template fills in.
type pageView struct {
	Version, Headline, Title, Facts, Club, Foot string
	Style, Accent                               template.CSS
	Script, Data                                template.JS
	Logo                                        template.URL
	Quality                                     analysis.Quality
	Sections                                    []pageSection
	NoShot                                      string
	Several                                     bool
	Faults                                      []pageFault
	NoFault, Also, NoGood                       string
	Good                                        []string
	Video                                       *Video
	Shots                                       []pageShot
	Charts                                      []pageChart
	Times                                       []pageTick
	OtherStills                                 string
	Rows                                        []pageRow
	Gaps                                        []pageGap
	ChainWords                                  string
	Chains                                      []pageChain
	Flight                                      *pageFlight
	Spreads                                     []pageSpread
	PlanWords, AimWords                         string
	Plans                                       []pagePlan
	Drills                                      []pageDrill
	Method, Limits, ClipWords, References       []string
}

// pageSection is an entry of the page's table of contents.
type pageSection struct{ ID, Title string }

// WriteHTML writes the report as one page that needs no network and no other
// file but the video. The same document gives the same bytes.
func WriteHTML(w io.Writer, doc Document) error {
	a := &webAuthor{newStory(doc)}
	v := a.frame()
	if len(doc.Result.Shots) > 0 {
		a.fill(v)
	} else {
		v.NoShot = noShotWords
	}
	v.Method, v.Limits, v.ClipWords = a.methodWords(), a.limitWords(), a.clipWords()
	v.References = a.sources.list
	v.Sections = v.contents()
	data, err := a.data()
	if err != nil {
		return fmt.Errorf("write the HTML report: %w", err)
	}
	v.Data = data
	if err := page.Execute(w, v); err != nil {
		return fmt.Errorf("write the HTML report: %w", err)
	}
	return nil
}

// frame returns what every page has.
func (a *webAuthor) frame() *pageView {
	c := a.Brand.colour()
	v := &pageView{
		Version: a.Result.Tool.Version, Headline: a.headline(), Title: a.title(), Facts: a.facts(), Club: a.Brand.Club,
		Style: template.CSS(pageStyle), Script: template.JS(pageScript),
		Accent:  template.CSS(fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)),
		Quality: a.Result.Quality, Several: len(a.shooters()) > 1, Video: a.Video,
		Foot: "Made with shotcheck " + a.Result.Tool.Version, Logo: a.Brand.url(),
	}
	return v
}

// fill adds what a clip with shots has, from the top down.
func (a *webAuthor) fill(v *pageView) {
	list := collect(a.Result)
	v.Faults, v.NoFault, v.Also = a.pageFaults(list), noFaultWords, otherFlaws(list[min(mostFaults, len(list)):])
	v.Good, v.NoGood = a.good(), a.noStrength()
	v.Charts, v.Times = a.pageCharts(), timeTicks()
	v.Shots, v.OtherStills = a.pageShots()
	v.Rows, v.Gaps = a.pageRows(), a.pageGaps()
	if v.Chains = a.pageChains(); len(v.Chains) > 0 {
		v.ChainWords = fmt.Sprintf(chainWords, a.sources.cite(chainSource))
	}
	v.Flight = a.pageFlight()
	v.Spreads = a.pageSpreads()
	v.PlanWords, v.AimWords = planWords, aimWords
	v.Plans, v.Drills = a.pagePlans()
}

// contents lists the sections that the page has.
func (v *pageView) contents() []pageSection {
	list := []pageSection{{"summary", "Summary"}}
	if v.NoShot == "" {
		list = append(list, pageSection{"watch", "Watch"}, pageSection{"moments", "Key moments"}, pageSection{"metrics", "Metrics"})
		if v.Chains != nil || v.Flight != nil {
			list = append(list, pageSection{"ball", "Chain and flight"})
		}
		if v.Spreads != nil {
			list = append(list, pageSection{"consistency", "Consistency"})
		}
		list = append(list, pageSection{"plan", "Training plan"})
	}
	return append(list, pageSection{"method", "Method"})
}

// dataURL holds a file within the page.
func dataURL(kind string, file []byte) template.URL {
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(file))
}

// pagePicture is a picture within the page.
type pagePicture struct {
	URL           template.URL
	Width, Height int
	Alt           string
}

// shooterPicture holds what a still shows of a shooter; nil if there is none.
func shooterPicture(img image.Image, alt string) *pagePicture {
	if img == nil {
		return nil
	}
	return encodePicture(img, pageWidthPx, pageWidthPx/pictureAspect, alt)
}

func encodePicture(img image.Image, w, h int, alt string) *pagePicture {
	file, err := photo(img, w, h)
	if err != nil {
		return nil // a picture in memory can always be encoded
	}
	return &pagePicture{dataURL("image/jpeg", file), w, h, alt}
}
