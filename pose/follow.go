package pose

// Where a lost person is searched.
const (
	recoverySize   = 2.0 // sides of the square in which a lost person is searched
	recoveryRadius = 0.6 // sides from the expected place
)

// likelyDoubt is the doubt up to which a sighting is taken without looking
// elsewhere: somebody who jumps looks different by 0.3 and leaps by 0.1.
const likelyDoubt = 0.5

// pursuit is the search for one person in one frame.
type pursuit struct {
	*worker
	frame    *Frame
	trail    *trail
	expected Region
	// best is the sighting with the least doubt, nil for none.
	best  *sighting
	doubt float64
}

// follow sees a person again: where they were, where they were heading, or, if
// what is seen there is nobody or may be another, where the detector finds
// somebody nearby.
func (w *worker) follow(f *Frame, t *trail) (*sighting, error) {
	p := &pursuit{worker: w, frame: f, trail: t, expected: t.predict(f.Time)}
	last := t.last().Region
	last.SidePx = p.expected.SidePx
	places := []Region{last, p.expected}
	if t.brevity() == 0 { // what is surely a person deserves another look
		places = append(places, p.expected.wider())
	}
	if err := p.try(places); err != nil || p.certain() {
		return p.best, err
	}
	around := Region{X: p.expected.X, Y: p.expected.Y, SidePx: p.expected.SidePx * recoverySize}
	candidates, err := w.detect(f.Picture, around)
	if err != nil {
		return nil, err
	}
	err = p.try(p.nearby(candidates))
	return p.best, err
}

// nearby are the regions of detections at which the person can be.
func (p *pursuit) nearby(all []Detection) []Region {
	var regions []Region
	for _, d := range all {
		r := d.Region()
		if distance, ratio := r.offset(p.expected); distance <= recoveryRadius && ratio <= maxGrowth {
			regions = append(regions, r)
		}
	}
	return regions
}

// try looks at places until the person is seen without much doubt.
func (p *pursuit) try(places []Region) error {
	for _, r := range places {
		seen, err := p.sight(p.frame, r)
		if err != nil {
			return err
		}
		if seen == nil || !p.trail.continuedBy(seen, p.expected) {
			continue
		}
		if doubt := p.trail.doubt(seen, p.expected); p.best == nil || doubt < p.doubt {
			p.best, p.doubt = seen, doubt
		}
		if p.certain() {
			return nil
		}
	}
	return nil
}

func (p *pursuit) certain() bool { return p.best != nil && p.doubt <= likelyDoubt }
