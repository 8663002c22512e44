package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
)

// Sizes of a strip of pictures, in millimetres, and how many shots get one: a
// report with more of them would be too heavy to send.
const (
	stripGapMM    = 3.0  // least distance of two pictures
	stripMaxMM    = 30.0 // width of a picture: four strips fill a page
	stripMaxShots = 12
)

// strips shows the key moments of each shot side by side.
func (a *author) strips() {
	first := true
	for i := range a.Result.Shots[:min(len(a.Result.Shots), stripMaxShots)] {
		shot := &a.Result.Shots[i]
		events := a.pictured(shot)
		if len(events) == 0 {
			continue
		}
		if first {
			a.heading("Key moments", stripMaxMM/pictureAspect+20)
			first = false
		}
		a.strip(shot, events)
	}
	if len(a.Result.Shots) > stripMaxShots && !first {
		a.paragraph(a.left, a.width, "The pictures of the other shots are in the folder stills.", noteStyle)
	}
}

// stripEvents are the events of a strip.
var stripEvents = []string{analysis.Dip, analysis.SetPoint, analysis.Release, analysis.Apex, analysis.FollowThroughEnd}

// pictured returns the events of a shot that have a picture, by time.
func (a *story) pictured(shot *analysis.Shot) []analysis.Event {
	var events []analysis.Event
	for _, id := range stripEvents {
		if e, ok := shot.Event(id); ok && a.Still != nil {
			events = append(events, e)
		}
	}
	slices.SortStableFunc(events, func(a, b analysis.Event) int { return cmp.Compare(a.Time, b.Time) })
	return events
}

func (a *author) strip(shot *analysis.Shot, events []analysis.Event) {
	n := float64(len(stripEvents))
	w := min(stripMaxMM, (a.width-(n-1)*stripGapMM)/n)
	h, gap := w/pictureAspect, (a.width-n*w)/(n-1)
	a.need(labelStyle.lineMM() + h + 2*noteStyle.lineMM() + 5)
	a.y += labelStyle.lineMM()
	a.text(a.left, a.y-1.2, fmt.Sprintf("Shot %d", shot.Index), labelStyle)
	x := a.left
	for _, e := range events {
		m := a.moment(shot, e.ID)
		if m == nil {
			continue
		}
		a.place(m.Print, x, a.y, w, h)
		a.text(x, a.y+h+noteStyle.lineMM(), analysis.EventLabel(e.ID), style{8, true, ink})
		a.text(x, a.y+h+2*noteStyle.lineMM(), a.sinceRelease(shot, e), noteStyle)
		x += w + gap
	}
	a.y += h + 2*noteStyle.lineMM() + 5
}

// sinceRelease returns the real time of an event relative to the release.
func (a *story) sinceRelease(shot *analysis.Shot, e analysis.Event) string {
	release, ok := shot.Event(analysis.Release)
	if !ok || e.ID == analysis.Release {
		return fmt.Sprintf("%.2f s in the clip", e.Time.Seconds())
	}
	d := a.Result.RealTime(e.Time - release.Time)
	if d < 0 {
		return fmt.Sprintf("%.2f s before release", -d.Seconds())
	}
	return fmt.Sprintf("%.2f s after release", d.Seconds())
}
