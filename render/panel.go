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
