package analysis

import "testing"

// TestCoherent asks whether an arm that lets go long after its fastest extension throws:
// only where the ball or the user tells so.
func TestCoherent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		releaseS float64
		ball     *ballFlight
		byHand   map[string]float64
		want     bool
	}{
		"soon after":           {1.05, nil, nil, true},
		"long after":           {1.5, nil, nil, false},
		"long before":          {0.5, nil, nil, false},
		"with a ball":          {1.5, &ballFlight{}, nil, true},
		"as the user tells it": {1.5, nil, map[string]float64{Release: 1.5}, true},
	} {
		shot := &shotContext{throw: candidate{peak: 1}, moments: map[string]moment{Release: {t: c.releaseS}}, ball: c.ball, byHand: c.byHand}
		if got := shot.coherent(); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
