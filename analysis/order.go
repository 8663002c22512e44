package analysis

import "slices"

// eventOrder are the orders in which the events of a shot come, of arm and of legs, each
// with the event that is believed against all others.
var eventOrder = []struct {
	anchor string
	events []string
}{
	{Release, []string{Start, Dip, SetPoint, Release, FollowThroughEnd}},
	{Apex, []string{Dip, Takeoff, Apex, Landing}},
}

// order takes back events that come before one that they follow, or lie outside the
// clip: landmarks that jump show them where they are not. The user's own stay.
func (c *shotContext) order() {
	for _, line := range eventOrder {
		anchor := slices.Index(line.events, line.anchor)
		c.keepOrdered(line.events[anchor:], func(t, last float64) bool { return t >= last })
		back := slices.Clone(line.events[:anchor+1])
		slices.Reverse(back)
		c.keepOrdered(back, func(t, last float64) bool { return t <= last })
	}
}

// keepOrdered takes back each event that does not go on from the last one before it that
// is known.
func (c *shotContext) keepOrdered(ids []string, goesOn func(t, last float64) bool) {
	last, known := 0.0, false
	for _, id := range ids {
		m := c.moments[id]
		switch {
		case m.missing != nil:
			continue
		case m.method != manualMethod && (known && !goesOn(m.t, last) || m.method != byBall && !c.whole.covers(m.t)):
			c.moments[id] = absent(MissingOccluded, "what is seen of it contradicts the other moments")
			continue
		}
		last, known = m.t, true
	}
}
