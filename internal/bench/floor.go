//go:build linux

package main

import (
	"context"
	"os"
	"syscall"
	"time"

	"github.com/shotcheck/shotcheck/internal/ort"
)

// floor is the least that an analysis can take.
type floor struct {
	decode time.Duration // of one pass
	encode time.Duration
	look   time.Duration // one frame's landmarks
}

// passes are how often a clip is decoded: to see who shoots, to measure, to draw.
const passes = 3

func (f floor) total(frames int) time.Duration {
	return passes*f.decode + f.encode + time.Duration(frames)*f.look
}

// measureFloor runs the bare parts: ffmpeg and the model.
func measureFloor(ctx context.Context, clip, model string) (f floor, err error) {
	if f.decode, err = command(ctx, "ffmpeg", ffmpegArgs(clip, "-f", "null", "-")...); err != nil {
		return f, err
	}
	// As the annotated video is encoded; see internal/video.
	both, err := command(ctx, "ffmpeg", ffmpegArgs(clip, "-c:v", "libx264", "-preset", "veryfast", "-crf", "24",
		"-x264-params", "rc-lookahead=5", "-threads", "1", "-f", "mp4", os.DevNull)...)
	if err != nil {
		return f, err
	}
	f.encode = max(0, both-f.decode)
	f.look, err = measureLook(model)
	return f, err
}

func ffmpegArgs(clip string, rest ...string) []string {
	return append([]string{"-v", "error", "-nostdin", "-y", "-threads", "1", "-i", clip}, rest...)
}

// looks are enough for a steady mean.
const looks = 60

// measureLook is the processor time of one run of the landmark model.
func measureLook(model string) (each time.Duration, err error) {
	err = ort.Try(ort.NewSearch(os.Getenv), model, func(look func() error) error {
		begun := ownCPU()
		for range looks {
			if err := look(); err != nil {
				return err
			}
		}
		each = (ownCPU() - begun) / looks
		return nil
	})
	return each, err
}

// ownCPU is this process's processor time.
func ownCPU() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
