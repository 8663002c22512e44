package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/internal/ort"
	"github.com/shotcheck/shotcheck/internal/video"
)

// TestExplain: each kind of error has its code, and words that help.
func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		err         error
		code        string
		exit        exitCode
		text, after string // the message, and a part of the hint
	}{
		{&fs.PathError{Op: "open", Path: "a.mp4", Err: syscall.ENOENT}, "no-such-file", 1, "a.mp4: no such file or folder", "check the path"},
		{&fs.PathError{Op: "mkdir", Path: "out", Err: syscall.EACCES}, "no-permission", 1, "out: permission denied", "--out"},
		{&fs.PathError{Op: "mkdir", Path: "out", Err: syscall.EROFS}, "no-permission", 1, "out: the file system is read-only", "--out"},
		{&fs.PathError{Op: "write", Path: "out/frames.csv", Err: syscall.ENOSPC}, "disk-full", 1, "out/frames.csv: no space left on the disk", "--out"},
		{video.ErrNotVideo, "not-a-video", 1, "not a video", ".mp4"},
		{video.ErrEmpty, "empty-file", 1, "the file is empty", "copy the clip again"},
		{video.ErrNoVideoStream, "no-video-stream", 1, "no video stream", "sound"},
		{video.ErrIndexMissing, "truncated", 1, "the index is missing, so the file is incomplete", "copy the clip again"},
		{video.UnsupportedError("the codec is not supported"), "unsupported", 1, "the codec is not supported", "ffmpeg -i CLIP"},
		{video.ErrToolMissing, "tool-missing", 1, "not installed", "shotcheck doctor"},
		{ort.ErrRuntimeMissing, "runtime-missing", 1, "ONNX Runtime is not installed", "make setup"},
		{ort.ErrModelMissing, "model-missing", 1, "model is not installed", "make setup"},
		{shotcheck.ErrNoPerson, "no-person", 4, "nobody was found", "quarter of the picture"},
		{context.Canceled, "interrupted", 130, "interrupted", ""},
		{errors.New("two\nlines"), "failed", 1, "two lines", ""},
		{usage("type this", "%s is wrong", "that"), "usage", 2, "that is wrong", "type this"},
	} {
		t.Run(tt.code, func(t *testing.T) {
			p := explain(tt.err)
			if p.Code != tt.code || p.Exit != tt.exit || p.Message != tt.text || !strings.Contains(p.Hint, tt.after) {
				t.Errorf("got %+v", *p)
			}
			if wrapped := explain(fmt.Errorf("clip: %w", tt.err)); wrapped.Code != tt.code {
				t.Errorf("wrapped it is %q", wrapped.Code)
			}
		})
	}
}

// TestDoctorMissing: what is missing is named with what mends it.
func TestDoctorMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("PATH", t.TempDir())
	code, stdout, _ := runCLI("doctor")
	if code != exitFailed {
		t.Errorf("it ends with %d, want 1", code)
	}
	for _, tool := range []string{"ffmpeg", "ffprobe"} {
		if want := tool + " is not installed; mend it with: " + installFix("ffmpeg"); !strings.Contains(stdout, want) {
			t.Errorf("it does not say %q:\n%s", want, stdout)
		}
	}
}
