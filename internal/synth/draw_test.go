package synth

import (
	"context"
	"errors"
	"image"
	"image/color"
	"io"
	"math"
	"testing"

	"github.com/shotcheck/shotcheck/pose"
)

// clean returns a small clip without noise and blur.
func clean() Params {
	p := DefaultParams()
	p.Look.NoiseLevels, p.Look.Blur = 0, 0
	p.Camera.WidthPx, p.Camera.HeightPx = 640, 360
	return p
}

// picture draws one frame.
func picture(t *testing.T, s *Scene, frame int) *image.RGBA {
	t.Helper()
	c := s.params.Camera
	img := image.NewRGBA(image.Rect(0, 0, c.WidthPx, c.HeightPx))
	s.Renderer().Frame(frame, img)
	return img
}

// reddish says whether a pixel is more red than anything else.
func reddish(c color.RGBA) bool {
	return int(c.R) > int(c.G)+40 && int(c.R) > int(c.B)+40
}

// What is drawn lies where truth says: the red shirt between shoulders and hips,
// the ball around its centre.
func TestPictureShowsTruth(t *testing.T) {
	for _, azimuth := range []float64{0, 90, 180, 270} {
		p := clean()
		p.Camera.AzimuthDeg = azimuth
		p.Look.Shirt = color.RGBA{220, 20, 20, 255}
		s := scene(t, p)
		frame := s.Truth().Frames[10]
		img := picture(t, s, 10)
		px := frame.JointsPx
		x := (px[pose.LeftShoulder][0] + px[pose.RightShoulder][0] + px[pose.LeftHip][0] + px[pose.RightHip][0]) / 4
		y := 0.4*px[pose.LeftShoulder][1] + 0.6*px[pose.LeftHip][1]
		if c := img.RGBAAt(int(x), int(y)); !reddish(c) {
			t.Errorf("azimuth %v: the trunk's pixel %.0f, %.0f is %v", azimuth, x, y, c)
		}
	}
}

func TestBallIsDrawnWhereItIs(t *testing.T) {
	p := clean()
	p.Look.BallColor = color.RGBA{255, 0, 255, 255}
	p.Camera.AimXM, p.Camera.FOVDeg = 1.5, 50
	s := scene(t, p)
	i := int((s.shots[0].release + 0.3) * p.Camera.FPS)
	ball := s.Truth().Frames[i].Ball
	img := picture(t, s, i)
	var n, sumX, sumY float64
	for y := range p.Camera.HeightPx {
		for x := range p.Camera.WidthPx {
			if c := img.RGBAAt(x, y); int(c.R) > int(c.G)+40 && int(c.B) > int(c.G)+40 {
				n, sumX, sumY = n+1, sumX+float64(x)+0.5, sumY+float64(y)+0.5
			}
		}
	}
	if d := math.Hypot(sumX/n-ball.Px[0], sumY/n-ball.Px[1]); !(d < 1) {
		t.Errorf("the ball's pixels lie around %.1f, %.1f; want %.1f", sumX/n, sumY/n, ball.Px)
	}
	if r := math.Sqrt(n / math.Pi); math.Abs(r-ball.RPx) > 0.15*ball.RPx {
		t.Errorf("the ball's radius is %.1f px, want %.1f", r, ball.RPx)
	}
}

func TestNoise(t *testing.T) {
	p := clean()
	s := scene(t, p)
	plain := picture(t, s, 3)
	p.Look.NoiseLevels = 5
	noisy := picture(t, scene(t, p), 3)
	var sum float64
	for i := range plain.Pix {
		d := float64(plain.Pix[i]) - float64(noisy.Pix[i])
		sum += d * d
	}
	// three of four bytes are noisy; rounding adds a little
	if sd := math.Sqrt(sum / float64(len(plain.Pix)) * 4 / 3); math.Abs(sd-5) > 0.3 {
		t.Errorf("the noise's SD is %.2f levels, want 5", sd)
	}
}

// A turning camera moves the background by what CameraPx says.
func TestPan(t *testing.T) {
	p := clean()
	p.Camera.PanDegS = 10
	s := scene(t, p)
	first, later := s.truthFrame(0), s.truthFrame(6)
	v0, v1 := s.viewAt(0), s.viewAt(s.frameTime(6))
	far := along(v0.eye, 50, v0.ahead) // at the picture's middle
	x0, _, _ := v0.project(far)
	x1, _, _ := v1.project(far)
	if got, want := later.CameraPx[0]-first.CameraPx[0], x1-x0; math.Abs(got-want) > 0.5 || want >= 0 {
		t.Errorf("the background moves by %.1f px, want %.1f: to the left, as the camera turns right", got, want)
	}
}

func TestSource(t *testing.T) {
	p := clean()
	p.Camera.WidthPx, p.Camera.HeightPx, p.DurationS = 101, 77, 0.2
	s := scene(t, p)
	src := s.Source()
	for i := range 6 {
		f, err := src.Next()
		if err != nil || f.Index != i || len(f.Picture.Y) != 101*77 || len(f.Picture.Cb) != 51*39 {
			t.Fatalf("frame %d: %v, %v", i, f, err)
		}
	}
	if _, err := src.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last frame: %v, want the end", err)
	}
	if clip := src.Clip(); clip.Frames != 6 || clip.WidthPx != 101 {
		t.Errorf("the clip is %+v", clip)
	}
	if err := src.Close(); err != nil {
		t.Error(err)
	}
}

// Colours survive as ITU-R BT.709 says: black is 16, white 235, grey has no colour.
func TestEncode(t *testing.T) {
	for _, c := range []struct {
		rgb       color.RGBA
		y, cb, cr byte
	}{
		{color.RGBA{0, 0, 0, 255}, 16, 128, 128},
		{color.RGBA{255, 255, 255, 255}, 235, 128, 128},
		{color.RGBA{255, 0, 0, 255}, 63, 102, 240},
		{color.RGBA{0, 255, 0, 255}, 173, 42, 26},
		{color.RGBA{0, 0, 255, 255}, 32, 240, 118},
	} {
		in := image.NewRGBA(image.Rect(0, 0, 3, 3))
		for i := range 9 {
			in.SetRGBA(i%3, i/3, c.rgb)
		}
		out := pose.Picture{WidthPx: 3, HeightPx: 3, Y: make([]byte, 9), Cb: make([]byte, 4), Cr: make([]byte, 4)}
		encode(in, &out)
		if out.Y[8] != c.y || out.Cb[3] != c.cb || out.Cr[3] != c.cr {
			t.Errorf("%v becomes %d, %d, %d; want %d, %d, %d", c.rgb, out.Y[8], out.Cb[3], out.Cr[3], c.y, c.cb, c.cr)
		}
	}
}

func TestRenderStops(t *testing.T) {
	p := clean()
	p.Camera.WidthPx, p.Camera.HeightPx = 32, 32
	s := scene(t, p)
	full := errors.New("disk full")
	if err := s.Render(context.Background(), func(*image.RGBA) error { return full }); !errors.Is(err, full) {
		t.Errorf("the writer's error becomes %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Render(ctx, func(*image.RGBA) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run ends with %v", err)
	}
}

func BenchmarkFrame(b *testing.B) {
	s, err := New(DefaultParams())
	if err != nil {
		b.Fatal(err)
	}
	r, img := s.Renderer(), image.NewRGBA(image.Rect(0, 0, 1280, 720))
	r.Frame(0, img) // the background is drawn once
	for i := 0; b.Loop(); i++ {
		r.Frame(i%s.frames, img)
	}
}
