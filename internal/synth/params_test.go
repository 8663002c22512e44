package synth

import (
	"math"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*Params)
		want string
	}{
		{"hand", func(p *Params) { p.Hand = "both" }, `hand is "both"`},
		{"kind", func(p *Params) { p.Kind = "hook" }, `kind is "hook"`},
		{"height", func(p *Params) { p.HeightM = 3 }, "height_m is 3; it must lie in 1.2 to 2.3"},
		{"not a number", func(p *Params) { p.Camera.FPS = math.NaN() }, "camera fps is NaN"},
		{"technique", func(p *Params) { p.Technique.ElbowFullDeg = 200 }, "elbow_full_deg is 200"},
		{"carry", func(p *Params) { p.Technique.ElbowSetDeg = 110 }, "must exceed elbow_set_deg"},
		{"flaw", func(p *Params) { p.Flaws = []Flaw{{ID: "limp", Size: 1}} }, `flaw "limp" is not known`},
		{"flaw's size", func(p *Params) { p.Flaws = []Flaw{{ID: "elbow_flare", Size: 90}} }, "must lie in 0 to 45 deg"},
		{"balance", func(p *Params) { p.Flaws = []Flaw{{ID: "balance", Size: 0.2}} }, "needs kind jump"},
		{"interval", func(p *Params) { p.IntervalS = 2 }, "interval_s is 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := DefaultParams()
			c.edit(&p)
			if _, err := New(p); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestEveryKindPlays(t *testing.T) {
	for _, k := range Kinds {
		p := DefaultParams()
		p.Kind, p.Shots = k, 2
		s, err := New(p)
		if err != nil {
			t.Fatalf("%s: %v", k, err)
		}
		truth := s.Truth()
		if shots := map[bool]int{true: 2, false: 0}[k.IsShot()]; len(truth.Shots) != shots {
			t.Errorf("%s: %d shots, want %d", k, len(truth.Shots), shots)
		}
		for _, f := range truth.Frames {
			for j, m := range f.JointsM {
				if !(math.Abs(m[0]) < 12 && math.Abs(m[1]) < 5 && m[2] > -0.05 && m[2] < 3.5) {
					t.Fatalf("%s, frame %d: joint %d lies at %v", k, f.Index, j, m)
				}
			}
		}
	}
}

// Random people cover the norms of metrics.md ± 3 SD.
func TestRandomCoversTheNorms(t *testing.T) {
	ranges := map[string][2]float64{} // reached
	for seed := range uint64(400) {
		p := Random(seed)
		if err := p.Validate(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, r := range techniqueTable {
			x := *r.field(&p.Technique)
			seen, ok := ranges[r.name]
			if !ok {
				seen = [2]float64{x, x}
			}
			ranges[r.name] = [2]float64{min(seen[0], x), max(seen[1], x)}
		}
	}
	for _, c := range []struct {
		field  string
		lo, hi float64
	}{
		{"knee_dip_deg", 95, 140},
		{"elbow_set_deg", 45, 105},
		{"release_fraction", 0.57, 0.78},
		{"jump_rise_m", 0.15, 0.45},
	} {
		if r := ranges[c.field]; r[0] > c.lo || r[1] < c.hi {
			t.Errorf("%s was drawn from %.2f to %.2f, want at least %.2f to %.2f", c.field, r[0], r[1], c.lo, c.hi)
		}
	}
}

func TestTechniqueTable(t *testing.T) {
	seen := map[*float64]string{}
	var technique Technique
	for _, r := range techniqueTable {
		if !(r.lo <= r.mean && r.mean <= r.hi && r.sd > 0) {
			t.Errorf("%s: mean %g, SD %g, range %g to %g", r.name, r.mean, r.sd, r.lo, r.hi)
		}
		p := r.field(&technique)
		if other, taken := seen[p]; taken {
			t.Errorf("%s and %s are one field", r.name, other)
		}
		seen[p] = r.name
	}
	if len(techniqueTable) != 39 {
		t.Errorf("%d rows, want one for each of Technique's 39 fields", len(techniqueTable))
	}
}

func TestCell(t *testing.T) {
	for _, view := range Views {
		for seed := range uint64(30) {
			p := RandomIn(seed, Cell{View: view, FPS: 60, Kind: JumpShot, Hand: "left", Plain: true})
			if p.Camera.FPS != 60 || p.Kind != JumpShot || p.Hand != "left" || len(p.Flaws) > 0 || p.Camera.PanDegS != 0 {
				t.Fatalf("%s, seed %d: the cell is not kept: %+v", view, seed, p)
			}
		}
	}
}
