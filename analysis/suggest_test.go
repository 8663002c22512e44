package analysis

import "testing"

func TestDidYouMean(t *testing.T) {
	known := []string{"analyze", "synth", "models", "knee_dip", "knee_release", "chain_hip_knee", "chain_knee_elbow"}
	for word, want := range map[string]string{
		"analyse": `; did you mean "analyze"?`, "model": `; did you mean "models"?`, "snyth": `; did you mean "synth"?`,
		"knee":   `; did you mean "knee_dip", "knee_release" or "chain_hip_knee"?`,
		"upload": "", "kn": "", "": "",
	} {
		if got := DidYouMean(word, known); got != want {
			t.Errorf("for %q it asks %q, want %q", word, got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	// kitten → sitting is the textbook's example.
	for _, tt := range []struct {
		a, b string
		want int
	}{{"kitten", "sitting", 3}, {"", "abc", 3}, {"abc", "", 3}, {"same", "same", 0}} {
		if got := editDistance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q to %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
