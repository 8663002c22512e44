// Package render draws what analysis found upon the pictures of a clip, plans
// the pace of the annotated video, and makes annotated stills.
//
// Data in: an [analysis.Result] with its motions, and a canvas, which is the
// clip's picture at any size. Data out: the same canvas, drawn upon. Positions in
// results are pixels of the upright picture; the canvas' are those times a scale.
//
// Everything is sized by the canvas, from 240p to 4K, portrait or landscape, and
// nothing is laid over the shooter where it can be avoided. What is not sure is
// faded, what is not measured is not drawn.
//
// Limits: with a moving camera the ball's past path is not drawn, since results
// hold pixels of each picture and not of the room.
package render

import (
	"image"
	"math"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// Options say how the overlay is drawn.
type Options struct {
	// BlurFaces makes every known head unrecognisable before anything is drawn.
	BlurFaces bool
	// Poses are sightings of everybody, whose heads are blurred; nil: only those of
	// the shooters are known.
	Poses *pose.Poses
	Units analysis.Units
}

// Overlay draws upon the frames of one clip. It belongs to one goroutine.
type Overlay struct {
	res     *analysis.Result
	scale   float64
	options Options
	layout  layout
	painter painter
	video   *picture
	title   *typeface         // phase, event
	text    *typeface         // everything quiet
	faces   map[int]*typeface // of labels, by height in pixels
	scenes  []scene
	heads   []headTrack
	// barAbove says that the phase bar lies at the upper edge.
	barAbove bool
	degrees  map[int]string // texts of angles
	// taken are the places of this picture's labels.
	taken []rect
}

// scene is one shot as the overlay needs it.
type scene struct {
	shot     *analysis.Shot
	motion   *analysis.Motion
	from, to time.Duration // when panel and phase bar are shown
	release  int           // entry of motion nearest the release, or −1
	panel    rect
	phases   []analysis.PhaseSpan
	clocks   []string // by entry of motion, within the shot
	written  []rect   // memory for the labels of the phase bar
	detail   string   // second line of the panel
	gauges   []gauge
	// gaugeLabel is the width of the names before the gauges.
	gaugeLabel float64
	limbPx     float64   // half the width of a drawn limb
	label      *typeface // values at the figure
}

// NewOverlay prepares to draw upon canvases of the given size, which shows the
// clip's picture at the given scale (canvas pixels for each picture pixel).
func NewOverlay(res *analysis.Result, size image.Point, scale float64, options Options) *Overlay {
	l := newLayout(size)
	o := &Overlay{
		res: res, scale: scale, options: options, layout: l, video: newSurface(nil),
		title: newTypeface(bold, l.titlePx),
		text:  newTypeface(medium, l.textPx),
		faces: map[int]*typeface{}, degrees: map[int]string{},
	}
	for i := range res.Shots {
		if s, ok := o.newScene(&res.Shots[i]); ok {
			o.scenes = append(o.scenes, s)
		}
	}
	o.barAbove = o.hidesFeet()
	for k := range o.scenes {
		o.scenes[k].panel = o.placePanel(&o.scenes[k])
	}
	if options.BlurFaces {
		o.heads = newHeadTracks(res, options.Poses)
	}
	return o
}

// Parts of a clip around a shot that count as the shot when its own start or
// end is not known.
const (
	leadIn  = 600 * time.Millisecond // before the first event
	leadOut = 800 * time.Millisecond // after the release
)

// newScene prepares a shot; false when its motion or its moments are unknown.
func (o *Overlay) newScene(shot *analysis.Shot) (scene, bool) {
	m := motionOf(o.res, shot.Shooter)
	span, ok := shotSpan(shot)
	if m == nil || !ok {
		return scene{}, false
	}
	s := scene{
		shot: shot, motion: m, from: span.from, to: span.to, release: -1,
		limbPx: o.limbPx(shot.Shooter), label: o.labelFace(shot.Shooter),
	}
	if e, ok := shot.Event(analysis.Release); ok {
		s.release = entryAt(m, e.Time)
	}
	s.phases, s.detail, s.gauges = shot.Phases(), o.detail(&s), newGauges(shot)
	s.clocks, s.written = o.clocks(&s), make([]rect, 0, len(tickOrder))
	for _, g := range s.gauges {
		s.gaugeLabel = math.Max(s.gaugeLabel, o.text.width(g.label)+o.layout.padding)
	}
	return s, true
}

// span is a stretch of the clip.
type span struct{ from, to time.Duration }

// shotSpan returns the stretch of the clip that a shot takes.
func shotSpan(shot *analysis.Shot) (span, bool) {
	var s span
	found := false
	for _, e := range shot.Events {
		if e.Missing != nil {
			continue
		}
		if !found {
			s, found = span{e.Time, e.Time}, true
		}
		s = span{min(s.from, e.Time), max(s.to, e.Time)}
	}
	if _, ok := shot.Event(analysis.Start); !ok {
		s.from -= leadIn
	}
	if e, ok := shot.Event(analysis.Release); ok {
		s.to = max(s.to, e.Time+leadOut)
	}
	return s, found
}

// motionOf returns the motion of a shooter, or nil.
func motionOf(res *analysis.Result, shooter int) *analysis.Motion {
	for _, m := range res.Motions {
		if m.Person == shooter {
			return m
		}
	}
	return nil
}

// entryAt returns the entry of a motion nearest in time, or −1 if it has none.
func entryAt(m *analysis.Motion, t time.Duration) int {
	best := -1
	for i, at := range m.Time {
		if best < 0 || (at-t).Abs() < (m.Time[best]-t).Abs() {
			best = i
		}
	}
	return best
}

// entryOf returns the entry of a motion for a frame, or −1.
func entryOf(m *analysis.Motion, frame int) int {
	if len(m.Index) == 0 {
		return -1
	}
	i := frame - m.Index[0]
	if i < 0 || i >= len(m.Index) {
		return -1
	}
	return i
}

// LabelPart is the height of a label as a part of the figure's, so that labels
// can still be read where a picture is cut to the figure; it is no smaller than
// TextPart of the picture's shorter side.
const (
	LabelPart = 0.042
	TextPart  = 0.022
)

// labelFace returns the typeface of the labels at a shooter's joints.
func (o *Overlay) labelFace(shooter int) *typeface {
	px := max(o.layout.textPx, int(math.Round(LabelPart*o.bodyPx(shooter))))
	if o.faces[px] == nil {
		o.faces[px] = newTypeface(bold, px)
	}
	return o.faces[px]
}

// bodyPx returns a shooter's height on the canvas, half of the shorter side
// where it is not known.
func (o *Overlay) bodyPx(shooter int) float64 {
	for _, p := range o.res.Shooters {
		if p.ID == shooter && p.BodyHeightPx > 0 {
			return math.Min(p.BodyHeightPx*o.scale, float64(o.layout.size.Y))
		}
	}
	return float64(min(o.layout.size.X, o.layout.size.Y)) / 2
}

// limbPx returns half the width of a limb: it follows the figure's size, within
// what the canvas can show.
func (o *Overlay) limbPx(shooter int) float64 {
	s := float64(min(o.layout.size.X, o.layout.size.Y))
	return math.Max(math.Max(0.8, s*0.0016), math.Min(o.bodyPx(shooter)*0.0062, s*0.006))
}

// Draw annotates the frame of the given index upon its picture, whose sides are
// even.
func (o *Overlay) Draw(p *pose.Picture, frame int) {
	o.video.Picture = p
	o.draw(o.video, frame)
}

func (o *Overlay) draw(dst surface, frame int) {
	o.painter.dst = dst
	o.taken = o.taken[:0]
	o.blurHeads(frame)
	active := o.sceneAt(frame)
	for _, m := range o.res.Motions {
		if i := entryOf(m, frame); i >= 0 && (active == nil || m != active.motion) {
			o.drawSkeleton(m, i, passive)
		}
	}
	if active != nil {
		o.drawShot(active, entryOf(active.motion, frame))
	}
	o.drawClipLine(frame)
}

// drawShot annotates entry i of the motion of the shot that is going on.
func (o *Overlay) drawShot(s *scene, i int) {
	o.taken = append(o.taken, s.panel)
	o.drawBall(s, s.motion.Time[i])
	o.drawSkeleton(s.motion, i, styleOf(s))
	if f := o.flawAt(s, i); f != nil {
		o.markFlaw(s, i, f)
	}
	o.drawAngles(s, i, anglesIn[o.phase(s, i)])
	o.drawRelease(s, i)
	o.drawLaunch(s, i)
	o.drawBar(s, s.motion.Time[i])
	o.drawPanel(s, i)
}

// sceneAt returns the shot that a frame belongs to, or nil. Where shots of
// several people overlap it is the one whose release is nearest.
func (o *Overlay) sceneAt(frame int) *scene {
	var best *scene
	var least time.Duration
	for k := range o.scenes {
		s := &o.scenes[k]
		i := entryOf(s.motion, frame)
		if i < 0 || s.motion.Time[i] < s.from || s.motion.Time[i] > s.to {
			continue
		}
		away := s.to - s.from // without a release: farther than any
		if s.release >= 0 {
			away = (s.motion.Time[i] - s.motion.Time[s.release]).Abs()
		}
		if best == nil || away < least {
			best, least = s, away
		}
	}
	return best
}

// sceneOf returns the scene of a shot, or nil.
func (o *Overlay) sceneOf(shot *analysis.Shot) *scene {
	for k := range o.scenes {
		if o.scenes[k].shot.Index == shot.Index {
			return &o.scenes[k]
		}
	}
	return nil
}

// at returns where a joint is on the canvas; NaN where it is not measured.
func (o *Overlay) at(m *analysis.Motion, j pose.Joint, i int) point {
	p := m.Joints[j][i]
	return point{p.X * o.scale, p.Y * o.scale}
}

// inside moves a box into the canvas, off the phase bar.
func (o *Overlay) inside(b rect) rect {
	w := float64(o.layout.size.X)
	top, bottom := o.picture()
	b.x = math.Max(o.layout.lineWidth, math.Min(b.x, w-b.w-o.layout.lineWidth))
	b.y = math.Max(top+o.layout.lineWidth, math.Min(b.y, bottom-b.h-o.layout.lineWidth))
	return b
}
