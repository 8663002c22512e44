package analysis

import (
	"math"
	"testing"
)

// TestReleaseByFlightAlone asks for the release where the ball's path cannot be followed:
// where its flight begins tells it if that told the throw, and nothing otherwise.
func TestReleaseByFlightAlone(t *testing.T) {
	t.Parallel()
	const flightS = 1.2
	c := &shotContext{throw: candidate{peak: 2, flies: &ballSample{t: flightS}}}
	m, ok := c.releaseByBall()
	if !ok || math.Abs(m.t-flightS-releaseRollS) > 1e-9 || m.method != byBall || m.sd < byFlightSDS {
		t.Errorf("%v, %+v; want the flight's begin and the roll of the fingers", ok, m)
	}
	if m, ok := (&shotContext{throw: candidate{peak: 2}}).releaseByBall(); ok {
		t.Errorf("%+v without a ball", m)
	}
}
