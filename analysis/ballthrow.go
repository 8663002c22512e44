package analysis

import (
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/pose"
)

// When and where a ball that flies off belongs to a throw and to a person. Times in real
// seconds, lengths in body heights.
const (
	explainedS  = 0.35 // between a throw's fastest extension and its ball's flight
	hiddenAtS   = 1.0  // for which the thrower may not be seen before or after it
	reachBH     = 0.7  // from the shoulders: an arm of 0.33, the ball in the hand, and a picture's flight
	jumpBHPS    = 0.4  // farther for each second that he is hidden
	shotRiseBH  = 0.3  // by which its ball is seen to rise: a pass is flatter (3 m/s upward);
	shotRiseS   = 0.25 // or half as far, but for so long (2.5 m/s): it flies from the camera then
	handsFullS  = 1.5  // after a throw nobody has the ball again
	heldBeforeS = 0.2  // from the ball's first picture to about its flight: it is followed back so far
	ballPauseS  = 0.3  // without the ball between two flights
)

// byBall adds the shots that the ball alone tells: somebody else may hide the arm that
// throws it, or draw the model's landmarks upon himself.
func (a *analyzer) byBall(throws []throw) []throw {
	if a.cfg.Ball == "off" {
		return throws
	}
	for _, points := range flights(a.poses) {
		t, ok := a.thrower(points)
		if !ok {
			continue
		}
		told := false
		throws = slices.DeleteFunc(throws, func(o throw) bool {
			keep, tells := o.besides(t)
			told = told || tells
			return !keep
		})
		if !told {
			throws = append(throws, t)
		}
	}
	return throws
}

// besides says whether a throw is kept besides one that the ball has told, and whether it
// is the same one. Another of the thrower's at that time is none, nor a walker's, whom
// the ball does not leave.
func (t throw) besides(told throw) (keep, same bool) {
	after := t.peak - told.flies.t
	switch {
	case t.person == told.person:
		same = math.Abs(after) < explainedS
		return same || after < -sameShotS || after > handsFullS, same
	case t.flies == nil && math.Abs(after) < handsFullS && t.walksAsSeen(t.peak):
		return false, false
	}
	return true, math.Abs(after) < sameShotS && t.reaches(*told.flies)
}

// flights divides the balls' points where they pause.
func flights(p *pose.Poses) (out [][]pose.BallPoint) {
	for _, track := range tracks(p.Ball) {
		from := 0
		for i := 1; i <= len(track); i++ {
			if i == len(track) || realSeconds(track[i].Time-track[i-1].Time, p.Clip) > ballPauseS {
				out = append(out, track[from:i])
				from = i
			}
		}
	}
	return out
}

// thrower returns the throw with which a ball begins to fly: of those in whose reach that
// is, of who hardly walks and whose hands are nearest.
func (a *analyzer) thrower(points []pose.BallPoint) (best throw, ok bool) {
	least := math.Inf(1)
	for _, s := range a.stretches {
		at, begins := a.flightBegins(s, points)
		t := s.clamp(at.t - releaseLagS)
		if !begins || !s.reaches(at) || at.y > s.midShoulder().at(t).Y || s.walksOn(at.t) {
			continue
		}
		if way := distance(s.hands(t), Point{at.x, at.y})/s.heightPx + s.speedBHPS(t)*walkSpanS; way < least {
			least, ok = way, true
			best = throw{stretch: s, candidate: candidate{side: pose.Right, peak: t, flies: &at}}
		}
	}
	return best, ok
}

// reaches says whether somebody can have a ball in his hands then or, if he is hidden,
// where he is seen next to that.
func (s *stretch) reaches(ball ballSample) bool {
	seen := s.clamp(ball.t)
	away := math.Abs(ball.t - seen)
	return away < hiddenAtS && distance(s.midShoulder().at(seen), Point{ball.x, ball.y}) < (reachBH+jumpBHPS*away)*s.heightPx
}

// speedBHPS is how fast somebody goes sideways about t, as far as he is seen then, in
// body heights a second.
func (s *stretch) speedBHPS(t float64) float64 {
	from, to := s.clamp(t-walkSpanS), s.clamp(t+walkSpanS)
	hips := s.midHip().x
	return math.Abs(hips.at(to)-hips.at(from)) / s.heightPx / (to - from)
}

// flightBegins returns the ball where it begins to fly freely, if it rises as a shot does.
func (a *analyzer) flightBegins(s *stretch, points []pose.BallPoint) (ballSample, bool) {
	c := &shotContext{stretch: s, whole: s}
	b := newBallFlight(a.poses, points)
	if !b.open(c, b.samples[0].t+heldBeforeS) {
		return ballSample{}, false
	}
	begin := b.samples[b.from]
	top := begin
	for _, q := range b.samples[b.from:] {
		if q.y > begin.y {
			break // it has come down
		}
		if q.y < top.y {
			top = q
		}
	}
	rise := (begin.y - top.y) / s.heightPx
	return begin, rise > shotRiseBH || rise > shotRiseBH/2 && top.t > begin.t+shotRiseS
}
