package render

import (
	"math"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// gaugeInfo is a norm in the panel: the metric that has it, and the angle that
// moves toward it.
type gaugeInfo struct {
	metric, label, event string
	deg                  func(*analysis.Motion) []float64
}

var gaugeInfos = []gaugeInfo{
	{"knee_dip", "Knee", analysis.Dip, knee.deg},
	{"hip_dip", "Hip", analysis.Dip, hip.deg},
	{"elbow_set", "Elbow", analysis.SetPoint, elbow.deg},
	{"knee_release", "Knee", analysis.Release, knee.deg},
}

// gauge is a row of the panel: a norm, and the value that was measured at a
// moment.
type gauge struct {
	gaugeInfo
	value analysis.Metric
	at    time.Duration
}

// newGauges returns the norms of a shot whose angles move.
func newGauges(shot *analysis.Shot) []gauge {
	var list []gauge
	for _, info := range gaugeInfos {
		m, ok := shot.Metric(info.metric)
		e, known := shot.Event(info.event)
		if ok && known && m.Norm != nil && m.Norm.SD > 0 {
			list = append(list, gauge{info, m, e.Time})
		}
	}
	return list
}

// drawGauge draws a norm as a band with the angle upon it: the one of this
// moment, and from its event on the one that was measured there.
func (o *Overlay) drawGauge(s *scene, i int, g *gauge, box rect) {
	value, colour := g.deg(s.motion)[i], paper
	if s.motion.Time[i] >= g.at {
		value, colour = g.value.Value, accent
	}
	o.painter.text(o.text, point{box.x, box.y + box.h}, g.label, muted)
	bar := rect{box.x + s.gaugeLabel, box.y + box.h*0.25, box.w - s.gaugeLabel, box.h * 0.5}
	n := g.value.Norm
	const shown = 5 // standard deviations to either side
	at := func(v float64) float64 {
		return bar.x + bar.w*math.Max(0, math.Min(1, ((v-n.Mean)/n.SD+shown)/(2*shown)))
	}
	o.painter.box(bar, bar.h/2)
	o.painter.fill(fade(paper, 0.16))
	o.painter.box(rect{at(n.Mean - n.SD), bar.y, at(n.Mean+n.SD) - at(n.Mean-n.SD), bar.h}, 0)
	o.painter.fill(fade(phases[analysis.PhaseRise].colour, 0.85))
	if math.IsNaN(value) {
		return
	}
	o.painter.disc(point{at(value), bar.y + bar.h/2}, box.h*0.42)
	o.painter.fill(colour)
}
