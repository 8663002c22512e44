// Package analysis turns poses into the moments, angles and times of a shot,
// judges them against published norms, and says how sure it is.
//
// Data in: [pose.Poses] and a [Config]. Data out: a [Result], which is also
// the file analysis.json, with the filtered [Motion] of each shooter beside it.
//
// Angles are internal joint angles in degrees, 180 = straight, measured in the
// image plane. Every value has an uncertainty, the half width of its 90 %
// interval in the value's own unit, or a reason why it is missing.
//
// Limits: one camera sees one plane. What the view does not show is missing
// and never guessed.
package analysis

import (
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// Schema names the format of analysis.json.
const Schema = "shotcheck.analysis/1"

// Result is the file analysis.json.
type Result struct {
	Schema      string         `json:"schema"`
	Tool        Tool           `json:"tool"`
	Model       pose.ModelInfo `json:"model"`
	Config      Config         `json:"config"`
	Clip        pose.Clip      `json:"clip"`
	Quality     Quality        `json:"quality"`
	Shooters    []Shooter      `json:"shooters"`
	Shots       []Shot         `json:"shots"`
	Consistency []Consistency  `json:"consistency"`

	// Motions are the filtered movements of the shooters, in their order; they
	// go to frames.csv, charts and the overlay, not to analysis.json.
	Motions []*Motion `json:"-"`
}

// Tool names the program that made a result.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Quality says how far a clip can be trusted. Score and parts are 0–1; the
// score is the smallest part. Grade is good, fair or poor.
type Quality struct {
	Score    float64            `json:"score"`
	Grade    string             `json:"grade"`
	Parts    map[string]float64 `json:"parts"`
	Warnings []Warning          `json:"warnings"`
}

// Warning is a limitation of the clip: a fixed code and a sentence.
type Warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Shooter is a person who shoots in the clip.
type Shooter struct {
	ID              int     `json:"id"`
	TrackedFraction float64 `json:"tracked_fraction"`
	// BodyHeightPx is the standing height from floor to top of the head.
	BodyHeightPx float64 `json:"body_height_px"`
	Scale        *Scale  `json:"scale,omitempty"`
}

// Scale turns pixels into metres in the shooter's plane.
type Scale struct {
	MPerPx      float64 `json:"m_per_px"`
	Uncertainty float64 `json:"uncertainty"`
	Source      string  `json:"source"` // "height" or "gravity"
}

// Shot is one shot with its events and metrics; every event and metric id of
// the contract is listed, measured or missing.
type Shot struct {
	Index    int      `json:"index"`
	Shooter  int      `json:"shooter"`
	Hand     string   `json:"hand"` // "left" or "right"
	Kind     string   `json:"kind"` // "set" or "jump"
	ShotType string   `json:"shot_type"`
	View     View     `json:"view"`
	Events   []Event  `json:"events"`
	Metrics  []Metric `json:"metrics"`
	Flaws    []Flaw   `json:"flaws"`
	Ball     Ball     `json:"ball"`
}

// View is how the camera sees the shooter during one shot. AzimuthDeg: 0 faces
// the camera, 90 side on, 180 back to it.
type View struct {
	Kind           string  `json:"kind"` // "side", "front", "back", "oblique"
	AzimuthDeg     float64 `json:"azimuth_deg"`
	UncertaintyDeg float64 `json:"uncertainty_deg"`
	Facing         string  `json:"facing"` // "left", "right", "camera", "away"
}

// Missing is the reason why there is no value: a code of the contract's list
// and a sentence.
type Missing struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Event is a moment of a shot. When Missing is set, the other fields but ID
// are zero.
type Event struct {
	ID string
	// Time is presentation time in the clip, between frames.
	Time time.Duration
	// Frame is the fractional index over decoded frames.
	Frame float64
	// Uncertainty is the half width of the 90 % interval.
	Uncertainty time.Duration
	Method      string
	// Confidence is the calibrated share 0–1 of such events that are right.
	Confidence float64
	Missing    *Missing
	// Source names event and method as [Spread] does. It is not saved.
	Source string
}

// Metric is one measured value of a shot, or the reason why it is missing.
type Metric struct {
	ID          string
	Value       float64
	Unit        string
	Uncertainty float64
	// Trust is "absolute", "relative" (to the player's own shots) or "flag".
	Trust  string
	Method string
	// Bound is "at_least" where the clip ended before the value did, else empty.
	Bound string
	Norm  *NormRange
	// Rating is "good", "watch", "poor" or "ungraded".
	Rating  string
	Missing *Missing
}

// NormRange is the published range that a metric was compared with.
type NormRange struct {
	Mean   float64 `json:"mean"`
	SD     float64 `json:"sd"`
	Source string  `json:"source"`
}

// Flaw is a fault of technique that the clip shows.
type Flaw struct {
	ID         string        `json:"id"`
	Severity   int           `json:"severity"` // 0–100
	Level      string        `json:"level"`    // minor, moderate, major
	Basis      string        `json:"basis"`    // "research" or "coaching rule"
	Confidence float64       `json:"confidence"`
	Metrics    []string      `json:"metrics"`
	Time       time.Duration `json:"-"` // the moment that shows it; time_s in JSON
	Message    string        `json:"message"`
	Cue        string        `json:"cue"`
	Drill      string        `json:"drill"`
}

// Ball is the ball's path in one shot.
type Ball struct {
	Tracked bool             `json:"tracked"`
	Points  []pose.BallPoint `json:"-"`
}

// Consistency compares one metric over the shots of one shooter. NoiseFloor is
// the SD that measurement alone would show.
type Consistency struct {
	ID         string  `json:"id"`
	Shooter    int     `json:"shooter"`
	Shots      int     `json:"shots"`
	Mean       float64 `json:"mean"`
	SD         float64 `json:"sd"`
	NoiseFloor float64 `json:"noise_floor"`
	Unit       string  `json:"unit"`
}
