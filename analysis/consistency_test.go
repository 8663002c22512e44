package analysis

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// releases returns a shooter's shots with these heights of the wrist.
func releases(shooter int, uncertainty float64, heights ...float64) []Shot {
	var shots []Shot
	for i, h := range heights {
		s := sideShot(measured("release_height", h, uncertainty))
		s.Index, s.Shooter = i+1, shooter
		s.Events = []Event{{ID: Release, Time: time.Duration(i+1) * time.Second}}
		shots = append(shots, s)
	}
	return shots
}

func TestFindConsistency(t *testing.T) {
	// Mean 1.2, SD √(2·0.1²/2) = 0.1, floor 0.03 / 1.645.
	got := FindConsistency(releases(7, 0.03, 1.1, 1.2, 1.3))
	if len(got) != 1 {
		t.Fatalf("got %+v, want one entry", got)
	}
	c := got[0]
	if c.ID != "release_height" || c.Shooter != 7 || c.Shots != 3 || c.Unit != "body heights" {
		t.Errorf("got %+v", c)
	}
	for _, v := range []struct{ got, want float64 }{{c.Mean, 1.2}, {c.SD, 0.1}, {c.NoiseFloor, 0.03 / 1.645}} {
		if math.Abs(v.got-v.want) > 1e-9 {
			t.Errorf("got %v, want %v", v.got, v.want)
		}
	}
}

func TestConsistencyNeedsThreeLikeShots(t *testing.T) {
	tests := []struct {
		name  string
		spoil func([]Shot)
		want  int // shots compared
	}{
		{"all four", func([]Shot) {}, 4},
		{"one of another shooter", func(s []Shot) { s[1].Shooter = 2 }, 3},
		{"two of another shooter", func(s []Shot) { s[1].Shooter, s[2].Shooter = 2, 2 }, 0},
		{"one set shot", func(s []Shot) { s[0].Kind = "set" }, 3},
		{"one missing", func(s []Shot) { s[3].Metrics[0].Missing = &Missing{} }, 3},
		{"one lower bound", func(s []Shot) { s[3].Metrics[0].Bound = AtLeast }, 3},
		{"one not a number", func(s []Shot) { s[3].Metrics[0].Value = math.NaN() }, 3},
		{"hints", func(s []Shot) {
			for i := range s {
				s[i].Metrics[0].Trust = Flag
			}
		}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shots := releases(1, 0.02, 1.1, 1.2, 1.3, 1.15)
			tt.spoil(shots)
			got := 0
			for _, c := range FindConsistency(shots) {
				got = c.Shots
			}
			if got != tt.want {
				t.Errorf("%d shots compared, want %d", got, tt.want)
			}
		})
	}
	if FindConsistency(nil) == nil {
		t.Error("without shots the list must be empty, not nil")
	}
}

// χ² at 5 % with 4 degrees of freedom is 9.488 (tables): an SD of √(9.488 / 4) =
// 1.540 floors is the limit.
func TestInconsistent(t *testing.T) {
	tests := []struct {
		sd, floor float64
		want      bool
	}{
		{1.53, 1, false}, {1.55, 1, true}, {0.5, 1, false}, {0.1, 0, true}, {0, 0, false},
	}
	for _, tt := range tests {
		c := Consistency{Shots: 5, SD: tt.sd, NoiseFloor: tt.floor}
		if got := c.Inconsistent(); got != tt.want {
			t.Errorf("SD %v on a floor of %v: %v, want %v", tt.sd, tt.floor, got, tt.want)
		}
	}
}

// A player who repeats himself exactly is called inconsistent in 5 % of cases,
// the test's own level: the noise is all there is.
func TestPureNoiseIsConsistent(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	const runs, sigma = 4000, 0.02
	called := 0
	for range runs {
		var h []float64
		for range 5 {
			h = append(h, 1.2+sigma*rng.NormFloat64())
		}
		if FindConsistency(releases(1, sigma*z90, h...))[0].Inconsistent() {
			called++
		}
	}
	if share := float64(called) / runs; math.Abs(share-chanceLevel) > 0.012 { // 3.5 σ of a binomial
		t.Errorf("%.3f of noise is called inconsistent, want %v", share, chanceLevel)
	}
}

func TestInconsistentReleasePoint(t *testing.T) {
	p := BuiltinProfile()
	limits := p.Yardsticks(InconsistentReleasePoint, Query{})[0]
	tests := []struct {
		name string
		sd   float64
		want string // level, "" for no flaw
	}{
		{"steady", 0.5 * limits.Limit, ""},
		{"minor", 1.5 * limits.Limit, Minor},
		{"moderate", 1.2 * limits.Moderate, Moderate},
		{"major", 1.5 * limits.Major, Major},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// 1.2 ± a with one at the mean has SD a; the last lies a little farther out.
			shots := releases(1, 0.005, 1.2-tt.sd, 1.2, 1.2+1.01*tt.sd)
			judged := Judge(shots, Config{}, p)
			var found []Flaw
			for i, s := range judged {
				for _, f := range s.Flaws {
					if f.ID == InconsistentReleasePoint {
						found = append(found, f)
						if i != 2 || f.Time != 3*time.Second {
							t.Errorf("shown by shot %d at %v, want the farthest", i+1, f.Time)
						}
					}
				}
			}
			if (len(found) == 1) != (tt.want != "") || len(found) > 1 {
				t.Fatalf("found %+v, want level %q", found, tt.want)
			}
			if tt.want != "" && (found[0].Level != tt.want || found[0].Confidence < 0.5) {
				t.Errorf("got %+v, want level %s", found[0], tt.want)
			}
		})
	}
}

// An SD of 0.04 on a floor of 0.03 leaves 0.026, which is more than the rule
// allows; but over three shots noise alone does that now and then: 2·(4/3)² =
// 3.6, and χ² at 5 % with 2 degrees of freedom is 5.99.
func TestNoiseIsNoFlaw(t *testing.T) {
	shots := releases(1, 0.03*z90, 1.16, 1.2, 1.24)
	if own := FindConsistency(shots)[0].ownSD(); math.Abs(own-math.Sqrt(0.0007)) > 1e-9 {
		t.Errorf("own SD %v, want √(0.04² − 0.03²)", own)
	}
	for _, s := range Judge(shots, Config{}, BuiltinProfile()) {
		if len(s.Flaws) != 0 {
			t.Errorf("raised %+v", s.Flaws)
		}
	}
}

// A norm for the height of the release says nothing about its spread.
func TestSpreadIsHeldAgainstRulesOnly(t *testing.T) {
	p, err := LoadProfile(strings.NewReader("norms: [{metric: release_height, mean: 1.2, sd: 0.1, unit: body heights, source: club}]"))
	if err != nil {
		t.Fatal(err)
	}
	ys := p.Yardsticks(InconsistentReleasePoint, Query{})
	if len(ys) != 1 || ys[0].Ideal != 0 {
		t.Errorf("got %+v, want the built-in rule for the SD", ys)
	}
}
