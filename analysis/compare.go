package analysis

import (
	"fmt"
	"math"
	"time"
)

// CompareSchema names the format of compare.json.
const CompareSchema = "shotcheck.compare/1"

// Part is one side of a comparison.
type Part struct {
	Name   string // path of its result folder
	Player string
	Day    time.Time // zero: not known
	// Result has its motions, or the comparison has no curves.
	Result *Result
	// Shots are those to compare.
	Shots []*Shot
}

// NewPart chooses the shots of a result: the one with the given index, or for 0
// all of the shooter, the kind of shot and the view that it shows most.
func NewPart(name string, r *Result, index int) (Part, error) {
	p := Part{Name: name, Result: r}
	if len(r.Shots) == 0 {
		return p, fmt.Errorf("%s has no shot", r.Clip.Name)
	}
	if index > len(r.Shots) {
		return p, fmt.Errorf("there is no shot %d: %s has %d", index, r.Clip.Name, len(r.Shots))
	}
	if index > 0 {
		p.Shots = []*Shot{&r.Shots[index-1]}
		return p, nil
	}
	own := []Shot{}
	for _, group := range byShooter(r.Shots) {
		if len(group) > len(own) {
			own = group
		}
	}
	view := most(own, func(s Shot) string { return s.View.Kind })
	for i := range r.Shots {
		s := &r.Shots[i]
		if s.Shooter == own[0].Shooter && s.Kind == own[0].Kind && s.View.Kind == view {
			p.Shots = append(p.Shots, s)
		}
	}
	return p, nil
}

// Shown is the shot that curves and video show: the only one, or the most
// typical, whose values lie nearest to the means.
func (p Part) Shown() *Shot {
	attempts := make([]*Attempt, len(p.Shots))
	for i, s := range p.Shots {
		attempts[i] = &Attempt{Shot: *s}
	}
	best, least := 0, math.Inf(1)
	for i, off := range offMeans(attempts) {
		if _, released := p.Shots[i].Event(Release); released && off < least {
			best, least = i, off
		}
	}
	return p.Shots[best]
}

// Comparison says how B differs from A.
type Comparison struct {
	Tool        Tool
	A, B        Part
	Notes       []Warning // what makes the two hard to compare
	Differences []Difference
	Curves      *Alignment
	Video       SyncedVideo
}

// SyncedVideo describes the video that shows both shots side by side.
type SyncedVideo struct {
	File string
	// Speed is that of playback against real time, ReleaseAtS the second of the
	// video at which both release.
	Speed, ReleaseAtS float64
	Missing           *Missing // why there is none; the rest is empty then
}

// MissingPictures says that there is nothing to make a video of.
const MissingPictures = "no-pictures"

// Compare compares two parts.
func Compare(a, b Part) *Comparison {
	c := &Comparison{A: a, B: b, Notes: compareNotes(a, b), Differences: []Difference{}}
	var refused *Missing
	switch {
	case a.Player != "" && b.Player != "" && a.Player != b.Player:
		refused = &Missing{MissingOthers, "a relative value, which says nothing of another player"}
	case a.Shots[0].View.Kind != b.Shots[0].View.Kind:
		refused = otherView
	}
	c.Differences = differences(a.Shots, b.Shots, refused)
	c.Curves = align(a.Result, b.Result, a.Shown(), b.Shown())
	return c
}

// circumstances are what two results should share to be compared.
var circumstances = []struct {
	code, words string
	of          func(Part) string
}{
	{"view", "seen from the %s and from the %s: angles of the picture differ by the view alone", func(p Part) string { return p.Shots[0].View.Kind }},
	{"kind", "a %s shot and a %s shot differ by intent", func(p Part) string { return p.Shots[0].Kind }},
	{"shot-type", "shot types %s and %s: the distance changes the legs", func(p Part) string { return p.Shots[0].ShotType }},
	{"hand", "the %s hand and the %s hand", func(p Part) string { return p.Shots[0].Hand }},
	{"model", "measured with %s and with %s, which err differently", func(p Part) string { return p.Result.Model.Name }},
}

// compareNotes lists what the two parts do not share, and what is not known
// from single shots.
func compareNotes(a, b Part) []Warning {
	notes := []Warning{}
	for _, c := range circumstances {
		if of, other := c.of(a), c.of(b); of != other {
			notes = append(notes, Warning{c.code, fmt.Sprintf(c.words, of, other)})
		}
	}
	if a.Player == "" || b.Player == "" {
		notes = append(notes, Warning{"player", "the results do not name the player of both: relative values compare a player with himself only"})
	}
	if len(a.Shots) == 1 || len(b.Shots) == 1 {
		notes = append(notes, Warning{"single-shot", "a single shot does not tell how much the player's shots scatter: a difference holds for these shots, not for his technique"})
	}
	return notes
}

type (
	compareJSON struct {
		Schema      string       `json:"schema"`
		Tool        Tool         `json:"tool"`
		A           partJSON     `json:"a"`
		B           partJSON     `json:"b"`
		Notes       []Warning    `json:"notes"`
		Differences []Difference `json:"differences"`
		Curves      *Alignment   `json:"curves"`
		Video       any          `json:"video"`
	}
	videoJSON struct {
		File       string  `json:"file"`
		Speed      float64 `json:"speed"`
		ReleaseAtS float64 `json:"release_at_s"`
	}
	partJSON struct {
		Result   string  `json:"result"`
		Clip     string  `json:"clip"`
		SHA256   string  `json:"sha256"`
		Player   string  `json:"player,omitempty"`
		Date     string  `json:"date,omitempty"`
		Model    string  `json:"model"`
		Quality  float64 `json:"quality"`
		Shooter  int     `json:"shooter"`
		Shots    []int   `json:"shots"`
		Shown    int     `json:"shown_shot"`
		Hand     string  `json:"hand"`
		Kind     string  `json:"kind"`
		ShotType string  `json:"shot_type"`
		View     View    `json:"view"`
	}
)

// MarshalJSON writes the file compare.json; every difference is B − A.
func (c Comparison) MarshalJSON() ([]byte, error) {
	j := compareJSON{CompareSchema, c.Tool, c.A.json(), c.B.json(), c.Notes, c.Differences, c.Curves, absence{c.Video.Missing}}
	if c.Video.Missing == nil {
		j.Video = videoJSON{c.Video.File, c.Video.Speed, round(c.Video.ReleaseAtS, secondDecimals)}
	}
	return encode(j)
}

func (p Part) json() partJSON {
	r, s := p.Result, p.Shown()
	j := partJSON{
		Result: p.Name, Clip: r.Clip.Name, SHA256: r.Clip.SHA256, Player: p.Player, Date: dayText(p.Day), Model: r.Model.Name,
		Quality: round(r.Quality.Score, fractionDecimals), Shooter: s.Shooter, Shown: s.Index,
		Hand: s.Hand, Kind: s.Kind, ShotType: s.ShotType, View: s.View,
	}
	for _, s := range p.Shots {
		j.Shots = append(j.Shots, s.Index)
	}
	return j
}
