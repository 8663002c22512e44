package web

import (
	"encoding/json"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shotcheck/shotcheck/service"
)

// words are what templates ask for.
var words = template.FuncMap{
	"asset":    assetPath,
	"sections": func() []section { return sections },
	"states":   func() []state { return states },
	"stages":   stagesJSON,
	"state":    stateWords,
	"progress": progress,
	"count":    count,
	"percent":  func(part float64) int { return int(math.Round(100 * part)) },
	"size":     size,
	"sentence": Sentence,
	"moment":   func(t time.Time) moment { return moment{t} },
	"field":    field,
	"standing": standingOf,
	"purpose":  func(id string) string { return purposeWords[id] },
	"days":     func() []int { return []int{1, 7, 30, 90} },
	"list":     pairs,
	"choices":  func(name string) []Choice { return choices[name] },
}

// pairs makes choices of names and words.
func pairs(of ...string) (list []Choice) {
	for two := range slices.Chunk(of, 2) {
		list = append(list, Choice{ID: two[0], Words: two[1]})
	}
	return list
}

// moment is a time in a page: exact for scripts, which tell it by the clock of who
// reads, and in words without them.
type moment struct{ t time.Time }

// Exact is the time for machines.
func (m moment) Exact() string { return m.t.UTC().Format(time.RFC3339) }

// Words is the time for people.
func (m moment) Words() string { return m.t.UTC().Format("2 Jan 2006, 15:04 UTC") }

// count counts things in words.
func count(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + several
}

// Sentence writes words of the service as a sentence.
func Sentence(text string) string {
	if text == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(text[n:], ".") + "."
}

// size tells how large a file is.
func size(bytes int64) string {
	for _, u := range []struct {
		bytes float64
		name  string
	}{{1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}} {
		if n := float64(bytes) / u.bytes; n >= 1 {
			return strconv.FormatFloat(n, 'f', 1, 64) + " " + u.name
		}
	}
	return count(int(bytes), "byte", "bytes")
}

// state is a state of analyses with its words.
type state struct{ ID, Words string }

// states are those that analyses can be in.
var states = []state{
	{service.StateQueued, "Waiting"},
	{service.StateRunning, "Working"},
	{service.StateDone, "Done"},
	{service.StateFailed, "Failed"},
	{service.StateCancelled, "Cancelled"},
}

// noShot says that a clip was analysed and has no shot.
func noShot(a service.Analysis) bool { return a.State == service.StateDone && a.Code != "" }

// stateWords tells how an analysis stands.
func stateWords(a service.Analysis) string {
	if noShot(a) {
		return "No shot"
	}
	for _, s := range states {
		if s.ID == a.State {
			return s.Words
		}
	}
	return a.State
}

// stage is a part of the work on a clip: what it is called, and about which part
// of the time it ends.
type stage struct {
	ID    string  `json:"id"`
	Words string  `json:"words"`
	Share float64 `json:"share"`
}

// stages are those of shotcheck analyze, in order.
var stages = []stage{
	{"scout", "Looking for people", 0.2},
	{"estimate", "Following the body", 0.45},
	{"analyze", "Measuring the shots", 0.01},
	{"annotate", "Drawing the video", 0.3},
	{"report", "Writing the report", 0.04},
}

// stagesJSON gives the table to the scripts.
func stagesJSON() (string, error) {
	text, err := json.Marshal(stages)
	return string(text), err
}

// progress tells how much of an analysis is done, 0 to 1.
func progress(a service.Analysis) float64 {
	if a.Over() {
		return 1
	}
	var done float64
	for _, s := range stages {
		if s.ID == a.Stage {
			return done + s.Share*a.Fraction
		}
		done += s.Share
	}
	return 0
}
