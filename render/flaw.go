package render

import (
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// flawJoints say where a flaw shows; of the left side, taken from the shooting
// side. A flaw that is not listed shows at the hand.
var flawJoints = map[string]pose.Joint{
	analysis.ElbowFlare:           pose.LeftElbow,
	analysis.InsufficientKneeBend: pose.LeftKnee,
	analysis.ExcessiveKneeBend:    pose.LeftKnee,
	analysis.Balance:              pose.LeftAnkle,
	analysis.HeadMovement:         pose.Nose,
}

// flawShown is how long, in reality, a flaw is called out.
const flawShown = 180 * time.Millisecond

// flawAt returns the flaw that is called out in a frame, the gravest of several;
// nil for none.
func (o *Overlay) flawAt(s *scene, i int) *analysis.Flaw {
	var worst *analysis.Flaw
	for k := range s.shot.Flaws {
		f := &s.shot.Flaws[k]
		age := o.res.RealTime(s.motion.Time[i] - f.Time)
		if age >= 0 && age <= flawShown && (worst == nil || f.Severity > worst.Severity) {
			worst = f
		}
	}
	return worst
}

// markFlaw rings the joint that shows a flaw.
func (o *Overlay) markFlaw(s *scene, i int, f *analysis.Flaw) {
	joint, ok := flawJoints[f.ID]
	if !ok {
		joint = pose.LeftWrist
	}
	if joint != pose.Nose {
		joint = sideOf(s.shot).Joint(joint)
	}
	at := o.at(s.motion, joint, i)
	if !at.measured() {
		return
	}
	radius := s.limbPx * 9
	o.painter.ring(at, radius, s.limbPx*2)
	o.painter.fill(fade(ink, haloOpacity))
	o.painter.ring(at, radius, s.limbPx*1.2)
	o.painter.fill(levels[f.Level])
}
