package pose

import (
	"context"
	"errors"
	"io"
	"math"
	"sync/atomic"
	"testing"
	"time"
)

// The fake clip shows upright bars, one colour a person, on grey; the fake
// network sees by colour. So scout and estimator run on real crops of a world
// whose truth is known, without a model.

// actor is a person of the fake clip: the bar reaches from the middle of the
// hips, where and returns it, half a body height up.
type actor struct {
	cb, cr byte
	// where returns the middle of the hips and the body height in pixels at a
	// time; a height of 0 is absence.
	where func(t time.Duration) (x, y, height float64)
}

// Two colours that the fake network tells apart.
const (
	reddish = 210
	bluish  = 210
)

func redActor(where func(time.Duration) (x, y, height float64)) actor {
	return actor{128, reddish, where}
}

func blueActor(where func(time.Duration) (x, y, height float64)) actor {
	return actor{bluish, 128, where}
}

// walker moves at a constant speed.
func walker(x0, vx, y, height float64) func(time.Duration) (float64, float64, float64) {
	return func(t time.Duration) (float64, float64, float64) { return x0 + vx*t.Seconds(), y, height }
}

// during shows an actor from one time to another only.
func during(from, to time.Duration, where func(time.Duration) (float64, float64, float64)) func(time.Duration) (float64, float64, float64) {
	return func(t time.Duration) (x, y, height float64) {
		x, y, height = where(t)
		if t < from || t >= to {
			height = 0
		}
		return x, y, height
	}
}

// fakeSource plays actors, those later in the list in front, at 30 frames a
// second.
type fakeSource struct {
	width, height, frames int
	actors                []actor
	repeated              func(index int) bool
	next                  int
	picture               Picture
}

func (s *fakeSource) Clip() Clip   { return Clip{WidthPx: s.width, HeightPx: s.height, Frames: s.frames} }
func (s *fakeSource) Close() error { return nil }

func (s *fakeSource) Next() (*Frame, error) {
	if s.next == s.frames {
		return nil, io.EOF
	}
	f := &Frame{Index: s.next, Time: frameTime(s.next), Picture: &s.picture}
	f.Repeated = s.repeated != nil && s.repeated(s.next)
	s.next++
	s.draw(f.Time)
	return f, nil
}

func frameTime(i int) time.Duration { return time.Duration(i) * time.Second / 30 }

func (s *fakeSource) draw(t time.Duration) {
	p, cw := &s.picture, (s.width+1)/2
	if p.Y == nil {
		*p = Picture{
			WidthPx: s.width, HeightPx: s.height, Y: make([]byte, s.width*s.height),
			Cb: make([]byte, cw*((s.height+1)/2)), Cr: make([]byte, cw*((s.height+1)/2)),
		}
	}
	fillBytes(p.Y, 126)
	fillBytes(p.Cb, 128)
	fillBytes(p.Cr, 128)
	for _, a := range s.actors {
		x, y, height := a.where(t)
		half := height * 0.1
		for row := max(int(y-height/2), 0); row < min(int(y), s.height); row++ {
			for col := max(int(x-half), 0); col < min(int(x+half), s.width); col++ {
				if height > 0 {
					p.Cb[row/2*cw+col/2], p.Cr[row/2*cw+col/2] = a.cb, a.cr
				}
			}
		}
	}
}

// fakeNetworks open networks that see bars. After failAfter looks (if positive)
// they fail.
type fakeNetworks struct {
	failAfter int64
	looks     atomic.Int64
	open      atomic.Int64
}

var errFake = errors.New("the network is out of order")

func (n *fakeNetworks) Open() (Network, error) { n.open.Add(1); return &fakeNetwork{all: n}, nil }
func (n *fakeNetworks) Info() ModelInfo        { return ModelInfo{Name: "fake"} }

type fakeNetwork struct{ all *fakeNetworks }

func (n *fakeNetwork) Close() error { n.all.open.Add(-1); return nil }

// bar is what the fake network sees of one colour, 0…1 of its input.
type bar struct {
	x, top, bottom float64
	seen           bool
}

func (b bar) height() float64 { return 2 * (b.bottom - b.top) }

// bars finds the two colours; every second sample both ways will do.
func bars(input []float32, size int, r ValueRange) (found [2]bar) {
	var n [2]int
	for sample := range size * size / 4 {
		i := sample/(size/2)*2*size + sample%(size/2)*2
		// 0.25 is half the difference of red and blue in a bar.
		d := (input[i*3] - input[i*3+2]) / (r.White - r.Black)
		k := 0
		if d < 0 {
			k, d = 1, -d
		}
		if d < 0.25 {
			continue
		}
		b, u, v := &found[k], (float64(i%size)+0.5)/float64(size), (float64(i/size)+0.5)/float64(size)
		if n[k] == 0 {
			b.top = v
		}
		b.bottom = v
		b.x += u
		n[k]++
	}
	for k := range found {
		found[k].x /= float64(max(n[k], 1))
		found[k].seen = n[k] >= 6 // samples: a bar of 12 × 2
	}
	return found
}

// Body proportions of the fake, in body heights below the hips and to the right.
const fakeRadius = 0.55

var fakeBody = func() (body [NumJoints][2]float64) {
	set := func(j Joint, x, y float64) { body[j], body[j.Mirror()] = [2]float64{x, y}, [2]float64{-x, y} }
	for j := range body {
		set(Joint(j), 0.03, -0.4)
	}
	set(Nose, 0, -0.4)
	set(LeftShoulder, 0.1, -0.28)
	set(LeftElbow, 0.12, -0.13)
	set(LeftHip, 0.06, 0)
	set(LeftKnee, 0.07, 0.24)
	for _, j := range []Joint{LeftWrist, LeftPinky, LeftIndex, LeftThumb} {
		set(j, 0.14, 0.01)
	}
	for _, j := range []Joint{LeftAnkle, LeftHeel, LeftFootIndex} {
		set(j, 0.07, 0.46)
	}
	return body
}()

// flatHeatmap has no peaks: landmarks are not refined.
var flatHeatmap = func() []float32 {
	h := make([]float32, HeatmapSize*HeatmapSize*ModelLandmarks)
	for i := range h {
		h[i] = -100
	}
	return h
}()

func (n *fakeNetwork) Detect(input []float32) (boxes, logits []float32, err error) {
	boxes, logits = make([]float32, DetectorAnchors*DetectorValues), make([]float32, DetectorAnchors)
	for i := range logits {
		logits[i] = -100
	}
	for k, b := range bars(input, DetectorSizePx, DetectorRange) {
		// The real detector overlooks small figures, too.
		if h := b.height(); b.seen && h > 0.12 {
			at := 500 * (k + 1)
			logits[at] = 5
			for i, p := range [][2]float64{{b.x, b.bottom}, {h, h}, {b.x, b.bottom}, {b.x, b.bottom - fakeRadius*h}, {b.x, b.top}, {b.x, b.top}} {
				if i != 1 {
					p[0], p[1] = p[0]-anchors[at][0], p[1]-anchors[at][1]
				}
				boxes[at*DetectorValues+2*i], boxes[at*DetectorValues+2*i+1] = float32(p[0]*DetectorSizePx), float32(p[1]*DetectorSizePx)
			}
		}
	}
	return boxes, logits, nil
}

func (n *fakeNetwork) Landmarks(input []float32) (LandmarkTensors, error) {
	if looks := n.all.looks.Add(1); n.all.failAfter > 0 && looks > n.all.failAfter {
		return LandmarkTensors{}, errFake
	}
	t := LandmarkTensors{
		Landmarks: make([]float32, ModelLandmarks*landmarkValues), World: make([]float32, ModelLandmarks*3),
		Heatmap: flatHeatmap,
	}
	best, distance := bar{}, math.Inf(1)
	for _, b := range bars(input, LandmarkSizePx, LandmarkRange) {
		if d := math.Hypot(b.x-0.5, b.bottom-0.5); b.seen && d < distance {
			best, distance = b, d
		}
	}
	if h := best.height(); best.seen && distance < 0.3 && h > 0.3 && h < 1.5 {
		t.Presence = 1
	}
	put := func(j int, x, y float64) {
		v := t.Landmarks[j*landmarkValues:]
		v[0], v[1], v[3] = float32((best.x+x*best.height())*LandmarkSizePx), float32((best.bottom+y*best.height())*LandmarkSizePx), 10
	}
	for j, p := range fakeBody {
		put(j, p[0], p[1])
	}
	put(auxHip, 0, 0)
	put(auxTop, 0, -fakeRadius)
	return t, nil
}

// scoutFake runs the scout over actors.
func scoutFake(t *testing.T, src *fakeSource, threads int) []Track {
	t.Helper()
	nets := new(fakeNetworks)
	tracks, err := Scout(context.Background(), src, nets, Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	if n := nets.open.Load(); n != 0 {
		t.Errorf("%d networks left open", n)
	}
	return tracks
}
