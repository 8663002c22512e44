package video

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck"
)

// The clip's own sound goes along for as long as the pictures last; where there
// is none, or none is wanted, the video is silent.
func TestWriterSound(t *testing.T) {
	loud := ffmpeg(t, "loud.mp4", moving+"-f lavfi -i sine=duration=2"+quick+"-c:a aac")
	silent := ffmpeg(t, "silent.mp4", moving+quick)
	for _, tt := range []struct {
		name  string
		sound shotcheck.Sound
		want  string
	}{
		{"loud", shotcheck.Sound{File: loud, Length: 400 * time.Millisecond}, "h264\naac"},
		{"from later on", shotcheck.Sound{File: loud, From: time.Second, Length: 400 * time.Millisecond}, "h264\naac"},
		{"no sound in the clip", shotcheck.Sound{File: silent, Length: 400 * time.Millisecond}, "h264"},
		{"none wanted", shotcheck.Sound{File: loud}, "h264"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "out.mp4")
			if err := copyClip(t, silent, to, shotcheck.VideoFormat{WidthPx: 160, HeightPx: 120, FPS: 25, Sound: tt.sound}, 1); err != nil {
				t.Fatal(err)
			}
			if got := probeEntry(t, to, "stream=codec_name"); got != tt.want {
				t.Errorf("streams are %q, want %q", got, tt.want)
			}
			if got := probeEntry(t, to, "format=duration"); got < "0.40" || got > "0.45" {
				t.Errorf("it lasts %s s, want the 0.4 s of the pictures", got)
			}
		})
	}
}

// probeEntry returns what ffprobe tells of a file.
func probeEntry(t *testing.T, path, entries string) string {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-show_entries", entries, "-of", "csv=p=0", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
