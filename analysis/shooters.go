package analysis

import "math"

// shooters describes everybody who shoots.
func (a *analyzer) shooters() []Shooter {
	out := []Shooter{}
	for _, id := range a.shooterIDs() {
		s := Shooter{ID: id, TrackedFraction: round3(a.trackedFraction(id))}
		for _, st := range a.stretches {
			if st.person == id && st.heightPx > s.BodyHeightPx {
				s.BodyHeightPx = round3(st.heightPx)
				s.Scale = scale(st, a.cfg)
			}
		}
		if s.Scale == nil {
			s.Scale = a.gravityScale(id)
		}
		out = append(out, s)
	}
	return out
}

// gravityScale is the best known of the scales that one person's balls give.
func (a *analyzer) gravityScale(id int) (best *Scale) {
	for _, c := range a.shots {
		if c.person == id && c.scale != nil && (best == nil || c.scale.Uncertainty < best.Uncertainty) {
			best = c.scale
		}
	}
	return best
}

// trackedFraction is the share of frames with a pose from 1 s before each dip to 1
// s after each release, in which the shooter is between his first and last
// appearance.
func (a *analyzer) trackedFraction(id int) float64 {
	seen, all := 0, 0
	for i := range a.poses.Frames {
		f := &a.poses.Frames[i]
		if !a.nearShot(id, realSeconds(f.Time, a.poses.Clip)) {
			continue
		}
		all++
		for _, q := range f.Persons {
			if q.ID == id {
				seen++
			}
		}
	}
	if all == 0 {
		return 1
	}
	return float64(seen) / float64(all)
}

// nearShot says whether t belongs to one of the person's shots.
func (a *analyzer) nearShot(id int, t float64) bool {
	for _, c := range a.shots {
		if c.person != id {
			continue
		}
		rel, _ := c.has(Release)
		dip, ok := c.has(Dip)
		if !ok {
			dip = rel - 0.5
		}
		if t >= math.Max(dip-1, c.whole.from()) && t <= math.Min(rel+1, c.whole.to()) {
			return true
		}
	}
	return false
}

func round3(v float64) float64 { return math.Round(v*1000) / 1000 }
