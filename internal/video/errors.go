package video

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// What can be wrong with a clip, for callers that turn it into a hint. A file
// that does not exist or may not be read gives the error of package os.
var (
	ErrEmpty         = errors.New("the file is empty")
	ErrNotVideo      = errors.New("not a video")
	ErrNoVideoStream = errors.New("no video stream")
	ErrIndexMissing  = errors.New("the index is missing, so the file is incomplete")
	ErrNoFrames      = errors.New("no picture can be decoded")
	ErrEmptyCut      = errors.New("no picture lies between start and end")
	ErrToolMissing   = errors.New("not installed")
)

// UnsupportedError says what about a clip is beyond this program: its codec,
// its size, its times.
type UnsupportedError string

// Error returns the reason.
func (e UnsupportedError) Error() string { return string(e) }

// complaints maps what FFmpeg says to an error. The first that is found in its
// messages counts.
var complaints = []struct {
	text string
	err  error
}{
	{"No space left on device", syscall.ENOSPC},
	{"File too large", syscall.EFBIG},
	{"Cannot allocate memory", syscall.ENOMEM},
	{"moov atom not found", ErrIndexMissing},
	{"Decoder not found", UnsupportedError("the codec is not supported")},
	{"Decoder (codec", UnsupportedError("the codec is not supported")},
	{"Decoding requested, but no decoder found", UnsupportedError("the codec is not supported")},
	{"Format not on whitelist", ErrNotVideo},
	{"Error marking filters as finished", ErrNoFrames}, // nothing came out of them
	{"Error while processing the decoded data", ErrNoFrames},
	{": End of file", ErrIndexMissing},
	{"Not yet implemented in FFmpeg", UnsupportedError("this form of its container is not supported")},
	{"Invalid data found when processing input", ErrNotVideo},
}

// complaint returns the error that FFmpeg's messages stand for, or nil.
func complaint(messages string) error {
	for _, c := range complaints {
		if strings.Contains(messages, c.text) {
			return c.err
		}
	}
	return nil
}

// toolError explains the end of an FFmpeg process: err is that of its exit.
func toolError(tool, messages string, err error) error {
	if known := complaint(messages); known != nil {
		return known
	}
	if last := lastLine(messages); last != "" {
		return fmt.Errorf("%s: %s (%w)", tool, last, err)
	}
	return fmt.Errorf("%s: %w", tool, err)
}

func lastLine(messages string) string {
	messages = strings.TrimSpace(messages)
	return messages[strings.LastIndexByte(messages, '\n')+1:]
}
