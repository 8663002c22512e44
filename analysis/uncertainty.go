package analysis

import "math"

// z90 turns a standard deviation into the half width of a 90 % interval.
const z90 = 1.645

// modelErrors are the standard deviations of what the pose model and the metric's
// method add to landmark jitter and timing, side on and in oblique or other
// views, at a figure of referenceHeightPx, as `make accuracy` shows them on
// synthetic shooters.
var modelErrors = map[string]struct{ side, other float64 }{
	"knee_dip":              {3.0, 5.0},
	"hip_dip":               {5.0, 8.0},
	"ankle_dip":             {3.0, 5.0},
	"trunk_lean_dip":        {2.0, 4.0},
	"elbow_set":             {8.0, 12.0},
	"shoulder_set":          {8.0, 12.0},
	"elbow_release":         {8.0, 12.0},
	"shoulder_release":      {8.0, 12.0},
	"knee_release":          {3.0, 5.0},
	"trunk_lean_release":    {2.0, 4.0},
	"arm_elevation_release": {4.0, 7.0},
	"wrist_snap":            {15, 20},
	"elbow_flare":           {8.0, 8.0},
	"shoulder_tilt":         {4.0, 4.0},
	"release_height":        {0.03, 0.035},
	"hip_rise_rel":          {0.01, 0.015},
	"head_motion":           {0.01, 0.02},
	"fluidity":              {2.0, 2.0},
	"landing_drift":         {0.015, 0.03},
	"hip_rise":              {1.8, 2.5},
	"stance_width":          {0.15, 0.15},
	"guide_hand_separation": {0.15, 0.15},
}

// referenceHeightPx is the figure's height at which modelErrors hold; the model
// sees every figure at 256 px, so only smaller ones are measured worse.
const referenceHeightPx = 200

// uncertainty is the half width of the 90 % interval: the model's error, worse for
// small figures, and the measurement's own scatter.
func (c *shotContext) uncertainty(info MetricInfo, sd float64) float64 {
	e := modelErrors[info.ID]
	model := e.other
	if viewNamed(c.view.Kind) == SideView {
		model = e.side
	}
	model *= math.Max(1, referenceHeightPx/c.heightPx)
	return z90 * math.Hypot(model, sd)
}
