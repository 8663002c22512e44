package synth

import (
	"image/color"
	"math"
	"math/rand/v2"
)

// Cell restricts what [RandomIn] draws. The zero value restricts nothing.
type Cell struct {
	View string  // "side", "oblique", "front", "back"
	FPS  float64 // 30 or 60
	Kind Kind
	Hand string
	// Plain leaves out flaws, bystanders and a panning camera; Alone bystanders only.
	Plain, Alone bool
}

// azimuths lists the ranges of each view in degrees off the body's front; half of
// the clips are filmed from the other side.
var azimuths = map[string][][2]float64{
	"side":    {{65, 115}},
	"oblique": {{33, 57}, {123, 147}},
	"front":   {{0, 25}},
	"back":    {{155, 180}},
}

// Views lists the views that clips are drawn in, as the contract names them.
var Views = []string{"side", "oblique", "front", "back"}

// Random draws a person and a clip; the same seed gives the same ones. People
// cover the norms of metrics.md ± 3 SD.
func Random(seed uint64) Params { return RandomIn(seed, Cell{}) }

// RandomIn draws within a cell.
func RandomIn(seed uint64, cell Cell) Params {
	rng := rand.New(rand.NewPCG(seed, 0x72616e646f6d)) // the stream is named "random"
	p := DefaultParams()
	p.Seed = seed
	p.HeightM = clamp(1.84+0.12*rng.NormFloat64(), 1.5, 2.16)
	p.Hand = pick(rng, cell.Hand, "right", "right", "right", "left")
	p.Kind = pick(rng, cell.Kind, SetShot, JumpShot)
	p.RimDistanceM = pick(rng, 0, FreeThrowM, TwoPointM, ThreePointM)
	if p.Kind == SetShot {
		p.RimDistanceM = FreeThrowM
	}
	p.LeadInS = between(rng, 0.6, 1.6)
	p.Technique = randomTechnique(rng)
	p.Camera = randomCamera(rng, cell, p.HeightM)
	p.Camera.faceBody(p.Technique.TurnDeg, p.Hand)
	p.Look = randomLook(rng)
	flawed := rng.Float64() < 0.35
	flaw := randomFlaw(rng, p.Kind)
	p.Camera.PanDegS = pick(rng, 0.0, 0, 0, 0, between(rng, -4, 4))
	p.Look.Bystanders = pick(rng, 0, 0, 0, 1, 2)
	if cell.Plain || cell.Alone {
		p.Look.Bystanders = 0
	}
	if cell.Plain {
		p.Camera.PanDegS = 0
	} else if flawed {
		p.Flaws = []Flaw{flaw}
	}
	return p
}

// randomCamera draws a camera in which the standing figure fills 30–80 % of the
// picture's height.
func randomCamera(rng *rand.Rand, cell Cell, heightM float64) Camera {
	c := DefaultParams().Camera
	view := pick(rng, cell.View, Views...)
	span := azimuths[view][rng.IntN(len(azimuths[view]))]
	c.AzimuthDeg = between(rng, span[0], span[1])
	if rng.IntN(2) == 1 {
		c.AzimuthDeg = math.Mod(360-c.AzimuthDeg, 360)
	}
	c.FPS = pick(rng, cell.FPS, 30, 60)
	c.DistanceM = between(rng, 3.5, 8)
	c.HeightM = between(rng, 0.9, 1.9)
	figure := between(rng, 0.32, 0.66) // the raised arms and the jump need room above
	c.FOVDeg = 2 * deg(math.Atan(heightM/figure/2/c.DistanceM))
	// the feet stay in the picture: the axis meets the figure so high above the floor
	c.AimHeightM = clamp(heightM/figure/2*0.88, 0.45*heightM, 1.9)
	c.AimXM = between(rng, -0.1, 0.5)
	return c
}

// faceBody moves the camera around the shooter as far as the body is turned away
// from the basket: a view is how the camera sees the body.
func (c *Camera) faceBody(turnDeg float64, hand string) {
	if hand == "left" {
		turnDeg = -turnDeg
	}
	c.AzimuthDeg = math.Mod(c.AzimuthDeg-turnDeg+360, 360)
}

// randomFlaw draws a flaw of a third to all of its largest size.
func randomFlaw(rng *rand.Rand, kind Kind) Flaw {
	k := flawTable[rng.IntN(len(flawTable))]
	size := round(k.drawn*between(rng, 0.33, 1), 2)
	if k.id == "balance" && kind != JumpShot {
		k, _ = findFlaw("rushing")
		size = 25
	}
	return Flaw{ID: k.id, Size: size, Unit: k.unit}
}

// Colours that clothes, skin, hair and halls have.
var (
	shirtColors = []color.RGBA{{196, 44, 48, 255}, {38, 74, 160, 255}, {240, 240, 236, 255}, {36, 36, 40, 255}, {246, 190, 40, 255}, {40, 122, 72, 255}}
	shortColors = []color.RGBA{{36, 40, 62, 255}, {24, 24, 26, 255}, {226, 226, 224, 255}, {150, 28, 34, 255}, {52, 90, 60, 255}}
	shoeColors  = []color.RGBA{{236, 236, 236, 255}, {30, 30, 32, 255}, {190, 40, 40, 255}, {60, 90, 170, 255}}
	skinColors  = []color.RGBA{{224, 180, 150, 255}, {206, 156, 122, 255}, {150, 104, 76, 255}, {98, 66, 48, 255}, {70, 46, 36, 255}}
	hairColors  = []color.RGBA{{26, 20, 18, 255}, {60, 42, 30, 255}, {112, 82, 50, 255}, {160, 130, 86, 255}}
	wallColors  = []color.RGBA{{188, 194, 196, 255}, {172, 178, 164, 255}, {206, 202, 190, 255}, {140, 152, 168, 255}}
	floorColors = []color.RGBA{{198, 158, 106, 255}, {176, 134, 88, 255}, {120, 136, 128, 255}}
	ballColors  = []color.RGBA{{206, 104, 44, 255}, {184, 86, 36, 255}, {222, 128, 60, 255}}
)

func randomLook(rng *rand.Rand) Look {
	return Look{
		NoiseLevels: between(rng, 0.5, 5), Blur: between(rng, 0, 0.5),
		BallColor: pick(rng, color.RGBA{}, ballColors...),
		Shirt:     pick(rng, color.RGBA{}, shirtColors...), Shorts: pick(rng, color.RGBA{}, shortColors...),
		Shoes: pick(rng, color.RGBA{}, shoeColors...), Skin: pick(rng, color.RGBA{}, skinColors...),
		Hair: pick(rng, color.RGBA{}, hairColors...),
		Wall: pick(rng, color.RGBA{}, wallColors...), Floor: pick(rng, color.RGBA{}, floorColors...),
	}
}

// pick draws one of the choices, unless it is given. It always uses up one number.
func pick[T comparable](rng *rand.Rand, given T, choices ...T) T {
	i := rng.IntN(len(choices))
	var zero T
	if given != zero {
		return given
	}
	return choices[i]
}

// between draws evenly.
func between(rng *rand.Rand, lo, hi float64) float64 { return lo + (hi-lo)*rng.Float64() }

func clamp(x, lo, hi float64) float64 { return min(max(x, lo), hi) }
