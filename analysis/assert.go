package analysis

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Assertion is a condition on a result, as --assert states it.
type Assertion struct {
	text, name string
	met        func(got, want float64) bool
	want       float64
}

// String returns the assertion as it was written.
func (a Assertion) String() string { return a.text }

// AssertionFailure is one reason why an assertion is not met.
type AssertionFailure struct {
	// Shot is the index of the failing shot, 0 where the whole clip fails.
	Shot int
	// Value is what was found, nil where it is missing.
	Value *float64
	// Message says it for people.
	Message string
}

// flawCounts begins the names that count flaws.
const flawCounts = "flaws."

// wholeClip are the names that have one value for a clip.
var wholeClip = map[string]func(*Result) float64{
	"shots":   func(r *Result) float64 { return float64(len(r.Shots)) },
	"quality": func(r *Result) float64 { return r.Quality.Score },
}

// Check returns why a result does not meet the assertion; nothing when it
// does. Metrics and events must meet it in every shot, and there must be one;
// counts hold for the whole clip. A missing value does not meet an assertion.
func (a Assertion) Check(r *Result) []AssertionFailure {
	if value, ok := wholeClip[a.name]; ok {
		return a.test(0, value(r), "")
	}
	if of, ok := strings.CutPrefix(a.name, flawCounts); ok {
		return a.checkFlaws(r, of)
	}
	if len(r.Shots) == 0 {
		return []AssertionFailure{a.missing(0, "the clip has no shot")}
	}
	var failures []AssertionFailure
	for _, s := range r.Shots {
		failures = append(failures, a.checkShot(s)...)
	}
	return failures
}

// checkShot tests the metric or event of one shot.
func (a Assertion) checkShot(s Shot) []AssertionFailure {
	m := valueOf(s, a.name)
	switch {
	case m.Missing != nil:
		return []AssertionFailure{a.missing(s.Index, m.Missing.Message)}
	case m.Bound == AtLeast && !a.met(math.Inf(1), a.want):
		return []AssertionFailure{a.missing(s.Index, fmt.Sprintf("the clip ends first, it is at least %g %s", m.Value, m.Unit))}
	}
	return a.test(s.Index, m.Value, m.Unit)
}

// valueOf returns a metric of a shot, or the time of an event as one.
func valueOf(s Shot, id string) Metric {
	if m, ok := findMetric(s, id); ok {
		return m
	}
	for _, e := range s.Events {
		if e.ID == id {
			return Metric{ID: id, Value: e.Time.Seconds(), Unit: "s", Missing: e.Missing}
		}
	}
	return Metric{ID: id, Missing: &Missing{Message: "this result does not list it"}}
}

// checkFlaws tests the number of flaws of a level or id in all shots. A flaw
// that could not have been seen is missing, not absent.
func (a Assertion) checkFlaws(r *Result, of string) []AssertionFailure {
	if info, ok := FlawByID(of); ok {
		if failures := a.unseen(r, info); failures != nil {
			return failures
		}
	}
	var where []string
	for _, s := range r.Shots {
		for _, f := range s.Flaws {
			if f.ID == of || f.Level == of {
				where = append(where, fmt.Sprintf("%s in shot %d", f.ID, s.Index))
			}
		}
	}
	return a.test(0, float64(len(where)), strings.Join(where, ", "))
}

// unseen returns a failure for each shot in which a flaw cannot be judged.
func (a Assertion) unseen(r *Result, info FlawInfo) (failures []AssertionFailure) {
	if info.OverShots && !slices.ContainsFunc(r.Consistency, func(c Consistency) bool { return c.ID == info.Metrics[0] }) {
		return []AssertionFailure{a.missing(0, fmt.Sprintf("needs %s measured in %d shots of one shooter", info.Metrics[0], minShots))}
	}
	for _, s := range r.Shots {
		if why := unjudged(s, info); why != "" && !info.OverShots {
			failures = append(failures, a.missing(s.Index, why))
		}
	}
	return failures
}

// unjudged says why none of a flaw's metrics can show it in a shot; empty when
// one can.
func unjudged(s Shot, info FlawInfo) (why string) {
	for _, id := range info.Metrics {
		m, ok := findMetric(s, id)
		switch {
		case ok && shows(m, info, s):
			return ""
		case ok && m.Missing != nil:
			why = m.Missing.Message
		default:
			why = id + " does not tell in this view"
		}
	}
	return why
}

// test returns a failure unless the value meets the assertion.
func (a Assertion) test(shot int, value float64, detail string) []AssertionFailure {
	if a.met(value, a.want) {
		return nil
	}
	found := strconv.FormatFloat(value, 'g', 6, 64)
	if detail != "" {
		found += " " + detail
	}
	return []AssertionFailure{{Shot: shot, Value: &value, Message: fmt.Sprintf("%s: %s%s is %s", a.text, inShot(shot), a.name, found)}}
}

// missing is the failure of a value that is not there.
func (a Assertion) missing(shot int, why string) AssertionFailure {
	return AssertionFailure{Shot: shot, Message: fmt.Sprintf("%s: %s%s is missing: %s", a.text, inShot(shot), a.name, why)}
}

// inShot begins a message about one shot.
func inShot(shot int) string {
	if shot == 0 {
		return ""
	}
	return fmt.Sprintf("shot %d: ", shot)
}

// assertable lists the names that an assertion may use.
func assertable() []string {
	names := append([]string{"shots", "quality"}, MetricIDs()...)
	for _, e := range EventCatalogue {
		names = append(names, e.ID)
	}
	for _, id := range append([]string{Major, Moderate, Minor}, flawIDs()...) {
		names = append(names, flawCounts+id)
	}
	return names
}

// MetricIDs lists the ids of all metrics.
func MetricIDs() []string {
	ids := make([]string, len(Catalogue))
	for i, m := range Catalogue {
		ids[i] = m.ID
	}
	return ids
}
