package analysis

import (
	_ "embed" // calibration.json
	"encoding/json"
	"math"
)

// Spread holds, for events and metrics by kind of view, the standard deviation of
// what the pose model and the method add to what a clip shows of its own error: to
// landmark jitter, frame interval and the width of an extremum. Events are named
// with their method. Where a kind of view was not measured, [anyKind] serves.
//
// What the ball's flight tells has its own standard deviation from the fit. Flight holds
// by how much that is to be multiplied.
type Spread struct {
	EventsS map[string]map[string]float64 `json:"events_s"`
	Metrics map[string]map[string]float64 `json:"metrics"`
	Flight  map[string]float64            `json:"flight"`
}

// anyKind is the entry of a spread over all kinds of view.
const anyKind = "any"

//go:embed calibration.json
var calibrationFile []byte

// calibration is what `make calibration` found on rendered shooters of even seeds.
var calibration = readCalibration()

// Calibration returns the spreads from which intervals are made.
func Calibration() Spread { return calibration }

func readCalibration() (s Spread) {
	if err := json.Unmarshal(calibrationFile, &s); err != nil {
		panic("analysis: calibration.json: " + err.Error())
	}
	return s
}

// EventS returns the spread in seconds of an event found by a method; [Event.Source]
// is its name.
func (s Spread) EventS(source, kind string) float64 { return ofKind(s.EventsS[source], kind) }

// Metric returns the spread of a metric in its unit.
func (s Spread) Metric(id, kind string) float64 { return ofKind(s.Metrics[id], kind) }

func ofKind(byKind map[string]float64, kind string) float64 {
	if v, ok := byKind[kind]; ok {
		return v
	}
	return byKind[anyKind]
}

// z90 turns a standard deviation into the half width of a 90 % interval.
const z90 = 1.645

// referenceHeightPx is the figure's height at which the spreads hold; the model
// sees every figure at 256 px, so only smaller ones are measured worse.
const referenceHeightPx = 200

// uncertainty is the half width of the 90 % interval: the spread, larger for small
// figures, and the measurement's own scatter.
func (c *shotContext) uncertainty(info MetricInfo, sd float64) float64 {
	if factor, ok := calibration.Flight[info.ID]; ok {
		return z90 * factor * sd
	}
	spread := calibration.Metric(info.ID, c.view.Kind) * c.smallness()
	return z90 * math.Hypot(spread, sd)
}

// smallness is by how much worse a small figure is measured.
func (c *shotContext) smallness() float64 { return math.Max(1, referenceHeightPx/c.heightPx) }

// eventSD is the standard deviation of an instant: what the clip itself shows, what
// the pictures' rate leaves open (uniform over an interval: Δt/√12) and the
// method's spread.
func (c *shotContext) eventSD(m moment) float64 {
	frame := c.frameInterval() / math.Sqrt(12)
	if m.method == byBall {
		frame = 0 // the flight is fitted through many pictures
	}
	return math.Hypot(math.Hypot(m.sd, frame), calibration.EventS(m.source, c.view.Kind))
}
