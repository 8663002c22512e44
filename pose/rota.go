package pose

import "time"

// rota says when to do what costs much and seldom finds anybody: after its period,
// and twice as long after each time that nobody was found, up to most.
type rota struct {
	period, most time.Duration
	next, wait   time.Duration
}

// Searches of all tiles while somebody is in view: the shooter may be a small
// figure behind a large one, or far from the camera.
var (
	sweepRota = rota{period: time.Second, most: 4 * time.Second}
	deepRota  = rota{period: time.Second, most: 32 * time.Second}
)

func (r *rota) due(now time.Duration) bool { return now >= r.next }

// done notes that it was done, and whether anybody was found.
func (r *rota) done(now time.Duration, found bool) {
	r.wait = min(2*r.wait, r.most)
	if found || r.wait == 0 {
		r.wait = r.period
	}
	r.next = now + r.wait
}
