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
	return b.free.spread(func(p *projectile) float64 { return c.heightPx * p.metresPerPx() })
}

// speedUp is by which factor the clip is faster than life, as the flight shows it, and
// whether that is beyond what heights explain.
func (b *ballFlight) speedUp(c *shotContext) (factor float64, odd bool) {
	m, sd := b.bodyHeight(c)
	usual, least, most := usualHeightM, lowestHeightM, highestHeightM
	if told := c.cfg.HeightM; told > 0 {
		usual, least, most = told, told/playbackWithin, told*playbackWithin
	}
	return math.Sqrt(usual / m), m+2*sd < least || m-2*sd > most
}

// heightOff says whether free fall contradicts the height that is told.
func (b *ballFlight) heightOff(c *shotContext) bool {
	m, sd := b.bodyHeight(c)
	return c.cfg.HeightM > 0 && math.Abs(math.Log(m/c.cfg.HeightM)) > math.Log(heightsWithin)+z90*sd/m
}

// heightsWithin is the factor within which free fall, give or take its uncertainty, and
// --height must agree.
const heightsWithin = 1.15

// playbackWithin is the factor within which free fall must give a height that is told:
// beyond it the clip runs at another speed than life by a fifth.
const playbackWithin = 1.45
