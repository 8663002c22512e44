package report

import (
	"image"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/render"
	"github.com/shotcheck/shotcheck/report/training"
)

// Document is all that PDF and page tell.
type Document struct {
	// Result must have its motions for the charts; without them they are left out.
	Result *analysis.Result
	// Profile is what the result was judged by; nil: the built-in one.
	Profile *analysis.Profile
	Player  string // may be empty
	// Date is when the clip was recorded; zero if not known.
	Date     time.Time
	Units    analysis.Units
	PageSize string // "A4" (also if empty) or "Letter"
	Brand    Brand
	// Still returns the annotated picture of an event or a flaw of a shot (indexed
	// from 1), or nil if there is none. It is called once for each picture that is
	// shown, so it may load a file. A caption may stand below the clip's picture.
	// nil: there are no pictures.
	Still func(shot int, id string) image.Image
	// Moment returns what [MomentOf] has made of the still of an event when that was
	// drawn, or nil where the still has to be loaded.
	Moment func(shot int, event string) *Moment
	// Video is the annotated video beside the page; nil if there is none.
	Video *Video
}

// Video describes the annotated video.
type Video struct {
	File              string // path from the page
	WidthPx, HeightPx int
	FPS               float64
	// Times are those of the clip's frames, Pace says how many pictures each has.
	Times []time.Duration
	Pace  render.Timeline
}

// story is what PDF and page tell alike: the document with its numbered sources.
type story struct {
	Document
	sources sources
}

func newStory(doc Document) *story {
	doc.Player = strings.Join(strings.Fields(doc.Player), " ")
	doc.Brand.Club = strings.Join(strings.Fields(doc.Brand.Club), " ")
	if recorded, err := time.Parse(time.RFC3339, doc.Result.Clip.RecordedAt); err == nil && doc.Date.IsZero() {
		doc.Date = recorded
	}
	return &story{Document: doc}
}

// shooters returns who has shots, by their first one.
func (a *story) shooters() []int {
	var ids []int
	seen := map[int]bool{}
	for _, s := range a.Result.Shots {
		if !seen[s.Shooter] {
			seen[s.Shooter] = true
			ids = append(ids, s.Shooter)
		}
	}
	return ids
}

// ofShooter adds whom a title speaks of, where there are several.
func (a *story) ofShooter(title string, id int) string {
	if len(a.shooters()) > 1 {
		return title + ", shooter " + itoa(id)
	}
	return title
}

// plan returns a shooter's plan of exercise.
func (a *story) plan(shooter int) training.Plan { return training.Make(a.Result, shooter, a.Profile) }
