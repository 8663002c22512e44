package video

import (
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// TestRateWithPauses: a rate is that of the pictures while they come, and never 0.
func TestRateWithPauses(t *testing.T) {
	for _, tt := range []struct {
		name            string
		interval, pause time.Duration
		fps, durationS  float64
	}{
		{"none", 40 * time.Millisecond, 0, 25, 4},
		{"a dropout", 40 * time.Millisecond, 900 * time.Millisecond, 20.41, 4.9},
		{"a gap of hours", 40 * time.Millisecond, 20 * time.Hour, 25, 72004},
		{"pictures an hour apart", time.Hour, 0, slowest, 360000},
	} {
		var counted tally
		for i := range 100 {
			at := time.Duration(i) * tt.interval
			if i >= 50 && tt.pause > 0 {
				at += tt.pause
			}
			counted.add(&pose.Frame{Time: at})
		}
		var c pose.Clip
		if counted.describe(&c, 0); c.FPS != tt.fps || c.DistinctFPS != tt.fps || c.Frames != 100 {
			t.Errorf("%s: %v pictures a second, %v new ones, want %v", tt.name, c.FPS, c.DistinctFPS, tt.fps)
		}
		if c.DurationS < tt.durationS || c.DurationS > tt.durationS+0.05 {
			t.Errorf("%s: %v s, want %v", tt.name, c.DurationS, tt.durationS)
		}
	}
}
