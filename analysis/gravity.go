package analysis

import (
	"fmt"
	"math"
)

// scaleWithin is the standard deviation, as a share, up to which free flight gives
// metres a pixel.
const scaleWithin = 0.05

// scaleID names the scale in [Spread.Flight].
const scaleID = "scale"

// gravityScale gives metres a pixel where the ball is let go, from free fall; nil where
// that is not known well.
func (c *shotContext) gravityScale() *Scale {
	if c.ball == nil || c.whole.clip.Camera == "moving" || sagittalViews&viewNamed(c.view.Kind) == 0 || c.realTime(c.ball) != nil {
		return nil
	}
	t := c.ball.path.t0
	if release, ok := c.has(Release); ok {
		t = release
	}
	m, sd := c.ball.path.spread(func(p *projectile) float64 { return p.metresPerPxAt(t) })
	if sd > scaleWithin*m {
		return nil
	}
	return &Scale{MPerPx: m, Uncertainty: z90 * calibration.Flight[scaleID] * sd, Source: "gravity"}
}

// ballRadiusM is half the diameter that the rules' circumferences give: 0.749–0.780,
// 0.724–0.737 and 0.690–0.710 m (FIBA equipment rules, 2022), by size.
var ballRadiusM = map[int]float64{5: 0.1114, 6: 0.1163, 7: 0.1217}

// ballSizeWithin is the factor within which the ball's diameter must agree with the
// scale from gravity: blur and shade change how large it looks.
const ballSizeWithin = 1.35

// ballSizeOff is by which factor the ball looks larger than its size says.
func (c *shotContext) ballSizeOff() float64 {
	var all []float64
	for _, s := range c.ball.samples[c.ball.from:c.ball.to] {
		all = append(all, s.r)
	}
	return median(all) * c.ball.path.metresPerPx() / ballRadiusM[c.cfg.BallSize]
}

// flightWarnings lists what the balls' flights tell of the clip.
func (a *analyzer) flightWarnings() []Warning {
	var w []Warning
	warned := map[string]bool{}
	for _, c := range a.shots {
		if c.ball == nil || c.whole.clip.Camera == "moving" {
			continue
		}
		if v := c.flightWarning(); v.Code != "" && !warned[v.Code] {
			w, warned[v.Code] = append(w, v), true
		}
	}
	return w
}

// flightWarning is the first thing that one flight tells.
func (c *shotContext) flightWarning() Warning {
	if factor, odd := c.ball.speedUp(c); odd {
		return Warning{"playback-speed", fmt.Sprintf("the ball falls as if the clip ran at %.2g times its speed; its times, speeds and metres are not graded; --capture-fps tells the true rate", factor)}
	}
	if c.gravityScale() == nil {
		return Warning{}
	}
	if off := c.ballSizeOff(); math.Abs(math.Log(off)) > math.Log(ballSizeWithin) {
		return Warning{"ball-size", fmt.Sprintf("the ball looks %.2g times as large as size %d is by free fall; --ball-size tells another", off, c.cfg.BallSize)}
	}
	if m, _ := c.ball.bodyHeight(c); c.ball.heightOff(c) {
		return Warning{"height", fmt.Sprintf("free fall gives a height of %.2f m, --height %.2f m", m, c.cfg.HeightM)}
	}
	return Warning{}
}
