package web

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/shotcheck/shotcheck/service"
)

// choice is one of several things to choose.
type choice struct {
	ID, Words string
	On        bool
}

// scopeWords are what tokens may do.
var scopeWords = []choice{
	{ID: "read", Words: "See clips, results and players"},
	{ID: "write", Words: "Add clips"},
	{ID: "delete", Words: "Remove clips"},
	{ID: "tokens", Words: "Make and revoke tokens"},
	{ID: "admin", Words: "Manage the club: members, audit trail, export, erasure"},
}

// Scopes are what a token may be allowed by who looks at the page.
func (s Settings) Scopes() (list []choice) {
	for _, c := range scopeWords {
		if s.May(c.ID) {
			c.On = slices.Contains(s.Chosen, c.ID)
			list = append(list, c)
		}
	}
	return list
}

// known is what was told of a clip when it was added.
type known struct{ Name, Value string }

// settingWords name the settings of a clip, in order.
var settingWords = []struct {
	name  string
	value func(service.Settings) string
}{
	{"Player", func(s service.Settings) string { return s.Player }},
	{"Kind of shot", func(s service.Settings) string { return s.ShotType }},
	{"Shooting hand", func(s service.Settings) string { return s.Hand }},
	{"Height", func(s service.Settings) string { return withUnit(s.HeightM, "m") }},
	{"Camera view", func(s service.Settings) string { return s.View }},
	{"Sex", func(s service.Settings) string { return s.Sex }},
	{"Level", func(s service.Settings) string { return s.Level }},
	{"Filmed on", func(s service.Settings) string { return s.Date }},
	{"Filmed at", func(s service.Settings) string { return withUnit(s.CaptureFPS, "pictures a second") }},
	{"Ball", func(s service.Settings) string { return withUnit(float64(s.BallSize), "(size)") }},
}

// Known lists what was told of the clip.
func (c Clip) Known() (list []known) {
	for _, w := range settingWords {
		if value := w.value(c.Analysis.Settings); value != "" {
			list = append(list, known{w.name, value})
		}
	}
	if c.Analysis.Settings.BlurFaces {
		list = append(list, known{"Faces", "blurred"})
	}
	return list
}

func withUnit(v float64, unit string) string {
	if v == 0 {
		return ""
	}
	return fmt.Sprint(strconv.FormatFloat(v, 'f', -1, 64), " ", unit)
}
