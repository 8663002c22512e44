package synth

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// Definition says how truth defines a metric.
type Definition struct {
	ID, Unit string
	// Text is the definition where metrics.md leaves a choice, else it repeats it.
	Text string

	jumpOnly bool
	value    func(*measurement) float64
}

// Definitions lists every metric of the contract, in its order.
func Definitions() []Definition { return definitions }

var definitions = []Definition{
	{ID: "knee_dip", Unit: "deg", Text: "hip–knee–ankle at dip, of the leg nearer to the camera: feet are staggered, and the near side is what metrics.md trusts", value: func(m *measurement) float64 { return m.kneeDeg(&m.dip.figure) }},
	{ID: "hip_dip", Unit: "deg", Text: "shoulder–hip–knee at dip, of the near leg", value: func(m *measurement) float64 { return m.hipDeg(&m.dip.figure) }},
	{ID: "ankle_dip", Unit: "deg", Text: "ankle→knee against the floor at dip, of the near leg", value: (*measurement).shankDeg},
	{ID: "trunk_lean_dip", Unit: "deg", Text: "mid-hip→mid-shoulder against the vertical in the plane through shooter and basket, + toward the basket", value: func(m *measurement) float64 { return leanDeg(&m.dip.figure) }},
	{ID: "elbow_set", Unit: "deg", Text: "shoulder–elbow–wrist at set point", value: func(m *measurement) float64 { return m.elbowDeg(&m.set.figure) }},
	{ID: "shoulder_set", Unit: "deg", Text: "elbow–shoulder–hip of the shooting side at set point", value: func(m *measurement) float64 { return m.shoulderDeg(&m.set.figure) }},
	{ID: "elbow_release", Unit: "deg", Text: "shoulder–elbow–wrist when the ball leaves the hand", value: func(m *measurement) float64 { return m.elbowDeg(&m.release.figure) }},
	{ID: "shoulder_release", Unit: "deg", Text: "elbow–shoulder–hip at release", value: func(m *measurement) float64 { return m.shoulderDeg(&m.release.figure) }},
	{ID: "knee_release", Unit: "deg", Text: "hip–knee–ankle at release, of the near leg", value: func(m *measurement) float64 { return m.kneeDeg(&m.release.figure) }},
	{ID: "trunk_lean_release", Unit: "deg", Text: "as trunk_lean_dip, at release", value: func(m *measurement) float64 { return leanDeg(&m.release.figure) }},
	{ID: "arm_elevation_release", Unit: "deg", Text: "shoulder→wrist against the horizontal at release", value: (*measurement).armElevationDeg},
	{ID: "wrist_snap", Unit: "deg", Text: "smallest elbow–wrist–index angle between release and the end of the follow-through", value: (*measurement).wristSnapDeg},
	{ID: "elbow_flare", Unit: "deg", Text: "shoulder→elbow against the sagittal plane at set point, + outwards", value: (*measurement).flareDeg},
	{ID: "shoulder_tilt", Unit: "deg", Text: "shoulder line against the horizontal at set point, + shooting side higher", value: (*measurement).tiltDeg},
	{ID: "release_height", Unit: "body heights", Text: "wrist above the floor at release", value: func(m *measurement) float64 { return m.joint(&m.release.figure, pose.LeftWrist).Z / m.heightM }},
	{ID: "release_height_ball", Unit: "body heights", Text: "ball's centre above the floor at release", value: func(m *measurement) float64 { return m.flight.p.Z / m.heightM }},
	{ID: "hip_rise_rel", Unit: "body heights", Text: "mid-hip at apex − at start", value: func(m *measurement) float64 { return m.hipRiseM() / m.heightM }},
	{ID: "head_motion", Unit: "body heights", Text: "length of the nose's path against mid-hip from dip to release", value: (*measurement).headMotion},
	{ID: "landing_drift", Unit: "body heights", Text: "mid-foot (between both heels and toes) at landing − at take-off, + toward the basket", jumpOnly: true, value: (*measurement).landingDrift},
	{ID: "hip_rise", Unit: "cm", Text: "mid-hip at apex − at start", value: func(m *measurement) float64 { return 100 * m.hipRiseM() }},
	{ID: "stance_width", Unit: "shoulder widths", Text: "distance of the ankles at dip / of the shoulder joints", value: func(m *measurement) float64 { return spread(&m.dip.figure, pose.LeftAnkle) }},
	{ID: "guide_hand_separation", Unit: "shoulder widths", Text: "distance of the wrists at release / of the shoulder joints", value: func(m *measurement) float64 { return spread(&m.release.figure, pose.LeftWrist) }},
	{ID: "dip_to_release", Unit: "s", Text: "release − dip", value: func(m *measurement) float64 { return m.release.t - m.dip.t }},
	{ID: "set_to_release", Unit: "s", Text: "release − set point", value: func(m *measurement) float64 { return m.release.t - m.set.t }},
	{ID: "release_after_apex", Unit: "s", Text: "release − apex", value: func(m *measurement) float64 { return m.release.t - m.apex.t }},
	{ID: "follow_through_hold", Unit: "s", Text: "end of the follow-through − release", value: func(m *measurement) float64 { return m.followEnd.t - m.release.t }},
	{ID: "chain_hip_knee", Unit: "s", Text: "fastest extension of the knee − of the hip, between dip and apex", value: (*measurement).chainHipKnee},
	{ID: "chain_knee_elbow", Unit: "s", Text: "fastest extension of the elbow after the set point − of the knee", value: (*measurement).chainKneeElbow},
	{ID: "fluidity", Unit: "1", Text: "−ln(T³/v² · ∫|jerk|² dt) of the wrist's path from dip to release, T its duration, v its peak speed (Hogan & Sternad 2009)", value: (*measurement).fluidity},
	{ID: "ball_launch_angle", Unit: "deg", Text: "ball's velocity against the horizontal as it leaves the hand", value: func(m *measurement) float64 { return elevationDeg(m.flight.v) }},
	{ID: "ball_entry_angle", Unit: "deg", Text: "ball's path against the rim's plane at the rim's centre", value: (*measurement).entryDeg},
	{ID: "ball_release_speed", Unit: "m/s", Text: "ball's speed as it leaves the hand", value: func(m *measurement) float64 { return norm(m.flight.v) }},
	{ID: "ball_release_height", Unit: "m", Text: "ball's centre above the floor as it leaves the hand", value: func(m *measurement) float64 { return m.flight.p.Z }},
	{ID: "ball_apex_height", Unit: "m", Text: "highest point of the ball's centre", value: func(m *measurement) float64 { return m.flight.p.Z + m.flight.v.Z*m.flight.v.Z/(2*gravityMS2) }},
}

// leanDeg is the trunk's lean toward the basket.
func leanDeg(f *figure) float64 {
	d := sub(f.mid(pose.LeftShoulder), f.mid(pose.LeftHip))
	return deg(math.Atan2(d.X, d.Z))
}

// elevationDeg is a direction's angle above the horizontal.
func elevationDeg(d vec) float64 { return deg(math.Atan2(d.Z, math.Hypot(d.X, d.Y))) }

// spread is the distance of both sides' joints in shoulder widths.
func spread(f *figure, left pose.Joint) float64 {
	return distance(f.joints[left], f.joints[left.Mirror()]) / distance(f.joints[pose.LeftShoulder], f.joints[pose.RightShoulder])
}

func (m *measurement) shankDeg() float64 {
	f := &m.dip.figure
	return elevationDeg(sub(f.joints[m.legs.Joint(pose.LeftKnee)], f.joints[m.legs.Joint(pose.LeftAnkle)]))
}

func (m *measurement) armElevationDeg() float64 {
	f := &m.release.figure
	return elevationDeg(sub(m.joint(f, pose.LeftWrist), m.joint(f, pose.LeftShoulder)))
}

func (m *measurement) wristSnapDeg() float64 {
	t := m.lowest(m.release.t, max(m.followEnd.t, m.release.t+2*stepS), m.handDeg)
	f := m.at(t)
	return m.handDeg(&f.figure)
}

func (m *measurement) flareDeg() float64 {
	f := &m.set.figure
	shoulder, elbow := m.joint(f, pose.LeftShoulder), m.joint(f, pose.LeftElbow)
	out := (elbow.Y - shoulder.Y) * (1 - 2*float64(m.side)) // + away from the body on either side
	return deg(math.Asin(out / distance(elbow, shoulder)))
}

func (m *measurement) tiltDeg() float64 {
	f := &m.set.figure
	other := m.side.Other().Joint(pose.LeftShoulder)
	return elevationDeg(sub(m.joint(f, pose.LeftShoulder), f.joints[other]))
}

func (m *measurement) hipRiseM() float64 {
	return m.apex.mid(pose.LeftHip).Z - m.start.mid(pose.LeftHip).Z
}

func noseFromHips(f *figure) vec { return sub(f.joints[pose.Nose], f.mid(pose.LeftHip)) }

func (m *measurement) headMotion() float64 {
	var path float64
	for i := m.index(m.dip.t); i < m.index(m.release.t); i++ {
		path += distance(noseFromHips(&m.samples[i].figure), noseFromHips(&m.samples[i+1].figure))
	}
	return path / m.heightM
}

func (m *measurement) landingDrift() float64 {
	midFoot := func(f *figure) float64 { return lerp(f.mid(pose.LeftHeel), f.mid(pose.LeftFootIndex), 0.5).X }
	return (midFoot(&m.landing.figure) - midFoot(&m.takeoff.figure)) / m.heightM
}

func (m *measurement) kneeTime() float64 { return m.fastest(m.dip.t, m.apex.t, m.kneeDeg) }

func (m *measurement) chainHipKnee() float64 {
	return m.kneeTime() - m.fastest(m.dip.t, m.apex.t, m.hipDeg)
}

func (m *measurement) chainKneeElbow() float64 {
	return m.fastest(m.set.t, m.shot.full, m.elbowDeg) - m.kneeTime()
}

func (m *measurement) entryDeg() float64 {
	_, v := m.flight.at(m.flight.fallTo(m.scene.rim.Z))
	return -elevationDeg(v)
}

func (m *measurement) fluidity() float64 {
	lo, hi := m.index(m.dip.t), m.index(m.release.t)
	wrist := func(i int) vec { return m.joint(&m.samples[i].figure, pose.LeftWrist) }
	var jerk2, peak float64
	for i := lo; i <= hi; i++ {
		a := sub(along(wrist(i+2), -2, wrist(i+1)), along(wrist(i-2), -2, wrist(i-1))) // 2h³·jerk
		j := norm(a) / (2 * stepS * stepS * stepS)
		jerk2 += j * j * stepS
		peak = max(peak, distance(wrist(i+1), wrist(i-1))/(2*stepS))
	}
	d := m.release.t - m.dip.t
	return -math.Log(d * d * d / (peak * peak) * jerk2)
}
