package render

import (
	"flag"
	"image"
	"image/color"
	"image/draw"
	"path/filepath"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/pose"
)

var update = flag.Bool("update", false, "rewrite the golden pictures")

// court is a plain wall and floor.
func court(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(color.NRGBA{150, 160, 170, 255}), image.Point{}, draw.Src)
	floor := image.Rect(0, h*3/4, w, h)
	draw.Draw(img, floor, image.NewUniform(color.NRGBA{190, 150, 105, 255}), image.Point{}, draw.Src)
	return img
}

// overlayOf returns an overlay upon canvases of the clip's own size.
func overlayOf(res *analysis.Result, o Options) *Overlay {
	return NewOverlay(res, image.Pt(res.Clip.WidthPx, res.Clip.HeightPx), 1, o)
}

// Frames of the made-up shot, at 30 pictures a second.
const (
	dipFrame, riseFrame, releaseFrame, followFrame, idleFrame = 25, 30, 43, 50, 80
)

func TestDrawGolden(t *testing.T) {
	landscape := sample.Options{Shots: 2, WidthPx: 480, HeightPx: 270}
	portrait := sample.Options{Shots: 1, WidthPx: 270, HeightPx: 480, FacesLeft: true, XFraction: 0.6}
	tiny := sample.Options{Shots: 1, WidthPx: 160, HeightPx: 120, HeightFraction: 0.8}
	for _, c := range []struct {
		name  string
		clip  sample.Options
		frame int
	}{
		{"load", landscape, dipFrame},
		{"rise", portrait, riseFrame},
		{"release", landscape, releaseFrame},
		{"follow-through", portrait, followFrame},
		{"tiny", tiny, releaseFrame},
		{"between-shots", landscape, idleFrame},
	} {
		t.Run(c.name, func(t *testing.T) {
			img := court(c.clip.WidthPx, c.clip.HeightPx)
			overlayOf(sample.Result(c.clip), Options{}).draw(still{img}, c.frame)
			compare(t, c.name, img)
		})
	}
}

// With the ball's flight measured, its launch angle stands at its path.
func TestLaunchGolden(t *testing.T) {
	for _, facesLeft := range []bool{false, true} {
		res := sample.Result(sample.Options{Shots: 1, WidthPx: 480, HeightPx: 270, FacesLeft: facesLeft, XFraction: map[bool]float64{false: 0.4, true: 0.6}[facesLeft]})
		for k := range res.Shots[0].Metrics {
			if m := &res.Shots[0].Metrics[k]; m.ID == "ball_launch_angle" {
				m.Value, m.Missing = 52, nil
			}
		}
		img := court(480, 270)
		overlayOf(res, Options{}).draw(still{img}, releaseFrame+12)
		compare(t, map[bool]string{false: "launch-right", true: "launch-left"}[facesLeft], img)
	}
}

func TestStillGolden(t *testing.T) {
	clip := sample.Options{Shots: 1, WidthPx: 480, HeightPx: 270}
	res := sample.Result(clip)
	o := overlayOf(res, Options{})
	img, canvas := o.blankStill(), court(480, 270)
	draw.Draw(img, canvas.Rect, canvas, image.Point{}, draw.Src)
	o.drawStill(img, &res.Shots[0], analysis.Dip, dipFrame)
	compare(t, "still-dip", img)
	if img.Rect.Dy() <= canvas.Rect.Dy() || img.Rect.Dy()%2 != 0 {
		t.Errorf("a still of %d rows has no even caption below a picture of %d", img.Rect.Dy(), canvas.Rect.Dy())
	}
}

// compare holds a picture against its golden file.
func compare(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	sample.HoldGolden(t, filepath.Join("testdata", name+".png"), got, sample.Tolerance{Worst: 48, Mean: 0.05}, *update)
}

func equal(a, b *image.RGBA) bool { return string(a.Pix) == string(b.Pix) }

func TestDrawWithoutAnything(t *testing.T) {
	unmeasured := sample.Result(sample.Options{Shots: 1, WidthPx: 320, HeightPx: 180})
	unmeasured.Motions = nil
	noShooter := sample.Result(sample.Options{WidthPx: 320, HeightPx: 180})
	noShooter.Motions = nil
	for name, res := range map[string]*analysis.Result{"motion lost": unmeasured, "nobody": noShooter} {
		img := court(320, 180)
		overlayOf(res, Options{BlurFaces: true}).draw(still{img}, releaseFrame)
		if !equal(img, court(320, 180)) {
			t.Errorf("%s: something was drawn", name)
		}
	}
}

func TestDrawOutsideOfTheMotion(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1, WidthPx: 320, HeightPx: 180})
	o := overlayOf(res, Options{})
	for _, frame := range []int{-1, len(res.Motions[0].Index), 1 << 20} {
		img := court(320, 180)
		o.draw(still{img}, frame)
		if !equal(img, court(320, 180)) {
			t.Errorf("frame %d is not of the clip, but something was drawn", frame)
		}
	}
}

// The panel must leave shooter and ball alone wherever he stands.
func TestPanelCoversNobody(t *testing.T) {
	for _, c := range []sample.Options{
		{XFraction: 0.15, HeightFraction: 0.7},
		{XFraction: 0.15, HeightFraction: 0.7, FacesLeft: true},
		{XFraction: 0.85, HeightFraction: 0.7},
		{XFraction: 0.85, HeightFraction: 0.7, FacesLeft: true},
		{XFraction: 0.5, HeightFraction: 0.5, WidthPx: 720, HeightPx: 1280},
	} {
		c.Shots = 1
		o := overlayOf(sample.Result(c), Options{})
		s := &o.scenes[0]
		if n := o.covered(s, s.panel); n > 0 {
			t.Errorf("%+v: the panel at %v hides %v points", c, s.panel, n)
		}
		if moved := o.inside(s.panel); moved != s.panel {
			t.Errorf("%+v: the panel at %v is not inside the canvas", c, s.panel)
		}
	}
}

func TestLabelsKeepApart(t *testing.T) {
	o := overlayOf(sample.Result(sample.Options{Shots: 1}), Options{})
	same := rect{600, 300, 80, 30}
	bottom := rect{10, float64(o.layout.size.Y) - o.barSpace() - 31, 80, 30}
	for _, place := range []rect{same, same, same, bottom, bottom} {
		o.free(o.inside(place))
	}
	for i, a := range o.taken {
		for _, b := range o.taken[:i] {
			if a.overlaps(b) {
				t.Errorf("labels %v and %v overlap", a, b)
			}
		}
		if o.inside(a) != a {
			t.Errorf("label %v is not inside the canvas", a)
		}
	}
}

func TestLayers(t *testing.T) {
	for _, c := range []struct {
		bone pose.Bone
		side pose.Side
		want int
	}{
		{pose.Bone{From: pose.LeftShoulder, To: pose.RightShoulder}, pose.Right, trunkLayer},
		{pose.Bone{From: pose.LeftShoulder, To: pose.LeftHip}, pose.Right, trunkLayer},
		{pose.Bone{From: pose.RightElbow, To: pose.RightWrist}, pose.Right, nearLayer},
		{pose.Bone{From: pose.RightElbow, To: pose.RightWrist}, pose.Left, farLayer},
		{pose.Bone{From: pose.LeftKnee, To: pose.LeftAnkle}, pose.Left, nearLayer},
	} {
		if got := layerOf(c.bone, c.side); got != c.want {
			t.Errorf("%v–%v with shooting side %v: layer %d, want %d", c.bone.From, c.bone.To, c.side, got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1})
	res.Clip.TimeScale = 0.25 // four times slower than reality
	o := overlayOf(res, Options{})
	release, _ := res.Shots[0].Event(analysis.Release)
	for _, c := range []struct {
		at   time.Duration
		want string
	}{
		{release.Time - 400*time.Millisecond, "−0.10 s"},
		{release.Time + 800*time.Millisecond, "+0.20 s"},
	} {
		if got := o.clock(&o.scenes[0], c.at); got != c.want {
			t.Errorf("%v: %q, want %q", c.at, got, c.want)
		}
	}
}

func BenchmarkDraw1080p(b *testing.B) {
	res := sample.Result(sample.Options{Shots: 1, WidthPx: 1920, HeightPx: 1080})
	o := overlayOf(res, Options{})
	p := newPicture(1920, 1080, pose.BT709)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		o.Draw(p, dipFrame+i%30)
	}
}
