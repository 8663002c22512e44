package video

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// read opens a clip and reads it to its end.
func read(t *testing.T, path string, opts Options) (pose.Clip, []time.Duration) {
	t.Helper()
	s, err := Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	times := drain(t, s)
	return s.Clip(), times
}

// TestFormats reads ten pictures in every codec and container that people have.
func TestFormats(t *testing.T) {
	const (
		h264  = quick
		hevc  = " -c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p "
		vp9   = " -c:v libvpx-vp9 -deadline realtime -cpu-used 8 "
		mpeg4 = " -c:v mpeg4 "
		mjpeg = " -c:v mjpeg -pix_fmt yuvj420p "
	)
	for _, tt := range []struct{ codec, name, args string }{
		{"h264", "a.mp4", h264},
		{"h264", "a.mov", h264},
		{"h264", "a.m4v", h264 + "-f mp4"},
		{"h264", "a.mkv", h264},
		{"h264", "a.avi", h264 + "-bf 0"},
		{"hevc", "a.mp4", hevc},
		{"hevc", "a.mkv", hevc},
		{"vp9", "a.webm", vp9},
		{"vp9", "a.mp4", vp9},
		{"mpeg4", "a.mp4", mpeg4},
		{"mpeg4", "a.avi", mpeg4},
		{"mjpeg", "a.avi", mjpeg},
		{"mjpeg", "a.mov", mjpeg},
	} {
		t.Run(tt.codec+filepath.Ext(tt.name), func(t *testing.T) {
			t.Parallel()
			path := ffmpeg(t, tt.name, moving+tt.args)
			c, times := read(t, path, Options{})
			if len(times) != 10 || c.Frames != 10 || c.Codec != tt.codec || c.WidthPx != 160 || c.HeightPx != 120 {
				t.Errorf("%d times of %+v", len(times), c)
			}
			if c.FPS != 25 || c.DistinctFPS != 25 || c.DurationS != 0.4 || c.VariableFrameRate || c.Truncated {
				t.Errorf("%+v, want 0.4 s of 25 frames a second", c)
			}
			compareTimes(t, times, ffprobeTimes(t, path))
		})
	}
}

func compareTimes(t *testing.T, got, want []time.Duration) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("frames at\n%v, ffprobe says\n%v", got, want)
	}
}

// quadrants has a white top left quarter and black elsewhere, so that turning
// shows.
const quadrants = "-f lavfi -i color=black:size=160x120:rate=25:duration=0.2,drawbox=w=80:h=60:color=white:t=fill "

// TestGeometry checks that pictures come upright and with square pixels.
func TestGeometry(t *testing.T) {
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
	if len(p.Y) != p.WidthPx*p.HeightPx || len(p.Cb) != chromaPx(p.WidthPx)*chromaPx(p.HeightPx) || len(p.Cr) != len(p.Cb) {
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
			got := ToRGBA(p).RGBAAt(32, 32)
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
	t.Cleanup(func() { s.Close() })
	f, err := s.Next()
	if err != nil {
		t.Fatal(err)
	}
	return f.Picture
}

// TestHDR encodes white of 203 cd/m², which BT.2408 calls the white of
// graphics, and expects it to stay bright but below clipping.
func TestHDR(t *testing.T) {
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

// TestTimes covers containers whose times are not multiples of a frame.
func TestTimes(t *testing.T) {
	const source = "-f lavfi -i testsrc2=size=160x120:rate=50:duration=0.4,"
	for _, tt := range []struct {
		name, file, args string
		frames           int
		first            time.Duration
		variable         bool
	}{
		{"variable", "a.mp4", source + `select='not(eq(mod(n\,5)\,3))' -fps_mode passthrough` + quick, 16, 0, true},
		{"milliseconds", "a.mkv", source + "settb=1/1000,setpts=N/59.94/TB -fps_mode passthrough" + quick, 20, 0, false},
		{"late start", "a.mkv", source + "setpts=PTS+3/TB -fps_mode passthrough -copyts" + quick, 20, 3 * time.Second, false},
		{"interlaced", "a.mkv", source + "interlace,fieldorder=tff -flags +ildct+ilme -x264opts tff=1" + quick, 10, 0, false},
		{"one frame", "a.mp4", source + "select=eq(n\\,0)" + quick, 1, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := ffmpeg(t, tt.file, tt.args)
			c, times := read(t, path, Options{})
			if len(times) != tt.frames || times[0] != tt.first || c.VariableFrameRate != tt.variable || c.Truncated {
				t.Errorf("%d frames from %v, %+v", len(times), times[0], c)
			}
			if c.FPS <= 0 || c.DurationS <= 0 {
				t.Errorf("no rate or duration: %+v", c)
			}
			compareTimes(t, times, ffprobeTimes(t, path))
		})
	}
}

// TestDeinterlace pans over vertical bars, so that the lines of the two fields
// differ until they are put together well.
func TestDeinterlace(t *testing.T) {
	const source = "-f lavfi -i testsrc2=size=320x240:rate=50:duration=0.4,crop=160:120:'mod(8*n\\,160)':0:exact=1,interlace=lowpass=off"
	comb := func(args string) float64 {
		p := firstPicture(t, ffmpeg(t, "a.mkv", source+args+quick+"-crf 4"))
		sum := 0
		for i := p.WidthPx; i < len(p.Y)-p.WidthPx; i++ {
			d := 2*int(p.Y[i]) - int(p.Y[i-p.WidthPx]) - int(p.Y[i+p.WidthPx])
			sum += max(d, -d)
		}
		return float64(sum) / float64(len(p.Y))
	}
	marked, unmarked := comb(" -flags +ildct+ilme -x264opts tff=1"), comb(",setfield=prog")
	if marked > unmarked/2 {
		t.Errorf("lines differ by %.1f, and by %.1f without deinterlacing", marked, unmarked)
	}
}

// TestEditList cuts without re-encoding: the file still holds the pictures
// before the cut, and tells players to leave them out.
func TestEditList(t *testing.T) {
	whole := ffmpeg(t, "whole.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25:duration=2"+quick+"-g 25 -bf 2")
	cut := ffmpeg(t, "cut.mp4", "-ss 0.4 -i "+whole+" -c copy")
	c, times := read(t, cut, Options{})
	if len(times) != 40 || times[0] != 0 || c.Truncated {
		t.Errorf("%d frames from %v, want 40 from 0: %+v", len(times), times[0], c)
	}
	compareTimes(t, times, ffprobeTimes(t, cut))
}

func TestCut(t *testing.T) {
	path := ffmpeg(t, "a.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25:duration=4"+quick+"-g 10 -bf 2")
	for _, tt := range []struct {
		start, end  time.Duration
		first, last time.Duration
		frames      int
	}{
		{0, 0, 0, 3960 * time.Millisecond, 100},
		{1200 * time.Millisecond, 0, 1200 * time.Millisecond, 3960 * time.Millisecond, 70},
		{1210 * time.Millisecond, 2 * time.Second, 1240 * time.Millisecond, 1960 * time.Millisecond, 19},
		{0, 10 * time.Second, 0, 3960 * time.Millisecond, 100},
	} {
		c, times := read(t, path, Options{Start: tt.start, End: tt.end})
		if len(times) != tt.frames || times[0] != tt.first || times[len(times)-1] != tt.last || c.Frames != tt.frames || c.Truncated {
			t.Errorf("%v to %v: %d frames from %v to %v", tt.start, tt.end, len(times), times[0], times[len(times)-1])
		}
	}
	s, err := Open(t.Context(), path, Options{Start: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Next(); !errors.Is(err, ErrEmptyCut) {
		t.Errorf("a cut behind the end: %v", err)
	}
}

func TestTimeScale(t *testing.T) {
	path := ffmpeg(t, "a.mp4", moving+quick)
	if c, _ := read(t, path, Options{CaptureFPS: 200}); c.TimeScale != 0.125 {
		t.Errorf("25 of 200 frames a second: scale %v", c.TimeScale)
	}
}

// TestRepeats copies pictures through an encoder, as screen recordings do.
func TestRepeats(t *testing.T) {
	const moving = "testsrc2=size=320x240:rate=25:duration=2"
	for _, tt := range []struct {
		name, source string
		share        float64 // of pictures that are new
	}{
		{"none", moving, 1},
		{"five of six new", moving + ",fps=30", 25.0 / 30},
		{"film on 60 Hz", moving + ",fps=24,fps=60", 24.0 / 60},
		{"still with noise", "color=gray:size=320x240:rate=25:duration=2,noise=alls=20:allf=t", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := ffmpeg(t, "a.mp4", "-f lavfi -i "+tt.source+" -c:v libx264 -preset veryfast -pix_fmt yuv420p")
			c, _ := read(t, path, Options{})
			if got := c.DistinctFPS / c.FPS; math.Abs(got-tt.share) > 0.03 {
				t.Errorf("%.2f of the pictures are new, want %.2f", got, tt.share)
			}
		})
	}
}

// TestOtherStreams ignores sound, subtitles and cover art.
func TestOtherStreams(t *testing.T) {
	cover := ffmpeg(t, "cover.png", "-f lavfi -i color=red:size=400x400 -frames:v 1")
	path := ffmpeg(t, "a.mp4", "-f lavfi -i sine=duration=3 -i "+cover+" "+moving+
		"-map 0 -map 1 -map 2 -c:a aac -c:v:0 png -disposition:v:0 attached_pic -c:v:1 libx264 -preset ultrafast -pix_fmt:v:1 yuv420p")
	c, times := read(t, path, Options{})
	if c.Codec != "h264" || len(times) != 10 || c.DurationS != 0.4 || c.Truncated {
		t.Errorf("%d frames of %+v", len(times), c)
	}
}

func TestRecordedAt(t *testing.T) {
	path := ffmpeg(t, "a.mov", moving+quick+"-metadata creation_time=2024-06-23T00:10:44Z -metadata location=+48.1+11.5/")
	if c, _ := read(t, path, Options{}); c.RecordedAt != "2024-06-23T00:10:44Z" {
		t.Errorf("recorded at %q", c.RecordedAt)
	}
}

// half writes the first half of a file beside it.
func half(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "half"+filepath.Ext(path))
	if err := os.WriteFile(cut, data[:len(data)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	return cut
}

func TestTruncated(t *testing.T) {
	const source = "-f lavfi -i testsrc2=size=160x120:rate=25:duration=4" + quick + "-g 10 "
	for _, name := range []string{"a.mp4", "a.mkv", "a.avi"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, times := read(t, half(t, ffmpeg(t, name, source+"-movflags +faststart")), Options{})
			if !c.Truncated || len(times) < 30 || len(times) > 70 {
				t.Errorf("%d of 100 frames, truncated: %v", len(times), c.Truncated)
			}
		})
	}
	t.Run("index at the end", func(t *testing.T) {
		t.Parallel()
		if _, err := Open(t.Context(), half(t, ffmpeg(t, "a.mp4", source)), Options{}); !errors.Is(err, ErrIndexMissing) {
			t.Errorf("%v, want %v", err, ErrIndexMissing)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	needFFmpeg(t)
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, tt := range []struct {
		name, path string
		want       error
	}{
		{"missing", filepath.Join(dir, "none.mp4"), fs.ErrNotExist},
		{"folder", dir, ErrNotVideo},
		{"empty", write("empty.mp4", ""), ErrEmpty},
		{"text", write("text.mp4", "Dear diary, today I made five of ten.\n"), ErrNotVideo},
		{"text without a name", write("text", "Dear diary, today I made five of ten.\n"), ErrNotVideo},
		{"playlist", write("list.m3u8", "#EXTM3U\n#EXTINF:1,\nhttp://localhost/a.ts\n"), ErrNotVideo},
		{"concatenation", write("list.mp4", "ffconcat version 1.0\nfile text\n"), ErrNotVideo},
		{"picture", ffmpeg(t, "a.png", moving+"-frames:v 1"), ErrNotVideo},
		{"sound", ffmpeg(t, "a.m4a", "-f lavfi -i sine=duration=1"), ErrNoVideoStream},
		{"network", "http://localhost/a.mp4", fs.ErrNotExist},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(t.Context(), tt.path, Options{})
			if !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
			if err == nil {
				s.Close()
			}
			if _, err := Probe(t.Context(), tt.path); !errors.Is(err, tt.want) {
				t.Errorf("probe: %v, want %v", err, tt.want)
			}
		})
	}
}

func TestStrangeNames(t *testing.T) {
	plain := ffmpeg(t, "a.mp4", moving+quick)
	data, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for _, name := range []string{"-x.mp4", "a%03d.mp4", "http:x.mp4", "concat:a|b.mp4", "Über 'x'.mp4"} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if c, times := read(t, name, Options{}); len(times) != 10 || c.Name != name {
			t.Errorf("%q: %d frames, named %q", name, len(times), c.Name)
		}
	}
}

func TestMissingTool(t *testing.T) {
	path := ffmpeg(t, "a.mp4", moving+quick)
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, ErrToolMissing) {
		t.Errorf("%v, want %v", err, ErrToolMissing)
	}
}

func TestCancel(t *testing.T) {
	path := ffmpeg(t, "a.mp4", "-f lavfi -i testsrc2=size=640x480:rate=25:duration=8"+quick)
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	cancel()
	for err == nil {
		_, err = s.Next()
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	checkReaped(t, s)
}

func TestCloseEarly(t *testing.T) {
	path := ffmpeg(t, "a.mp4", "-f lavfi -i testsrc2=size=640x480:rate=25:duration=8"+quick)
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	checkReaped(t, s)
	if err := s.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

// checkReaped closes a source and makes sure that its decoder is gone.
func checkReaped(t *testing.T, s *Source) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	select {
	case <-s.decoder.done:
	default:
		t.Error("the decoder outlives its source")
	}
	if _, err := s.Next(); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("a closed source says %v", err)
	}
}
