package report

import (
	"image/color"
	"math"
	"strconv"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// ratingInfo is how a rating is shown.
type ratingInfo struct {
	label  string
	colour color.NRGBA
}

var ratings = map[string]ratingInfo{
	analysis.Good:     {"good", color.NRGBA{46, 139, 87, 255}},
	analysis.Watch:    {"watch", color.NRGBA{224, 160, 30, 255}},
	analysis.Poor:     {"off", color.NRGBA{200, 62, 52, 255}},
	analysis.Ungraded: {"not graded", color.NRGBA{176, 184, 193, 255}},
}

// ratingOf returns how a metric's rating is shown.
func ratingOf(m analysis.Metric) ratingInfo {
	if r, ok := ratings[m.Rating]; ok {
		return r
	}
	return ratings[analysis.Ungraded]
}

// levels are the colours of the levels of flaws.
var levels = map[string]color.NRGBA{
	"minor":    {150, 158, 168, 255},
	"moderate": {224, 160, 30, 255},
	"major":    {200, 62, 52, 255},
}

// partLabels name the parts of the clip's quality.
var partLabels = []struct{ id, label string }{
	{"figure_height", "size of the shooter"},
	{"tracking", "tracking"},
	{"frame_rate", "frame rate"},
	{"view", "view"},
	{"sharpness", "sharpness"},
}

func itoa(n int) string { return strconv.Itoa(n) }

// plural returns "1 shot" or "3 shots".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return itoa(n) + " " + noun + "s"
}

// listed joins numbers as people do: "1, 3 and 5".
func listed(numbers []int) string {
	var words []string
	for _, n := range numbers {
		words = append(words, itoa(n))
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// upper makes the first letter a capital.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// join lists words with commas.
func join(words []string) string { return strings.Join(words, ", ") }

// lower makes the first letter small.
func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// decimal writes a number with as many decimals as it needs, at most two.
func decimal(v float64) string {
	s := strconv.FormatFloat(math.Round(100*v)/100+0, 'f', -1, 64) // + 0 takes the sign from zero
	return strings.Replace(s, "-", "−", 1)
}

// fadeTo mixes a colour with white, by a part of 0 to 1.
func fadeTo(c color.NRGBA, white float64) color.NRGBA {
	mix := func(v uint8) uint8 { return uint8(float64(v) + (255-float64(v))*white) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 255}
}
