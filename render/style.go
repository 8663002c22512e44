package render

import (
	"image"
	"image/color"
	"math"

	"github.com/shotcheck/shotcheck/analysis"
)

// Colours, not premultiplied. One accent for the shooting side, everything
// else quiet.
var (
	ink    = color.NRGBA{14, 18, 24, 255}    // grounds of text
	paper  = color.NRGBA{255, 255, 255, 255} // text, trunk
	muted  = color.NRGBA{190, 198, 208, 255} // second line of text
	accent = color.NRGBA{255, 138, 40, 255}  // shooting side, release
	other  = color.NRGBA{205, 214, 224, 255} // the other side
)

// phaseInfo is how a phase is shown.
type phaseInfo struct {
	label  string
	colour color.NRGBA
}

var phases = map[string]phaseInfo{
	analysis.PhaseLoad:          {"Load", color.NRGBA{82, 156, 232, 255}},
	analysis.PhaseRise:          {"Rise", color.NRGBA{72, 182, 142, 255}},
	analysis.PhaseRelease:       {"Release", accent},
	analysis.PhaseFollowThrough: {"Follow-through", color.NRGBA{164, 140, 226, 255}},
}

// levels are the colours of flaws by their level.
var levels = map[string]color.NRGBA{
	analysis.Minor:    muted,
	analysis.Moderate: {255, 196, 60, 255},
	analysis.Major:    {255, 112, 96, 255},
}

// fade returns c with its opacity multiplied by f.
func fade(c color.NRGBA, f float64) color.NRGBA {
	c.A = uint8(math.Round(float64(c.A) * math.Max(0, math.Min(1, f))))
	return c
}

// layout holds the sizes in pixels that follow from the canvas.
type layout struct {
	size                 image.Point
	margin               float64
	titlePx, textPx      int // heights of type
	padding, corner      float64
	barHeight, lineWidth float64
}

// Type below these sizes cannot be read, however small the picture.
const (
	smallestTitlePx = 12
	smallestTextPx  = 10
)

// newLayout sizes everything by the shorter side of the canvas.
func newLayout(size image.Point) layout {
	s := float64(min(size.X, size.Y))
	return layout{
		size:      size,
		margin:    s * 0.025,
		titlePx:   max(smallestTitlePx, int(math.Round(s*0.032))),
		textPx:    max(smallestTextPx, int(math.Round(s*TextPart))),
		padding:   math.Max(4, s*0.014),
		corner:    math.Max(2, s*0.008),
		barHeight: math.Max(4, s*0.012),
		lineWidth: math.Max(1, s*0.0022),
	}
}
