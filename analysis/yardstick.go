package analysis

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// Levels of a flaw, and the severities from which they hold.
const (
	Minor    = "minor"
	Moderate = "moderate"
	Major    = "major"

	moderateSeverity = 20
	majorSeverity    = 40
	maxSeverity      = 100
)

// Bases of a flaw.
const (
	Research     = "research"
	CoachingRule = "coaching rule"
)

// Yardstick measures how far a metric has gone in the direction of a flaw.
// Limit, Moderate and Major are distances from Ideal in the metric's unit:
// beyond the first the flaw is raised, at the others its severity is 20 and 40.
type Yardstick struct {
	Metric                        string
	Direction                     Direction
	Ideal, Limit, Moderate, Major float64
	Basis                         string // Research or CoachingRule
	// Reference says in words what the value is held against.
	Reference string
}

// yardstick turns a rule into a yardstick.
func (r Rule) yardstick(d Direction) Yardstick {
	y := Yardstick{Metric: r.Metric, Direction: d, Ideal: r.Ideal, Basis: CoachingRule}
	y.Limit, y.Moderate, y.Major = y.Beyond(r.Limit), y.Beyond(r.Moderate), y.Beyond(r.Major)
	bound := map[Direction]string{Above: "at most", Below: "at least", Either: "at most"}[d]
	y.Reference = fmt.Sprintf("the %s asks for %s %s", CoachingRule, bound, quantity(r.Limit, r.Metric))
	return y
}

// yardstick turns a norm that [Norm.Grades] into a yardstick: its limit is
// 1 SD from the mean, where a rating stops being good, moderate begins at 2 SD,
// where it is poor, and major at 3.
func (n Norm) yardstick(d Direction) Yardstick {
	y := Yardstick{Metric: n.Metric, Direction: d, Ideal: *n.Mean, Limit: n.SD, Moderate: 2 * n.SD, Major: 3 * n.SD, Basis: Research}
	if n.DOI == "" {
		y.Basis = CoachingRule // a norm of the user's own profile
	}
	y.Reference = fmt.Sprintf("the norm is %s ± %s", quantity(*n.Mean, n.Metric), quantity(n.SD, n.Metric))
	return y
}

// Beyond is how far a value lies from the ideal in the flaw's direction.
func (y Yardstick) Beyond(value float64) float64 {
	switch y.Direction {
	case Above:
		return value - y.Ideal
	case Below:
		return y.Ideal - value
	}
	return math.Abs(value - y.Ideal)
}

// Severity is 0 unless the value lies beyond the limit by more than its
// uncertainty. Then it grows in straight lines from 0 at the limit over 20 at
// Moderate and 40 at Major to 100: how large the flaw most likely is; how sure
// that is, its confidence says.
func (y Yardstick) Severity(value, uncertainty float64) float64 {
	d := y.Beyond(value)
	switch {
	case !(d-uncertainty > y.Limit):
		return 0
	case d < y.Moderate:
		return moderateSeverity * (d - y.Limit) / (y.Moderate - y.Limit)
	}
	steep := (majorSeverity - moderateSeverity) / (y.Major - y.Moderate)
	return min(maxSeverity, moderateSeverity+steep*(d-y.Moderate))
}

// Confidence is the probability that the true value lies beyond the limit, for
// a normal error with the uncertainty as its 90 % half width.
func (y Yardstick) Confidence(value, uncertainty float64) float64 {
	past := y.Beyond(value) - y.Limit
	if uncertainty == 0 {
		return map[bool]float64{true: 1}[past > 0]
	}
	return distuv.UnitNormal.CDF(past * z90 / uncertainty)
}

// levelOf names the level of a severity.
func levelOf(severity int) string {
	switch {
	case severity >= majorSeverity:
		return Major
	case severity >= moderateSeverity:
		return Moderate
	}
	return Minor
}

// quantityFormat says how values of a unit are written in sentences.
var quantityFormat = map[string]string{
	"deg":             "%.0f°",
	"s":               "%.2f s",
	"cm":              "%.0f cm",
	"m":               "%.2f m",
	"m/s":             "%.1f m/s",
	"body heights":    "%.2f body heights",
	"shoulder widths": "%.2f shoulder widths",
	"1":               "%.1f",
}

// quantity writes a metric's value with its unit.
func quantity(value float64, metric string) string {
	info, _ := MetricByID(metric)
	return fmt.Sprintf(quantityFormat[info.Unit], value)
}

// explain fills a flaw's message.
func explain(message string, value float64, y Yardstick) string {
	if y.Direction == Either {
		value = y.Beyond(value)
	}
	return strings.NewReplacer(
		"{value}", quantity(value, y.Metric),
		"{reference}", y.Reference,
	).Replace(message)
}
