package analysis

import (
	"slices"

	"github.com/shotcheck/shotcheck/pose"
)

// Candidates returns the people who may shoot in a clip, as far as a quick model
// shows, and whether it shows a shot: those with shots, by their first one, then those
// who throw an arm up. Without a shot they are followed by those who hold one up: what
// came before may have been hidden. Who shoots is for [Analyze] to tell, on better
// landmarks of these. Where nobody raises an arm it returns the one who is seen
// longest, or none where nobody is. Those who may shoot while they are hidden belong to
// them where nobody is seen to shoot, or if asked for.
func Candidates(p *pose.Poses, cfg Config, hidden bool) (ids []int, shot bool) {
	a := survey(p, cfg)
	add := func(id int) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, c := range a.shots {
		add(c.person)
		shot = shot || a.seenLong(c.person)
	}
	signs := []func(*stretch) bool{(*stretch).throwsUp}
	if !shot {
		signs = append(signs, (*stretch).holdsUp)
	}
	for _, sign := range signs {
		for _, s := range a.stretches {
			if sign(s) {
				add(s.person)
			}
		}
	}
	if !shot || hidden {
		for _, t := range a.hidden() {
			add(t.person)
		}
	}
	if len(ids) == 0 && len(a.stretches) > 0 {
		add(a.longestSeen())
	}
	return ids, shot
}

// seenLongS is for how long a person is surely seen whose shot is one: what is seen for a
// shorter time, and not for most of the clip, may be no person.
const seenLongS = 1.0

// seenLong says whether somebody is seen for so long.
func (a *analyzer) seenLong(person int) bool {
	var seen float64
	for _, s := range a.stretches {
		if s.person == person {
			seen += s.to() - s.from()
		}
	}
	n := len(a.poses.Frames)
	all := realSeconds(a.poses.Frames[n-1].Time-a.poses.Frames[0].Time, a.poses.Clip)
	return seen >= min(seenLongS, all/2)
}

// holdsUpS is for how long an arm is held up at least, in real seconds: a
// follow-through takes longer, landmarks that jump do not.
const holdsUpS = 0.15

// holdsUp says whether an arm is held up in the stretch.
func (s *stretch) holdsUp() bool {
	return slices.ContainsFunc(bothSides, func(side pose.Side) bool {
		up := s.wristUp(side)
		return slices.ContainsFunc(armSignals{up: up}.raised(), func(iv [2]float64) bool {
			high := 0
			for _, v := range up.v[up.index(iv[0]):up.index(iv[1])] {
				if v > armHighBH {
					high++
				}
			}
			return float64(high)/gridHz > holdsUpS
		})
	})
}

// throwsUp says whether an arm is thrown up in the stretch, by bounds that hold
// where landmarks are poor: the wrist rises over the shoulder and the elbow opens.
func (s *stretch) throwsUp() bool {
	return slices.ContainsFunc(bothSides, func(side pose.Side) bool {
		a := armSignals{elbow: s.elbow(side), up: s.wristUp(side)}
		return slices.ContainsFunc(a.raised(), a.thrownUp)
	})
}

// thrownUp says so of one arm in an interval in which it is raised.
func (a armSignals) thrownUp(iv [2]float64) bool {
	high, ok1 := a.up.argMax(iv[0], iv[1])
	low, ok2 := a.up.argMin(high-riseS, high)
	bent, ok3 := a.elbow.argMin(iv[0]-extensionS/2, iv[1])
	full, ok4 := a.elbow.argMax(bent, bent+extensionS)
	return ok1 && ok2 && ok3 && ok4 && a.up.at(high) > armHighBH && a.up.at(high)-a.up.at(low) > wristGainBH &&
		a.elbow.at(full)-a.elbow.at(bent) > extensionDeg
}
