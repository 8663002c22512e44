package pose

import (
	"slices"
	"time"
)

// A model that is shown two bodies may go over from one to the other. What tells
// is that the look changes and stays changed: single sightings of one person
// differ as much, when an arm or the ball hides the trunk.
const (
	// changeSpan is how long the new look must last, changeSightings how often it
	// must be seen.
	changeSpan      = 200 * time.Millisecond
	changeSightings = 4
)

// impression is what a person looked like in one sighting, and whether nobody was
// so near that their trunk may have been hidden.
type impression struct {
	look
	clear bool
}

// settle lets the trail's look learn from the sightings before the latest
// changeSpan, or from all.
func (t *trail) settle(all bool) {
	for len(t.recent) > 0 && (all || t.settled() > changeSpan && len(t.recent) > changeSightings) {
		if learned := len(t.frames) - len(t.recent); t.recent[0].clear {
			t.look.follow(&t.recent[0].look, learned)
		}
		t.recent = slices.Delete(t.recent, 0, 1)
	}
}

// settled is the age of the second of the recent sightings.
func (t *trail) settled() time.Duration {
	return t.last().Time - t.frames[len(t.frames)-len(t.recent)+1].Time
}

// changed says whether the recent sightings show somebody else.
func (t *trail) changed() bool {
	if len(t.frames) == len(t.recent) || len(t.recent) < changeSightings {
		return false
	}
	now := meanLook(t.recent)
	return now.distance(&t.look) > maxLookDistance
}

// surelyCloser is by how much nearer the look of one person is than that of another where
// it is told whose it is (Hellinger).
const surelyCloser = 0.1

// goneOver says whether the recent sightings show whom another trail has lately followed
// there: they are recognised as him, and look less like the trail's own person.
func (t *trail) goneOver(o *trail) bool {
	if o == t || len(t.frames) == len(t.recent) || len(t.recent) < changeSightings || !t.meets(o) {
		return false
	}
	now := meanLook(t.recent)
	other := now.distance(&o.look)
	return other < recognised && other+surelyCloser < now.distance(&t.look)
}

// meets says whether the trail is now where another was seen last, in the room.
func (t *trail) meets(o *trail) bool {
	distance, _ := t.last().place().offset(o.last().place())
	return distance < recoveryRadius
}

// split ends the trail before the first recent sighting that looks different; that
// one and those after it begin another trail.
func (t *trail) split() *trail {
	first := slices.IndexFunc(t.recent, func(i impression) bool { return t.look.distance(&i.look) > maxLookDistance })
	first = max(first, 0)
	at := len(t.frames) - len(t.recent) + first
	after := slices.Clone(t.recent[first:])
	n := &trail{frames: slices.Clone(t.frames[at:]), look: meanLook(after), recent: after}
	t.frames, t.recent = t.frames[:at], t.recent[:first]
	return n
}

// meanLook is the mean of several impressions.
func meanLook(all []impression) look {
	var mean look
	for i := range all {
		for b, v := range all[i].bins {
			mean.bins[b] += v / float64(len(all))
		}
		mean.total += all[i].total / float64(len(all))
	}
	return mean
}
