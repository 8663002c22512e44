package video

import (
	"math"
	"testing"

	"github.com/shotcheck/shotcheck/pose"
)

// quadrants has a white top left quarter and black elsewhere, so that turning
// shows.
const quadrants = "-f lavfi -i color=black:size=160x120:rate=25:duration=0.2,drawbox=w=80:h=60:color=white:t=fill "

// TestGeometry checks that pictures come upright and with square pixels.
func TestGeometry(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, filter  string
		rotate        string // stored as a display matrix
		width, height int
		rotationDeg   int
		right, bottom bool // where the white quarter is
	}{
		{"as it is", "", "", 160, 120, 0, false, false},
		{"turned left", "", "90", 120, 160, 90, false, true},
		{"turned over", "", "180", 160, 120, -180, true, true},
		{"turned right", "", "270", 120, 160, -90, true, false},
		{"wide pixels", "-vf setsar=4/3", "", 213, 120, 0, false, false},
		{"narrow pixels", "-vf setsar=1/2", "", 80, 120, 0, false, false},
		{"wide pixels, turned right", "-vf setsar=4/3", "270", 120, 213, -90, true, false},
		{"odd size", "-vf scale=161:121 -pix_fmt yuv444p", "", 161, 121, 0, false, false},
		{"eight wide", "-vf scale=8:120,setsar=1", "", 8, 120, 0, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := ffmpeg(t, "plain.mp4", quadrants+tt.filter+" -c:v libx264 -preset ultrafast")
			if tt.rotate != "" {
				path = ffmpeg(t, "turned.mp4", "-i "+path+" -c copy -metadata:s:v:0 rotate="+tt.rotate)
			}
			s, err := Open(t.Context(), path, Options{CameraMotion: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			c := s.Clip()
			if c.WidthPx != tt.width || c.HeightPx != tt.height || c.RotationDeg != tt.rotationDeg {
				t.Errorf("%d × %d turned by %d°, want %d × %d by %d°",
					c.WidthPx, c.HeightPx, c.RotationDeg, tt.width, tt.height, tt.rotationDeg)
			}
			f, err := s.Next()
			if err != nil {
				t.Fatal(err)
			}
			checkQuadrants(t, f.Picture, tt.right, tt.bottom)
		})
	}
}

// checkQuadrants looks at the middle of each quarter.
func checkQuadrants(t *testing.T, p *pose.Picture, right, bottom bool) {
	t.Helper()
	if len(p.Y) != p.WidthPx*p.HeightPx || len(p.Cb) != pose.ChromaPx(p.WidthPx)*pose.ChromaPx(p.HeightPx) || len(p.Cr) != len(p.Cb) {
		t.Fatalf("planes of %d, %d and %d bytes for %d × %d", len(p.Y), len(p.Cb), len(p.Cr), p.WidthPx, p.HeightPx)
	}
	for _, isRight := range []bool{false, true} {
		for _, isBottom := range []bool{false, true} {
			x, y := quarterPx(p.WidthPx, isRight), quarterPx(p.HeightPx, isBottom)
			want := 16.0
			if isRight == right && isBottom == bottom {
				want = 235
			}
			if got := float64(p.Y[y*p.WidthPx+x]); math.Abs(got-want) > 3 {
				t.Errorf("luma at %d, %d is %v, want %v", x, y, got, want)
			}
		}
	}
}

func quarterPx(sizePx int, second bool) int {
	if second {
		return sizePx * 3 / 4
	}
	return sizePx / 4
}

// TestLevels checks that a known colour comes out as it would on a screen,
// whatever range, depth and matrix it was stored with.
func TestLevels(t *testing.T) {
	t.Parallel()
	const orange = "-f lavfi -i color=0xe08040:size=64x64:rate=25:duration=0.08,format=gbrp,"
	const tags709 = " -colorspace bt709 -color_primaries bt709 -color_trc bt709 "
	for _, tt := range []struct {
		name, args string
		matrix     pose.Matrix
	}{
		{"limited 601", "scale=out_color_matrix=bt601,format=yuv420p" + quick + "-colorspace smpte170m", pose.BT601},
		{"limited 709", "scale=out_color_matrix=bt709,format=yuv420p" + quick + tags709, pose.BT709},
		{"untagged is 601 when small", "scale=out_color_matrix=bt601,format=yuv420p" + quick, pose.BT601},
		{"full range", "scale=out_color_matrix=bt709:out_range=pc,format=yuv420p" + quick + tags709 + "-color_range pc", pose.BT709},
		{"10 bits", "scale=out_color_matrix=bt709,format=yuv420p10 -c:v libx264 -preset ultrafast" + tags709, pose.BT709},
		{"4:4:4", "scale=out_color_matrix=bt709,format=yuv444p -c:v libx264 -preset ultrafast" + tags709, pose.BT709},
		{"2020 without HDR", "scale=out_color_matrix=bt2020,format=yuv420p" + quick + "-colorspace bt2020nc", pose.BT709},
		{"RGB", "format=gbrp -c:v libx264rgb -preset ultrafast -pix_fmt bgr24", pose.BT709},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := firstPicture(t, ffmpeg(t, "a.mkv", orange+tt.args))
			if p.Matrix != tt.matrix {
				t.Errorf("matrix %v, want %v", p.Matrix, tt.matrix)
			}
			got := toRGBA(p).RGBAAt(32, 32)
			for _, d := range []int{int(got.R) - 0xe0, int(got.G) - 0x80, int(got.B) - 0x40} {
				if max(d, -d) > 5 {
					t.Fatalf("orange (e0, 80, 40) became %x", got)
				}
			}
		})
	}
}

// firstPicture returns a copy-free view of a clip's first picture; the source
// stays open until the test ends.
func firstPicture(t *testing.T, path string) *pose.Picture {
	t.Helper()
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	f, err := s.Next()
	if err != nil {
		t.Fatal(err)
	}
	return f.Picture
}

// TestHDR encodes white of 203 cd/m², which BT.2408 calls the white of
// graphics, and expects it to stay bright but below clipping.
func TestHDR(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, transfer, level string }{
		{"PQ", "smpte2084", "0.58"},
		{"HLG", "arib-std-b67", "0.75"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			// geq writes the 10-bit code of the level in limited range
			path := ffmpeg(t, "hdr.mkv", "-f lavfi -i color=black:size=64x64:rate=25:duration=0.08,format=yuv420p10,"+
				"geq=lum='64+876*"+tt.level+"':cb=512:cr=512 -c:v libx265 -preset ultrafast -x265-params log-level=none "+
				"-pix_fmt yuv420p10 -color_range tv -colorspace bt2020nc -color_primaries bt2020 -color_trc "+tt.transfer)
			p := firstPicture(t, path)
			if y := p.Y[32*64+32]; p.Matrix != pose.BT709 || y < 150 || y > 230 {
				t.Errorf("white became luma %d with matrix %v", y, p.Matrix)
			}
		})
	}
}
