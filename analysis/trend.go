package analysis

import (
	"math"
	"time"

	"gonum.org/v1/gonum/stat"
)

// TrendSources are where the method of [Trend] is described.
var TrendSources = []string{
	"Hopkins 2000, Measures of reliability in sports medicine and science, Sports Med. 30:1–15, 10.2165/00007256-200030010-00001",
	"Weir 2005, Quantifying test-retest reliability using the intraclass correlation coefficient and the SEM, J. Strength Cond. Res. 19:231–240, 10.1519/15184.1",
}

// Trend is the straight line through the daily means of a metric. Values are in
// Unit.
//
// The scatter of the shots within a day is the typical error of Hopkins 2000,
// pooled over the days. A daily mean is uncertain by it and by the measurement's
// error e, which the shots of one clip may share and which therefore shrinks
// with the number of clips alone:
//
//	v = TE²/n + Σ (nᵢ/n)²·eᵢ²	over the clips i of a day
//
// The line is fitted with the weights 1/v. Where the days scatter about it by
// more than v, its error grows by as much (Birge's ratio); where no day has two
// shots, that scatter alone tells how far shots differ. The change counts when
// it exceeds the minimal detectable change at 95 % (Weir 2005):
//
//	MDC = t₉₇.₅(df)·SE(slope)·days
type Trend struct {
	ID, Unit, View string
	Days           []DayMean
	// Start is where the line begins. Change is the line's, from the first day to
	// the last, Uncertainty the half width of its 90 % interval, NoiseFloor the
	// minimal detectable change.
	Start, Change, Uncertainty, NoiseFloor float64
	// TypicalError is the standard deviation between shots of one day; zero where
	// too few days have two.
	TypicalError float64
	// Exceeds says that the change is greater than the noise floor.
	Exceeds bool
	Missing *Missing // the other numbers are zero then
}

// Reasons why there is no trend.
const (
	MissingDate  = "no-date"       // the day of the shots is not known
	MissingDays  = "too-few-days"  // all shots are of one day
	MissingShots = "too-few-shots" // neither shots nor days are enough to know their scatter
)

// leastDegrees is the least number of degrees of freedom of a scatter that a
// change is held against.
const leastDegrees = 2

// findTrend fits the trend of one metric over comparable shots.
func findTrend(info MetricInfo, group alike) Trend {
	t := Trend{ID: info.ID, Unit: info.Unit, View: group.view, Days: dayMeans(group)}
	degrees, free, squares := 0, len(t.Days)-2, 0.0
	for _, d := range t.Days {
		degrees, squares = degrees+d.Shots-1, squares+d.squares
	}
	if degrees >= leastDegrees {
		t.TypicalError = math.Sqrt(squares / float64(degrees))
	}
	switch {
	case len(t.Days) == 0:
		t.Missing = &Missing{MissingDate, "the day of the shots is not known"}
	case len(t.Days) == 1:
		t.Missing = &Missing{MissingDays, "all shots are of one day"}
	case max(degrees, free) < leastDegrees:
		t.Missing = &Missing{MissingShots, "too few shots or days to know how they scatter"}
	}
	if degrees < leastDegrees {
		degrees = free
	}
	for i := range t.Days {
		t.Days[i].settle(t.TypicalError, t.Days[0].Day)
	}
	if t.Missing == nil {
		t.fit(float64(degrees))
	}
	return t
}

// fit draws the line through the daily means.
func (t *Trend) fit(degrees float64) {
	days, means, weights := make([]float64, len(t.Days)), make([]float64, len(t.Days)), make([]float64, len(t.Days))
	for i, d := range t.Days {
		days[i], means[i], weights[i] = d.sinceFirst, d.Mean, d.weight
	}
	// Not stat.LinearRegression: it divides by the sum of weights less one.
	middle, level := stat.Mean(days, weights), stat.Mean(means, weights)
	spread, slope, chiSquare := 0.0, 0.0, 0.0
	for i := range days {
		spread += weights[i] * (days[i] - middle) * (days[i] - middle)
		slope += weights[i] * (days[i] - middle) * (means[i] - level)
	}
	slope /= spread
	for i := range days {
		off := means[i] - level - slope*(days[i]-middle)
		chiSquare += weights[i] * off * off
	}
	span := days[len(days)-1]
	change := span / math.Sqrt(spread) // standard error of the change
	if free := float64(len(days) - 2); free > 0 && chiSquare > free {
		change *= math.Sqrt(chiSquare / free)
		degrees = math.Min(degrees, free)
	}
	t.Start, t.Change = level-slope*middle, slope*span
	t.Uncertainty = studentT(0.95, degrees) * change
	t.NoiseFloor = studentT(0.975, degrees) * change
	t.Exceeds = math.Abs(t.Change) > t.NoiseFloor
}

type dayJSON struct {
	Date        string  `json:"date"`
	Shots       int     `json:"shots"`
	Clips       int     `json:"clips"`
	Mean        float64 `json:"mean"`
	Uncertainty float64 `json:"uncertainty"`
}

type trendJSON struct {
	ID           string    `json:"id"`
	Unit         string    `json:"unit"`
	View         string    `json:"view,omitempty"`
	Change       *float64  `json:"change,omitempty"`
	Uncertainty  *float64  `json:"uncertainty,omitempty"`
	NoiseFloor   *float64  `json:"noise_floor,omitempty"`
	TypicalError *float64  `json:"typical_error,omitempty"`
	Exceeds      *bool     `json:"exceeds_noise,omitempty"`
	Missing      *Missing  `json:"missing,omitempty"`
	Days         []dayJSON `json:"days"`
}

// MarshalJSON writes the trend, or its reason to be missing, with the days.
func (t Trend) MarshalJSON() ([]byte, error) {
	j := trendJSON{ID: t.ID, Unit: t.Unit, View: t.View, Missing: t.Missing, Days: []dayJSON{}}
	if t.Missing == nil {
		rounded := func(v float64) *float64 { v = roundUnit(v, t.Unit); return &v }
		j.Change, j.Uncertainty, j.NoiseFloor = rounded(t.Change), rounded(t.Uncertainty), rounded(t.NoiseFloor)
		if j.Exceeds = &t.Exceeds; t.TypicalError > 0 {
			j.TypicalError = rounded(t.TypicalError)
		}
	}
	for _, d := range t.Days {
		j.Days = append(j.Days, dayJSON{d.Day.Format(time.DateOnly), d.Shots, d.Clips, roundUnit(d.Mean, t.Unit), roundUnit(d.Uncertainty, t.Unit)})
	}
	return encode(j)
}
