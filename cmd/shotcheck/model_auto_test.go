package main

import (
	"testing"
	"time"
)

func TestKeepsUp(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	tests := []struct {
		name              string
		cores             int
		heavy, full, lite time.Duration
		want              string
		slow              float64
	}{
		{"quick machine", 2, 25 * ms, 12 * ms, 3 * ms, "heavy", 0},
		{"many cores", 8, 200 * ms, 80 * ms, 20 * ms, "heavy", 0},
		{"slow machine", 2, 100 * ms, 50 * ms, 10 * ms, "full", 1.5},
		{"very slow machine", 1, 400 * ms, 200 * ms, 80 * ms, "lite", 12},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			takes := map[string]time.Duration{"heavy": tt.heavy, "full": tt.full, "lite": tt.lite}
			model, slow, err := keepsUp(tt.cores, func(m string) (time.Duration, error) { return takes[m], nil })
			if err != nil || model != tt.want || slow != tt.slow {
				t.Errorf("model %s, heavy %v times too slow, error %v; want %s, %v", model, slow, err, tt.want, tt.slow)
			}
		})
	}
}
