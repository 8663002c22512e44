package video

import (
	"fmt"
	"math"
	"testing"
)

// TestCameraMotion moves a window over a larger picture by known amounts, while
// a box as large as a person walks through it.
func TestCameraMotion(t *testing.T) {
	t.Parallel()
	const frames = 40
	for _, tt := range []struct {
		name, x, y string // position of the window; n counts frames
		scale      int    // of the picture, to leave the small picture's grid
		wantX      func(n float64) float64
		wantY      func(n float64) float64
		camera     string
		tolerance  float64 // pixels of the clip
	}{
		{"fixed", "100", "80", 1, zero, zero, "fixed", 0},
		{"pan", "100+3*n", "80", 1, func(n float64) float64 { return -3 * n }, zero, "moving", 0.8},
		{"tilt up and down", "100", "80+40*sin(n/8)", 1, zero, func(n float64) float64 { return -40 * math.Sin(n/8) }, "moving", 1},
		{"far pan, larger", "40+8*n", "40", 2, func(n float64) float64 { return -8 * n }, zero, "moving", 2.5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, h := 320*tt.scale, 240*tt.scale
			// the texture is noise, smoothed so that it survives encoding
			room := fmt.Sprintf("color=gray:size=%dx%d:rate=25:duration=%.2f,noise=all_seed=1:alls=100,gblur=sigma=%d,eq=contrast=4",
				w*2, h*2, frames/25.0, 2*tt.scale)
			filter := fmt.Sprintf("%s,crop=%d:%d:'%s':'%s':exact=1[r];color=orange:size=%dx%d:rate=25[p];[r][p]overlay=x='2*n':y=%d:shortest=1",
				room, w, h, tt.x, tt.y, w/6, h/2, h/3)
			path := ffmpeg(t, "a.mp4", "-f lavfi -i "+filter+" -c:v libx264 -preset veryfast -pix_fmt yuv420p")
			checkCamera(t, path, tt.camera, tt.tolerance, tt.wantX, tt.wantY)
		})
	}
}

func zero(float64) float64 { return 0 }

func checkCamera(t *testing.T, path, want string, tolerance float64, wantX, wantY func(n float64) float64) {
	t.Helper()
	s, err := Open(t.Context(), path, Options{CameraMotion: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	worst := 0.0
	for f, err := s.Next(); err == nil; f, err = s.Next() {
		n := float64(f.Index)
		worst = max(worst, math.Hypot(f.CameraPx[0]-wantX(n), f.CameraPx[1]-wantY(n)))
	}
	if worst > tolerance {
		t.Errorf("off by %.2f px, want at most %v", worst, tolerance)
	}
	if c := s.Clip(); c.Camera != want {
		t.Errorf("camera %q, want %q", c.Camera, want)
	}
}

func TestDominant(t *testing.T) {
	shifts := []shift{{5, 0}, {5.2, 0.1}, {-3, 2}, {4.8, -0.1}, {40, 40}}
	mean, size := dominant(shifts)
	if size != 3 || mean.distance(shift{5, 0}) > 1e-9 {
		t.Errorf("%d agree on %v, want 3 on (5, 0)", size, mean)
	}
	if _, size := dominant(nil); size != 0 {
		t.Errorf("nothing agrees %d times", size)
	}
}
