package synth

import (
	"image/color"
	"math"
	"math/rand/v2"
)

// Ranges of the clips that [RandomArc] draws.
const (
	arcLeastBallPx = 8.0 // across, where the shooter stands
	arcMostBallPx  = 40.0
	arcOffSideDeg  = 15.0
	arcSeenM       = 5.4  // height of the picture there, at least: floor and apex
	arcMinFOVDeg   = 30.0 // of the picture's height: phones' cameras, little zoomed
	arcMaxFOVDeg   = 50.0
	arcAimHeightM  = 2.3
)

// ArcBalls are the balls that [RandomArc] draws: orange, two-coloured, a yellow
// volleyball, dark at night.
var ArcBalls = [4][2]color.RGBA{
	{{206, 104, 44, 255}}, {{196, 84, 40, 255}, {232, 226, 208, 255}}, {{230, 210, 60, 255}}, {{60, 40, 34, 255}},
}

// arcSizes are the pictures, the smallest of which that is high enough is drawn.
var arcSizes = [][2]int{{640, 360}, {960, 540}, {1280, 720}, {1920, 1080}}

// RandomArc draws a clip from the side ± 15°, before a camera that stands still, with the
// ball's whole flight in the picture. Balls and frame rates take turns.
func RandomArc(seed uint64) Params {
	p := RandomIn(seed, Cell{View: "side", Plain: true, FPS: [...]float64{30, 60}[seed%2]})
	rng := rand.New(rand.NewPCG(seed, 0x617263)) // the stream is named "arc"
	ball := ArcBalls[seed/2%4]
	p.Look.BallColor, p.Look.BallPanels = ball[0], ball[1]
	ballPx := arcLeastBallPx * math.Pow(arcMostBallPx/arcLeastBallPx, rng.Float64())
	c := &p.Camera
	for _, size := range arcSizes {
		if c.WidthPx, c.HeightPx = size[0], size[1]; float64(c.HeightPx) >= arcSeenM*ballPx/(2*ballRadiusM) {
			break
		}
	}
	c.FOVDeg = between(rng, arcMinFOVDeg, arcMaxFOVDeg)
	c.DistanceM = float64(c.HeightPx) * 2 * ballRadiusM / ballPx / 2 / math.Tan(rad(c.FOVDeg/2))
	c.HeightM = between(rng, 1, 2)
	c.AimXM, c.AimHeightM = p.RimDistanceM/2, arcAimHeightM
	c.AzimuthDeg = [...]float64{90, 270}[rng.IntN(2)] + between(rng, -arcOffSideDeg, arcOffSideDeg)
	c.faceBody(p.Technique.TurnDeg, p.Hand)
	return p
}
