package analysis

import (
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// contextOf measures what belongs to a shot as a whole, then its events, with one
// of the arms as the shooting one. The person's other throws bound it.
func (a *analyzer) contextOf(t throw, all []throw, arm pose.Side) *shotContext {
	s, c := t.stretch, t.candidate
	from, to := math.Max(s.from(), c.peak-shotBeforeS), math.Min(s.to(), c.peak+shotAfterS)
	for _, o := range all {
		if o.person == t.person && o.peak < c.peak {
			from = math.Max(from, o.peak)
		}
		if o.person == t.person && o.peak > c.peak {
			to = math.Min(to, o.peak)
		}
	}
	x := &shotContext{whole: s, cfg: a.cfg, poses: a.poses, throw: c, from: from, to: to, byHand: t.manual}
	x.forward = s.forwardSign(c.peak-viewBeforeS, c.peak)
	x.view = s.viewBetween(c.peak-viewBeforeS, c.peak).forced(a.cfg.View, x.forward)
	if sign, ok := facingSigns[x.view.Facing]; ok {
		x.forward = sign
	}
	x.stretch = s.around(from, to, x.forward, x.view)
	x.arm = arm
	if arm != c.side {
		x.throw.peak = s.peakOf(arm, c.peak)
	}
	x.legs = nearSide(x.forward)
	x.scale = scale(x.stretch, a.cfg)
	x.locate()
	return x
}

// A shot is looked at from so long before the elbow's fastest extension to so
// long after it, in real seconds: longer than its parts may take.
const (
	shotBeforeS = 3.0
	shotAfterS  = 6.0
)

// nominalAzimuthDeg stands for the azimuth of a view that the user names.
var nominalAzimuthDeg = map[string]float64{"side": 90, "front": 0, "back": 180, "oblique": 45}

// forced returns the view that the user names, where it is another; sign is +1 for
// someone who faces the right of the picture.
func (v View) forced(kind string, sign float64) View {
	az, ok := nominalAzimuthDeg[kind]
	if !ok || v.Kind == kind {
		return v
	}
	sin, cos := math.Sincos(az * math.Pi / 180)
	return newView(heading{sign * sin, -cos}, azimuthModelDeg)
}

// facingSigns tell the direction in the picture, where there is one.
var facingSigns = map[string]float64{"left": -1, "right": 1}

// viewBeforeS is how long before the release the view is taken, in real seconds.
const viewBeforeS = 0.7

// scale gives metres a pixel from the player's height.
func scale(s *stretch, cfg Config) *Scale {
	if cfg.HeightM == 0 {
		return nil
	}
	const heightSD = 0.03 // of body height, from segment lengths
	m := cfg.HeightM / s.heightPx
	return &Scale{MPerPx: m, Uncertainty: z90 * heightSD * m, Source: "height"}
}
