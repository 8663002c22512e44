// Package sample makes up results of analysis for tests of pictures and
// reports: a stick figure that shoots, seen from the side, with values that
// could be real. Nothing here is measured.
package sample

import (
	"fmt"
	"math"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// Options say what the made-up clip shows. The zero value of a field takes the
// default named with it.
type Options struct {
	WidthPx, HeightPx int     // 1280 × 720
	FPS               float64 // 30
	Shots             int     // may be 0
	FacesLeft         bool
	HeightFraction    float64 // body height ÷ picture height, 0.55
	XFraction         float64 // where the figure stands, 0.4
}

// Moments of one shot in seconds from its beginning, and its whole length.
const (
	startS, dipS, setS, releaseS, apexS, holdEndS = 0.35, 0.85, 1.15, 1.42, 1.50, 2.10
	shotS                                         = 2.8
)

// figure is the joint angles of a moment: the shank's and the thigh's turn
// against the vertical, the trunk's lean, the upper arm's elevation and the
// elbow's internal angle, in degrees, and the hips' height above standing in
// body heights.
type figure struct{ timeS, shank, thigh, trunk, arm, elbow, rise float64 }

// figures are the corners of the motion.
var figures = []figure{
	{0, 4, 4, 3, -60, 110, 0},
	{startS, 4, 4, 3, -60, 100, 0},
	{dipS, 20, 22, 16, -25, 82, 0},
	{setS, 10, 14, 6, 18, 62, 0},
	{releaseS, 4, 5, 3, 52, 148, 0.07},
	{apexS, 1, 1, 1, 55, 168, 0.09},
	{1.8, 6, 8, 3, 54, 172, 0},
	{holdEndS, 4, 5, 3, 50, 160, 0},
	{shotS, 4, 4, 3, -60, 110, 0},
}

// at interpolates the figures smoothly at t seconds.
func at(t float64) figure {
	i := 1
	for i < len(figures)-1 && figures[i].timeS < t {
		i++
	}
	a, b := figures[i-1], figures[i]
	f := math.Min(1, math.Max(0, (t-a.timeS)/(b.timeS-a.timeS)))
	f = (1 - math.Cos(math.Pi*f)) / 2
	mix := func(x, y float64) float64 { return x + (y-x)*f }
	return figure{
		t, mix(a.shank, b.shank), mix(a.thigh, b.thigh), mix(a.trunk, b.trunk),
		mix(a.arm, b.arm), mix(a.elbow, b.elbow), mix(a.rise, b.rise),
	}
}

// Result returns a made-up result with its motion.
func Result(o Options) *analysis.Result {
	o = o.withDefaults()
	r := &analysis.Result{
		Schema: analysis.Schema,
		Tool:   analysis.Tool{Name: "shotcheck", Version: "0.0.0-test"},
		Model:  pose.ModelInfo{Name: "blazepose-heavy", SHA256: "made-up", Runtime: "none"},
		Config: analysis.DefaultConfig(),
		Quality: analysis.Quality{
			Score: 0.91, Grade: "good",
			Parts:    map[string]float64{"figure_height": 0.95, "tracking": 1, "frame_rate": 0.91, "view": 0.97, "sharpness": 0.93},
			Warnings: []analysis.Warning{{Code: "low-frame-rate", Message: "30 pictures a second: moments are known to about 20 ms"}},
		},
	}
	r.Motions = []*analysis.Motion{o.motion()}
	frames := len(r.Motions[0].Time)
	r.Clip = pose.Clip{
		Name: "made-up.mp4", SHA256: "made-up", WidthPx: o.WidthPx, HeightPx: o.HeightPx, DurationS: float64(frames) / o.FPS,
		Frames: frames, FPS: o.FPS, DistinctFPS: o.FPS, TimeScale: 1, Codec: "h264", Camera: "fixed",
	}
	if o.Shots > 0 {
		r.Shooters = []analysis.Shooter{{ID: 1, TrackedFraction: 0.99, BodyHeightPx: o.bodyPx()}}
	}
	for i := range o.Shots {
		r.Shots = append(r.Shots, o.shot(i))
	}
	if o.Shots >= 3 {
		r.Consistency = []analysis.Consistency{
			{ID: "knee_dip", Shooter: 1, Shots: o.Shots, Mean: 121.2, SD: 2.4, NoiseFloor: 1.9, Unit: "deg"},
			{ID: "release_height", Shooter: 1, Shots: o.Shots, Mean: 1.213, SD: 0.021, NoiseFloor: 0.015, Unit: "body heights"},
		}
	}
	return r
}

func (o Options) withDefaults() Options {
	if o.WidthPx == 0 {
		o.WidthPx, o.HeightPx = 1280, 720
	}
	if o.FPS == 0 {
		o.FPS = 30
	}
	if o.HeightFraction == 0 {
		o.HeightFraction = 0.55
	}
	if o.XFraction == 0 {
		o.XFraction = 0.4
	}
	return o
}

func (o Options) bodyPx() float64 { return o.HeightFraction * float64(o.HeightPx) }

// facing is +1 to the right and −1 to the left.
func (o Options) facing() float64 {
	if o.FacesLeft {
		return -1
	}
	return 1
}

func (o Options) motion() *analysis.Motion {
	n := int(math.Max(1, float64(o.Shots)) * shotS * o.FPS)
	m := &analysis.Motion{Person: 1, Arm: pose.Right, Legs: pose.Right}
	if o.FacesLeft {
		m.Legs = pose.Left
	}
	for i := range n {
		t := float64(i) / o.FPS
		m.Index = append(m.Index, i)
		m.Time = append(m.Time, secondsOf(t))
		f := at(math.Mod(t, shotS))
		o.appendFrame(m, f, int(t/shotS))
	}
	return m
}

// phases of a shot by the second at which they end.
var phases = []struct {
	untilS float64
	phase  string
}{
	{startS, ""},
	{dipS, analysis.PhaseLoad},
	{setS, analysis.PhaseRise},
	{releaseS, analysis.PhaseRelease},
	{holdEndS, analysis.PhaseFollowThrough},
	{shotS, ""},
}

func (o Options) appendFrame(m *analysis.Motion, f figure, shot int) {
	vary := 1.5 * math.Sin(float64(shot)*1.7) // degrees; no shot is like the other
	f.thigh += vary
	m.KneeDeg = append(m.KneeDeg, 180-f.shank-f.thigh)
	m.HipDeg = append(m.HipDeg, 180-f.thigh-f.trunk)
	m.ElbowDeg = append(m.ElbowDeg, f.elbow)
	m.ShoulderDeg = append(m.ShoulderDeg, 90+f.arm-f.trunk)
	m.TrunkLeanDeg = append(m.TrunkLeanDeg, f.trunk)
	phase := ""
	for _, p := range phases {
		if f.timeS < p.untilS {
			phase = p.phase
			break
		}
	}
	if o.Shots == 0 {
		phase = ""
	}
	m.Phase = append(m.Phase, phase)
	joints := o.joints(f)
	for j, p := range joints {
		visibility := 0.97
		if pose.Joint(j) == pose.LeftElbow || pose.Joint(j) == pose.LeftWrist {
			visibility = 0.35 // the trunk hides them
		}
		m.Joints[j] = append(m.Joints[j], p)
		m.Visibility[j] = append(m.Visibility[j], visibility)
	}
}

// joints places the figure in the picture by walking up from the ankle.
func (o Options) joints(f figure) [pose.NumJoints]analysis.Point {
	h, dir := o.bodyPx(), o.facing()
	step := func(p analysis.Point, deg, length float64) analysis.Point { // deg from upright toward the basket
		s, c := math.Sincos(deg * math.Pi / 180)
		return analysis.Point{X: p.X + dir*s*length*h, Y: p.Y - c*length*h}
	}
	var j [pose.NumJoints]analysis.Point
	ankle := analysis.Point{
		X: o.XFraction * float64(o.WidthPx),
		Y: 0.93*float64(o.HeightPx) - (0.04+math.Max(0, f.rise))*h,
	}
	knee := step(ankle, f.shank, 0.245)
	hip := step(knee, -f.thigh, 0.245)
	shoulder := step(hip, f.trunk, 0.29)
	elbow := step(shoulder, 90-f.arm, 0.18)
	wrist := step(elbow, 90-f.arm-180+f.elbow, 0.155)
	index := step(wrist, 90-f.arm-180+f.elbow+20, 0.06)
	nose := step(shoulder, f.trunk+18, 0.14)
	ear := step(shoulder, f.trunk+2, 0.14)
	set := func(p analysis.Point, left, right pose.Joint) {
		j[right] = p
		j[left] = analysis.Point{X: p.X + dir*0.022*h, Y: p.Y - 0.008*h}
	}
	set(ankle, pose.LeftAnkle, pose.RightAnkle)
	set(step(ankle, 200, 0.035), pose.LeftHeel, pose.RightHeel)
	set(step(ankle, 105, 0.10), pose.LeftFootIndex, pose.RightFootIndex)
	set(knee, pose.LeftKnee, pose.RightKnee)
	set(hip, pose.LeftHip, pose.RightHip)
	set(shoulder, pose.LeftShoulder, pose.RightShoulder)
	set(elbow, pose.LeftElbow, pose.RightElbow)
	set(wrist, pose.LeftWrist, pose.RightWrist)
	set(index, pose.LeftIndex, pose.RightIndex)
	set(index, pose.LeftThumb, pose.RightThumb)
	set(index, pose.LeftPinky, pose.RightPinky)
	set(ear, pose.LeftEar, pose.RightEar)
	set(step(nose, 0, 0.02), pose.LeftEye, pose.RightEye)
	set(step(nose, 0, 0.02), pose.LeftEyeInner, pose.RightEyeInner)
	set(step(nose, 0, 0.02), pose.LeftEyeOuter, pose.RightEyeOuter)
	set(step(nose, 180, 0.03), pose.MouthLeft, pose.MouthRight)
	j[pose.Nose] = nose
	return j
}

func secondsOf(s float64) time.Duration { return time.Duration(math.Round(s*1e6)) * time.Microsecond }

// shot returns the made-up values of the shot of that index.
func (o Options) shot(i int) analysis.Shot {
	base := float64(i) * shotS
	facing := "right"
	if o.FacesLeft {
		facing = "left"
	}
	return analysis.Shot{
		Index: i + 1, Shooter: 1, Hand: "right", Kind: "set", ShotType: "free-throw",
		View:    analysis.View{Kind: "side", AzimuthDeg: 84, UncertaintyDeg: 8, Facing: facing},
		Events:  o.events(base),
		Metrics: metrics(i),
		Flaws:   flaws(i, base),
		Ball:    o.ball(base),
	}
}

func (o Options) events(base float64) []analysis.Event {
	event := func(id string, s float64, method string) analysis.Event {
		return analysis.Event{
			ID: id, Time: secondsOf(base + s), Frame: (base + s) * o.FPS, Uncertainty: 20 * time.Millisecond,
			Method: method, Confidence: 0.9,
		}
	}
	missing := func(id string) analysis.Event {
		return analysis.Event{ID: id, Missing: &analysis.Missing{Code: analysis.MissingNotKind, Message: "the feet stay on the floor in a set shot"}}
	}
	return []analysis.Event{
		event(analysis.Start, startS, "hip"), event(analysis.Dip, dipS, "knee"), event(analysis.SetPoint, setS, "elbow"),
		missing(analysis.Takeoff), event(analysis.Release, releaseS, "elbow-extension"), event(analysis.Apex, apexS, "hip"),
		missing(analysis.Landing), event(analysis.FollowThroughEnd, holdEndS, "elbow"),
	}
}

// values are made-up means with their uncertainties, norms and ratings; a
// metric that is not listed is missing.
var values = map[string]analysis.Metric{
	"knee_dip": {
		Value: 138, Uncertainty: 4, Trust: analysis.Absolute, Method: "image-plane", Rating: "watch",
		Norm: &analysis.NormRange{Mean: 121.5, SD: 8.8, Source: "Cabarkapa 2022, 10.3390/jfmk7040078 [S]"},
	},
	"hip_dip": {
		Value: 142, Uncertainty: 5, Trust: analysis.Absolute, Method: "image-plane", Rating: "good",
		Norm: &analysis.NormRange{Mean: 143.9, SD: 8.4, Source: "Cabarkapa 2022, 10.3390/jfmk7040078 [S]"},
	},
	"elbow_set":             {Value: 62, Uncertainty: 9, Trust: analysis.Relative, Method: "image-plane", Rating: "ungraded"},
	"knee_release":          {Value: 171, Uncertainty: 5, Trust: analysis.Absolute, Method: "image-plane", Rating: "ungraded"},
	"trunk_lean_release":    {Value: 3.2, Uncertainty: 2.5, Trust: analysis.Absolute, Method: "image-plane", Rating: "ungraded"},
	"arm_elevation_release": {Value: 56, Uncertainty: 6, Trust: analysis.Relative, Method: "image-plane", Rating: "ungraded"},
	"release_height": {
		Value: 1.213, Uncertainty: 0.03, Trust: analysis.Absolute, Method: "image-plane", Rating: "poor",
		Norm: &analysis.NormRange{Mean: 1.31, SD: 0.04, Source: "Cabarkapa 2023, 10.3389/fspor.2023.1208915 [S]"},
	},
	"hip_rise":            {Value: 14.2, Uncertainty: 3, Trust: analysis.Absolute, Method: "gravity", Rating: "ungraded"},
	"dip_to_release":      {Value: 0.57, Uncertainty: 0.04, Trust: analysis.Absolute, Method: "events", Rating: "ungraded"},
	"set_to_release":      {Value: 0.27, Uncertainty: 0.04, Trust: analysis.Absolute, Method: "events", Rating: "ungraded"},
	"follow_through_hold": {Value: 0.68, Uncertainty: 0.04, Trust: analysis.Absolute, Method: "events", Bound: "at_least", Rating: "ungraded"},
}

// reasons why the other metrics are missing.
var reasons = map[string]analysis.Missing{
	"elbow_flare":           {Code: analysis.MissingView, Message: "needs a front or back view"},
	"shoulder_tilt":         {Code: analysis.MissingView, Message: "needs a front or back view"},
	"stance_width":          {Code: analysis.MissingView, Message: "needs a front or back view"},
	"guide_hand_separation": {Code: analysis.MissingView, Message: "needs a front or back view"},
	"elbow_release":         {Code: analysis.MissingFromElbow, Message: "the release was found from the elbow itself; needs the ball"},
	"wrist_snap":            {Code: analysis.MissingFrameRate, Message: "needs 60 pictures a second"},
}

func metrics(shot int) []analysis.Metric {
	list := make([]analysis.Metric, 0, len(analysis.Catalogue))
	for _, info := range analysis.Catalogue {
		m, ok := values[info.ID]
		if !ok {
			why, known := reasons[info.ID]
			if !known {
				why = analysis.Missing{Code: analysis.MissingNoBall, Message: "the ball was not seen"}
			}
			m.Missing = &why
		}
		m.ID, m.Unit = info.ID, info.Unit
		m.Value *= 1 + 0.01*math.Sin(float64(shot)*1.7)
		list = append(list, m)
	}
	return list
}

func flaws(shot int, base float64) []analysis.Flaw {
	list := []analysis.Flaw{{
		ID: "insufficient_knee_bend", Severity: 45, Level: "major", Basis: "research", Confidence: 0.8, Metrics: []string{"knee_dip"},
		Time:    secondsOf(base + dipS),
		Message: fmt.Sprintf("The knees bend to %.0f° only; professionals reach 113–130° in free throws.", 138+math.Sin(float64(shot)*1.7)),
		Cue:     "Sit back a little deeper before the ball comes up.", Drill: "Ten chair-touch shots from two metres.",
	}, {
		ID: "low_release_point", Severity: 30, Level: "moderate", Basis: "coaching rule", Confidence: 0.7, Metrics: []string{"release_height"},
		Time:    secondsOf(base + releaseS),
		Message: "The ball leaves the hand low for the body's height.",
		Cue:     "Finish with the elbow above the eye.", Drill: "Form shooting close to the basket, one hand.",
	}, {
		ID: "poor_follow_through", Severity: 15, Level: "minor", Basis: "coaching rule", Confidence: 0.6, Metrics: []string{"follow_through_hold"},
		Time:    secondsOf(base + holdEndS),
		Message: "The arm comes down before the ball has arrived.",
		Cue:     "Hold the finish until the net moves.", Drill: "Freeze for two seconds after each of twenty shots.",
	}}
	return list[:1+shot%3]
}

// ball flies from the hand at the release with 52° and gravity.
func (o Options) ball(base float64) analysis.Ball {
	h, dir := o.bodyPx(), o.facing()
	from := o.joints(at(releaseS))[pose.RightIndex]
	b := analysis.Ball{Tracked: true}
	for i := range int(0.6 * o.FPS) {
		t := float64(i) / o.FPS
		const perS, g = 3.2, 5.1 // body heights for a player of 1.93 m
		b.Points = append(b.Points, pose.BallPoint{
			Time: secondsOf(base + releaseS + t),
			X:    from.X + dir*perS*0.62*t*h,
			Y:    from.Y - (perS*0.79*t-g*t*t/2)*h,
			R:    0.062 * h,
		})
	}
	return b
}
