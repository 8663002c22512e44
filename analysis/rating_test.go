package analysis

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The free throw's norm of the knee is 121.5 ± 8.8 (metrics.md): good ends at
// 130.3 and 112.7, watch at 139.1 and 103.9.
func TestRateAtBounds(t *testing.T) {
	tests := []struct {
		name               string
		value, uncertainty float64
		want               string
	}{
		{"mean", 121.5, 4, Good},
		{"just inside 1 SD", 126.2, 4, Good},
		{"at 1 SD less the uncertainty", 126.4, 4, Ungraded},
		{"across 1 SD", 130.3, 4, Ungraded},
		{"watch above", 134.7, 4, Watch},
		{"watch below", 108.3, 4, Watch},
		{"across 2 SD", 139.1, 4, Ungraded},
		{"2 SD within the uncertainty", 143, 4, Ungraded},
		{"poor above", 143.2, 4, Poor},
		{"poor below", 99.8, 4, Poor},
		{"exact", 130.2, 0, Good},
		{"too uncertain for any", 121.5, 9, Ungraded},
		{"not a number", math.NaN(), 4, Ungraded},
		{"uncertainty not a number", 121.5, math.NaN(), Ungraded},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := measured("knee_dip", tt.value, tt.uncertainty)
			got := Rate(m, sideShot(m), Config{Sex: "male"}, BuiltinNorms())
			if got.Rating != tt.want {
				t.Errorf("rating %s, want %s", got.Rating, tt.want)
			}
			if got.Norm == nil || got.Norm.Mean != 121.5 || got.Norm.SD != 8.8 || got.Norm.Source == "" {
				t.Errorf("norm %+v, want 121.5 ± 8.8 with its source", got.Norm)
			}
		})
	}
}

// Where sex, level or shot type are open, a grade needs the agreement of all
// norms that may hold.
func TestRateNeedsAgreement(t *testing.T) {
	tests := []struct {
		name     string
		shotType string
		cfg      Config
		value    float64
		want     string
		mean     float64 // of the norm shown, 0 for none
	}{
		{"good for threes, open for free throws", "unknown", Config{}, 114, Ungraded, 0},
		{"good for two and three of women", "unknown", Config{Sex: "female"}, 112, Good, 109.4},
		{"types disagree", "unknown", Config{Sex: "male"}, 121.5, Ungraded, 0},
		{"poor in every type", "unknown", Config{}, 150, Poor, 121.5},
		{"sexes disagree", "three", Config{}, 101, Ungraded, 0},
		{"sexes agree", "three", Config{}, 111, Good, 109.4},
		{"one sex given", "three", Config{Sex: "male"}, 101, Watch, 112.5},
		{"no norm for youth", "three", Config{Level: "youth"}, 111, Ungraded, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := measured("knee_dip", tt.value, 2)
			s := sideShot(m)
			s.ShotType = tt.shotType
			got := Rate(m, s, tt.cfg, BuiltinNorms())
			if got.Rating != tt.want {
				t.Errorf("rating %s, want %s", got.Rating, tt.want)
			}
			if (got.Norm != nil) != (tt.mean != 0) || got.Norm != nil && got.Norm.Mean != tt.mean {
				t.Errorf("norm %+v, want mean %v", got.Norm, tt.mean)
			}
		})
	}
}

func TestRateRefusesToCompare(t *testing.T) {
	const poor = 160.0 // would be poor if it were graded
	tests := []struct {
		name  string
		spoil func(*Metric, *Shot)
	}{
		{"missing", func(m *Metric, _ *Shot) { m.Missing = &Missing{MissingView, "needs a side view"} }},
		{"relative", func(m *Metric, _ *Shot) { m.Trust = Relative }},
		{"hint", func(m *Metric, _ *Shot) { m.Trust = Flag }},
		{"lower bound", func(m *Metric, _ *Shot) { m.Bound = AtLeast }},
		{"front view", func(_ *Metric, s *Shot) { s.View.Kind = "front" }},
		{"oblique view", func(_ *Metric, s *Shot) { s.View.Kind = "oblique" }},
		{"view not known", func(_ *Metric, s *Shot) { s.View.Kind = "" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := measured("knee_dip", poor, 2)
			s := sideShot()
			tt.spoil(&m, &s)
			if got := Rate(m, s, Config{}, BuiltinNorms()); got.Rating != Ungraded || got.Norm != nil {
				t.Errorf("rated %s against %+v", got.Rating, got.Norm)
			}
		})
	}
}

// Whatever the value, less certainty may withdraw a rating but never change it
// for another, and the metric itself stays as it was.
func TestUncertaintyOnlyWithdrawsRatings(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		m := measured("knee_dip", 70+100*rng.Float64(), 0)
		sure := Rate(m, sideShot(), Config{}, BuiltinNorms())
		m.Uncertainty = 12 * rng.Float64()
		unsure := Rate(m, sideShot(), Config{}, BuiltinNorms())
		if unsure.Rating != Ungraded && unsure.Rating != sure.Rating {
			t.Fatalf("%v ± %v is %s, and %s without uncertainty", m.Value, m.Uncertainty, unsure.Rating, sure.Rating)
		}
		if unsure.Value != m.Value || unsure.Uncertainty != m.Uncertainty {
			t.Fatalf("rating changed the value: %+v", unsure)
		}
	}
}
