package analysis

import "time"

// Config holds the settings that change results; it is the object "config" of
// analysis.json. The zero value of a field means automatic or unknown.
type Config struct {
	Model      string          `json:"model"`                 // "lite", "full", "heavy" or an imported model
	Hand       string          `json:"hand"`                  // "auto", "left", "right"
	View       string          `json:"view"`                  // "auto", "side", "front", "back", "oblique"
	ShotType   string          `json:"shot_type"`             // "unknown", "free-throw", "two", "three"
	Sex        string          `json:"sex,omitempty"`         // "female", "male"
	Level      string          `json:"level,omitempty"`       // "youth", "amateur", "proficient", "professional"
	HeightM    float64         `json:"height_m,omitempty"`    // standing height
	Ball       string          `json:"ball"`                  // "auto", "off"
	BallSize   int             `json:"ball_size"`             // 5, 6, 7
	RimPx      *[2]float64     `json:"rim_px,omitempty"`      // given by the user
	CaptureFPS float64         `json:"capture_fps,omitempty"` // true rate of slow-motion footage
	Start      time.Duration   `json:"start_ns,omitempty"`
	End        time.Duration   `json:"end_ns,omitempty"`
	Person     int             `json:"person,omitempty"`
	Releases   []time.Duration `json:"releases_ns,omitempty"` // manual moments
	// Events are the user's own moments for shots, in order; they override ours.
	Events  []map[string]time.Duration `json:"events_ns,omitempty"`
	Profile string                     `json:"profile,omitempty"` // hash of the profile file's content
}

// DefaultConfig returns the settings that hold when the user says nothing.
func DefaultConfig() Config {
	return Config{Model: "heavy", Hand: "auto", View: "auto", ShotType: "unknown", Ball: "auto", BallSize: 7}
}
