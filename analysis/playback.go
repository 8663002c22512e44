package analysis

import "math"

// A height outside these is nobody's: the clip is then slowed down or sped up.
const (
	lowestHeightM  = 1.2
	highestHeightM = 2.3
)

// bodyHeight is the shooter's standing height in metres as free fall in real time
// tells it, with its standard deviation.
func (b *ballFlight) bodyHeight(c *shotContext) (m, sd float64) {
	return b.path.spread(func(p *projectile) float64 { return c.whole.heightPx * p.metresPerPx() })
}

// speedUp is by which factor the clip is faster than life, as the flight shows it, and
// whether that is beyond what heights explain. A flight that is seen for too
// short a time tells nothing.
func (b *ballFlight) speedUp(c *shotContext) (factor float64, odd bool) {
	m, sd := b.bodyHeight(c)
	usual := usualHeightM
	if c.cfg.HeightM > 0 {
		usual = c.cfg.HeightM
	}
	factor = math.Sqrt(usual / m)
	return factor, m+2*sd < lowestHeightM || m-2*sd > highestHeightM
}
