package synth

import (
	"fmt"
	"slices"
)

// Flaw is a fault of technique that is put into every shot of a clip.
type Flaw struct {
	ID   string  `json:"id"` // as in the contract
	Size float64 `json:"size"`
	Unit string  `json:"unit"` // of Size; [New] fills it in
}

// flawKind is one row of the table of flaws.
type flawKind struct {
	id, unit, meaning string
	// drawn is the largest size of random people, max the largest at all.
	drawn, max float64
	apply      func(t *Technique, size float64)
}

// flawTable says what each flaw's size does to the technique.
var flawTable = []flawKind{
	{"elbow_flare", "deg", "elbow turned outwards by so much more", 45, 45, func(t *Technique, x float64) { t.FlareDeg += x }},
	{"insufficient_knee_bend", "deg", "so much less bend at the dip", 45, 80, func(t *Technique, x float64) { t.KneeDipDeg += x }},
	{"excessive_knee_bend", "deg", "so much more bend at the dip", 45, 70, func(t *Technique, x float64) { t.KneeDipDeg -= x }},
	{"poor_follow_through", "s", "arm lowered so much earlier", 1.5, 1.7, func(t *Technique, x float64) { t.HoldS -= x }},
	{"guide_hand_interference", "s", "guide hand stays on the ball for so much longer", 0.3, 0.3, func(t *Technique, x float64) { t.GuideLeaveS -= x }},
	{"balance", "m", "jump shot lands so far behind its take-off", 0.5, 0.5, func(t *Technique, x float64) { t.DriftForwardM = -x }},
	{"rushing", "percent", "dip, rise and extension so much shorter", 50, 80, rush},
	{"inconsistent_release_point", "deg", "larger SD between the shots", 12, 25, func(t *Technique, x float64) { t.SpreadDeg += x }},
	{"low_release_point", "deg", "upper arm so much lower at set point and release", 35, 70, lowerRelease},
	{"lacks_fluidity", "deg", "amplitude of a 5 Hz shake of the shooting arm", 10, 25, func(t *Technique, x float64) { t.ShakeDeg += x }},
	{"head_movement", "m", "head thrown back by so much, then forward", 0.18, 0.2, func(t *Technique, x float64) { t.HeadBackM = x }},
}

// flawLimits are what a body can do where a flaw may take it further than people are
// drawn.
var flawLimits = map[string]struct{ lo, hi float64 }{
	"knee_dip_deg":      {60, 165},
	"dip_s":             {0.15, 1},
	"push_s":            {0.1, 0.8},
	"extension_s":       {0.1, 0.7},
	"shoulder_full_deg": {60, 160},
	"shoulder_set_deg":  {20, 115},
	"hold_s":            {-0.2, 1.5},
	"shake_deg":         {0, 25},
	"spread_deg":        {0, 27},
}

func rush(t *Technique, percent float64) {
	k := 1 - percent/100
	t.DipS *= k
	t.PushS *= k
	t.ExtensionS *= k
	t.AfterApexS -= 0.15 * percent / 100 // on the way up
}

func lowerRelease(t *Technique, x float64) {
	t.ShoulderSetDeg -= x / 2
	t.ShoulderFullDeg -= x
}

// FlawUnits returns the unit of each flaw's size by its id.
func FlawUnits() map[string]string {
	m := make(map[string]string, len(flawTable))
	for _, k := range flawTable {
		m[k.id] = k.unit
	}
	return m
}

// LargestFlaw returns the largest size of a flaw, in its unit; 0 for an unknown one.
func LargestFlaw(id string) float64 {
	k, err := findFlaw(id)
	if err != nil {
		return 0
	}
	return k.max
}

// withUnits returns the flaws with their units.
func withUnits(flaws []Flaw) []Flaw {
	list := slices.Clone(flaws)
	for i, f := range list {
		list[i].Unit = FlawUnits()[f.ID]
	}
	return list
}

// findFlaw returns the row of an id.
func findFlaw(id string) (flawKind, error) {
	for _, k := range flawTable {
		if k.id == id {
			return k, nil
		}
	}
	return flawKind{}, fmt.Errorf("flaw %q is not known", id)
}

// withFlaws returns the technique with the flaws in it, within what a body can
// do.
func (t Technique) withFlaws(flaws []Flaw) (Technique, error) {
	for _, f := range flaws {
		k, err := findFlaw(f.ID)
		if err != nil {
			return t, err
		}
		if !(f.Size >= 0 && f.Size <= k.max) {
			return t, fmt.Errorf("flaw %s=%g: the size must lie in 0 to %g %s (%s)", f.ID, f.Size, k.max, k.unit, k.meaning)
		}
		k.apply(&t, f.Size)
	}
	for _, r := range techniqueTable {
		if wider, ok := flawLimits[r.name]; ok {
			r.lo, r.hi = wider.lo, wider.hi
		}
		p := r.field(&t)
		*p = r.clip(*p)
	}
	return t, nil
}
