package render

import (
	"image/color"
	"math"
	"slices"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// barSpace is the height that the phase bar takes.
func (o *Overlay) barSpace() float64 {
	l := o.layout
	return l.barHeight + o.text.ascent + 3*l.padding*0.7 + o.clipLine()
}

// barTop is where the block of the phase bar begins.
func (o *Overlay) barTop() float64 {
	if o.barAbove {
		return 0
	}
	return float64(o.layout.size.Y) - o.barSpace()
}

// picture returns where the picture is not taken by the phase bar, from top to
// bottom.
func (o *Overlay) picture() (top, bottom float64) {
	if o.barAbove {
		return o.barSpace(), float64(o.layout.size.Y)
	}
	return 0, o.barTop()
}

// hidesFeet reports whether the phase bar hides more of the shooters at the
// bottom than it would on top: a figure may fill the picture's height.
func (o *Overlay) hidesFeet() bool {
	w, h, bar := float64(o.layout.size.X), float64(o.layout.size.Y), o.barSpace()
	below, above := 0.0, 0.0
	for k := range o.scenes {
		s := &o.scenes[k]
		below += o.covered(s, rect{0, h - bar, w, bar})
		above += o.covered(s, rect{0, 0, w, bar})
	}
	return below > above
}

// clipTop is where the line of the whole clip lies: at the picture's edge.
func (o *Overlay) clipTop() float64 {
	if o.barAbove {
		return 0
	}
	return float64(o.layout.size.Y) - o.clipLine()
}

// clipLine is the height of the line of the whole clip.
func (o *Overlay) clipLine() float64 { return math.Max(2, o.layout.barHeight*0.35) }

// tickOrder lists the events on the phase bar; the first get their labels
// where there is not room for all.
var tickOrder = []string{
	analysis.Release, analysis.Dip, analysis.SetPoint, analysis.FollowThroughEnd, analysis.Takeoff, analysis.Landing,
}

// tickLabels shorten the events' labels where they are long.
var tickLabels = map[string]string{analysis.FollowThroughEnd: "End"}

// drawBar draws the shot's phases along an edge with its events and a
// playhead.
func (o *Overlay) drawBar(s *scene, now time.Duration) {
	w, end := float64(o.layout.size.X), o.barTop()+o.barSpace()
	o.painter.box(rect{0, o.barTop(), w, o.barSpace()}, 0)
	o.painter.fill(fade(ink, 0.6))

	if !o.barAbove {
		end -= o.clipLine()
	}
	bar := rect{o.layout.margin, end - o.layout.padding*0.7 - o.layout.barHeight, w - 2*o.layout.margin, o.layout.barHeight}
	x := func(t time.Duration) float64 {
		f := float64(t-s.from) / float64(s.to-s.from)
		return bar.x + bar.w*math.Max(0, math.Min(1, f))
	}
	o.painter.box(bar, bar.h/2)
	o.painter.fill(fade(paper, 0.22))
	for _, p := range s.phases {
		o.drawSegment(p.Name, x(p.From), x(p.To), bar)
	}
	o.drawTicks(s, bar, x)
	o.drawPlayhead(point{x(now), bar.y + bar.h/2}, bar.h)
}

func (o *Overlay) drawSegment(phase string, from, to float64, bar rect) {
	p, ok := phases[phase]
	if !ok || to <= from {
		return
	}
	gap := o.layout.lineWidth / 2
	o.painter.box(rect{from + gap, bar.y, math.Max(1, to-from-2*gap), bar.h}, bar.h/4)
	o.painter.fill(p.colour)
}

// drawTicks marks the events, and names them where there is room.
func (o *Overlay) drawTicks(s *scene, bar rect, x func(time.Duration) float64) {
	written := s.written[:0]
	for _, id := range tickOrder {
		e, ok := s.shot.Event(id)
		if !ok {
			continue
		}
		o.painter.box(rect{x(e.Time) - o.layout.lineWidth/2, bar.y - bar.h*0.4, o.layout.lineWidth, bar.h * 1.4}, 0)
		o.painter.fill(paper)
		text := tickLabels[id]
		if text == "" {
			text = analysis.EventLabel(id)
		}
		w := o.text.width(text)
		left := math.Max(bar.x, math.Min(x(e.Time)-w/2, bar.x+bar.w-w))
		place := rect{left - o.layout.padding/2, bar.y, w + o.layout.padding, 1}
		if !slices.ContainsFunc(written, place.overlaps) {
			written = append(written, place)
			o.painter.text(o.text, point{left, bar.y - o.layout.padding*0.7}, text, tickColour(id))
		}
	}
}

func tickColour(id string) color.NRGBA {
	if id == analysis.Release {
		return accent
	}
	return muted
}

func (o *Overlay) drawPlayhead(c point, barHeight float64) {
	o.painter.disc(c, barHeight*1.05)
	o.painter.fill(fade(ink, 0.7))
	o.painter.disc(c, barHeight*0.8)
	o.painter.fill(paper)
}

// drawClipLine draws, at the picture's edge, where in the clip the frame lies and
// where its shots are.
func (o *Overlay) drawClipLine(frame int) {
	if len(o.scenes) == 0 {
		return
	}
	times := o.scenes[0].motion.Time
	i := entryOf(o.scenes[0].motion, frame)
	first, last := times[0], times[len(times)-1]
	if i < 0 || last == first {
		return
	}
	w, y, line := float64(o.layout.size.X), o.clipTop(), o.clipLine()
	x := func(t time.Duration) float64 {
		return w * math.Max(0, math.Min(1, float64(t-first)/float64(last-first)))
	}
	o.painter.box(rect{0, y, w, line}, 0)
	o.painter.fill(fade(ink, 0.6))
	for k := range o.scenes {
		s := &o.scenes[k]
		o.painter.box(rect{x(s.from), y, x(s.to) - x(s.from), line}, 0)
	}
	o.painter.fill(fade(paper, 0.35))
	o.painter.box(rect{0, y, x(times[i]), line}, 0)
	o.painter.fill(fade(accent, 0.9))
}
