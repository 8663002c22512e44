package ball

import "github.com/shotcheck/shotcheck/pose"

const (
	// lagS is how long before and after a picture those are with which it is
	// compared. A ball at the top of its flight moves by 1.5 of its diameters.
	lagS = 0.12
	// gapS is the least time between pictures that are looked at: more than 120 a
	// second tell no more.
	gapS = 1.0 / 130
	// figurePx is how tall a figure has to be in the small pictures: its ball has
	// then a radius of 5 px.
	figurePx = 80
	// widestPx is the longest side that a small picture may have.
	widestPx = 1000
)

// album holds the small pictures of the last moments: as many as lie within
// twice lagS.
type album struct {
	pages  []*small
	spare  []*small
	center int // the next page to be looked at
	factor int
}

// due says whether a picture at t is far enough from the last.
func (a *album) due(t float64) bool {
	return len(a.pages) == 0 || t-a.pages[len(a.pages)-1].timeS >= gapS
}

// add shrinks a frame into the album.
func (a *album) add(f *pose.Frame, t, heightPx float64) {
	if len(a.pages) > 0 && t-a.pages[len(a.pages)-1].timeS > 2*lagS {
		a.pages, a.center, a.factor = nil, 0, 0 // another throw
	}
	if a.factor == 0 {
		a.factor = factor(f.Picture, heightPx)
	}
	page := &small{}
	if n := len(a.spare); n > 0 {
		page, a.spare = a.spare[n-1], a.spare[:n-1]
	}
	page.shrink(f.Picture, a.factor)
	page.timeS, page.cameraPx = t, f.CameraPx
	a.pages = append(a.pages, page)
}

// factor returns by how much a picture is shrunk.
func factor(p *pose.Picture, heightPx float64) int {
	if longest := max(p.WidthPx, p.HeightPx); longest/2 > widestPx || heightPx/4 >= figurePx && longest > 2*minSidePx {
		return 4
	}
	return 2
}

// minSidePx is the longest side below which a picture is not shrunk further.
const minSidePx = 480

// next returns the next picture whose future is known for so long, with those before
// and after it; nil where there is none yet. A picture at the clip's start or
// end is compared with one side alone: the other is nil.
func (a *album) next(lag float64) (before, this, after *small) {
	if a.center >= len(a.pages) {
		return nil, nil, nil
	}
	this = a.pages[a.center]
	if a.pages[len(a.pages)-1].timeS < this.timeS+lag-1e-6 {
		return nil, nil, nil
	}
	for i, p := range a.pages {
		switch {
		case p.timeS <= this.timeS-lagS+1e-6:
			before = p
		case after == nil && p.timeS >= this.timeS+lagS-1e-6:
			after = a.pages[i]
		}
	}
	a.center++
	a.forget(this.timeS - 2*lagS)
	return before, this, after
}

// forget frees the pages before t.
func (a *album) forget(t float64) {
	for len(a.pages) > 0 && a.center > 1 && a.pages[0].timeS < t {
		a.spare = append(a.spare, a.pages[0])
		a.pages, a.center = a.pages[1:], a.center-1
	}
}
