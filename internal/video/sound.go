package video

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/shotcheck/shotcheck"
)

// soundOf returns the index of the stream that goes along with a video: the
// first whose codec is known. False where there is none, or none is wanted.
func soundOf(ctx context.Context, s shotcheck.Sound) (index int, ok bool) {
	if s.File == "" || s.Length <= 0 {
		return 0, false
	}
	args := append([]string{"-v", "error", "-of", "json", "-select_streams", "a", "-show_entries", "stream=index,codec_name"}, inputArgs(s.File)...)
	out, err := output(ctx, "ffprobe", args...)
	if err != nil {
		return 0, false // the pictures matter more
	}
	var c container
	if json.Unmarshal(out, &c) != nil {
		return 0, false
	}
	for _, stream := range c.Streams {
		if stream.Codec != "" && stream.Codec != "unknown" {
			return stream.Index, true
		}
	}
	return 0, false
}

// soundInput are ffmpeg's arguments for the sound's file: from a moment in its
// own time on, for as long as the video lasts.
func soundInput(s shotcheck.Sound) []string {
	args := []string{"-vn", "-sn", "-dn", "-seek_timestamp", "1", "-ss", secondsArg(s.From), "-t", secondsArg(s.Length)}
	return append(args, inputArgs(s.File)...)
}

// soundOutput are those for the sound's stream, which begins with the video
// though it may have been recorded from later on.
func soundOutput(index int) []string {
	return []string{
		"-map", "0:v:0", "-map", fmt.Sprintf("1:%d", index),
		"-af", "aresample=async=1:first_pts=0", "-c:a", "aac", "-b:a", "128k", "-flags:a", "+bitexact", "-map_metadata", "-1",
	}
}

// secondsArg writes a time as ffmpeg reads it.
func secondsArg(t time.Duration) string { return strconv.FormatFloat(t.Seconds(), 'f', 6, 64) }
