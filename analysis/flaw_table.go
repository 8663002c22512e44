package analysis

import "slices"

// Direction says on which side of its ideal a metric shows a flaw.
type Direction string

// Directions of a flaw.
const (
	Above  Direction = "above"
	Below  Direction = "below"
	Either Direction = "either"
)

// Ids of the flaws.
const (
	ElbowFlare               = "elbow_flare"
	InsufficientKneeBend     = "insufficient_knee_bend"
	ExcessiveKneeBend        = "excessive_knee_bend"
	PoorFollowThrough        = "poor_follow_through"
	GuideHandInterference    = "guide_hand_interference"
	Balance                  = "balance"
	Rushing                  = "rushing"
	InconsistentReleasePoint = "inconsistent_release_point"
	LowReleasePoint          = "low_release_point"
	LacksFluidity            = "lacks_fluidity"
	HeadMovement             = "head_movement"
)

// FlawInfo describes one flaw of the contract.
type FlawInfo struct {
	ID, Label string
	// Metrics show the flaw when they lie in Direction of their ideal.
	Metrics   []string
	Direction Direction
	// OverShots says that the flaw is judged by the spread of the metric over a
	// shooter's shots, not by its value in one.
	OverShots bool
	// Event is the moment that shows it.
	Event string
	// Message says what was seen; {value} and {reference} are filled in.
	Message string
	// Cue is what a coach calls out, Drill what the player does about it.
	Cue, Drill string
}

// FlawCatalogue lists every flaw of the contract.
var FlawCatalogue = []FlawInfo{
	{
		ID: ElbowFlare, Label: "Elbow flare", Metrics: []string{"elbow_flare"}, Direction: Above, Event: SetPoint,
		Message: "At the set point the elbow points {value} out to the side: {reference}.",
		Cue:     "Elbow under the ball, in line with the rim.",
		Drill:   "One-hand form shots a step from the rim, upper arm beside a wall: 3 × 10 without touching it.",
	},
	{
		ID: InsufficientKneeBend, Label: "Too little knee bend", Metrics: []string{"knee_dip"}, Direction: Above, Event: Dip,
		Message: "At the dip the knees bend only to {value}: {reference}.",
		Cue:     "Sit into the shot before you rise.",
		Drill:   "Chair shots: touch the edge of a high seat, rise and shoot in one motion, 3 × 8.",
	},
	{
		ID: ExcessiveKneeBend, Label: "Too much knee bend", Metrics: []string{"knee_dip"}, Direction: Below, Event: Dip,
		Message: "At the dip the knees bend as far as {value}: {reference}.",
		Cue:     "Short dip, quick up.",
		Drill:   "Rhythm shots from a low box: step down, short dip, shoot, 3 × 8.",
	},
	{
		ID: PoorFollowThrough, Label: "Short follow-through", Metrics: []string{"follow_through_hold"}, Direction: Below, Event: FollowThroughEnd,
		Message: "The arm stays up for only {value} after the release: {reference}.",
		Cue:     "Hand in the rim until the ball gets there.",
		Drill:   "Freeze shots: hold the finish until the ball lands, a partner counts only held ones, 5 × 5.",
	},
	{
		ID: GuideHandInterference, Label: "Guide hand on the ball", Metrics: []string{"guide_hand_separation"}, Direction: Below, Event: Release,
		Message: "At the release the hands are only {value} apart: {reference}.",
		Cue:     "The guide hand lets go and stays where it is.",
		Drill:   "Form shots with the guide hand opened off the ball before the release, 3 × 10.",
	},
	{
		ID: Balance, Label: "Off balance", Metrics: []string{"landing_drift"}, Direction: Either, Event: Landing,
		Message: "The feet land {value} from where they took off: {reference}.",
		Cue:     "Land where you left.",
		Drill:   "Line shots: take off from a line and land on it, hold for two seconds, 3 × 8.",
	},
	{
		ID: Rushing, Label: "Rushed", Metrics: []string{"dip_to_release", "set_to_release"}, Direction: Below, Event: Release,
		Message: "The motion takes only {value}: {reference}.",
		Cue:     "Smooth, not fast.",
		Drill:   "Count shots: say “down, up, hold” aloud at one steady pace, 3 × 10.",
	},
	{
		ID: InconsistentReleasePoint, Label: "Release point varies", Metrics: []string{"release_height"}, Direction: Above, OverShots: true, Event: Release,
		Message: "From shot to shot the height of the release varies by ± {value}: {reference}.",
		Cue:     "The same finish every time.",
		Drill:   "Ten form shots from one spot, filmed from the side; compare the stills at the release and repeat.",
	},
	{
		ID: LowReleasePoint, Label: "Low release", Metrics: []string{"release_height"}, Direction: Below, Event: Release,
		Message: "At the release the wrist is only {value} above the floor: {reference}.",
		Cue:     "Finish high, over the front of the rim.",
		Drill:   "Shots over a raised broom two steps away, from the set point up, 3 × 8.",
	},
	{
		ID: LacksFluidity, Label: "Motion not fluid", Metrics: []string{"fluidity"}, Direction: Below, Event: SetPoint,
		Message: "From the dip to the release the hand moves in jerks (log jerk {value}): {reference}.",
		Cue:     "One motion from the legs to the fingers.",
		Drill:   "Dip-to-finish shots without a ball, then with one, no stop on the way, 3 × 10.",
	},
	{
		ID: HeadMovement, Label: "Head moves", Metrics: []string{"head_motion"}, Direction: Above, Event: Release,
		Message: "From the dip to the release the head travels {value} against the hips: {reference}.",
		Cue:     "Head still, eyes on the rim.",
		Drill:   "Form shots with a folded towel on the head, 3 × 10.",
	},
}

// FlawByID returns the catalogue's entry for an id.
func FlawByID(id string) (FlawInfo, bool) {
	i := slices.IndexFunc(FlawCatalogue, func(f FlawInfo) bool { return f.ID == id })
	if i < 0 {
		return FlawInfo{}, false
	}
	return FlawCatalogue[i], true
}

// flawIDs lists the ids of all flaws.
func flawIDs() []string {
	ids := make([]string, len(FlawCatalogue))
	for i, f := range FlawCatalogue {
		ids[i] = f.ID
	}
	return ids
}
