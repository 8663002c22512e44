package pose

import "math"

// Bins of the colour histogram: brightness tells white from black, chroma tells
// jerseys.
const (
	lumaBins   = 8
	chromaBins = 5
	lookBins   = lumaBins * chromaBins * chromaBins
)

// look is what a person's trunk looks like: a histogram of its colours whose
// bins add up to 1, from total samples.
type look struct {
	bins  [lookBins]float64
	total float64
}

// lookGrid is the number of samples along and across the trunk.
const lookGrid = 12

// lookOf samples the trunk between shoulders and hips, away from its rim where
// the background shines through.
func lookOf(p *Picture, k *[NumJoints]Keypoint) look {
	var l look
	shoulderX, shoulderY := midpoint(k, LeftShoulder)
	hipX, hipY := midpoint(k, LeftHip)
	dx, dy := hipX-shoulderX, hipY-shoulderY
	for i := range lookGrid * lookGrid {
		along := 0.1 + 0.8*float64(i/lookGrid)/(lookGrid-1)
		across := 0.3 * (float64(i%lookGrid)/(lookGrid-1) - 0.5) // of the trunk's length
		l.count(p, int(shoulderX+along*dx-across*dy), int(shoulderY+along*dy+across*dx))
	}
	for i := range l.bins {
		l.bins[i] /= max(l.total, 1)
	}
	return l
}

// lookWeight is the least weight of a new frame against all before it: a look
// follows the light over about a second.
const lookWeight = 0.03

// follow moves a look, the mean of n frames, towards what was seen last.
func (l *look) follow(seen *look, n int) {
	if seen.total == 0 {
		return
	}
	weight := max(lookWeight, 1/float64(n+1))
	for i, share := range seen.bins {
		l.bins[i] += weight * (share - l.bins[i])
	}
}

// count adds one pixel, softly in brightness so that a slight change of light
// does not jump a bin.
func (l *look) count(p *Picture, x, y int) {
	if x < 0 || y < 0 || x >= p.WidthPx || y >= p.HeightPx {
		return
	}
	at := y/2*((p.WidthPx+1)/2) + x/2
	bin := chromaBin(p.Cb[at])*chromaBins + chromaBin(p.Cr[at])
	luma := float64(p.Y[y*p.WidthPx+x])/256*lumaBins - 0.5
	lower := math.Floor(luma)
	for i, w := range [2]float64{lower + 1 - luma, luma - lower} {
		row := min(max(int(lower)+i, 0), lumaBins-1)
		l.bins[row*chromaBins*chromaBins+bin] += w
	}
	l.total++
}

// chromaBin divides chroma around grey in steps of 16, beyond ±24 in one.
func chromaBin(c byte) int { return min(max((int(c)-88)/16, 0), chromaBins-1) }

// distance is Hellinger's: 0 for equal looks, 1 for looks without common colour.
// A look that has seen nothing is halfway from any other.
func (l *look) distance(m *look) float64 {
	if l.total == 0 || m.total == 0 {
		return 0.5
	}
	var common float64
	for i := range l.bins {
		common += math.Sqrt(l.bins[i] * m.bins[i])
	}
	return math.Sqrt(max(1-common, 0))
}
