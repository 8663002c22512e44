package analysis

import "testing"

func TestUnits(t *testing.T) {
	bounded := Metric{Value: 0.684, Uncertainty: 0.042, Unit: "s", Bound: "at_least"}
	for _, c := range []struct{ name, got, want string }{
		{"degrees", MetricUnits.Format(141.4, "deg"), "141°"},
		{"negative", MetricUnits.Format(-3.6, "deg"), "−4°"},
		{"no negative zero", MetricUnits.Format(-0.2, "deg"), "0°"},
		{"decimals of zero", MetricUnits.Format(-0.001, "s"), "0.00 s"},
		{"angles have no imperial unit", ImperialUnits.Format(141.4, "deg"), "141°"},
		{"inches", ImperialUnits.Format(25.4, "cm"), "10.0 in"},
		{"feet", ImperialUnits.Format(3.048, "m"), "10.00 ft"},
		{"lower bound", MetricUnits.FormatMetric(bounded), "≥ 0.68 ± 0.04 s"},
		{"range", MetricUnits.FormatRange(112.7, 130.3, "deg"), "113–130°"},
		{"range below zero", MetricUnits.FormatRange(-2, 4, "deg"), "−2 to 4°"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}
