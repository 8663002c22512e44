package render

import (
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// StillPlan says which frame shows an event or a flaw, and the file for its
// picture.
type StillPlan struct {
	Shot  int    // index of the shot, from 1
	ID    string // of the event or the flaw
	Frame int    // index of the decoded frame
	File  string // path in the result folder, with slashes
}

// stillInfo says what the still of an event shows.
type stillInfo struct {
	event   string
	angles  []measuredAngle
	metrics []string // named in the caption
}

// measuredAngle is an angle with the metric that holds its value at an event. A
// still shows what the results say, and nothing that they do not vouch for.
type measuredAngle struct {
	angle
	metric string
}

// stillInfos lists what the stills of events show, in the order of a shot.
var stillInfos = []stillInfo{
	{analysis.Start, nil, nil},
	{analysis.Dip, []measuredAngle{{knee, "knee_dip"}, {hip, "hip_dip"}}, []string{"knee_dip", "hip_dip", "trunk_lean_dip"}},
	{analysis.SetPoint, []measuredAngle{{elbow, "elbow_set"}}, []string{"elbow_set", "elbow_flare"}},
	{analysis.Takeoff, nil, []string{"trunk_lean_release"}},
	{analysis.Release, []measuredAngle{{elbow, "elbow_release"}, {knee, "knee_release"}}, []string{"release_height", "ball_launch_angle", "knee_release", "trunk_lean_release"}},
	{analysis.Apex, nil, []string{"hip_rise", "hip_rise_rel", "release_after_apex"}},
	{analysis.Landing, nil, []string{"landing_drift"}},
	{analysis.FollowThroughEnd, nil, []string{"follow_through_hold"}},
}

// StillsFolder is the folder of the stills in a result folder.
const StillsFolder = "stills"

// StillFile returns the file for the still of an event or a flaw of a shot.
func StillFile(shot int, id string) string {
	return fmt.Sprintf("%s/shot%02d-%s.png", StillsFolder, shot, id)
}

// Stills says which frames become stills, ordered by frame.
func Stills(res *analysis.Result) []StillPlan {
	var plans []StillPlan
	for i := range res.Shots {
		shot := &res.Shots[i]
		for _, info := range stillInfos {
			e, ok := shot.Event(info.event)
			if !ok {
				continue
			}
			frame := int(math.Round(e.Frame))
			if m := motionOf(res, shot.Shooter); m != nil && len(m.Index) > 0 {
				frame = max(m.Index[0], min(frame, m.Index[len(m.Index)-1]))
			}
			plans = append(plans, StillPlan{shot.Index, e.ID, frame, StillFile(shot.Index, e.ID)})
		}
		for _, f := range shot.Flaws {
			if m := motionOf(res, shot.Shooter); m != nil && len(m.Index) > 0 {
				plans = append(plans, StillPlan{shot.Index, f.ID, m.Index[entryAt(m, f.Time)], StillFile(shot.Index, f.ID)})
			}
		}
	}
	slices.SortStableFunc(plans, func(a, b StillPlan) int { return cmp.Compare(a.Frame, b.Frame) })
	return plans
}

// Still returns a new picture: the canvas annotated for one event or flaw of a
// shot alone, with a caption below it that covers nothing. The canvas shows the
// given frame and is not changed.
func (o *Overlay) Still(canvas *pose.Picture, shot *analysis.Shot, id string, frame int) *image.RGBA {
	img := o.blankStill()
	newSurface(canvas).rgba(img)
	o.drawStill(img, shot, id, frame)
	return img
}

// blankStill returns a still without its picture: the ground of the caption.
func (o *Overlay) blankStill() *image.RGBA {
	size := o.layout.size
	img := image.NewRGBA(image.Rect(0, 0, size.X, size.Y+o.captionHeight()))
	draw.Draw(img, image.Rect(0, size.Y, size.X, img.Rect.Max.Y), image.NewUniform(ink), image.Point{}, draw.Src)
	return img
}

// drawStill annotates a still that holds the picture of a frame.
func (o *Overlay) drawStill(img *image.RGBA, shot *analysis.Shot, id string, frame int) {
	o.painter.dst = still{img}
	o.taken = o.taken[:0]
	o.blurHeads(frame)

	info, flaw := stillOf(shot, id)
	if s := o.sceneOf(shot); s != nil {
		if i := entryOf(s.motion, frame); i >= 0 {
			o.drawMoment(s, i, info, flaw)
		}
	}
	if flaw != nil {
		o.drawFlawCaption(shot, flaw)
	} else {
		o.drawCaption(shot, info)
	}
}

// stillOf returns what the still of an event shows, or that of a flaw with the
// event of its moment.
func stillOf(shot *analysis.Shot, id string) (stillInfo, *analysis.Flaw) {
	var flaw *analysis.Flaw
	for k := range shot.Flaws {
		if info, ok := analysis.FlawByID(id); ok && shot.Flaws[k].ID == id {
			flaw, id = &shot.Flaws[k], info.Event
			break
		}
	}
	for _, info := range stillInfos {
		if info.event == id {
			return info, flaw
		}
	}
	return stillInfo{event: id}, flaw
}

// drawMoment draws what the still of an event or a flaw shows.
func (o *Overlay) drawMoment(s *scene, i int, info stillInfo, flaw *analysis.Flaw) {
	o.drawBall(s, s.motion.Time[i])
	o.drawSkeleton(s.motion, i, styleOf(s))
	if flaw != nil {
		o.markFlaw(s, i, flaw)
	}
	for _, a := range info.angles {
		if m, ok := s.shot.Metric(a.metric); ok {
			o.drawAngle(s, i, a.angle, m.Value)
		}
	}
	if hand := o.at(s.motion, sideOf(s.shot).Joint(pose.LeftIndex), i); info.event == analysis.Release && flaw == nil && hand.measured() {
		o.ringHand(s, hand, 1) // the caption says what it is
	}
}

// captionHeight is the height of a still's caption in pixels, even.
func (o *Overlay) captionHeight() int {
	h := o.title.ascent + o.text.ascent + 3.2*o.layout.padding
	return 2 * int(math.Ceil(h/2))
}

// drawCaption writes the event, its shot and time, and its values below the
// picture.
func (o *Overlay) drawCaption(shot *analysis.Shot, info stillInfo) {
	where := fmt.Sprintf("shot %d", shot.Index)
	if e, ok := shot.Event(info.event); ok {
		where = fmt.Sprintf("%s, %.2f s", where, e.Time.Seconds())
	}
	o.writeCaption(analysis.EventLabel(info.event), paper, where, o.values(shot, info.metrics))
}

// writeCaption writes a title with its place at the right, and a line below.
func (o *Overlay) writeCaption(title string, colour color.NRGBA, where, words string) {
	w, top, pad := float64(o.layout.size.X), float64(o.layout.size.Y), o.layout.padding
	room := w - 2*o.layout.margin
	base := top + pad + o.title.ascent
	o.painter.text(o.title, point{o.layout.margin, base}, o.title.fit(title, room-o.text.width(where)-pad), colour)
	o.painter.text(o.text, point{w - o.layout.margin - o.text.width(where), base}, where, muted)
	o.painter.text(o.text, point{o.layout.margin, base + pad + o.text.ascent}, o.text.fit(words, room), muted)
}

// drawFlawCaption writes a flaw, its shot and moment, and what was seen.
func (o *Overlay) drawFlawCaption(shot *analysis.Shot, flaw *analysis.Flaw) {
	info, _ := analysis.FlawByID(flaw.ID)
	where := fmt.Sprintf("shot %d, %.2f s", shot.Index, flaw.Time.Seconds())
	o.writeCaption(info.Label, levels[flaw.Level], where, flaw.Message)
}

// values lists the measured values of some metrics.
func (o *Overlay) values(shot *analysis.Shot, ids []string) string {
	var parts []string
	for _, id := range ids {
		for _, m := range shot.Metrics {
			if m.ID == id && m.Missing == nil {
				info, _ := analysis.MetricByID(id)
				parts = append(parts, info.Label+" "+o.options.Units.FormatMetric(m))
			}
		}
	}
	return strings.Join(parts, ",  ")
}
