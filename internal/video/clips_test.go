package video

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sharedClips are real clips with labels, beside the repository on some
// machines.
const sharedClips = "../../../shared/clips"

// label is a row of the shared clips.csv.
type label struct {
	file                   string
	frames                 int
	distinctFPS, durationS float64
}

func labels(t *testing.T) []label {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedClips, "clips.csv"))
	if err != nil {
		t.Skip("the shared clips are not on this machine: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []label
	for _, r := range rows[1:] {
		l := label{file: filepath.Join(sharedClips, r[1])}
		l.frames, _ = strconv.Atoi(r[7])
		l.distinctFPS, _ = strconv.ParseFloat(r[8], 64)
		l.durationS, _ = strconv.ParseFloat(r[9], 64)
		all = append(all, l)
	}
	return all
}

// drain reads a source to its end and returns the times of its frames.
func drain(t *testing.T, s *Source) (times []time.Duration) {
	t.Helper()
	for {
		f, err := s.Next()
		if errors.Is(err, io.EOF) {
			return times
		}
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, f.Time)
	}
}

// ffprobeTimes returns what ffprobe prints as the times of all frames.
func ffprobeTimes(t *testing.T, path string) (times []time.Duration) {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
		"frame=best_effort_timestamp_time", "-of", "csv=p=0", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.FieldsSeq(string(bytes.ReplaceAll(out, []byte(","), nil))) {
		s, err := strconv.ParseFloat(line, 64)
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, time.Duration(math.Round(s*1e6))*time.Microsecond)
	}
	return times
}

// TestSharedClips compares real clips with ffprobe's times and with labels.
func TestSharedClips(t *testing.T) {
	t.Parallel()
	for _, want := range labels(t) {
		t.Run(filepath.Base(want.file), func(t *testing.T) {
			t.Parallel()
			c, times := read(t, want.file, Options{})
			compareTimes(t, times, ffprobeTimes(t, want.file))
			if c.Frames != want.frames || c.Truncated {
				t.Errorf("%d frames, want %d; truncated: %v", c.Frames, want.frames, c.Truncated)
			}
			if math.Abs(c.DurationS-want.durationS) > 0.002 {
				t.Errorf("duration %v s, want %v", c.DurationS, want.durationS)
			}
			// the labels draw the line between still and repeated at a fixed
			// difference: neg-walking begins with twenty pictures about there
			if math.Abs(c.DistinctFPS-want.distinctFPS) > 0.06*want.distinctFPS {
				t.Errorf("%v distinct pictures a second, want %v", c.DistinctFPS, want.distinctFPS)
			}
		})
	}
}
