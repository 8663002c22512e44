package accuracy

import (
	_ "embed" // bounds.json
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// The fixed part of the whole that CI runs.
const (
	TenthSeed    = 1
	TenthPerView = 4
)

//go:embed bounds.json
var boundsFile []byte

// Bound is what one view may not fall behind: shots found, and mean absolute
// errors by id of event (ms) or metric (its unit).
type Bound struct {
	Found   int                `json:"found"`
	False   int                `json:"false"`
	MeanAbs map[string]float64 `json:"mean_abs"`
}

// watched are the events and metrics that a regression is looked for in.
var watched = []string{
	"dip", "set_point", "release", "follow_through_end",
	"knee_dip", "hip_dip", "elbow_set", "knee_release", "trunk_lean_release", "release_height", "arm_elevation_release",
	"hip_rise", "dip_to_release", "set_to_release", "follow_through_hold",
	"ball_launch_angle", "ball_release_speed", "ball_release_height",
}

// worse is how much larger than committed an error may be: the same clips give
// nearly the same numbers, but processors differ in the models' last digits, and a frame
// that tips over moves the mean of few clips.
const worse = 1.15

// fewestBound is the least number of values whose mean is watched: that of one or two
// tells more of the clips than of the program.
const fewestBound = 3

// Bounds returns the committed bounds by view.
func Bounds() (map[string]Bound, error) {
	var b map[string]Bound
	if err := json.Unmarshal(boundsFile, &b); err != nil {
		return nil, fmt.Errorf("bounds.json: %w", err)
	}
	return b, nil
}

// Bounds returns a table as bounds for later runs.
func (t *Table) Bounds() map[string]Bound {
	bounds := map[string]Bound{}
	for i := range t.Views {
		v := &t.Views[i]
		b := Bound{Found: v.Found, False: v.False, MeanAbs: map[string]float64{}}
		for _, id := range watched {
			if r := v.Row(id); r.N >= fewestBound {
				b.MeanAbs[id] = math.Ceil(1000*r.MeanAbs()) / 1000
			}
		}
		bounds[v.View] = b
	}
	return bounds
}

// Check compares a table with bounds and names every regression.
func (t *Table) Check(bounds map[string]Bound) error {
	var errs []error
	for i := range t.Views {
		v := &t.Views[i]
		b, ok := bounds[v.View]
		if !ok {
			errs = append(errs, fmt.Errorf("%s: no bounds are committed", v.View))
			continue
		}
		if v.Found < b.Found || v.False > b.False {
			errs = append(errs, fmt.Errorf("%s: %d shots found and %d false ones; it was %d and %d", v.View, v.Found, v.False, b.Found, b.False))
		}
		for _, id := range watched {
			limit, measured := b.MeanAbs[id]
			if got := v.Row(id).MeanAbs(); measured && !(got <= worse*limit) {
				errs = append(errs, fmt.Errorf("%s: mean error of %s is %.3f; it was %.3f", v.View, id, got, limit))
			}
		}
	}
	return errors.Join(errs...)
}
