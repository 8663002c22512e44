package synth

import (
	"math"
	"math/rand/v2"
)

// Ranges of the clips that [RandomCrowd] draws.
const (
	crowdMost       = 4    // bystanders, at least one
	crowdFigureMin  = 0.08 // standing height in picture heights
	crowdFigureMax  = 0.30
	crowdMaxPanDegS = 20.0
	crowdMinFOVDeg  = 40.0 // of the picture's height: phones' cameras
	crowdMaxFOVDeg  = 60.0
)

// RandomCrowd draws a clip in which it is hard to tell who shoots: a small figure in
// a wide picture of 720 lines, filmed by a camera that may pan to and fro,
// and one to four people who walk across before and behind.
func RandomCrowd(seed uint64) Params {
	p := RandomIn(seed, Cell{Plain: true, FPS: 30})
	rng := rand.New(rand.NewPCG(seed, 0x63726f7764)) // the stream is named "crowd"
	c := &p.Camera
	c.WidthPx, c.HeightPx = 1280, 720
	c.FOVDeg = between(rng, crowdMinFOVDeg, crowdMaxFOVDeg)
	seenM := p.HeightM / between(rng, crowdFigureMin, crowdFigureMax)
	c.DistanceM = seenM / 2 / math.Tan(rad(c.FOVDeg/2))
	c.HeightM = between(rng, 1, 2.5)
	c.AimHeightM = between(rng, 0.5, 0.5+0.2*seenM)
	c.AimXM = between(rng, -0.15, 0.25) * seenM
	if rng.IntN(2) == 0 {
		c.PanDegS = between(rng, -crowdMaxPanDegS, crowdMaxPanDegS)
		c.PanSwingS = between(rng, 2, 4)
	}
	p.Look.Bystanders, p.Look.Crossing = 1+rng.IntN(crowdMost), true
	return p
}
