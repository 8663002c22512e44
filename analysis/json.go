package analysis

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// Decimals of the numbers in analysis.json. They are finer than any
// measurement and coarse enough for the same bytes on every processor.
const (
	secondDecimals     = 6 // microseconds
	frameDecimals      = 3
	fractionDecimals   = 3 // scores, confidences
	pixelDecimals      = 2
	azimuthDecimals    = 1
	scaleDecimals      = 6 // metres a pixel
	otherUnitsDecimals = 4
)

// unitDecimals holds the decimals of metrics by unit, where they differ from
// [otherUnitsDecimals].
var unitDecimals = map[string]int{"deg": 2, "cm": 2}

// round returns v with the given number of decimals.
func round(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p)/p + 0 // +0 turns a negative zero into zero
}

// roundUnit returns v rounded as its unit is.
func roundUnit(v float64, unit string) float64 {
	if n, ok := unitDecimals[unit]; ok {
		return round(v, n)
	}
	return round(v, otherUnitsDecimals)
}

// seconds returns d in seconds, rounded to microseconds.
func seconds(d time.Duration) float64 { return round(d.Seconds(), secondDecimals) }

// duration is the inverse of [seconds].
func duration(s float64) time.Duration {
	return time.Duration(math.Round(s*1e6)) * time.Microsecond
}

// encode is [json.Marshal] without the escapes that only HTML needs.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// orEmpty keeps an empty list from becoming null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// missingJSON is an event or metric without a value.
type missingJSON struct {
	ID      string   `json:"id"`
	Unit    string   `json:"unit,omitempty"`
	Missing *Missing `json:"missing"`
}

type eventJSON struct {
	ID           string   `json:"id"`
	TimeS        float64  `json:"time_s"`
	Frame        float64  `json:"frame"`
	UncertaintyS float64  `json:"uncertainty_s"`
	Method       string   `json:"method"`
	Confidence   float64  `json:"confidence"`
	Missing      *Missing `json:"missing,omitempty"`
}

// MarshalJSON writes the event with times in seconds, or its reason to be
// missing.
func (e Event) MarshalJSON() ([]byte, error) {
	if e.Missing != nil {
		return encode(missingJSON{ID: e.ID, Missing: e.Missing})
	}
	return encode(eventJSON{
		ID:           e.ID,
		TimeS:        seconds(e.Time),
		Frame:        round(e.Frame, frameDecimals),
		UncertaintyS: seconds(e.Uncertainty),
		Method:       e.Method,
		Confidence:   round(e.Confidence, fractionDecimals),
	})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Event) UnmarshalJSON(data []byte) error {
	var j eventJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*e = Event{
		ID: j.ID, Time: duration(j.TimeS), Frame: j.Frame, Uncertainty: duration(j.UncertaintyS),
		Method: j.Method, Confidence: j.Confidence, Missing: j.Missing,
	}
	return nil
}

type metricJSON struct {
	ID          string     `json:"id"`
	Value       float64    `json:"value"`
	Unit        string     `json:"unit"`
	Uncertainty float64    `json:"uncertainty"`
	Trust       string     `json:"trust"`
	Method      string     `json:"method"`
	Bound       string     `json:"bound,omitempty"`
	Norm        *NormRange `json:"norm,omitempty"`
	Rating      string     `json:"rating"`
	Missing     *Missing   `json:"missing,omitempty"`
}

// MarshalJSON writes the metric, or its reason to be missing. A value that is
// not a finite number is an error: it should have been missing.
func (m Metric) MarshalJSON() ([]byte, error) {
	if m.Missing != nil {
		return encode(missingJSON{ID: m.ID, Unit: m.Unit, Missing: m.Missing})
	}
	b, err := encode(metricJSON{
		ID: m.ID, Value: roundUnit(m.Value, m.Unit), Unit: m.Unit, Uncertainty: roundUnit(m.Uncertainty, m.Unit),
		Trust: m.Trust, Method: m.Method, Bound: m.Bound, Norm: m.Norm, Rating: m.Rating,
	})
	if err != nil {
		return nil, fmt.Errorf("metric %s: %w", m.ID, err)
	}
	return b, nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Metric) UnmarshalJSON(data []byte) error {
	var j metricJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*m = Metric(j)
	return nil
}

// flawFields are the fields of a Flaw without its methods.
type flawFields Flaw

type flawJSON struct {
	flawFields
	TimeS float64 `json:"time_s"`
}

// MarshalJSON writes the flaw with its time in seconds.
func (f Flaw) MarshalJSON() ([]byte, error) {
	f.Metrics = orEmpty(f.Metrics)
	f.Confidence = round(f.Confidence, fractionDecimals)
	return encode(flawJSON{flawFields(f), seconds(f.Time)})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Flaw) UnmarshalJSON(data []byte) error {
	var j flawJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*f = Flaw(j.flawFields)
	f.Time = duration(j.TimeS)
	return nil
}

type ballJSON struct {
	Tracked bool            `json:"tracked"`
	Points  []ballPointJSON `json:"points,omitempty"`
}

type ballPointJSON struct {
	TimeS float64 `json:"time_s"`
	XPx   float64 `json:"x_px"`
	YPx   float64 `json:"y_px"`
	RPx   float64 `json:"r_px,omitempty"`
}

// MarshalJSON writes the ball's path with times in seconds.
func (b Ball) MarshalJSON() ([]byte, error) {
	j := ballJSON{Tracked: b.Tracked}
	for _, p := range b.Points {
		j.Points = append(j.Points, ballPointJSON{
			seconds(p.Time), round(p.X, pixelDecimals), round(p.Y, pixelDecimals), round(p.R, pixelDecimals),
		})
	}
	return encode(j)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (b *Ball) UnmarshalJSON(data []byte) error {
	var j ballJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*b = Ball{Tracked: j.Tracked}
	for _, p := range j.Points {
		b.Points = append(b.Points, pose.BallPoint{Time: duration(p.TimeS), X: p.XPx, Y: p.YPx, R: p.RPx})
	}
	return nil
}

// MarshalJSON writes the result with lists that are never null.
func (r Result) MarshalJSON() ([]byte, error) {
	type fields Result
	r.Shooters, r.Shots, r.Consistency = orEmpty(r.Shooters), orEmpty(r.Shots), orEmpty(r.Consistency)
	return encode(fields(r))
}

// MarshalJSON writes the shot with lists that are never null.
func (s Shot) MarshalJSON() ([]byte, error) {
	type fields Shot
	s.Events, s.Metrics, s.Flaws = orEmpty(s.Events), orEmpty(s.Metrics), orEmpty(s.Flaws)
	return encode(fields(s))
}

// MarshalJSON writes the quality with rounded scores.
func (q Quality) MarshalJSON() ([]byte, error) {
	type fields Quality
	parts := make(map[string]float64, len(q.Parts))
	for name, v := range q.Parts {
		parts[name] = round(v, fractionDecimals)
	}
	q.Score, q.Parts, q.Warnings = round(q.Score, fractionDecimals), parts, orEmpty(q.Warnings)
	return encode(fields(q))
}

// MarshalJSON writes the view with rounded angles.
func (v View) MarshalJSON() ([]byte, error) {
	type fields View
	v.AzimuthDeg, v.UncertaintyDeg = round(v.AzimuthDeg, azimuthDecimals), round(v.UncertaintyDeg, azimuthDecimals)
	return encode(fields(v))
}

// MarshalJSON writes the shooter with rounded sizes.
func (s Shooter) MarshalJSON() ([]byte, error) {
	type fields Shooter
	s.TrackedFraction = round(s.TrackedFraction, fractionDecimals)
	s.BodyHeightPx = round(s.BodyHeightPx, pixelDecimals)
	return encode(fields(s))
}

// MarshalJSON writes the scale with rounded values.
func (s Scale) MarshalJSON() ([]byte, error) {
	type fields Scale
	s.MPerPx, s.Uncertainty = round(s.MPerPx, scaleDecimals), round(s.Uncertainty, scaleDecimals)
	return encode(fields(s))
}

// MarshalJSON writes the comparison with values rounded as their unit is.
func (c Consistency) MarshalJSON() ([]byte, error) {
	type fields Consistency
	c.Mean, c.SD, c.NoiseFloor = roundUnit(c.Mean, c.Unit), roundUnit(c.SD, c.Unit), roundUnit(c.NoiseFloor, c.Unit)
	return encode(fields(c))
}
