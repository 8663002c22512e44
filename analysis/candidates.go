package analysis

import (
	"slices"

	"github.com/shotcheck/shotcheck/pose"
)

// Candidates returns the people who may shoot in a clip, as far as a quick model
// shows: those with shots, by their first one, then those who only throw an arm up.
// Who shoots is for [Analyze] to tell, on better landmarks of these. Where nobody
// throws it returns the one who is seen longest, or none where nobody is.
func Candidates(p *pose.Poses, cfg Config) (ids []int, throw bool) {
	a := survey(p, cfg)
	add := func(id int) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, c := range a.shots {
		add(c.person)
	}
	for _, s := range a.stretches {
		if s.throwsUp() {
			add(s.person)
		}
	}
	throw = len(ids) > 0
	if !throw && len(a.stretches) > 0 {
		add(a.longestSeen())
	}
	return ids, throw
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
