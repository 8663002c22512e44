package analysis

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// AlignmentSource is where the method of [Alignment] is described.
const AlignmentSource = "Kneip & Gasser 1992, Statistical tools to analyze data representing a sample of curves, Ann. Stat. 20:1266–1305, 10.1214/aos/1176348769"

// Alignment holds the angles of two shots over one common course of the
// movement, 0 % at the first moment that both have, 100 % at the last. Between
// moments time runs linearly, so that both shots reach each of them together
// (landmark registration).
type Alignment struct {
	Anchors []Anchor
	Curves  []AlignedCurve
	Missing *Missing // why nothing could be aligned
}

// Anchor is a moment of both shots: its place in per cent, the mean of the two
// shots' own, and its times in real seconds from the release.
type Anchor struct {
	Event   string
	Percent float64
	AS, BS  float64
}

// AlignedCurve is an angle of both shots in degrees at 0, 1, … 100 %; NaN where
// it was not measured. The uncertainties are the largest of the metrics measured
// on the curve, half widths of 90 % intervals.
type AlignedCurve struct {
	ID, Label                        string
	A, B                             []float64
	UncertaintyADeg, UncertaintyBDeg float64
	Missing                          *Missing // the rest is empty then
}

// anchorEvents are the moments that are aligned.
var anchorEvents = []string{Dip, SetPoint, Release, FollowThroughEnd}

// alignedSteps is the number of steps from 0 to 100 %.
const alignedSteps = 100

// MissingMoments says that two shots share too few moments to be aligned.
const MissingMoments = "too-few-moments"

// align aligns a shot of one result with one of another.
func align(a, b *Result, shotA, shotB *Shot) *Alignment {
	out := &Alignment{}
	var at [2][]time.Duration
	for _, id := range anchorEvents {
		ea, okA := shotA.Event(id)
		eb, okB := shotB.Event(id)
		n := len(at[0])
		if !okA || !okB || n > 0 && (ea.Time <= at[0][n-1] || eb.Time <= at[1][n-1]) {
			continue
		}
		at[0], at[1] = append(at[0], ea.Time), append(at[1], eb.Time)
		out.Anchors = append(out.Anchors, Anchor{Event: id, AS: a.sinceRelease(shotA, ea.Time), BS: b.sinceRelease(shotB, eb.Time)})
	}
	if len(out.Anchors) < 2 {
		return &Alignment{Missing: &Missing{MissingMoments, "the shots share fewer than two moments"}}
	}
	for i := range out.Anchors {
		out.Anchors[i].Percent = 50 * (part(at[0], i) + part(at[1], i))
	}
	for _, info := range Angles {
		if len(info.Vouchers) > 0 {
			out.Curves = append(out.Curves, out.curve(info, [2]side{{a, shotA, at[0]}, {b, shotB, at[1]}}))
		}
	}
	return out
}

// part returns where a moment lies between the first, 0, and the last, 1.
func part(at []time.Duration, i int) float64 {
	return float64(at[i]-at[0]) / float64(at[len(at)-1]-at[0])
}

// sinceRelease returns a time in real seconds from a shot's release; from the
// clip's beginning where the release is not known.
func (r *Result) sinceRelease(s *Shot, t time.Duration) float64 {
	release, _ := s.Event(Release)
	return r.RealTime(t - release.Time).Seconds()
}

// side is one of two shots with the times of the anchors.
type side struct {
	result *Result
	shot   *Shot
	at     []time.Duration
}

// curve samples one angle of both shots.
func (al *Alignment) curve(info AngleInfo, sides [2]side) AlignedCurve {
	c := AlignedCurve{ID: info.ID, Label: info.Label}
	var okA, okB bool
	c.UncertaintyADeg, okA = info.vouched(sides[0].shot)
	c.UncertaintyBDeg, okB = info.vouched(sides[1].shot)
	a, b := al.sample(info, sides[0]), al.sample(info, sides[1])
	if !okA || !okB || a == nil || b == nil {
		return AlignedCurve{ID: info.ID, Label: info.Label, Missing: &Missing{MissingOneSide, "not measured in both shots"}}
	}
	c.A, c.B = a, b
	return c
}

// sample reads an angle of one shot at every step; nil where none of it is
// known.
func (al *Alignment) sample(info AngleInfo, s side) []float64 {
	i := slices.IndexFunc(s.result.Motions, func(m *Motion) bool { return m.Person == s.shot.Shooter })
	if i < 0 {
		return nil
	}
	m := s.result.Motions[i]
	deg := make([]float64, alignedSteps+1)
	measured := false
	for k := range deg {
		deg[k] = interpolate(m.Time, info.Deg(m), al.timeAt(s.at, float64(k)))
		measured = measured || !math.IsNaN(deg[k])
	}
	if !measured {
		return nil
	}
	return deg
}

// timeAt returns when a shot has come to a percentage of its course.
func (al *Alignment) timeAt(at []time.Duration, percent float64) time.Duration {
	i := 1
	for i < len(at)-1 && percent > al.Anchors[i].Percent {
		i++
	}
	from, to := al.Anchors[i-1].Percent, al.Anchors[i].Percent
	return at[i-1] + time.Duration(math.Round((percent-from)/(to-from)*float64(at[i]-at[i-1])))
}

// interpolate reads a series between its times; NaN where a neighbour is not
// measured or there is none.
func interpolate(times []time.Duration, values []float64, t time.Duration) float64 {
	i, exact := slices.BinarySearchFunc(times, t, func(a, b time.Duration) int { return cmp.Compare(a, b) })
	switch {
	case exact:
		return values[i]
	case i == 0 || i == len(times):
		return math.NaN()
	}
	f := float64(t-times[i-1]) / float64(times[i]-times[i-1])
	return values[i-1] + f*(values[i]-values[i-1])
}

type (
	alignmentJSON struct {
		Method  string       `json:"method"`
		Source  string       `json:"source"`
		Missing *Missing     `json:"missing,omitempty"`
		Anchors []anchorJSON `json:"anchors"`
		Curves  []curveJSON  `json:"curves"`
	}
	anchorJSON struct {
		Event   string  `json:"event"`
		Percent float64 `json:"percent"`
		AS      float64 `json:"a_s"`
		BS      float64 `json:"b_s"`
	}
	curveJSON struct {
		ID           string     `json:"id"`
		Unit         string     `json:"unit"`
		UncertaintyA *float64   `json:"uncertainty_a,omitempty"`
		UncertaintyB *float64   `json:"uncertainty_b,omitempty"`
		A            []*float64 `json:"a,omitempty"`
		B            []*float64 `json:"b,omitempty"`
		Missing      *Missing   `json:"missing,omitempty"`
	}
)

// AlignmentWords describe the method.
const AlignmentWords = "piecewise linear time between the moments of both shots; a value each per cent"

// MarshalJSON writes the curves; null stands where nothing was measured.
func (al Alignment) MarshalJSON() ([]byte, error) {
	j := alignmentJSON{AlignmentWords, AlignmentSource, al.Missing, []anchorJSON{}, []curveJSON{}}
	for _, a := range al.Anchors {
		j.Anchors = append(j.Anchors, anchorJSON{a.Event, round(a.Percent, fractionDecimals), round(a.AS, secondDecimals), round(a.BS, secondDecimals)})
	}
	for _, c := range al.Curves {
		one := curveJSON{ID: c.ID, Unit: "deg", Missing: c.Missing}
		if c.Missing == nil {
			one.A, one.B = samples(c.A), samples(c.B)
			one.UncertaintyA, one.UncertaintyB = &c.UncertaintyADeg, &c.UncertaintyBDeg
		}
		j.Curves = append(j.Curves, one)
	}
	return encode(j)
}

// samples rounds the values of a curve; nil for those not measured.
func samples(deg []float64) []*float64 {
	list := make([]*float64, len(deg))
	for i, v := range deg {
		if !math.IsNaN(v) {
			v = roundUnit(v, "deg")
			list[i] = &v
		}
	}
	return list
}
