package analysis

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// RealTime returns how long a stretch of the clip lasted in reality: slow
// motion shows less of it in the same time.
func (r *Result) RealTime(clip time.Duration) time.Duration {
	return time.Duration(float64(clip) * timeScale(r.Clip))
}

// ClipTime is the inverse of RealTime.
func (r *Result) ClipTime(lasted time.Duration) time.Duration {
	return time.Duration(float64(lasted) / timeScale(r.Clip))
}

// Units is a system of units for people; files keep SI.
type Units int

// Systems of units.
const (
	MetricUnits Units = iota
	ImperialUnits
)

// unitText says how people read a unit of results: what follows the number,
// and how many decimals are worth printing.
type unitText struct {
	factor   float64
	suffix   string
	decimals int
}

var unitTexts = map[string]unitText{
	"deg":             {1, "°", 0},
	"cm":              {1, " cm", 0},
	"m":               {1, " m", 2},
	"m/s":             {1, " m/s", 1},
	"s":               {1, " s", 2},
	"1":               {1, "", 1},
	"body heights":    {1, " bh", 2},
	"shoulder widths": {1, " sw", 2},
}

// imperialTexts replace those of [unitTexts] that are not used in the United
// States.
var imperialTexts = map[string]unitText{
	"cm":  {1 / 2.54, " in", 1},
	"m":   {1 / 0.3048, " ft", 2},
	"m/s": {1 / 0.3048, " ft/s", 1},
}

// text returns how a unit of results is read in u.
func (u Units) text(unit string) unitText {
	if t, ok := imperialTexts[unit]; ok && u == ImperialUnits {
		return t
	}
	if t, ok := unitTexts[unit]; ok {
		return t
	}
	return unitText{1, " " + unit, 2}
}

// Format returns a value of a unit of results for people, such as "141°" or
// "1.21 bh".
func (u Units) Format(value float64, unit string) string {
	t := u.text(unit)
	return t.number(value) + t.suffix
}

// FormatMetric returns a measured value with its uncertainty, such as
// "141 ± 4°" or "≥ 0.68 ± 0.04 s".
func (u Units) FormatMetric(m Metric) string {
	return u.FormatBare(m) + u.text(m.Unit).suffix
}

// FormatBare is FormatMetric without the unit, for columns that name it above.
func (u Units) FormatBare(m Metric) string {
	t := u.text(m.Unit)
	bound := ""
	if m.Bound == AtLeast {
		bound = "≥ "
	}
	return fmt.Sprintf("%s%s ± %s", bound, t.number(m.Value), t.number(m.Uncertainty))
}

// Suffix returns what follows a number of that unit, without a space: "°", "bh".
func (u Units) Suffix(unit string) string { return strings.TrimSpace(u.text(unit).suffix) }

// FormatRange returns the interval between two values, such as "113–130°".
func (u Units) FormatRange(low, high float64, unit string) string {
	t := u.text(unit)
	separator := "–"
	if low < 0 {
		separator = " to "
	}
	return t.number(low) + separator + t.number(high) + t.suffix
}

// number formats v with a true minus sign, and without a sign for zero.
func (t unitText) number(v float64) string {
	s := strconv.FormatFloat(v*t.factor, 'f', t.decimals, 64)
	if strings.Trim(s, "-0.") == "" {
		return strings.TrimPrefix(s, "-")
	}
	return strings.Replace(s, "-", "−", 1)
}
