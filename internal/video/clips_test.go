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
	frames, width, height  int
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
	for _, line := range strings.Fields(string(bytes.ReplaceAll(out, []byte(","), nil))) {
		s, err := strconv.ParseFloat(line, 64)
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, time.Duration(math.Round(s*1e6))*time.Microsecond)
	}
	return times
}

func TestSharedClips(t *testing.T) {
	for _, want := range labels(t) {
		t.Run(filepath.Base(want.file), func(t *testing.T) {
			s, err := Open(t.Context(), want.file, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			times := drain(t, s)
			if len(times) != want.frames {
				t.Errorf("%d frames, want %d", len(times), want.frames)
			}
			probed := ffprobeTimes(t, want.file)
			for i := range times {
				if times[i] != probed[i] {
					t.Fatalf("frame %d at %v, ffprobe says %v", i, times[i], probed[i])
				}
			}
			c := s.Clip()
			t.Logf("%+v", c)
			if math.Abs(c.DurationS-want.durationS) > 0.05 {
				t.Errorf("duration %v s, want %v", c.DurationS, want.durationS)
			}
		})
	}
}
