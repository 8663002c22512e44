package video

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/pose"
)

// Writer encodes H.264 into MP4. It implements [shotcheck.Writer]; encoding
// runs beside its caller, one picture behind.
type Writer struct {
	path     string
	ctx      context.Context
	stop     context.CancelFunc
	encoder  *child
	canvases [2]*canvas
	free     chan *canvas
	held     *canvas // what the caller draws upon
	queue    chan job
	ended    chan struct{} // closed once the queue is written
	err      error         // why writing ended; valid after ended is closed
	closed   bool
}

// job is a picture to encode a number of times.
type job struct {
	picture *canvas
	times   int
}

// encoderThreads is fixed, so that the same pictures give the same bytes on any
// machine; a second thread costs a tenth more time in all, and memory.
const encoderThreads = "1"

// What a writer says that is used after its end, or out of turn.
var (
	errClosed   = errors.New("the video is closed")
	errNoCanvas = errors.New("there is no canvas to write")
)

// Create starts a video file, replacing one that exists. The file is not a
// video before Close has succeeded.
func Create(ctx context.Context, path string, f shotcheck.VideoFormat) (*Writer, error) {
	w, err := create(ctx, path, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return w, nil
}

func create(ctx context.Context, path string, f shotcheck.VideoFormat) (*Writer, error) {
	if err := checkFormat(f); err != nil {
		return nil, err
	}
	file, err := os.Create(path) // refuses in the words of package os, before any work
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	w := &Writer{path: path, queue: make(chan job, 1), ended: make(chan struct{})}
	if err := w.allocate(f); err != nil {
		return nil, errors.Join(err, w.release())
	}
	w.ctx, w.stop = context.WithCancel(ctx)
	if err := w.start(f); err != nil {
		w.stop()
		return nil, errors.Join(err, w.release())
	}
	return w, nil
}

// allocate takes the memory of all canvases.
func (w *Writer) allocate(f shotcheck.VideoFormat) (err error) {
	w.free = make(chan *canvas, len(w.canvases))
	for i := range w.canvases {
		if w.canvases[i], err = newCanvas(f); err != nil {
			return err
		}
		w.free <- w.canvases[i]
	}
	return nil
}

// release frees what allocate took, as far as it came.
func (w *Writer) release() error {
	var errs []error
	for _, c := range w.canvases {
		if c != nil {
			errs = append(errs, c.close())
		}
	}
	return errors.Join(errs...)
}

// start launches the encoder and the goroutine that feeds it.
func (w *Writer) start(f shotcheck.VideoFormat) error {
	in, pictures, err := pipe()
	if err != nil {
		return err
	}
	w.encoder, err = startChild(w.ctx, "ffmpeg", w.encoderArgs(f), func(cmd *exec.Cmd) { cmd.Stdin = in })
	if err = errors.Join(err, in.Close()); err != nil {
		return errors.Join(err, pictures.Close())
	}
	go func() {
		defer close(w.ended)
		w.err = w.feed(pictures)
	}()
	return nil
}

// encoderArgs are ffmpeg's arguments. Bit-exact output holds no version and no
// time of its making.
func (w *Writer) encoderArgs(f shotcheck.VideoFormat) []string {
	tag := colourTags[f.Matrix]
	args := []string{
		"-nostdin", "-hide_banner", "-nostats", "-loglevel", "error", "-y",
		"-f", "rawvideo", "-pixel_format", "yuv420p",
		"-video_size", fmt.Sprintf("%dx%d", f.WidthPx, f.HeightPx),
		"-framerate", strconv.FormatFloat(f.FPS, 'f', -1, 64),
		"-i", "pipe:0",
	}
	index, loud := soundOf(w.ctx, f.Sound)
	if loud {
		args = append(append(args, soundInput(f.Sound)...), soundOutput(index)...)
	}
	return append(args,
		"-c:v", "libx264", "-preset", "veryfast", "-crf", crf(f), "-pix_fmt", "yuv420p",
		"-x264-params", "rc-lookahead=5", "-threads", encoderThreads, "-fflags", "+bitexact", "-flags:v", "+bitexact",
		"-color_range", "tv", "-colorspace", tag.space, "-color_primaries", tag.space, "-color_trc", tag.transfer,
		"-movflags", "+faststart", "-f", "mp4", "file:"+w.path,
	)
}

// Constant rate factors of x264: a file is to be no larger than half as much again
// as one of the clip alone at 23, though lines and letters are upon it and the
// shots play slowly.
const (
	clipCRF     = "24"
	enlargedCRF = "31"
)

func crf(f shotcheck.VideoFormat) string {
	if f.Enlarged {
		return enlargedCRF
	}
	return clipCRF
}

// colourTags are FFmpeg's names of what players need to know.
var colourTags = map[pose.Matrix]struct{ space, transfer string }{
	pose.BT601: {"smpte170m", "smpte170m"},
	pose.BT709: {"bt709", "bt709"},
}

// feed writes the queued pictures to the encoder and waits for its end.
func (w *Writer) feed(pictures *os.File) error {
	var failed error
	for j := range w.queue {
		for i := 0; i < j.times && failed == nil; i++ {
			_, failed = pictures.Write(j.picture.pixels)
		}
		w.free <- j.picture
		if failed != nil {
			break
		}
	}
	failed = errors.Join(failed, pictures.Close())
	if err := w.encoder.wait("ffmpeg"); err != nil {
		failed = err // the cause of a broken pipe
	} else if known := complaint(w.encoder.messages.String()); known != nil {
		failed = known // ffmpeg forgives itself an unwritten trailer
	}
	if w.ctx.Err() != nil {
		return context.Cause(w.ctx)
	}
	return failed
}

// Canvas copies a picture; see [shotcheck.Writer].
func (w *Writer) Canvas(p *pose.Picture) (*pose.Picture, error) {
	if w.closed {
		return nil, errClosed
	}
	if w.held == nil {
		select {
		case <-w.ended:
			return nil, w.failure()
		case w.held = <-w.free:
		}
	}
	if err := w.held.load(p); err != nil {
		return nil, fmt.Errorf("%s: %w", w.path, err)
	}
	return &w.held.picture, nil
}

// Write encodes the canvas n times; see [shotcheck.Writer].
func (w *Writer) Write(n int) error {
	if w.closed {
		return errClosed
	}
	if w.held == nil {
		return errNoCanvas
	}
	select {
	case w.queue <- job{w.held, n}:
		w.held = nil
		return nil
	case <-w.ended:
		return w.failure()
	}
}

// failure explains why the encoder ended before Close.
func (w *Writer) failure() error {
	return fmt.Errorf("%s: %w", w.path, w.err)
}

// Close completes the file; see [shotcheck.Writer].
func (w *Writer) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	close(w.queue)
	<-w.ended
	w.stop()
	if err := errors.Join(w.err, w.release()); err != nil {
		return fmt.Errorf("%s: %w", w.path, err)
	}
	return nil
}
