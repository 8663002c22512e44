package analysis

import (
	"fmt"
	"math"
	"slices"
)

// Levels of the quality's parts: value at which a part is 0 and from which it is
// 1, in the part's own unit. The score is the smallest part.
const (
	heightPoorPx, heightGoodPx = 60, 250 // figure's standing height
	ratePoorHz, rateGoodHz     = 10, 30  // informative pictures a real second
	gradeGood, gradeFair       = 0.7, 0.4
)

// ramp is 0 at or below poor, 1 at or above good, linear between.
func ramp(v, poor, good float64) float64 {
	return math.Max(0, math.Min(1, (v-poor)/(good-poor)))
}

// quality says how far the clip can be trusted.
func (a *analyzer) quality() Quality {
	q := Quality{Parts: map[string]float64{
		"figure_height": ramp(a.figureHeight(), heightPoorPx, heightGoodPx),
		"tracking":      a.tracked(),
		"frame_rate":    ramp(a.poses.Clip.DistinctFPS/timeScale(a.poses.Clip), ratePoorHz, rateGoodHz),
		"view":          a.viewQuality(),
		"sharpness":     a.sharpness(),
	}, Warnings: []Warning{}}
	q.Score = 1
	for k, v := range q.Parts {
		v = math.Round(v*1000) / 1000
		q.Parts[k] = v
		q.Score = math.Min(q.Score, v)
	}
	q.Grade = "poor"
	switch {
	case q.Score >= gradeGood:
		q.Grade = "good"
	case q.Score >= gradeFair:
		q.Grade = "fair"
	}
	q.Warnings = a.warnings()
	return q
}

// figureHeight is the smallest shooter's height in pixels.
func (a *analyzer) figureHeight() float64 {
	least := math.Inf(1)
	for _, s := range a.shooterStretches() {
		least = math.Min(least, s.heightPx)
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

// shooterStretches are the observations of those who shoot.
func (a *analyzer) shooterStretches() []*stretch {
	ids := a.shooterIDs()
	var out []*stretch
	for _, s := range a.stretches {
		if slices.Contains(ids, s.person) {
			out = append(out, s)
		}
	}
	return out
}

// tracked is the smallest tracked fraction of a shooter.
func (a *analyzer) tracked() float64 {
	least := 1.0
	for _, s := range a.shooters() {
		least = math.Min(least, s.TrackedFraction)
	}
	return least
}

// viewQuality is 1 side on and falls with the sine of the azimuth.
func (a *analyzer) viewQuality() float64 {
	least := 1.0
	for _, c := range a.shots {
		least = math.Min(least, math.Sin(c.view.AzimuthDeg*math.Pi/180))
	}
	return least
}

// sharpness falls as the landmarks' jitter grows: 1 up to 0.3 % of body height, 0
// at 2 %.
func (a *analyzer) sharpness() float64 {
	worst := 0.0
	for _, s := range a.shooterStretches() {
		worst = math.Max(worst, median(slices.Clone(s.noisePx[:]))/s.heightPx)
	}
	return 1 - ramp(worst, 0.003, 0.02)
}

// warnings lists the clip's limitations in words.
func (a *analyzer) warnings() []Warning {
	clip := a.poses.Clip
	var w []Warning
	add := func(is bool, code, format string, args ...any) {
		if is {
			w = append(w, Warning{code, fmt.Sprintf(format, args...)})
		}
	}
	rate := clip.DistinctFPS / timeScale(clip)
	add(rate < 50, "low-frame-rate", "%.0f pictures a second: the release is known to about ± %.0f ms; film at 60 or more", rate, z90*1000*math.Hypot(calibration.EventS(Release+" elbow-extension", "side"), 1/rate/math.Sqrt(12)))
	add(clip.DistinctFPS < 0.9*clip.FPS, "repeated-frames", "only %.0f of %.0f pictures a second are new: the clip was recorded from a screen or re-encoded", clip.DistinctFPS, clip.FPS)
	add(clip.Truncated, "truncated", "the file ends early; what it holds was analysed")
	add(len(a.stretches) > 0 && a.figureHeight() < 120, "small-figure", "the shooter is only %.0f pixels tall; go nearer or zoom in", a.figureHeight())
	add(clip.Camera == "moving", "moving-camera", "the camera moves; put the phone on a stand")
	add(len(a.stretches) > 0 && len(a.shots) == 0, "no-shot", "nobody shoots in this clip")
	return append(w, a.flightWarnings()...)
}
