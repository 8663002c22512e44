package video

import (
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/pose"
)

// TestNotes reads a clip twice: what the second pass recalls is what the first
// found out, and it compares no picture.
func TestNotes(t *testing.T) {
	t.Parallel()
	// A window that moves over a larger picture, each picture shown twice.
	path := ffmpeg(t, "pan.mp4", "-f lavfi -i testsrc2=size=640x480:rate=15:duration=2,crop=320:240:x='40+6*n':y=60,fps=30 -c:v libx264 -preset ultrafast -qp 10")
	var notes Notes
	first, clip, compared := noted(t, path, &notes)
	if !compared || clip.Camera != "moving" || clip.DistinctFPS > 0.6*clip.FPS {
		t.Fatalf("compared %v, clip %+v: the fixture neither moves nor repeats", compared, clip)
	}
	again, same, compared := noted(t, path, &notes)
	if d := cmp.Diff(first, again); d != "" || compared {
		t.Errorf("compared again: %v; frames differ:\n%s", compared, d)
	}
	if d := cmp.Diff(clip, same); d != "" {
		t.Errorf("clips differ:\n%s", d)
	}
}

// noted returns what is known of each frame, and whether pictures were compared.
func noted(t *testing.T, path string, n *Notes) (frames []pose.Frame, c pose.Clip, compared bool) {
	t.Helper()
	s, err := Open(t.Context(), path, Options{CameraMotion: true, Notes: n})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for {
		f, err := s.Next()
		if errors.Is(err, io.EOF) {
			return frames, s.Clip(), s.repeats != nil
		}
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, pose.Frame{Index: f.Index, Time: f.Time, Repeated: f.Repeated, CameraPx: f.CameraPx})
	}
}
