package synth

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// stepS is the interval at which the continuous motion is sampled for truth;
// extremes are interpolated between samples.
const stepS = 0.001

// moment is the body at one instant, with its time.
type moment struct {
	t float64
	figure
}

// measurement is one shot, sampled densely, with its events.
type measurement struct {
	scene   *Scene
	shot    *plannedShot
	heightM float64
	side    pose.Side // shooting
	legs    pose.Side // nearer to the camera at the dip
	samples []moment

	start, dip, set, takeoff, release, apex, landing, followEnd moment
	flight                                                      flight
}

// measure samples a shot and finds its events.
func (s *Scene) measure(shot *plannedShot) *measurement {
	m := &measurement{scene: s, shot: shot, heightM: s.params.HeightM, side: s.hand()}
	end := max(shot.release+1.01, shot.landing+0.1, shot.rest+0.1)
	for t := shot.start - 0.05; t < end; t += stepS {
		m.samples = append(m.samples, moment{t, s.figureAt(t)})
	}
	m.start, m.release = m.at(shot.start), m.at(shot.release)
	m.legs = m.nearSide(shot.dip)
	m.dip = m.at(m.lowest(shot.start, shot.riseEnd(), m.kneeDeg))
	m.set = m.at(m.lowest(m.dip.t, shot.release, m.elbowDeg))
	m.apex = m.at(m.lowest(m.dip.t, shot.release+1, func(f *figure) float64 { return -f.mid(pose.LeftHip).Z }))
	if shot.kind == JumpShot {
		const clearM = 0.005
		floor := toeHeightM(&m.start.figure)
		onFloor := func(f *figure) bool { return toeHeightM(f) < floor+clearM }
		m.takeoff = m.at(m.last(m.dip.t, m.apex.t, onFloor))
		m.landing = m.at(m.first(m.apex.t, onFloor))
	}
	m.followEnd = m.at(m.followThroughEnd())
	for _, f := range s.ball.flights {
		if f.t == shot.release-fingersS {
			p, v := f.at(shot.release)
			m.flight = flight{shot.release, p, v}
		}
	}
	return m
}

// at returns the body at any time.
func (m *measurement) at(t float64) moment { return moment{t, m.scene.figureAt(t)} }

// joint returns the joint of the shooting side, given the left one.
func (m *measurement) joint(f *figure, left pose.Joint) vec { return f.joints[m.side.Joint(left)] }

// nearSide returns the side of the body whose hip is nearer to the camera.
func (m *measurement) nearSide(t float64) pose.Side {
	f, v := m.scene.figureAt(t), m.scene.viewAt(t)
	_, _, left := v.project(f.joints[pose.LeftHip])
	_, _, right := v.project(f.joints[pose.RightHip])
	if left < right {
		return pose.Left
	}
	return pose.Right
}

// angle returns the internal angle between three joints of a side.
func (f *figure) angle(s pose.Side, a, b, c pose.Joint) float64 {
	return angleDeg(f.joints[s.Joint(a)], f.joints[s.Joint(b)], f.joints[s.Joint(c)])
}

func (m *measurement) kneeDeg(f *figure) float64 {
	return f.angle(m.legs, pose.LeftHip, pose.LeftKnee, pose.LeftAnkle)
}

func (m *measurement) hipDeg(f *figure) float64 {
	return f.angle(m.legs, pose.LeftShoulder, pose.LeftHip, pose.LeftKnee)
}

func (m *measurement) elbowDeg(f *figure) float64 {
	return f.angle(m.side, pose.LeftShoulder, pose.LeftElbow, pose.LeftWrist)
}

func (m *measurement) shoulderDeg(f *figure) float64 {
	return f.angle(m.side, pose.LeftElbow, pose.LeftShoulder, pose.LeftHip)
}

func (m *measurement) handDeg(f *figure) float64 {
	return f.angle(m.side, pose.LeftElbow, pose.LeftWrist, pose.LeftIndex)
}

// toeHeightM is the height of the lower foot's toe.
func toeHeightM(f *figure) float64 {
	return min(f.joints[pose.LeftFootIndex].Z, f.joints[pose.RightFootIndex].Z)
}

// lowest returns the time of a value's minimum between two times, interpolated by
// a parabola through the three lowest samples.
func (m *measurement) lowest(from, to float64, value func(*figure) float64) float64 {
	lo, hi := m.index(from), m.index(to)
	best, bestX := lo, math.Inf(1)
	for i := lo; i <= hi; i++ {
		if x := value(&m.samples[i].figure); x < bestX {
			best, bestX = i, x
		}
	}
	if best == lo || best == hi {
		return m.samples[best].t
	}
	a, c := value(&m.samples[best-1].figure), value(&m.samples[best+1].figure)
	return m.samples[best].t + stepS/2*(a-c)/max(a-2*bestX+c, 1e-12)
}

// fastest returns the time at which a value grows fastest.
func (m *measurement) fastest(from, to float64, value func(*figure) float64) float64 {
	lo, hi := max(1, m.index(from)), min(m.index(to), len(m.samples)-2)
	best, bestV := lo, math.Inf(-1)
	for i := lo; i <= hi; i++ {
		if v := value(&m.samples[i+1].figure) - value(&m.samples[i-1].figure); v > bestV {
			best, bestV = i, v
		}
	}
	return m.samples[best].t
}

// first returns the first time from from on at which something holds.
func (m *measurement) first(from float64, holds func(*figure) bool) float64 {
	for i := m.index(from); i < len(m.samples); i++ {
		if holds(&m.samples[i].figure) {
			return m.samples[i].t
		}
	}
	return m.samples[len(m.samples)-1].t
}

// last returns the last time between two times at which something holds.
func (m *measurement) last(from, to float64, holds func(*figure) bool) float64 {
	for i := m.index(to); i > m.index(from); i-- {
		if holds(&m.samples[i].figure) {
			return m.samples[i].t
		}
	}
	return from
}

// index returns the sample nearest to a time.
func (m *measurement) index(t float64) int {
	i := int(math.Round((t - m.samples[0].t) / stepS))
	return min(max(i, 0), len(m.samples)-1)
}

// followThroughEnd returns when, after the elbow has passed 150° with the
// wrist above the shoulder, either fails.
func (m *measurement) followThroughEnd() float64 {
	up := func(f *figure) bool {
		return m.elbowDeg(f) > 150 && m.joint(f, pose.LeftWrist).Z > m.joint(f, pose.LeftShoulder).Z
	}
	return m.first(m.first(m.shot.release, up), func(f *figure) bool { return !up(f) })
}

// azimuthDeg returns the camera's direction as the hips see it at the set point.
func (m *measurement) azimuthDeg() float64 {
	f := &m.set.figure
	left := sub(f.joints[pose.LeftHip], f.joints[pose.RightHip])
	facing := math.Atan2(-left.X, left.Y)
	v := m.scene.viewAt(m.set.t)
	eye := sub(v.eye, f.mid(pose.LeftHip))
	return math.Mod(deg(facing-math.Atan2(eye.Y, eye.X))+720, 360)
}

// events lists the contract's events.
func (m *measurement) events() []TruthEvent {
	list := []TruthEvent{
		{ID: "start", TimeS: m.start.t},
		{ID: "dip", TimeS: m.dip.t},
		{ID: "set_point", TimeS: m.set.t},
		{ID: "takeoff", TimeS: m.takeoff.t},
		{ID: "release", TimeS: m.release.t},
		{ID: "apex", TimeS: m.apex.t},
		{ID: "landing", TimeS: m.landing.t},
		{ID: "follow_through_end", TimeS: m.followEnd.t},
	}
	for i, e := range list {
		if m.shot.kind != JumpShot && (e.ID == "takeoff" || e.ID == "landing") {
			list[i].Missing = "not-this-kind"
		}
	}
	return list
}
