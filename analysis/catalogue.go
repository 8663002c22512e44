package analysis

import "slices"

// Views is a set of view kinds.
type Views uint8

// Kinds of view, by the azimuth's bounds 30, 60, 120 and 150 degrees.
const (
	SideView Views = 1 << iota
	FrontView
	BackView
	ObliqueView

	sagittalViews = SideView | ObliqueView
	frontalViews  = FrontView | BackView
	anyView       = SideView | FrontView | BackView | ObliqueView
)

// viewNames are the names of the contract, in the order of the bits.
var viewNames = []string{"side", "front", "back", "oblique"}

// viewNamed returns the view of that name, or 0.
func viewNamed(name string) Views {
	if i := slices.Index(viewNames, name); i >= 0 {
		return 1 << i
	}
	return 0
}

// Names lists the kinds of view in the set, as the contract spells them.
func (v Views) Names() []string {
	var names []string
	for i, n := range viewNames {
		if v&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return names
}

// How far a value may be trusted, after docs/metrics.md.
const (
	Absolute = "absolute" // compares with norms
	Relative = "relative" // compares with the player's own shots
	Flag     = "flag"     // a hint, never graded
)

// MetricInfo describes one metric of the contract.
type MetricInfo struct {
	ID, Label, Unit string
	// Phase is the part of the shot that the metric belongs to.
	Phase string
	// Views are the views in which it is measured, Graded those in which it is
	// compared with norms.
	Views, Graded Views
	Trust         string
	// Definition says in one sentence what is measured.
	Definition string
}

// Phases of a shot, in order.
const (
	PhaseLoad          = "load"           // start to dip
	PhaseRise          = "rise"           // dip to set point
	PhaseRelease       = "release"        // set point to release
	PhaseFollowThrough = "follow_through" // release to its end
)

// Catalogue lists every metric of the contract in the order of the results.
var Catalogue = []MetricInfo{
	{"knee_dip", "Knee at dip", "deg", PhaseLoad, sagittalViews, SideView, Absolute, "hip–knee–ankle angle at the dip; from the side its flexion is divided by 0.95, for landmarks show knees too straight"},
	{"hip_dip", "Hip at dip", "deg", PhaseLoad, sagittalViews, SideView, Absolute, "shoulder–hip–knee angle at the dip"},
	{"ankle_dip", "Shank to floor at dip", "deg", PhaseLoad, SideView, SideView, Relative, "angle of the shank against the floor at the dip"},
	{"trunk_lean_dip", "Trunk lean at dip", "deg", PhaseLoad, sagittalViews, SideView, Absolute, "mid-hip to mid-shoulder against the vertical at the dip, positive toward the basket"},
	{"elbow_set", "Elbow at set point", "deg", PhaseRise, sagittalViews, SideView, Relative, "smallest shoulder–elbow–wrist angle between dip and release"},
	{"shoulder_set", "Shoulder at set point", "deg", PhaseRise, SideView, 0, Flag, "angle between upper arm and trunk at the set point"},
	{"elbow_release", "Elbow at release", "deg", PhaseRelease, sagittalViews, 0, Relative, "shoulder–elbow–wrist angle at the release, where the ball tells the release"},
	{"shoulder_release", "Shoulder at release", "deg", PhaseRelease, SideView, 0, Flag, "angle between upper arm and trunk at the release"},
	{"knee_release", "Knee at release", "deg", PhaseRelease, sagittalViews, SideView, Absolute, "hip–knee–ankle angle at the release, as at the dip"},
	{"trunk_lean_release", "Trunk lean at release", "deg", PhaseRelease, sagittalViews, SideView, Absolute, "mid-hip to mid-shoulder against the vertical at the release, positive toward the basket"},
	{"arm_elevation_release", "Arm elevation at release", "deg", PhaseRelease, sagittalViews, SideView, Relative, "shoulder to wrist against the horizontal at the release"},
	{"wrist_snap", "Wrist snap", "deg", PhaseFollowThrough, SideView, 0, Flag, "smallest forearm–hand angle in the follow-through"},
	{"elbow_flare", "Elbow flare", "deg", PhaseRise, frontalViews, 0, Flag, "upper arm against the sagittal plane at the set point, positive outward"},
	{"shoulder_tilt", "Shoulder tilt", "deg", PhaseRise, frontalViews, 0, Flag, "shoulder line against the horizontal at the set point"},
	{"release_height", "Wrist height at release", "body heights", PhaseRelease, anyView, SideView, Absolute, "shooting wrist above the floor at the release"},
	{"release_height_ball", "Ball height at release", "body heights", PhaseRelease, anyView, SideView, Absolute, "ball's centre above the floor at the release"},
	{"hip_rise_rel", "Hip rise", "body heights", PhaseRelease, anyView, SideView, Absolute, "highest hip above its standing height"},
	{"head_motion", "Head motion", "body heights", PhaseRelease, sagittalViews, 0, Relative, "path of the nose from dip to release relative to the hips"},
	{"landing_drift", "Landing drift", "body heights", PhaseFollowThrough, sagittalViews, 0, Relative, "mid-foot at the landing minus at the take-off, positive toward the basket"},
	{"hip_rise", "Hip rise", "cm", PhaseRelease, anyView, SideView, Absolute, "highest hip above its standing height"},
	{"stance_width", "Stance width", "shoulder widths", PhaseLoad, frontalViews, 0, Relative, "distance between the ankles at the dip"},
	{"guide_hand_separation", "Guide hand separation", "shoulder widths", PhaseRelease, frontalViews, 0, Relative, "distance between the wrists at the release"},
	{"dip_to_release", "Dip to release", "s", PhaseRelease, anyView, 0, Absolute, "time from dip to release"},
	{"set_to_release", "Set point to release", "s", PhaseRelease, anyView, 0, Absolute, "time from set point to release"},
	{"release_after_apex", "Release after apex", "s", PhaseRelease, anyView, 0, Absolute, "release minus the instant of the highest hip, negative before it"},
	{"follow_through_hold", "Follow-through hold", "s", PhaseFollowThrough, anyView, 0, Absolute, "time from release for which the arm stays up"},
	{"chain_hip_knee", "Hip to knee", "s", PhaseRise, sagittalViews, 0, Relative, "time from the hip's fastest extension to the knee's"},
	{"chain_knee_elbow", "Knee to elbow", "s", PhaseRise, sagittalViews, 0, Relative, "time from the knee's fastest extension to the elbow's"},
	{"fluidity", "Fluidity", "1", PhaseRelease, anyView, 0, Relative, "log dimensionless jerk of the shooting wrist from dip to release, nearer 0 is smoother"},
	{"ball_launch_angle", "Launch angle", "deg", PhaseRelease, SideView, SideView, Absolute, "ball's first velocity against the horizontal"},
	{"ball_entry_angle", "Entry angle", "deg", PhaseFollowThrough, SideView, SideView, Absolute, "ball's path against the plane of the rim: told, found where the ball is braked, or 3.05 m high"},
	{"ball_release_speed", "Release speed", "m/s", PhaseRelease, SideView, SideView, Absolute, "ball's speed at the release"},
	{"ball_release_height", "Ball height at release", "m", PhaseRelease, SideView, SideView, Absolute, "ball's centre above the floor at the release"},
	{"ball_apex_height", "Apex height", "m", PhaseFollowThrough, SideView, 0, Absolute, "highest point of the ball's centre above the floor"},
}

// Gradable reports whether norms may grade the metric in any view.
func (m MetricInfo) Gradable() bool { return m.Trust == Absolute && m.Graded != 0 }

// MetricByID returns the catalogue's entry for an id.
func MetricByID(id string) (MetricInfo, bool) {
	i := slices.IndexFunc(Catalogue, func(m MetricInfo) bool { return m.ID == id })
	if i < 0 {
		return MetricInfo{}, false
	}
	return Catalogue[i], true
}

// Event ids of the contract.
const (
	Start            = "start"
	Dip              = "dip"
	SetPoint         = "set_point"
	Takeoff          = "takeoff"
	Release          = "release"
	Apex             = "apex"
	Landing          = "landing"
	FollowThroughEnd = "follow_through_end"
)

// EventInfo describes one event of a shot.
type EventInfo struct{ ID, Label, Definition string }

// EventCatalogue lists every event of the contract in the order of the results.
var EventCatalogue = []EventInfo{
	{Start, "Start", "hands and hips leave rest before the dip"},
	{Dip, "Dip", "smallest knee angle before the rise, or lowest hip where knees are not seen"},
	{SetPoint, "Set point", "smallest elbow angle between dip and release"},
	{Takeoff, "Take-off", "both feet leave the floor line"},
	{Release, "Release", "ball leaves the fingers"},
	{Apex, "Apex", "highest hip between dip and 1 s after release"},
	{Landing, "Landing", "both feet touch the floor line again"},
	{FollowThroughEnd, "Follow-through end", "elbow no longer above 150° or wrist no longer above the shoulder"},
}

// EventLabel returns how people call an event.
func EventLabel(id string) string {
	for _, e := range EventCatalogue {
		if e.ID == id {
			return e.Label
		}
	}
	return id
}

// Codes of the reasons why a value is missing, and what they mean.
const (
	MissingView      = "view"               // the view does not show it
	MissingFarSide   = "far-side"           // the limb is on the far side
	MissingOutOfView = "out-of-view"        // outside the picture
	MissingOccluded  = "occluded"           // hidden
	MissingFrameRate = "frame-rate"         // too few pictures a second
	MissingNoScale   = "no-scale"           // no metres a pixel
	MissingNoBall    = "no-ball"            // ball not seen
	MissingNotKind   = "not-this-kind"      // not part of this kind of shot
	MissingFromElbow = "release-from-elbow" // the release was found by the elbow itself
	MissingClipEnds  = "clip-ends"          // the clip begins too late or ends too early
	MissingPlayback  = "playback-speed"     // the clip is not in real time
	MissingTooSmall  = "too-small"          // too few pixels
)
