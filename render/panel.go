package render

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// panelText returns the panel's first line and its time.
func (o *Overlay) panelText(s *scene, i int) (title, clock string) {
	title = phases[o.phase(s, i)].label
	if title == "" {
		title = "Ready"
		if s.motion.Time[i] > s.from+(s.to-s.from)/2 {
			title = "Done"
		}
	}
	return title, s.clocks[i]
}

// phase returns the phase of a frame; the frame that stands still for the
// release belongs to it.
func (o *Overlay) phase(s *scene, i int) string {
	if i == s.release {
		return analysis.PhaseRelease
	}
	return s.motion.Phase[i]
}

// clocks returns the clock of each entry within the shot, so that drawing makes
// no words.
func (o *Overlay) clocks(s *scene) []string {
	list := make([]string, len(s.motion.Time))
	for i, t := range s.motion.Time {
		if t >= s.from && t <= s.to {
			list[i] = o.clock(s, t)
		}
	}
	return list
}

// clock returns the real time before or after the release.
func (o *Overlay) clock(s *scene, t time.Duration) string {
	if s.release < 0 {
		return fmt.Sprintf("%.2f s", t.Seconds())
	}
	release, _ := s.shot.Event(analysis.Release)
	d := o.res.RealTime(t - release.Time).Seconds()
	sign := "+"
	if d < 0 {
		sign = "−"
	}
	return fmt.Sprintf("%s%.2f s", sign, math.Abs(d))
}

func (o *Overlay) detail(s *scene) string {
	var parts []string
	if n := len(o.res.Shots); n > 1 {
		parts = append(parts, fmt.Sprintf("shot %d of %d", s.shot.Index, n))
	}
	parts = append(parts, s.shot.Hand+" hand", s.shot.View.Kind+" view")
	return strings.Join(parts, ", ")
}

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

// panelSize measures the panel at its widest, so that it never changes size
// within a shot.
func (o *Overlay) panelSize(s *scene) (w, h float64) {
	for _, p := range phases {
		w = math.Max(w, o.title.width(p.label))
	}
	w += o.text.width("+00.00 s") + 3*o.layout.padding
	w = math.Max(w, o.text.width(s.detail))
	rows := len(s.gauges)
	for _, f := range s.shot.Flaws {
		info, _ := analysis.FlawByID(f.ID)
		w = math.Max(w, o.text.width(info.Label))
	}
	if len(s.shot.Flaws) > 0 {
		rows++
	}
	pad := o.layout.padding
	return w + 2*pad, o.title.ascent + o.text.ascent + 3*pad + float64(rows)*o.rowHeight()
}

// rowHeight is that of a line of the panel.
func (o *Overlay) rowHeight() float64 { return o.text.ascent + o.layout.padding }

// widestPanel is the largest part of the canvas' width that a panel may take.
const widestPanel = 0.6

// placePanel returns the panel's place: the corner that shooter and ball cover
// least during the shot, above and behind the shooter rather than elsewhere.
// A canvas too small for it has no panel, nor one whose corners are all the
// shooter's: the phase bar remains.
func (o *Overlay) placePanel(s *scene) rect {
	w, h := o.panelSize(s)
	l := o.layout
	if w > widestPanel*float64(l.size.X) {
		return rect{}
	}
	left, right := l.margin, float64(l.size.X)-l.margin-w
	top, bottom := o.picture()
	top, bottom = top+l.margin, bottom-l.margin-h
	near, far := left, right
	if s.shot.View.Facing == "left" {
		near, far = right, left
	}
	best, least := rect{}, math.Inf(1)
	for _, corner := range []rect{{near, top, w, h}, {far, top, w, h}, {near, bottom, w, h}, {far, bottom, w, h}} {
		if c := o.covered(s, corner); c < least {
			best, least = corner, c
		}
	}
	if least > mostCovered*o.covered(s, rect{0, 0, float64(l.size.X), float64(l.size.Y)}) {
		return rect{}
	}
	return best
}

// mostCovered is the largest part of a shot's joints that a panel may hide.
const mostCovered = 0.02

// covered counts the joints and ball positions of the shot that a box hides.
func (o *Overlay) covered(s *scene, b rect) float64 {
	reach := s.limbPx * 10 // flesh around the joints
	b = rect{b.x - reach, b.y - reach, b.w + 2*reach, b.h + 2*reach}
	n := 0.0
	for i, t := range s.motion.Time {
		if t < s.from || t > s.to {
			continue
		}
		for j := range pose.Joint(pose.NumJoints) {
			if b.holds(o.at(s.motion, j, i)) {
				n++
			}
		}
	}
	for k := range s.shot.Ball.Points {
		if b.holds(o.ballAt(&s.shot.Ball.Points[k])) {
			n++
		}
	}
	return n
}

// drawPanel draws phase, time, hand and view.
func (o *Overlay) drawPanel(s *scene, i int) {
	if s.panel == (rect{}) {
		return
	}
	title, clock := o.panelText(s, i)
	b, pad := s.panel, o.layout.padding
	o.painter.box(b, o.layout.corner)
	o.painter.fill(fade(ink, 0.72))

	base := b.y + pad + o.title.ascent
	colour := muted
	if p, ok := phases[o.phase(s, i)]; ok {
		colour = p.colour
	}
	o.painter.text(o.title, point{b.x + pad, base}, title, colour)
	o.painter.text(o.text, point{b.x + b.w - pad - o.text.width(clock), base}, clock, paper)
	base += o.rowHeight()
	o.painter.text(o.text, point{b.x + pad, base}, s.detail, muted)
	for k := range s.gauges {
		base += o.rowHeight()
		o.drawGauge(s, i, &s.gauges[k], rect{b.x + pad, base - o.text.ascent, b.w - 2*pad, o.text.ascent})
	}
	if f := o.flawAt(s, i); f != nil {
		info, _ := analysis.FlawByID(f.ID)
		o.painter.text(o.text, point{b.x + pad, base + o.rowHeight()}, info.Label, levels[f.Level])
	}
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
