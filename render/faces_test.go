package render

import (
	"image"
	"math"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/pose"
)

// checks is a pattern whose every pixel differs from its neighbours, so that
// coarsening cannot go unseen.
func checks(w, h int) *image.RGBA {
	img := court(w, h)
	for y := range h {
		for x := range w {
			img.Pix[img.PixOffset(x, y)] = byte(255 * ((x + y) % 2))
		}
	}
	return img
}

// sharp counts neighbouring pixels that still differ strongly around c.
func sharp(img *image.RGBA, c point, r float64) int {
	n := 0
	for y := int(c.y - r); y < int(c.y+r); y++ {
		for x := int(c.x - r); x < int(c.x+r); x++ {
			a, b := img.RGBAAt(x, y), img.RGBAAt(x+1, y)
			if int(a.R)-int(b.R) > 100 || int(b.R)-int(a.R) > 100 {
				n++
			}
		}
	}
	return n
}

func TestBlurFaces(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1})
	m := res.Motions[0]
	nose := point{m.Joints[pose.Nose][idleFrame].X, m.Joints[pose.Nose][idleFrame].Y}
	for j := range m.Joints { // nobody is found in three frames
		for i := idleFrame - 1; i <= idleFrame+1; i++ {
			m.Joints[j][i] = analysis.Point{X: math.NaN(), Y: math.NaN()}
		}
	}
	for _, frame := range []int{idleFrame - 3, idleFrame} {
		img := checks(1280, 720)
		overlayOf(res, Options{BlurFaces: true}).draw(still{img}, frame)
		if n := sharp(img, nose, 12); n > 0 {
			t.Errorf("frame %d: %d sharp edges are left in the face", frame, n)
		}
		if far := nose.plus(point{200, 0}); sharp(img, far, 12) == 0 {
			t.Errorf("frame %d: what is no face was blurred", frame)
		}
	}
	img := checks(1280, 720)
	overlayOf(res, Options{}).draw(still{img}, idleFrame)
	if sharp(img, nose, 12) == 0 {
		t.Error("the face was blurred without being asked to")
	}
}

func TestBlurBystanders(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1})
	where := point{1000, 200}
	var p pose.Person
	p.ID = 7
	for j := range p.Keypoints {
		p.Keypoints[j] = pose.Keypoint{X: where.x, Y: where.y + 10*float64(j), Visibility: 0.9}
	}
	poses := &pose.Poses{Frames: []pose.FramePoses{{Index: 40, Time: 1333 * time.Millisecond, Persons: []pose.Person{p}}}}
	o := overlayOf(res, Options{BlurFaces: true, Poses: poses})
	gap := int(headGap.Seconds() * 30)
	for _, c := range []struct {
		frame int
		want  bool
	}{{40, true}, {40 + gap, true}, {40 - gap, true}, {40 + gap + 2, false}} {
		img := checks(1280, 720)
		o.draw(still{img}, c.frame)
		if blurred := sharp(img, where.plus(point{0, 45}), 10) == 0; blurred != c.want {
			t.Errorf("frame %d: blurred is %v, want %v", c.frame, blurred, c.want)
		}
	}
}

// A face that is turned away leaves its landmarks anywhere; the trunk still
// tells where the head is.
func TestBlurHeadTurnedAway(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1})
	m := res.Motions[0]
	ear := point{m.Joints[pose.RightEar][idleFrame].X, m.Joints[pose.RightEar][idleFrame].Y}
	for j := pose.Nose; j <= pose.MouthRight; j++ {
		for i := range m.Index {
			m.Joints[j][i].X += 150
		}
	}
	img := checks(1280, 720)
	overlayOf(res, Options{BlurFaces: true}).draw(still{img}, idleFrame)
	if n := sharp(img, ear, 10); n > 0 {
		t.Errorf("%d sharp edges are left where the head is", n)
	}
}

func TestHeadBetweenFindings(t *testing.T) {
	track := headTrack{{10, point{0, 0}, 5}, {20, point{100, 0}, 7}}
	h, ok := track.at(15, 21)
	if !ok || h.centre != (point{50, 0}) || h.radius != 7 {
		t.Errorf("got %+v, %v; want the middle and the larger radius", h, ok)
	}
}

func TestPixelateAtTheEdge(t *testing.T) {
	img := checks(40, 40)
	pixelate(still{img}, point{-3, 38}, 12) // must not reach outside of the picture
	pixelate(still{img}, point{400, 400}, 12)
	if sharp(img, point{3, 35}, 2) > 0 {
		t.Error("the part inside was not blurred")
	}
}
