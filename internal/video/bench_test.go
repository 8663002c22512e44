package video

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/pose"
)

// benchFrames is the length of the 1080p clip that is read and written.
const benchFrames = 90

func benchClip(b *testing.B) string {
	return ffmpeg(b, "a.mp4", "-f lavfi -i testsrc2=size=1920x1080:rate=30:duration=3,noise=alls=8:allf=t"+
		" -c:v libx264 -preset veryfast -crf 26 -pix_fmt yuv420p")
}

// processorMS is the time that this process and its children have computed.
func processorMS(b *testing.B) float64 {
	total := 0.0
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			b.Fatal(err)
		}
		total += float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
	}
	return total
}

// perFrame reports wall and processor time for one frame of 1080p.
func perFrame(b *testing.B, run func()) {
	b.Helper()
	before := processorMS(b)
	b.ResetTimer()
	for range b.N {
		run()
	}
	b.StopTimer()
	frames := float64(b.N * benchFrames)
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/frames, "ms/frame")
	b.ReportMetric((processorMS(b)-before)/frames, "cpu-ms/frame")
}

func readAll(b *testing.B, path string, opts Options, each func(*pose.Picture)) {
	s, err := Open(b.Context(), path, opts)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	n := 0
	for f, err := s.Next(); err == nil; f, err = s.Next() {
		each(f.Picture)
		n++
	}
	if n != benchFrames {
		b.Fatalf("%d frames, want %d", n, benchFrames)
	}
}

func BenchmarkRead(b *testing.B) {
	path := benchClip(b)
	for name, opts := range map[string]Options{"plain": {}, "camera": {CameraMotion: true}, "again": {Notes: &Notes{complete: true}}} {
		b.Run(name, func(b *testing.B) {
			perFrame(b, func() { readAll(b, path, opts, func(*pose.Picture) {}) })
		})
	}
}

func BenchmarkReadWrite(b *testing.B) {
	path := benchClip(b)
	format := shotcheck.VideoFormat{WidthPx: 1920, HeightPx: 1080, FPS: 30, Matrix: pose.BT709}
	perFrame(b, func() {
		w, err := Create(b.Context(), filepath.Join(b.TempDir(), "out.mp4"), format)
		if err != nil {
			b.Fatal(err)
		}
		readAll(b, path, Options{}, func(p *pose.Picture) {
			if _, err := w.Canvas(p); err != nil {
				b.Fatal(err)
			}
			if err := w.Write(1); err != nil {
				b.Fatal(err)
			}
		})
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkCanvas(b *testing.B) {
	c, err := newCanvas(shotcheck.VideoFormat{WidthPx: 1920, HeightPx: 1080, FPS: 30})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.close() })
	p, _ := newPicture(1920, 1080, pose.BT709)
	for b.Loop() {
		if err := c.load(&p); err != nil {
			b.Fatal(err)
		}
	}
}
