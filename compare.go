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
	"github.com/shotcheck/shotcheck/render"
	"github.com/shotcheck/shotcheck/report"
)

// Names of the files of a comparison.
const (
	CompareFile   = "compare.json"
	CompareReport = "compare.pdf"
	CompareVideo  = "compare.mp4"
)

// WriteComparison writes JSON and PDF of a comparison into a folder that exists.
func WriteComparison(dir string, doc report.CompareDocument, o Outputs) error {
	doc.Still = releaseStill
	return writeWanted(dir, []wantedFile{
		{CompareFile, o.JSON, func(w io.Writer) error { return report.WriteCompareJSON(w, doc.Comparison) }},
		{CompareReport, o.PDF, func(w io.Writer) error { return report.WriteComparePDF(w, doc) }},
	})
}

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
	if v := job.video(s.Result, s.Poses); v != nil {
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

// Pace of a video of two shots.
const (
	pairFPS      = 30
	pairHold     = 800 * time.Millisecond // for which the release stands
	pairBefore   = 300 * time.Millisecond // real time before the first dip
	pairAfter    = 900 * time.Millisecond // real time after the release
	pairEarliest = 1500 * time.Millisecond
)

// pairMoments are the real times from the release that the pictures of a video
// show, and the picture at which the release stands.
func pairMoments(c *analysis.Comparison, speed float64) (moments []time.Duration, release int) {
	from := -time.Second
	if a := c.Curves.Anchors; len(a) > 0 {
		from = time.Duration(min(a[0].AS, a[0].BS)*float64(time.Second)) - pairBefore
	}
	from = max(from, -pairEarliest)
	step := time.Duration(speed * float64(time.Second) / pairFPS)
	for t := -(-from / step) * step; t <= pairAfter; t += step {
		held := 1
		if t == 0 {
			release, held = len(moments), 1+int(pairHold*pairFPS/time.Second)
		}
		for range held {
			moments = append(moments, t)
		}
	}
	return moments, release
}

// SideBySide writes the video of two shots at path, played at a speed of real
// time so that both release at the same moment, and completes the comparison
// with it.
func (p *Pipeline) SideBySide(ctx context.Context, path string, c *analysis.Comparison, films [2]Film, speed float64) (err error) {
	var reels [2]*reel
	defer func() {
		for _, r := range reels {
			if r != nil {
				err = errors.Join(err, r.close())
			}
		}
	}()
	for i, f := range films {
		if reels[i], err = openReel(ctx, f); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	pair := render.NewPair(reels[0].size(), reels[1].size(), [2]string{films[0].Name, films[1].Name})
	for i, r := range reels {
		size := pair.Parts[i].Size()
		if r.canvas, err = p.Create(ctx, "", VideoFormat{WidthPx: size.X, HeightPx: size.Y, FPS: pairFPS, Matrix: r.matrix}); err != nil {
			return err
		}
	}
	w, err := p.Create(ctx, path, VideoFormat{WidthPx: pair.Size.X, HeightPx: pair.Size.Y, FPS: pairFPS, Matrix: reels[0].matrix})
	if err != nil {
		return err
	}
	moments, release := pairMoments(c, speed)
	err = play(w, pair, reels, moments)
	if closed := w.Close(); err == nil {
		err = closed
	}
	c.Video = analysis.SyncedVideo{File: filepath.Base(path), Speed: speed, ReleaseAtS: float64(release) / pairFPS}
	return err
}

// play writes a picture for each moment.
func play(w Writer, pair *render.Pair, reels [2]*reel, moments []time.Duration) error {
	blank := &pose.Picture{WidthPx: 2, HeightPx: 2, Matrix: reels[0].matrix, Y: make([]byte, 4), Cb: make([]byte, 1), Cr: make([]byte, 1)}
	for _, t := range moments {
		var pictures [2]*image.RGBA
		for i, r := range reels {
			var err error
			if pictures[i], err = r.at(t); err != nil {
				return err
			}
		}
		canvas, err := w.Canvas(blank)
		if err != nil {
			return err
		}
		pair.Draw(canvas, pictures, t)
		if err := w.Write(1); err != nil {
			return err
		}
	}
	return nil
}

// reel plays a film forward.
type reel struct {
	Film
	source pose.Source
	frame  *pose.Frame
	index  int // of frame
	matrix pose.Matrix
	canvas Writer      // in the size in which it is shown
	shown  *image.RGBA // frame upon the canvas; nil: not yet drawn
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
func (r *reel) at(t time.Duration) (*image.RGBA, error) {
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
