package analysis

import (
	"math"
	"sort"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// frameAt returns the fractional index of an instant over decoded frames.
func frameAt(p *pose.Poses, t time.Duration) float64 {
	i := sort.Search(len(p.Frames), func(i int) bool { return p.Frames[i].Time > t })
	switch i {
	case 0:
		return 0
	case len(p.Frames):
		return float64(p.Frames[i-1].Index)
	}
	a, b := p.Frames[i-1], p.Frames[i]
	return float64(a.Index) + float64(t-a.Time)/float64(b.Time-a.Time)
}

// motions samples the filtered movement of every shooter at the frames' times.
func (a *analyzer) motions(r *Result) []*Motion {
	var out []*Motion
	for _, id := range a.shooterIDs() {
		m := newMotion(id, a.poses)
		m.Arm, m.Legs = a.sidesOf(id)
		for _, s := range a.stretches {
			if s.person == id {
				m.fill(s, a.poses)
				m.angles(s, a.poses, a.armOf(s), a.legsOf(s), a.forwardOf(s))
			}
		}
		for _, c := range a.shots {
			if c.person == id {
				m.angles(c.stretch, a.poses, c.arm, c.legs, c.forward)
			}
		}
		m.phases(r)
		out = append(out, m)
	}
	return out
}

// newMotion returns a motion without any measured value.
func newMotion(person int, p *pose.Poses) *Motion {
	n := len(p.Frames)
	m := &Motion{Person: person, Index: make([]int, n), Time: make([]time.Duration, n), Phase: make([]string, n)}
	for i, f := range p.Frames {
		m.Index[i], m.Time[i] = f.Index, f.Time
	}
	for j := range m.Joints {
		m.Joints[j], m.Visibility[j] = make([]Point, n), nans(n)
		for i := range m.Joints[j] {
			m.Joints[j][i] = Point{math.NaN(), math.NaN()}
		}
	}
	m.KneeDeg, m.HipDeg, m.ElbowDeg, m.ShoulderDeg, m.TrunkLeanDeg = nans(n), nans(n), nans(n), nans(n), nans(n)
	return m
}

func nans(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = math.NaN()
	}
	return v
}

// fill writes the joints of one stretch into the motion, in pixels of each picture.
func (m *Motion) fill(s *stretch, p *pose.Poses) {
	for i, f := range p.Frames {
		t := realSeconds(f.Time, p.Clip)
		if t < s.from() || t > s.to() {
			continue
		}
		seen := s.nearest(t).person
		for j := range m.Joints {
			q := s.joints[j].at(t)
			m.Joints[j][i] = Point{q.X + f.CameraPx[0], q.Y + f.CameraPx[1]}
			m.Visibility[j][i] = seen.Keypoints[j].Visibility
		}
	}
}

// angles writes the angles of one stretch into the motion: first those of a whole
// observation, then upon them those of its shots, as their metrics read them.
func (m *Motion) angles(s *stretch, p *pose.Poses, arm, legs pose.Side, forward float64) {
	angles := []struct {
		to   []float64
		from curve
	}{
		{m.KneeDeg, s.knee(legs)},
		{m.HipDeg, s.hip(legs)},
		{m.ElbowDeg, s.elbow(arm)},
		{m.ShoulderDeg, s.shoulder(arm)},
		{m.TrunkLeanDeg, leanCurve(s.midHip(), s.midShoulder(), forward)},
	}
	for i, f := range p.Frames {
		t := realSeconds(f.Time, p.Clip)
		if t < s.from() || t > s.to() {
			continue
		}
		for _, a := range angles {
			a.to[i] = a.from.at(t)
		}
	}
}

// firstShot returns the first shot in a stretch, or of its person, or any.
func (a *analyzer) firstShot(s *stretch) *shotContext {
	for _, c := range a.shots {
		if c.whole == s {
			return c
		}
	}
	for _, c := range a.shots {
		if c.person == s.person {
			return c
		}
	}
	return nil
}

// sidesOf returns the sides of a person's first shot, or of where he is seen first.
func (a *analyzer) sidesOf(person int) (arm, legs pose.Side) {
	for _, s := range a.stretches {
		if s.person == person {
			if c := a.firstShot(s); c != nil && c.person == person {
				return c.arm, c.legs
			}
			return a.armOf(s), a.legsOf(s)
		}
	}
	return pose.Right, pose.Right
}

func (a *analyzer) armOf(s *stretch) pose.Side {
	if c := a.firstShot(s); c != nil {
		return c.arm
	}
	return pose.Right
}

func (a *analyzer) legsOf(s *stretch) pose.Side { return nearSide(a.forwardOf(s)) }

func (a *analyzer) forwardOf(s *stretch) float64 {
	if c := a.firstShot(s); c != nil {
		return c.forward
	}
	return s.forwardSign(s.from(), s.to())
}

// phases names the part of a shot in which each frame lies.
func (m *Motion) phases(r *Result) {
	for _, s := range r.Shots {
		if s.Shooter != m.Person {
			continue
		}
		for _, ph := range s.Phases() {
			for i, t := range m.Time {
				if t >= ph.From && t < ph.To {
					m.Phase[i] = ph.Name
				}
			}
		}
	}
}

// PhaseSpan is one part of a shot, [From, To).
type PhaseSpan struct {
	Name     string
	From, To time.Duration
}

// Phases returns the parts of a shot in order. A part whose ends are not both
// known begins or ends a second before or after the release.
func (s *Shot) Phases() []PhaseSpan {
	release, ok := s.Event(Release)
	if !ok {
		return nil
	}
	at := func(id string, otherwise time.Duration) time.Duration {
		if e, ok := s.Event(id); ok {
			return e.Time
		}
		return otherwise
	}
	set := at(SetPoint, release.Time)
	dip := at(Dip, set)
	start := at(Start, min(dip, release.Time-time.Second))
	end := at(FollowThroughEnd, release.Time+time.Second)
	return []PhaseSpan{
		{PhaseLoad, start, dip},
		{PhaseRise, dip, set},
		{PhaseRelease, set, release.Time},
		{PhaseFollowThrough, release.Time, end},
	}
}

// Event returns the event of that id if it was measured.
func (s *Shot) Event(id string) (Event, bool) {
	for _, e := range s.Events {
		if e.ID == id && e.Missing == nil {
			return e, true
		}
	}
	return Event{}, false
}

// Metric returns the metric of that id if it was measured.
func (s *Shot) Metric(id string) (Metric, bool) {
	for _, m := range s.Metrics {
		if m.ID == id && m.Missing == nil {
			return m, true
		}
	}
	return Metric{}, false
}
