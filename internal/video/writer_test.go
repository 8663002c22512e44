package video

import (
	"context"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/pose"
)

// copyClip writes every picture of a clip n times.
func copyClip(t *testing.T, from, to string, f shotcheck.VideoFormat, n int) error {
	t.Helper()
	s, err := Open(t.Context(), from, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := Create(t.Context(), to, f)
	if err != nil {
		return err
	}
	for {
		frame, err := s.Next()
		if errors.Is(err, io.EOF) {
			return w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Canvas(frame.Picture); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(n); err != nil {
			return errors.Join(err, w.Close())
		}
	}
}

func TestWriterRoundTrip(t *testing.T) {
	from := ffmpeg(t, "in.mp4", moving+quick+"-crf 4")
	for _, tt := range []struct {
		name   string
		format shotcheck.VideoFormat
		times  int
	}{
		{"same size", shotcheck.VideoFormat{WidthPx: 160, HeightPx: 120, FPS: 25}, 1},
		{"smaller, slow", shotcheck.VideoFormat{WidthPx: 80, HeightPx: 60, FPS: 29.97, Matrix: pose.BT709}, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "out.mp4")
			if err := copyClip(t, from, to, tt.format, tt.times); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), to, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			first, err := s.Next()
			if err != nil {
				t.Fatal(err)
			}
			if first.Picture.Matrix != tt.format.Matrix {
				t.Errorf("matrix %v, want %v", first.Picture.Matrix, tt.format.Matrix)
			}
			n := 1 + len(drain(t, s))
			c := s.Clip()
			if n != 10*tt.times || c.WidthPx != tt.format.WidthPx || c.HeightPx != tt.format.HeightPx || c.FPS != tt.format.FPS || c.Codec != "h264" {
				t.Errorf("%d frames of %+v", n, c)
			}
		})
	}
}

// TestWriterKeepsPictures compares what comes out with what went in: what is
// not drawn upon keeps its values, what is drawn is there.
func TestWriterKeepsPictures(t *testing.T) {
	from := ffmpeg(t, "in.mp4", moving+quick+"-crf 4")
	in, err := Open(t.Context(), from, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	frame, err := in.Next()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.mp4")
	w, err := Create(t.Context(), path, shotcheck.VideoFormat{WidthPx: 160, HeightPx: 120, FPS: 10})
	if err != nil {
		t.Fatal(err)
	}
	canvas, err := w.Canvas(frame.Picture)
	if err != nil {
		t.Fatal(err)
	}
	mark := image.Rect(0, 0, 32, 32)
	for y := range mark.Dy() {
		for x := range mark.Dx() { // red
			canvas.Y[y*160+x], canvas.Cb[y/2*80+x/2], canvas.Cr[y/2*80+x/2] = 81, 90, 240
		}
	}
	if err := errors.Join(w.Write(3), w.Close()); err != nil {
		t.Fatal(err)
	}
	out, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	copied, err := out.Next()
	if err != nil {
		t.Fatal(err)
	}
	if d := lumaDifference(frame.Picture, copied.Picture, mark); d > 3 {
		t.Errorf("mean difference of luma %.1f: encoding at CRF 23 costs about 2", d)
	}
	if got := toRGBA(copied.Picture).RGBAAt(10, 10); got.R < 235 || got.G > 25 || got.B > 25 {
		t.Errorf("red became %v", got)
	}
}

// lumaDifference is the mean absolute difference outside a rectangle.
func lumaDifference(a, b *pose.Picture, except image.Rectangle) float64 {
	sum, n := 0, 0
	for i := range a.Y {
		if (image.Point{X: i % a.WidthPx, Y: i / a.WidthPx}).In(except) {
			continue
		}
		d := int(a.Y[i]) - int(b.Y[i])
		sum, n = sum+max(d, -d), n+1
	}
	return float64(sum) / float64(n)
}

func TestWriterIsRepeatable(t *testing.T) {
	from := ffmpeg(t, "in.mp4", moving+quick)
	format := shotcheck.VideoFormat{WidthPx: 160, HeightPx: 120, FPS: 25}
	var files [2][]byte
	for i := range files {
		path := filepath.Join(t.TempDir(), "out.mp4")
		if err := copyClip(t, from, path, format, 2); err != nil {
			t.Fatal(err)
		}
		var err error
		if files[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	if string(files[0]) != string(files[1]) {
		t.Error("the same pictures gave different bytes")
	}
}

func TestCreateRefuses(t *testing.T) {
	needFFmpeg(t)
	dir := t.TempDir()
	for _, tt := range []struct {
		name, path string
		format     shotcheck.VideoFormat
	}{
		{"odd size", filepath.Join(dir, "a.mp4"), shotcheck.VideoFormat{WidthPx: 161, HeightPx: 120, FPS: 25}},
		{"no rate", filepath.Join(dir, "a.mp4"), shotcheck.VideoFormat{WidthPx: 160, HeightPx: 120}},
		{"no folder", filepath.Join(dir, "none", "a.mp4"), shotcheck.VideoFormat{WidthPx: 160, HeightPx: 120, FPS: 25}},
	} {
		if w, err := Create(t.Context(), tt.path, tt.format); err == nil {
			t.Errorf("%s: no error, %v", tt.name, w.Close())
		}
	}
}

func TestWriterDiskFull(t *testing.T) {
	const full = "/dev/full" // a device of Linux on which every write finds no space
	if _, err := os.Stat(full); err != nil {
		t.Skip("this system has no ", full)
	}
	from := ffmpeg(t, "in.mp4", moving+quick)
	err := copyClip(t, from, full, shotcheck.VideoFormat{WidthPx: 160, HeightPx: 120, FPS: 25}, 1)
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v, want %v", err, syscall.ENOSPC)
	}
}

func TestWriterCancel(t *testing.T) {
	needFFmpeg(t)
	ctx, cancel := context.WithCancel(t.Context())
	w, err := Create(ctx, filepath.Join(t.TempDir(), "a.mp4"), shotcheck.VideoFormat{WidthPx: 160, HeightPx: 120, FPS: 25})
	if err != nil {
		t.Fatal(err)
	}
	p, _ := newPicture(160, 120, pose.BT601)
	if _, err := w.Canvas(&p); err != nil {
		t.Fatal(err)
	}
	cancel()
	for err == nil {
		if _, err = w.Canvas(&p); err == nil {
			err = w.Write(1)
		}
	}
	if closeErr := w.Close(); !errors.Is(err, context.Canceled) || !errors.Is(closeErr, context.Canceled) {
		t.Errorf("write: %v, close: %v, want %v", err, closeErr, context.Canceled)
	}
	<-w.encoder.done
	if err := w.Write(1); !errors.Is(err, errClosed) {
		t.Errorf("after closing: %v", err)
	}
}
