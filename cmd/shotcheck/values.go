package main

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/shotcheck/shotcheck/analysis"
)

// parsed is a flag whose text a function turns into a value. Where none is the
// default, an empty text stands for it, so that a setting of the file can be
// taken back.
type parsed[T any] struct {
	text  string
	empty bool // may be
	value *T
	kind  string
	parse func(string) (T, error)
}

// flagOf defines a flag with a parser. The default is what the value holds; text
// is how it is written.
func flagOf[T any](flags *pflag.FlagSet, value *T, name, kind, text string, parse func(string) (T, error), help string) {
	flags.Var(&parsed[T]{text, text == "", value, kind, parse}, name, help)
}

// Set implements [pflag.Value].
func (p *parsed[T]) Set(text string) error {
	var v T
	if text != "" || !p.empty {
		var err error
		if v, err = p.parse(text); err != nil {
			return err
		}
	}
	p.text, *p.value = text, v
	return nil
}

func (p *parsed[T]) String() string { return p.text }

// Type names the kind of value in the help.
func (p *parsed[T]) Type() string { return p.kind }

// oneOf accepts the given words.
func oneOf(words ...string) func(string) (string, error) {
	return func(text string) (string, error) {
		if slices.Contains(words, text) {
			return text, nil
		}
		return "", fmt.Errorf("must be %s%s", alternatives(words), analysis.DidYouMean(text, words))
	}
}

// alternatives joins words as in "a, b or c".
func alternatives(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// number accepts finite numbers from least to most.
func number(least, most float64) func(string) (float64, error) {
	return func(text string) (float64, error) {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !(v >= least && v <= most) {
			return 0, fmt.Errorf("must be a number from %g to %g", least, most)
		}
		return v, nil
	}
}

// whole accepts whole numbers from least to most.
func whole(least, most int) func(string) (int, error) {
	return func(text string) (int, error) {
		v, err := strconv.Atoi(text)
		if err != nil || v < least || v > most {
			return 0, fmt.Errorf("must be a whole number from %d to %d", least, most)
		}
		return v, nil
	}
}

// maxClipS is the longest clip in seconds that times may lie in: a day.
const maxClipS = 24 * 60 * 60

// parseSeconds accepts a time in the clip in seconds.
func parseSeconds(text string) (time.Duration, error) {
	s, err := number(0, maxClipS)(text)
	if err != nil {
		return 0, errors.New("must be seconds, such as 1.25")
	}
	return asDuration(s), nil
}

// asDuration converts seconds to the microsecond, as results hold times.
func asDuration(s float64) time.Duration {
	return time.Duration(math.Round(s*1e6)) * time.Microsecond
}

// listOf accepts values separated by commas.
func listOf[T any](parse func(string) (T, error)) func(string) ([]T, error) {
	return func(text string) ([]T, error) {
		var list []T
		for item := range strings.SplitSeq(text, ",") {
			v, err := parse(strings.TrimSpace(item))
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	}
}

// parsePoint accepts "X,Y" in pixels.
func parsePoint(text string) (*[2]float64, error) {
	xy, err := listOf(number(0, 1<<16))(text)
	if err != nil || len(xy) != 2 {
		return nil, errors.New("must be X,Y in pixels, such as 1130,140")
	}
	return &[2]float64{xy[0], xy[1]}, nil
}

// parseDate accepts a day.
func parseDate(text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, errors.New("must be a date, such as 2026-05-31")
	}
	return day, nil
}

// Standing heights that are believed: from a child to the tallest man.
const minHeightM, maxHeightM = 0.8, 2.8

const inchM, feetM = 0.0254, 0.3048

// heightForms are the ways to write a height, with what their numbers count.
var heightForms = []struct {
	form *regexp.Regexp
	inM  []float64
}{
	{regexp.MustCompile(`^([\d.]+) ?m?$`), []float64{1}},
	{regexp.MustCompile(`^([\d.]+) ?cm$`), []float64{0.01}},
	{regexp.MustCompile(`^(\d+) ?(?:ft|')(?: ?([\d.]+) ?(?:in|"|)?)?$`), []float64{feetM, inchM}},
}

// parseHeight accepts a standing height and returns metres.
func parseHeight(text string) (float64, error) {
	for _, h := range heightForms {
		groups := h.form.FindStringSubmatch(strings.ToLower(text))
		if groups == nil {
			continue
		}
		var metres float64
		for i, inM := range h.inM {
			v, _ := strconv.ParseFloat(groups[i+1], 64) // no inches: 0
			metres += v * inM
		}
		if metres >= minHeightM && metres <= maxHeightM {
			return math.Round(metres*1e4) / 1e4, nil
		}
	}
	return 0, fmt.Errorf("must be a standing height from %g to %g m, such as 1.93, 193cm or 6ft4", minHeightM, maxHeightM)
}

// errNotModelName says what a model may be called.
var errNotModelName = errors.New("must be a model's name, such as heavy; see: shotcheck models list")

// choice defines a flag that takes one of several words; the first is its
// default, and "" among them stands for none.
func choice(flags *pflag.FlagSet, value *string, name, help string, words ...string) {
	*value = words[0]
	named := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
	flagOf(flags, value, name, strings.Join(named, "|"), words[0], oneOf(named...), help)
}

func joined(words []string) string { return strings.Join(words, ",") }
