package video

import (
	"math"
	"slices"
	"testing"
)

// TestRepeatJudge gives differences between pictures and expects the indices
// of the copies.
func TestRepeatJudge(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		differences []float64
		want        []int
	}{
		{"one picture", nil, nil},
		{"two pictures", []float64{0.1}, nil},
		{"every second", []float64{0.2, 9, 0.3, 8, 0.1, 9, 0.4, 9, 0.2, 8}, []int{1, 3, 5, 7, 9}},
		{"ten a second at sixty", []float64{9, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 9}, []int{6, 8, 9, 10, 11, 12}},
		{"still throughout", []float64{0.1, 0.3, 0.05, 0.2, 0.1, 0.04, 0.1, 0.3}, nil},
		{"comes to rest", []float64{9, 9, 8, 4, 2, 1, 0.5, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, nil},
		{"cut in still footage", []float64{0.2, 0.3, 50, 0.2, 0.3, 0.2, 0.2}, nil},
	} {
		r := &repeats{differences: append([]float64{math.Inf(1)}, tt.differences...)}
		all := r.differences
		var got []int
		for i := range all {
			r.differences = all[max(0, i-repeatBehind):min(len(all), i+1+repeatAhead)]
			if r.judge() {
				got = append(got, i)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: copies %v, want %v", tt.name, got, tt.want)
		}
	}
}
