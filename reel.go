package shotcheck

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// Film is a video that shows a shot: an annotated one or the clip itself.
type Film struct {
	Open func(context.Context) (pose.Source, error)
	// Times are those of its pictures, in real time from the shot's release.
	Times []time.Duration
	// Name is written above it.
	Name string
	// whole says that Times are all of its pictures.
	whole bool
}

// VideoOpener opens a video file; the settings tell which part of it.
type VideoOpener func(ctx context.Context, path string, cut analysis.Config) (pose.Source, error)

// ErrOtherVideo says that a video does not have the pictures that its results
// tell.
var ErrOtherVideo = errors.New("the video is not that of the results")

// FilmOf returns how to show a shot of saved results: by their annotated video,
// made with the given slow motion, or by the clip where that is missing.
func FilmOf(dir, clip string, s *Saved, shot *analysis.Shot, slowMotion float64, open VideoOpener) Film {
	release, _ := shot.Event(analysis.Release)
	from := func(t time.Duration) time.Duration { return s.Result.RealTime(t - release.Time) }
	job := Job{Dir: dir, SlowMotion: slowMotion}
	if v := job.video(s.Result, times(s.Poses)); v != nil {
		f := Film{whole: true, Open: func(ctx context.Context) (pose.Source, error) {
			return open(ctx, filepath.Join(dir, AnnotatedFile), analysis.Config{})
		}}
		for i, n := range v.Pace {
			for range n {
				f.Times = append(f.Times, from(v.Times[i]))
			}
		}
		return f
	}
	f := Film{Open: func(ctx context.Context) (pose.Source, error) { return open(ctx, clip, s.Result.Config) }}
	for _, t := range times(s.Poses) {
		f.Times = append(f.Times, from(t))
	}
	return f
}

// HasAnnotated reports whether results hold an annotated video.
func HasAnnotated(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, AnnotatedFile))
	return err == nil
}

// reel plays a film forward.
type reel struct {
	Film
	source pose.Source
	frame  *pose.Frame
	index  int // of frame
	matrix pose.Matrix
	canvas Writer        // in the size in which it is shown
	shown  *pose.Picture // frame upon the canvas; nil: not yet drawn
}

// openReel opens a film at its first picture.
func openReel(ctx context.Context, f Film) (*reel, error) {
	source, err := f.Open(ctx)
	if err != nil {
		return nil, err
	}
	const tolerance = 2 // pictures by which a container's length may be off
	if off := source.Clip().Frames - len(f.Times); f.whole && (off > tolerance || off < -tolerance) {
		return nil, errors.Join(fmt.Errorf("%w: %d pictures, not %d", ErrOtherVideo, source.Clip().Frames, len(f.Times)), source.Close())
	}
	r := &reel{Film: f, source: source}
	if r.frame, err = source.Next(); err != nil {
		return nil, errors.Join(err, source.Close())
	}
	r.matrix = r.frame.Picture.Matrix
	return r, nil
}

func (r *reel) size() image.Point {
	return image.Pt(r.frame.Picture.WidthPx, r.frame.Picture.HeightPx)
}

// nearest returns the index of the picture that is nearest to a time from the
// release, the earlier one of two.
func (f Film) nearest(t time.Duration) int {
	later := sort.Search(len(f.Times), func(i int) bool { return f.Times[i] > t })
	switch {
	case later == 0:
		return 0
	case later == len(f.Times) || t-f.Times[later-1] <= f.Times[later]-t:
		return later - 1
	}
	return later
}

// at returns the picture that is nearest to a time from the release. Times must
// not fall from call to call.
func (r *reel) at(t time.Duration) (*pose.Picture, error) {
	for wanted := r.nearest(t); r.index < wanted; {
		f, err := r.source.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: %w: it ends at picture %d of %d", r.Name, ErrOtherVideo, r.index+1, len(r.Times))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		r.frame, r.shown = f, nil
		r.index++
	}
	if r.shown == nil {
		canvas, err := r.canvas.Canvas(r.frame.Picture)
		if err != nil {
			return nil, err
		}
		r.shown = canvas
	}
	return r.shown, nil
}

func (r *reel) close() error {
	err := r.source.Close()
	if r.canvas != nil {
		err = errors.Join(err, r.canvas.Close())
	}
	return err
}
