package analysis

import (
	"strings"
	"testing"
)

func TestBuiltinRulesBelongToFlaws(t *testing.T) {
	p := BuiltinProfile()
	for _, info := range FlawCatalogue {
		if len(p.Rules[info.ID]) == 0 {
			t.Errorf("%s has no rule", info.ID)
		}
		for _, r := range p.Rules[info.ID] {
			if err := r.validate(info.ID); err != nil {
				t.Errorf("%s: %v", info.ID, err)
			}
			if !strings.HasPrefix(r.Source, CoachingRule) {
				t.Errorf("%s does not say that it is a coaching rule: %q", info.ID, r.Source)
			}
		}
	}
	if len(p.Rules) != len(FlawCatalogue) {
		t.Errorf("%d flaws have rules, there are %d", len(p.Rules), len(FlawCatalogue))
	}
}

func TestLoadProfileReplacesAndExtends(t *testing.T) {
	const academy = `
name: academy
norms:
  - {metric: knee_dip, mean: 110, sd: 6, unit: deg, source: our players 2026}
  - {metric: trunk_lean_release, mean: 2, sd: 4, unit: deg, source: our players 2026}
rules:
  elbow_flare: [{metric: elbow_flare, ideal: 0, limit: 5, moderate: 8, major: 12, source: coach K}]
  head_movement: []
`
	p, err := LoadProfile(strings.NewReader(academy))
	if err != nil {
		t.Fatal(err)
	}
	for metric, want := range map[string]float64{"knee_dip": 110, "trunk_lean_release": 2, "hip_dip": 143.9} {
		norms, why := p.Norms.For(metric, Query{ShotType: "free-throw"})
		if len(norms) != 1 || *norms[0].Mean != want {
			t.Errorf("%s: norms %v (%s), want one with mean %v", metric, norms, why, want)
		}
	}
	if got := p.Rules[ElbowFlare][0].Limit; got != 5 {
		t.Errorf("elbow flare has limit %v, want the profile's 5", got)
	}
	if len(p.Rules[HeadMovement]) != 0 || len(p.Rules[Balance]) != 1 {
		t.Error("an empty list must switch a flaw off, and only that")
	}
	if BuiltinProfile().Rules[ElbowFlare][0].Limit == 5 || len(BuiltinProfile().Rules[HeadMovement]) == 0 {
		t.Error("loading a profile changed the built-in one")
	}
	if p.Name != "academy" || len(p.SHA256) != 64 || BuiltinProfile().SHA256 != "" {
		t.Errorf("name %q, hash %q", p.Name, p.SHA256)
	}
}

func TestLoadProfileReadsJSON(t *testing.T) {
	const text = `{
	"name": "club", "norms": [{"metric": "hip_rise", "mean": 20, "sd": 4, "unit": "cm", "source": "club"}]}`
	p, err := LoadProfile(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if norms, _ := p.Norms.For("hip_rise", Query{}); len(norms) != 1 || norms[0].Text != "club" {
		t.Errorf("norms %v, want the club's", norms)
	}
}

func TestLoadProfileErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "empty"},
		{"not YAML", "a: [", "line 1"},
		{"a list", "- 1", "does not fit"},
		{"unknown key", "name: a\nnorm: []", "line 2: unknown key norm"},
		{"unknown key of a norm", "norms:\n- {metric: knee_dip, avg: 3}", "line 2: unknown key avg"},
		{"word for a number", "norms: [{metric: knee_dip, mean: deep}]", "`deep` does not fit here"},
		{"repeated key", "name: a\nname: b", "line 2"},
		{"second document", "name: a\n---\nname: b", "more than one"},
		{"norm without source", "norms: [{metric: knee_dip, mean: 110, sd: 5, unit: deg}]", "source"},
		{"norm of nothing", "norms: [{metric: kneedip, mean: 110, unit: deg, source: x}]", `did you mean "knee_dip"`},
		{"rule of nothing", "rules: {elbow: [{metric: elbow_flare}]}", "no such flaw"},
		{"rule without source", "rules: {elbow_flare: [{metric: elbow_flare, limit: 1, moderate: 2, major: 3}]}", "source"},
		{"rule of another metric", "rules: {elbow_flare: [{metric: knee_dip, source: x}]}", "none of"},
		{"rule the wrong way", "rules: {elbow_flare: [{metric: elbow_flare, ideal: 9, limit: 3, moderate: 2, major: 1, source: x}]}", "above"},
		{"rule not a number", "rules: {elbow_flare: [{metric: elbow_flare, limit: 1, moderate: 2, major: .nan, source: x}]}", "recede"},
		{"too long", "# " + strings.Repeat("x", maxProfileBytes), "1 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := LoadProfile(strings.NewReader(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
			if err != nil && (strings.Contains(err.Error(), "analysis.") || strings.Contains(err.Error(), "\n")) {
				t.Errorf("error speaks Go: %v", err)
			}
		})
	}
}
