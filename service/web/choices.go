package web

import (
	"slices"
	"strconv"
)

// Choice is one of several things to choose.
type Choice struct {
	ID, Words string
	On        bool
}

// choices are what may be told of a clip, by the names of the settings.
var choices = map[string][]Choice{
	"shot_type": {{ID: "free-throw", Words: "Free throw"}, {ID: "two", Words: "Two points"}, {ID: "three", Words: "Three points"}},
	"hand":      {{ID: "right", Words: "Right"}, {ID: "left", Words: "Left"}},
}

// chosen tells a choice in words; what is none of ours is told as it is.
func chosen(name, id string) string {
	for _, c := range choices[name] {
		if c.ID == id {
			return c.Words
		}
	}
	return id
}

// scopeWords are what tokens may do.
var scopeWords = []Choice{
	{ID: "read", Words: "See clips, results and players"},
	{ID: "write", Words: "Add clips and share results"},
	{ID: "people", Words: "Manage players and consents"},
	{ID: "delete", Words: "Remove clips"},
	{ID: "tokens", Words: "Make and revoke tokens"},
	{ID: "export", Words: "Have a copy of everything"},
	{ID: "admin", Words: "Manage the club: members, audit trail, erasure"},
}

// Scopes are what a token may be allowed by who looks at the page.
func (s Settings) Scopes() (list []Choice) {
	for _, c := range scopeWords {
		if s.May(c.ID) {
			c.On = slices.Contains(s.Chosen, c.ID)
			list = append(list, c)
		}
	}
	return list
}

// Told is what was told of a clip when it was added.
type Told struct{ Name, Value string }

// Known lists what was told of the clip.
func (c Clip) Known() (list []Told) {
	s := c.Analysis.Settings
	for _, k := range []Told{
		{"Player", s.Player},
		{"Kind of shot", chosen("shot_type", s.ShotType)},
		{"Shooting hand", chosen("hand", s.Hand)},
		{"Height", withUnit(s.HeightM, " m")},
		{"Camera view", s.View},
		{"Sex", s.Sex},
		{"Level", s.Level},
		{"Filmed on", s.Date},
		{"Filmed at", withUnit(s.CaptureFPS, " pictures a second")},
		{"Ball", withUnit(float64(s.BallSize), " (size)")},
		{"Faces", map[bool]string{true: "blurred"}[s.BlurFaces]},
	} {
		if k.Value != "" {
			list = append(list, k)
		}
	}
	return list
}

// withUnit tells a number, nothing where it is not known.
func withUnit(v float64, unit string) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64) + unit
}
