package video

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// MaxSidePx is the longest side of a picture that is decoded.
const MaxSidePx = 8192

// MinSidePx is the shortest side of a picture that can show a person. Smaller
// clips are decoded all the same; it is for callers to say that they are of
// no use.
const MinSidePx = 16

// maxDuration is the longest clip that is believed; damaged or hostile files
// claim more.
const maxDuration = 24 * time.Hour

// containers are FFmpeg's names of the formats that are read. Others are
// refused: some of them (playlists, concatenations) name further files.
const containers = "mov,matroska,avi,mpegts,mpeg,asf,flv"

// inputArgs lead to the file and to nothing else, whatever its name and content.
func inputArgs(path string) []string {
	return []string{
		"-protocol_whitelist", "file,pipe", "-format_whitelist", containers,
		"-i", "file:" + path,
	}
}

// stream is what ffprobe tells of a video stream.
type stream struct {
	Index         int    `json:"index"`
	Type          string `json:"codec_type"`
	Codec         string `json:"codec_name"`
	WidthPx       int    `json:"width"`
	HeightPx      int    `json:"height"`
	PixelAspect   string `json:"sample_aspect_ratio"`
	PixelFormat   string `json:"pix_fmt"`
	ColorRange    string `json:"color_range"`
	ColorSpace    string `json:"color_space"`
	ColorTransfer string `json:"color_transfer"`
	FrameRate     string `json:"avg_frame_rate"`
	StartS        string `json:"start_time"`
	DurationS     string `json:"duration"`
	Frames        string `json:"nb_frames"`
	Disposition   struct {
		AttachedPicture int `json:"attached_pic"`
		Thumbnails      int `json:"timed_thumbnails"`
	} `json:"disposition"`
	SideData []struct {
		RotationDeg float64 `json:"rotation"`
	} `json:"side_data_list"`
	Tags map[string]string `json:"tags"`
}

// container is what ffprobe tells of a file.
type container struct {
	Streams []stream `json:"streams"`
	Format  struct {
		Name      string            `json:"format_name"`
		DurationS string            `json:"duration"`
		Tags      map[string]string `json:"tags"`
	} `json:"format"`
}

// probed are the entries of [stream] and [container] that ffprobe is asked for.
const probed = "stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,pix_fmt,color_range,color_space," +
	"color_transfer,avg_frame_rate,start_time,duration,nb_frames:stream_disposition=attached_pic,timed_thumbnails:" +
	"stream_side_data=rotation:stream_tags=DURATION:format=format_name,duration:format_tags=creation_time,com.apple.quicktime.creationdate"

// Probe describes a clip from its header: the counts and rates are the
// container's promise, the hash is left empty.
func Probe(ctx context.Context, path string) (pose.Clip, error) {
	s, c, err := probe(ctx, path)
	if err != nil {
		return pose.Clip{}, fmt.Errorf("%s: %w", path, err)
	}
	return describe(path, s, c), nil
}

// probe returns the stream to decode and what holds it.
func probe(ctx context.Context, path string) (*stream, *container, error) {
	if err := checkFile(path); err != nil {
		return nil, nil, err
	}
	args := append([]string{"-v", "error", "-of", "json", "-show_entries", probed}, inputArgs(path)...)
	out, err := output(ctx, "ffprobe", args...)
	if err != nil {
		return nil, nil, refineIndexError(path, err)
	}
	var c container
	if err := json.Unmarshal(out, &c); err != nil {
		return nil, nil, fmt.Errorf("ffprobe: %w", err)
	}
	for i := range c.Streams {
		if s := &c.Streams[i]; s.isVideo() {
			return s, &c, s.check()
		}
	}
	if len(c.Streams) == 0 { // cut within its index, of which FFmpeg then says nothing
		return nil, nil, ErrIndexMissing
	}
	return nil, nil, ErrNoVideoStream
}

// isVideo leaves out sound, data, cover art and thumbnails.
func (s *stream) isVideo() bool {
	return s.Type == "video" && s.Disposition.AttachedPicture == 0 && s.Disposition.Thumbnails == 0
}

// check refuses streams that cannot be decoded.
func (s *stream) check() error {
	w, h := s.uprightPx()
	switch {
	case s.Codec == "":
		return UnsupportedError("the codec is not supported")
	case s.WidthPx <= 0 || s.HeightPx <= 0:
		return ErrNoFrames
	case w < 1 || h < 1 || max(w, h) > MaxSidePx || max(s.WidthPx, s.HeightPx) > MaxSidePx:
		return UnsupportedError(fmt.Sprintf("pictures of %d × %d pixels are not supported (longest side: %d)", w, h, MaxSidePx))
	}
	return nil
}

// uprightPx returns the size after pixel aspect and rotation.
func (s *stream) uprightPx() (widthPx, heightPx int) {
	widthPx, heightPx = s.WidthPx, s.HeightPx
	if aspect := ratio(s.PixelAspect, ":"); aspect > 0 {
		widthPx = int(math.Round(min(float64(widthPx)*aspect, math.MaxInt32)))
	}
	if s.rotationDeg()%180 != 0 {
		return heightPx, widthPx
	}
	return widthPx, heightPx
}

// rotationDeg is the display matrix's angle as ffprobe tells it, in whole
// degrees; FFmpeg turns by quarters.
func (s *stream) rotationDeg() int {
	for _, d := range s.SideData {
		if d.RotationDeg != 0 {
			return 90 * int(math.Round(d.RotationDeg/90))
		}
	}
	return 0
}

// promisedEnd returns when the stream ends as its container tells it, or 0.
func (s *stream) promisedEnd(c *container) time.Duration {
	if c.Format.Name == "avi" { // whose duration FFmpeg takes from what is there
		frames, _ := strconv.ParseFloat(s.Frames, 64)
		return time.Duration(min(frames*float64(s.nominalInterval()), float64(maxDuration)))
	}
	if d := seconds(s.DurationS); d > 0 {
		return seconds(s.StartS) + d
	}
	return seconds(sexagesimal(s.Tags["DURATION"])) // in Matroska, counted from zero
}

// nominalInterval is the time between frames that the container tells, or 0.
func (s *stream) nominalInterval() time.Duration {
	if fps := ratio(s.FrameRate, "/"); fps > 0 {
		return time.Duration(min(float64(time.Second)/fps, float64(maxDuration)))
	}
	return 0
}

// describe fills in what the header tells.
func describe(path string, s *stream, c *container) pose.Clip {
	clip := pose.Clip{
		Name:        filepath.Base(path),
		RotationDeg: s.rotationDeg(),
		TimeScale:   1,
		Codec:       s.Codec,
		Matrix:      s.matrix(),
		RecordedAt:  recordedAt(c.Format.Tags),
	}
	clip.WidthPx, clip.HeightPx = s.uprightPx()
	duration := seconds(s.DurationS)
	if duration == 0 {
		duration = seconds(c.Format.DurationS)
	}
	clip.FPS = round(ratio(s.FrameRate, "/"), rateDigits)
	clip.DistinctFPS = clip.FPS
	clip.DurationS = round(duration.Seconds(), durationDigits)
	clip.Frames = int(math.Round(clip.DurationS * clip.FPS))
	return clip
}

// recordedAt returns the recording time in the container as RFC 3339, or
// nothing. QuickTime's own tag knows the time zone; 1904 and 1970 stand for
// "unknown".
func recordedAt(tags map[string]string) string {
	for _, key := range []string{"com.apple.quicktime.creationdate", "creation_time"} {
		for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05-0700"} {
			if t, err := time.Parse(layout, tags[key]); err == nil && t.Year() > 1970 {
				return t.Format(time.RFC3339)
			}
		}
	}
	return ""
}

// checkFile makes sure that there is something to read, in the words of
// package os where the system refuses.
func checkFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: not a regular file", ErrNotVideo)
	case info.Size() == 0:
		return ErrEmpty
	}
	return nil
}

// refineIndexError tells an incomplete MP4 from a file that is merely called
// .mp4, for which FFmpeg has the same words.
func refineIndexError(path string, err error) error {
	if err != ErrIndexMissing { //nolint:errorlint // only the bare sentinel is FFmpeg's guess
		return err
	}
	f, openErr := os.Open(path)
	if openErr != nil {
		return openErr
	}
	defer f.Close()
	head := make([]byte, 8)
	if _, readErr := f.Read(head); readErr != nil || !strings.Contains("ftyp moov mdat free wide skip", string(head[4:])) {
		return ErrNotVideo
	}
	return err
}

// ratio parses "a:b" or "a/b"; 0 means unknown.
func ratio(text, separator string) float64 {
	a, b, _ := strings.Cut(text, separator)
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX != nil || errY != nil || !(x > 0 && y > 0) {
		return 0
	}
	return x / y
}

// seconds parses a duration in seconds; 0 means unknown or beyond belief.
func seconds(text string) time.Duration {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil || !(s > 0 && s <= maxDuration.Seconds()) {
		return 0
	}
	return time.Duration(s * float64(time.Second))
}

// sexagesimal turns Matroska's "00:01:02.5" into seconds.
func sexagesimal(text string) string {
	var h, m, s float64
	if n, err := fmt.Sscanf(text, "%f:%f:%f", &h, &m, &s); n != 3 || err != nil {
		return ""
	}
	return strconv.FormatFloat(h*3600+m*60+s, 'f', -1, 64)
}

// Digits after the point of the numbers in a clip's description.
const (
	rateDigits     = 2
	durationDigits = 6
)

func round(x float64, digits int) float64 {
	unit := math.Pow10(digits)
	return math.Round(x*unit) / unit
}
