package pose

import (
	"slices"
	"testing"
	"time"
)

// TestRota does what is due each second and finds somebody once.
func TestRota(t *testing.T) {
	t.Parallel()
	r := rota{period: time.Second, most: 4 * time.Second}
	var done []int
	for s := range 20 {
		if now := time.Duration(s) * time.Second; r.due(now) {
			done = append(done, s)
			r.done(now, s == 7)
		}
	}
	if want := []int{0, 1, 3, 7, 8, 10, 14, 18}; !slices.Equal(done, want) {
		t.Errorf("done at %v s, want %v", done, want)
	}
}
