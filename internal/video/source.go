package video

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"time"

	"gocv.io/x/gocv"

	"github.com/shotcheck/shotcheck/pose"
)

// Options say how to read a clip; the zero value reads all of it.
type Options struct {
	// Start and End cut the clip: frames before Start and from End on are left
	// out. The others keep their times. An End of zero is the clip's end.
	Start, End time.Duration
	// CaptureFPS is the true capture rate of slow-motion footage, or 0.
	CaptureFPS float64
	// CameraMotion asks for Frame.CameraPx and Clip.Camera.
	CameraMotion bool
	// Notes carries what a former pass found out to this one, or takes this one's;
	// nil for a single pass.
	Notes *Notes
	// SHA256 is the file's hash where it is known, else it is computed.
	SHA256 string
}

// Source reads one clip. It implements [pose.Source]; like it, it belongs to
// one goroutine at a time. It decodes ahead by a few frames.
type Source struct {
	clip     pose.Clip
	opts     Options
	ctx      context.Context
	stop     context.CancelCauseFunc
	decoder  *child
	times    *bufio.Scanner
	pictures *y4m
	timeline timeline
	repeats  *repeats
	camera   *camera // nil where it was not asked for
	cameraPx [2]float64
	notes    []note // of this pass
	tally    tally
	nominal  time.Duration // between frames, as the container tells; or 0
	// promisedEnd is when the clip ends by its own index, or 0.
	promisedEnd time.Duration

	slots       [slots]*slot
	free, ready chan *slot
	held        *slot // what the caller looks at
	err         error // why reading ended; valid once ready is closed
	closed      bool
}

// slot is a frame with the memory that it lies in.
type slot struct {
	frame   pose.Frame
	picture pose.Picture
	pixels  []byte
	rasters
	luma *gocv.Mat
}

// slots are as many frames as can be in work: one with the caller, one ready,
// one being read, and those that wait for the verdict on repeats.
const slots = 3 + repeatAhead

// decoderThreads is how many threads decode: one, which takes the least time and
// memory in all, and two where pictures are larger than those of HD. It follows from the
// clip alone: with more threads damaged pictures may be repaired in other ways.
func decoderThreads(s *stream) string {
	if s.WidthPx*s.HeightPx > 1920*1088 {
		return "2"
	}
	return "1"
}

// Open starts to decode a clip. What it refuses, it refuses with the errors of
// this package or those of package os; a clip whose pictures cannot be decoded
// fails in Next with [ErrNoFrames].
func Open(ctx context.Context, path string, opts Options) (*Source, error) {
	s, err := open(ctx, path, opts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

func open(ctx context.Context, path string, opts Options) (*Source, error) {
	video, in, err := opts.Notes.probe(ctx, path)
	if err != nil {
		return nil, err
	}
	s := &Source{
		clip: describe(path, video, in), opts: opts,
		nominal: video.nominalInterval(), promisedEnd: video.promisedEnd(in),
	}
	s.setTimeScale()
	s.timeline.interval = s.nominal
	if s.clip.SHA256 = opts.SHA256; s.clip.SHA256 == "" {
		if s.clip.SHA256, err = fileHash(ctx, path); err != nil {
			return nil, err
		}
	}
	s.ctx, s.stop = context.WithCancelCause(ctx)
	if err = s.allocate(video.matrix()); err == nil {
		err = s.start(path, video)
	}
	if err != nil {
		s.stop(err)
		return nil, errors.Join(err, s.release())
	}
	return s, nil
}

// start launches the decoder and the goroutine that reads it.
func (s *Source) start(path string, v *stream) error {
	pictures, picturesOut, err := pipe()
	if err != nil {
		return err
	}
	times, timesOut, err := pipe()
	if err != nil {
		return errors.Join(err, closeAll(pictures, picturesOut))
	}
	s.decoder, err = startChild(s.ctx, "ffmpeg", s.decoderArgs(path, v), func(cmd *exec.Cmd) {
		cmd.Stdout = picturesOut
		cmd.ExtraFiles = []*os.File{timesOut}
	})
	_ = closeAll(picturesOut, timesOut) // the child has its own
	if err != nil {
		return errors.Join(err, closeAll(pictures, times))
	}
	s.pictures, s.times = &y4m{File: pictures}, bufio.NewScanner(times)
	go func() {
		defer close(s.ready)
		s.err = s.read()
		_ = closeAll(pictures, times)
	}()
	return nil
}

// decoderArgs are ffmpeg's arguments: every frame of one stream, with the
// times that stand in the file.
func (s *Source) decoderArgs(path string, v *stream) []string {
	args := []string{
		"-nostdin", "-hide_banner", "-nostats", "-loglevel", "error",
		"-filter_threads", "2", "-threads", decoderThreads(v),
		"-max_pixels", strconv.Itoa(MaxSidePx * MaxSidePx), "-max_error_rate", "1",
		"-copyts",
	}
	if s.opts.Start > 0 { // to the key frame before; read leaves out the rest
		args = append(args, "-noaccurate_seek", "-seek_timestamp", "1",
			"-ss", strconv.FormatFloat(s.opts.Start.Seconds(), 'f', 6, 64))
	}
	args = append(args, inputArgs(path)...)
	return append(args,
		"-map", fmt.Sprintf("0:%d", v.Index), "-fps_mode", "passthrough",
		"-vf", v.filters(), "-f", "yuv4mpegpipe", "pipe:1")
}

// allocate takes all memory that reading needs.
func (s *Source) allocate(m pose.Matrix) (err error) {
	w, h := s.clip.WidthPx, s.clip.HeightPx
	s.free, s.ready = make(chan *slot, slots), make(chan *slot, slots)
	for i := range slots - repeatAhead + s.ahead() {
		if s.slots[i], err = newSlot(w, h, m); err != nil {
			return err
		}
		s.free <- s.slots[i]
	}
	if s.recalled() {
		return nil
	}
	if s.opts.CameraMotion {
		s.camera = newCamera(w, h)
	}
	s.repeats, err = newRepeats(w, h)
	return err
}

// ahead is how many frames are looked at before one is delivered.
func (s *Source) ahead() int {
	if s.recalled() {
		return 0
	}
	return repeatAhead
}

// release frees what allocate took, as far as it came.
func (s *Source) release() error {
	var errs []error
	for _, slot := range s.slots {
		if slot != nil {
			errs = append(errs, slot.close())
		}
	}
	if s.repeats != nil {
		errs = append(errs, s.repeats.close())
	}
	if s.camera != nil {
		errs = append(errs, s.camera.close())
	}
	return errors.Join(errs...)
}

func newSlot(widthPx, heightPx int, m pose.Matrix) (s *slot, err error) {
	s = &slot{}
	s.picture, s.pixels = newPicture(widthPx, heightPx, m)
	s.frame.Picture = &s.picture
	s.luma, err = s.wrap(s.picture.Y, heightPx, widthPx, gocv.MatTypeCV8UC1)
	return s, err
}

// read passes frames to Next until the clip ends, and says how it ended:
// io.EOF where all is well.
func (s *Source) read() error {
	var waiting []*slot
	deliver := func() {
		s.look(waiting[0])
		s.ready <- waiting[0]
		waiting = waiting[1:]
	}
	end := s.eachFrame(func(next *slot) {
		if !s.recalled() {
			s.repeats.measure(next.luma)
		}
		if waiting = append(waiting, next); len(waiting) > s.ahead() {
			deliver()
		}
	})
	for end == io.EOF && len(waiting) > 0 { //nolint:errorlint // never wrapped
		deliver()
	}
	return end
}

// eachFrame calls use for each frame of the cut, in order.
func (s *Source) eachFrame(use func(*slot)) error {
	for index := 0; ; {
		var next *slot
		select {
		case next = <-s.free:
		case <-s.ctx.Done():
			return s.finish()
		}
		at, ok := s.receive(next)
		if !ok {
			return s.finish()
		}
		switch {
		case at-s.timeline.first > maxDuration:
			return s.abort(UnsupportedError("the times of its pictures span more than a day"))
		case s.opts.End > 0 && at >= s.opts.End:
			return s.abort(io.EOF)
		case at < s.opts.Start:
			s.free <- next
			continue
		}
		next.frame.Index, next.frame.Time = index, at
		use(next)
		index++
	}
}

// look tells of a picture what only its neighbours can tell.
func (s *Source) look(next *slot) {
	if s.recalled() {
		n := s.opts.Notes.recall(next.frame.Index)
		next.frame.Repeated, next.frame.CameraPx = n.repeated, n.cameraPx
		return
	}
	next.frame.Repeated = s.repeats.judge()
	if s.camera != nil && !next.frame.Repeated {
		s.cameraPx = s.camera.next(next.luma)
	}
	next.frame.CameraPx = s.cameraPx
	s.notes = append(s.notes, note{next.frame.Repeated, s.cameraPx})
}

// receive fills a slot from the decoder's pipes.
func (s *Source) receive(next *slot) (at time.Duration, ok bool) {
	if s.pictures.next(next.pixels) != nil {
		return 0, false
	}
	for s.times.Scan() {
		if at, known, found := timeOf(s.times.Text()); found {
			return s.timeline.next(at, known), true
		}
	}
	return 0, false
}

// abort ends the decoder early, for a reason that Next will return.
func (s *Source) abort(reason error) error {
	s.stop(reason)
	return s.finish()
}

// finish reaps the decoder.
func (s *Source) finish() error {
	_ = s.pictures.Close() // ends a decoder that still writes
	err := s.decoder.wait("ffmpeg")
	if s.ctx.Err() != nil {
		return context.Cause(s.ctx)
	}
	if err != nil {
		return err
	}
	return io.EOF
}

// Clip describes the clip; see [pose.Source].
func (s *Source) Clip() pose.Clip { return s.clip }

// Next returns the next frame; see [pose.Source].
func (s *Source) Next() (*pose.Frame, error) {
	if s.held != nil {
		s.free <- s.held
		s.held = nil
	}
	next, ok := <-s.ready
	if !ok {
		return nil, s.end()
	}
	s.held = next
	s.tally.add(&next.frame)
	return &next.frame, nil
}

// end completes the clip's description and returns why there are no more
// frames.
func (s *Source) end() error {
	switch {
	case s.err != io.EOF: //nolint:errorlint // never wrapped
		return s.err
	case s.tally.frames == 0 && s.timeline.started:
		return ErrEmptyCut
	case s.tally.frames == 0:
		return fmt.Errorf("%w: %s", ErrNoFrames, lastLine(s.decoder.messages.String()))
	}
	s.tally.describe(&s.clip, s.nominal)
	s.clip.Truncated = s.truncated()
	s.setTimeScale()
	switch {
	case s.recalled():
		s.clip.Camera = s.opts.Notes.camera
		return io.EOF
	case s.camera != nil:
		s.clip.Camera = map[bool]string{false: "fixed", true: "moving"}[s.camera.moving()]
	}
	s.keep()
	return io.EOF
}

// truncated reports whether the file ends before its own index does: by the
// demuxer's words, or, as some containers end in silence, by the times.
func (s *Source) truncated() bool {
	if s.decoder.messages.says("partial file", "File ended prematurely") {
		return true
	}
	tolerance := max(3*s.tally.interval(s.nominal), s.promisedEnd/50)
	return s.opts.End == 0 && s.tally.last+tolerance < s.promisedEnd
}

// setTimeScale relates the clip's time to the time of the capture.
func (s *Source) setTimeScale() {
	if s.opts.CaptureFPS > 0 && s.clip.FPS > 0 {
		s.clip.TimeScale = round(s.clip.FPS/s.opts.CaptureFPS, durationDigits)
	}
}

// Close ends decoding and frees what it took.
func (s *Source) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	s.stop(os.ErrClosed)
	for range s.ready { // until the reader has reaped the decoder
	}
	return s.release()
}
