package video

import (
	"errors"
	"fmt"
	"math"
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
	t.Parallel()
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

// TestTimes covers containers whose times are not multiples of a frame.
func TestTimes(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
