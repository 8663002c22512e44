package video

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

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
	t.Parallel()
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

// cutIndex is an MP4's head and the begin of a larger index.
const cutIndex = "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomavc1\x00\x00\x10\x00moov\x00\x00\x00\x6cmvhd"

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
		{"cut within the index", write("cut.mp4", cutIndex), ErrIndexMissing},
		{"network", "http://localhost/a.mp4", fs.ErrNotExist},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(t.Context(), tt.path, Options{})
			if !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
			if err == nil {
				_ = s.Close()
			}
			if _, err := Probe(t.Context(), tt.path); !errors.Is(err, tt.want) {
				t.Errorf("probe: %v, want %v", err, tt.want)
			}
		})
	}
}

// TestHeadersThatLie: what FFmpeg says of them has words of ours.
func TestHeadersThatLie(t *testing.T) {
	mp4, mkv := ffmpeg(t, "a.mp4", moving+quick), ffmpeg(t, "a.mkv", moving+quick)
	for _, tt := range []struct {
		name, path, truth, lie string
		want                   error
	}{
		{"no table of samples", mp4, "stsz", "free", ErrNoFrames},
		{"more samples than are there", mp4, "stts\x00\x00\x00\x00\x00", "stts\x00\x00\x00\x00\x0f", ErrIndexMissing},
		{"more samples than fit into memory", mp4, "stts\x00\x00\x00\x00\x00", "stts\x00\x00\x00\x00\xff", syscall.ENOMEM},
		{"a version of tomorrow", mkv, "\x42\xf7\x81\x01", "\x42\xf7\x81\x09", UnsupportedError("this form of its container is not supported")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data, err := os.ReadFile(tt.path)
			if err != nil {
				t.Fatal(err)
			}
			before, after, found := strings.Cut(string(data), tt.truth)
			if !found {
				t.Fatalf("there is no %q to lie about", tt.truth)
			}
			path := filepath.Join(t.TempDir(), "lie"+filepath.Ext(tt.path))
			if err := os.WriteFile(path, []byte(before+tt.lie+after), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path, Options{})
			if err == nil {
				_, err = s.Next()
				_ = s.Close()
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
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
