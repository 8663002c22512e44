package synth

import (
	"fmt"
	"math/rand/v2"
)

// Technique is how a person shoots. Angles are internal joint angles unless
// said otherwise; times are seconds; lengths metres or fractions of the body's
// height. The table beside it gives each field's default and range.
type Technique struct {
	KneeStandDeg     float64 `json:"knee_stand_deg"`     // ready stance
	KneeDipDeg       float64 `json:"knee_dip_deg"`       // lowest point
	ShankShare       float64 `json:"shank_share"`        // part of the knee's bend that the shank takes
	LeanDipDeg       float64 `json:"lean_dip_deg"`       // trunk, + toward the basket
	LeanReleaseDeg   float64 `json:"lean_release_deg"`   // trunk from the top of the rise on
	StanceWidth      float64 `json:"stance_width"`       // between the ankles, heights
	StaggerM         float64 `json:"stagger_m"`          // shooting foot ahead of the other
	TurnDeg          float64 `json:"turn_deg"`           // body turned towards the guide hand's side
	DipS             float64 `json:"dip_s"`              // start to lowest point
	PushS            float64 `json:"push_s"`             // lowest point to the top of a set shot, or to take-off
	SetRiseM         float64 `json:"set_rise_m"`         // hips above the stance, set shot
	JumpRiseM        float64 `json:"jump_rise_m"`        // hips above the stance, jump shot
	TuckM            float64 `json:"tuck_m"`             // feet drawn up in flight
	DriftForwardM    float64 `json:"drift_forward_m"`    // landing ahead of take-off
	DriftSideM       float64 `json:"drift_side_m"`       // landing to the guide hand's side
	ElbowCarryDeg    float64 `json:"elbow_carry_deg"`    // ball held before the shot
	ElbowSetDeg      float64 `json:"elbow_set_deg"`      // smallest
	ElbowFullDeg     float64 `json:"elbow_full_deg"`     // fully extended
	ShoulderCarryDeg float64 `json:"shoulder_carry_deg"` // upper arm to trunk
	ShoulderSetDeg   float64 `json:"shoulder_set_deg"`
	ShoulderFullDeg  float64 `json:"shoulder_full_deg"`
	OneMotion        float64 `json:"one_motion"` // 0: the upper arm rests at the set point; 1: it passes through
	FlareDeg         float64 `json:"flare_deg"`  // elbow turned outwards
	WristSetDeg      float64 `json:"wrist_set_deg"`
	WristSnapDeg     float64 `json:"wrist_snap_deg"`        // flexion at the end of the follow-through
	ExtensionS       float64 `json:"extension_s"`           // set point to full extension
	ReleaseFraction  float64 `json:"release_fraction"`      // of the elbow's travel at which the ball leaves
	EarlyDrive       float64 `json:"early_drive"`           // how abruptly the elbow's extension begins
	LateDrive        float64 `json:"late_drive"`            // how slowly it ends
	LiftLeadS        float64 `json:"lift_lead_s"`           // arms rise before the lowest point
	AfterApexS       float64 `json:"after_apex_s"`          // release after the highest point, jump shot
	BeforeTopS       float64 `json:"before_top_s"`          // release before the top of the rise, set shot
	HoldS            float64 `json:"hold_s"`                // follow-through held after full extension
	GuideLeaveS      float64 `json:"guide_leave_s"`         // guide hand off the ball before release
	LaunchDeg        float64 `json:"launch_deg"`            // ball against the horizontal
	GazeDeg          float64 `json:"gaze_deg"`              // head tipped back
	HeadMoveM        float64 `json:"head_move_m"`           // head thrown to the side during the shot
	HeadBackM        float64 `json:"head_back_m,omitempty"` // head thrown back during the rise, then forward: a flaw, not drawn
	ShakeDeg         float64 `json:"shake_deg"`             // 5 Hz unsteadiness of the shooting arm
	SpreadDeg        float64 `json:"spread_deg"`            // SD between the player's own shots
}

// techniqueRange is one row of the table: what people do on average, how they
// differ, and what a body can do.
type techniqueRange struct {
	name             string
	field            func(*Technique) *float64
	mean, sd, lo, hi float64
}

// techniqueTable covers the norms of metrics.md ± 3 SD as far as joints allow: an
// elbow does not close below 40°, and with more than 120° at the set point
// nobody shoots. Fields without a published norm are our own choice of what is
// seen on courts.
var techniqueTable = []techniqueRange{
	{"knee_stand_deg", func(t *Technique) *float64 { return &t.KneeStandDeg }, 166, 4, 154, 174},
	{"knee_dip_deg", func(t *Technique) *float64 { return &t.KneeDipDeg }, 116, 10, 82, 150},
	{"shank_share", func(t *Technique) *float64 { return &t.ShankShare }, 0.48, 0.04, 0.36, 0.6},
	{"lean_dip_deg", func(t *Technique) *float64 { return &t.LeanDipDeg }, 8, 6, -8, 28},
	{"lean_release_deg", func(t *Technique) *float64 { return &t.LeanReleaseDeg }, 0, 4, -12, 12},
	{"stance_width", func(t *Technique) *float64 { return &t.StanceWidth }, 0.16, 0.03, 0.09, 0.25},
	{"stagger_m", func(t *Technique) *float64 { return &t.StaggerM }, 0.06, 0.04, -0.03, 0.16},
	{"turn_deg", func(t *Technique) *float64 { return &t.TurnDeg }, 6, 6, -8, 20},
	{"dip_s", func(t *Technique) *float64 { return &t.DipS }, 0.55, 0.12, 0.3, 1},
	{"push_s", func(t *Technique) *float64 { return &t.PushS }, 0.53, 0.08, 0.28, 0.8},
	{"set_rise_m", func(t *Technique) *float64 { return &t.SetRiseM }, 0.06, 0.02, 0.015, 0.1},
	{"jump_rise_m", func(t *Technique) *float64 { return &t.JumpRiseM }, 0.27, 0.08, 0.13, 0.53},
	{"tuck_m", func(t *Technique) *float64 { return &t.TuckM }, 0.02, 0.02, 0, 0.08},
	{"drift_forward_m", func(t *Technique) *float64 { return &t.DriftForwardM }, 0.1, 0.08, -0.5, 0.5},
	{"drift_side_m", func(t *Technique) *float64 { return &t.DriftSideM }, 0, 0.03, -0.3, 0.3},
	{"elbow_carry_deg", func(t *Technique) *float64 { return &t.ElbowCarryDeg }, 100, 8, 80, 135},
	{"elbow_set_deg", func(t *Technique) *float64 { return &t.ElbowSetDeg }, 70, 15, 40, 120},
	{"elbow_full_deg", func(t *Technique) *float64 { return &t.ElbowFullDeg }, 170, 5, 155, 178},
	{"shoulder_carry_deg", func(t *Technique) *float64 { return &t.ShoulderCarryDeg }, 14, 6, 0, 35},
	{"shoulder_set_deg", func(t *Technique) *float64 { return &t.ShoulderSetDeg }, 80, 13, 40, 115},
	{"shoulder_full_deg", func(t *Technique) *float64 { return &t.ShoulderFullDeg }, 130, 9, 90, 160},
	{"one_motion", func(t *Technique) *float64 { return &t.OneMotion }, 0.6, 0.3, 0, 1},
	{"flare_deg", func(t *Technique) *float64 { return &t.FlareDeg }, 6, 5, -8, 50},
	{"wrist_set_deg", func(t *Technique) *float64 { return &t.WristSetDeg }, 58, 8, 30, 80},
	{"wrist_snap_deg", func(t *Technique) *float64 { return &t.WristSnapDeg }, 55, 12, 10, 85},
	{"extension_s", func(t *Technique) *float64 { return &t.ExtensionS }, 0.47, 0.08, 0.26, 0.7},
	{"release_fraction", func(t *Technique) *float64 { return &t.ReleaseFraction }, 0.675, 0.06, 0.55, 0.8},
	{"early_drive", func(t *Technique) *float64 { return &t.EarlyDrive }, 3, 2, 0, 8},
	{"late_drive", func(t *Technique) *float64 { return &t.LateDrive }, 4, 2, 0, 8},
	{"lift_lead_s", func(t *Technique) *float64 { return &t.LiftLeadS }, 0.05, 0.08, -0.15, 0.25},
	{"after_apex_s", func(t *Technique) *float64 { return &t.AfterApexS }, -0.03, 0.04, -0.15, 0.08},
	{"before_top_s", func(t *Technique) *float64 { return &t.BeforeTopS }, 0.04, 0.05, -0.1, 0.18},
	{"hold_s", func(t *Technique) *float64 { return &t.HoldS }, 0.6, 0.25, 0, 1.5},
	{"guide_leave_s", func(t *Technique) *float64 { return &t.GuideLeaveS }, 0.07, 0.02, -0.3, 0.15},
	{"launch_deg", func(t *Technique) *float64 { return &t.LaunchDeg }, 51, 2, 44, 60},
	{"gaze_deg", func(t *Technique) *float64 { return &t.GazeDeg }, 12, 5, -5, 30},
	{"head_move_m", func(t *Technique) *float64 { return &t.HeadMoveM }, 0, 0.01, -0.2, 0.2},
	{"shake_deg", func(t *Technique) *float64 { return &t.ShakeDeg }, 0.2, 0.1, 0, 12},
	{"spread_deg", func(t *Technique) *float64 { return &t.SpreadDeg }, 2, 0.5, 0, 15},
}

// DefaultTechnique returns the average of each range.
func DefaultTechnique() Technique {
	var t Technique
	for _, r := range techniqueTable {
		*r.field(&t) = r.mean
	}
	return t
}

// randomTechnique draws a person.
func randomTechnique(rng *rand.Rand) Technique {
	var t Technique
	for _, r := range techniqueTable {
		*r.field(&t) = r.clip(r.mean + r.sd*rng.NormFloat64())
	}
	if t.ElbowCarryDeg < t.ElbowSetDeg+12 {
		t.ElbowCarryDeg = t.ElbowSetDeg + 12
	}
	return t
}

// vary returns the technique of one of the player's shots. SpreadDeg is the SD
// of a knee angle; other fields vary in the same proportion to how people
// differ in them.
func (t Technique) vary(rng *rand.Rand) Technique {
	const kneeSDDeg = 10 // of the table
	v := t
	for _, r := range techniqueTable {
		p := r.field(&v)
		r.lo, r.hi = min(r.lo, *p), max(r.hi, *p) // where a flaw has taken it
		*p = r.clip(*p + r.sd*t.SpreadDeg/kneeSDDeg*rng.NormFloat64())
	}
	return v
}

// clip keeps a value within what a body can do.
func (r techniqueRange) clip(x float64) float64 { return min(max(x, r.lo), r.hi) }

// validate names the first field that is out of range.
func (t *Technique) validate() error {
	for _, r := range techniqueTable {
		if x := *r.field(t); !(x >= r.lo && x <= r.hi) {
			return fmt.Errorf("%s is %g; it must lie in %g to %g", r.name, x, r.lo, r.hi)
		}
	}
	if t.ElbowCarryDeg < t.ElbowSetDeg+5 {
		return fmt.Errorf("elbow_carry_deg is %g; it must exceed elbow_set_deg (%g) by 5: the set point is the elbow's smallest angle",
			t.ElbowCarryDeg, t.ElbowSetDeg)
	}
	return nil
}
