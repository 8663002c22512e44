package shotcheck

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/render"
	"github.com/shotcheck/shotcheck/report"
)

// Sizes and rates of the annotated video.
const (
	maxSidePx   = 1920 // longest side: larger clips are scaled down
	minSidePx   = 360  // shortest side: smaller clips are doubled, so that text can be read
	maxVideoFPS = 60
	minVideoFPS = 10 // of clips with long gaps, whose mean rate says little
)

// annotator draws one clip's annotated video and stills.
type annotator struct {
	job     Job
	result  *analysis.Result
	overlay *render.Overlay
	writer  Writer
	// pace is how many pictures each frame gets; stills by frame index.
	pace   render.Timeline
	stills map[int][]render.StillPlan
	// files are stills being written, while the next frames are drawn.
	files *errgroup.Group
	// moments are what the reports show of them.
	moments moments
}

// moments are pictures for reports, by the files of their stills.
type moments map[string]*report.Moment

func (m moments) of(shot int, event string) *report.Moment { return m[render.StillFile(shot, event)] }

// stillsAtOnce bounds the memory of stills being written.
const stillsAtOnce = 2

// annotate makes the annotated video and the stills in one pass over the clip.
// The report needs the stills even where they are not asked for. Frames are shown
// at the given times; seen tells the bystanders' faces. It returns what the reports show
// of the stills, which need not be read again.
func (p *Pipeline) annotate(ctx context.Context, r *analysis.Result, shown []time.Duration, seen *pose.Poses, job Job) (moments, error) {
	if !job.Outputs.pictures() {
		return nil, nil
	}
	files, reading := errgroup.WithContext(ctx) // a still that cannot be written ends the pass
	files.SetLimit(stillsAtOnce)
	a := &annotator{job: job, result: r, stills: map[int][]render.StillPlan{}, files: files, moments: moments{}}
	for _, s := range render.Stills(r) {
		a.stills[s.Frame] = append(a.stills[s.Frame], s)
	}
	err := p.pass(reading, func(src pose.Source) error {
		if err := a.begin(ctx, p.Create, src.Clip().Matrix, shown, seen); err != nil {
			return err
		}
		return a.draw(src, func(done int) { p.progress(StageAnnotate, float64(done)/float64(len(a.pace))) })
	})
	if unwritten := files.Wait(); unwritten != nil {
		err = unwritten
	}
	if a.writer == nil {
		return nil, err
	}
	if closed := a.writer.Close(); err == nil && closed != nil {
		err = fmt.Errorf("%s: %w", AnnotatedFile, closed)
	}
	return a.moments, err
}

// begin starts the video, whose pictures have the clip's matrix.
func (a *annotator) begin(ctx context.Context, create Creator, m pose.Matrix, shown []time.Duration, seen *pose.Poses) (err error) {
	f, scale := videoFormat(a.result.Clip)
	f.Matrix = m
	a.pace = render.NewTimeline(a.result, shown, a.job.SlowMotion, f.FPS)
	if a.job.SlowMotion == 1 && len(shown) > 0 {
		f.Sound = Sound{From: shown[0], Length: time.Duration(float64(a.pace.Pictures()) / f.FPS * float64(time.Second))}
	}
	o := render.Options{BlurFaces: a.job.BlurFaces, Poses: seen, Units: a.job.Units}
	a.overlay = render.NewOverlay(a.result, image.Pt(f.WidthPx, f.HeightPx), scale, o)
	a.writer, err = create(ctx, videoPath(a.job), f)
	return err
}

// videoPath is the annotated video's, or empty where only stills are wanted.
func videoPath(job Job) string {
	if !job.Outputs.Video {
		return ""
	}
	return filepath.Join(job.Dir, AnnotatedFile)
}

// videoFormat fits the clip into the annotated video's limits and returns how many of
// its pixels show one of the clip's.
func videoFormat(c pose.Clip) (VideoFormat, float64) {
	scale := math.Min(1, maxSidePx/float64(max(c.WidthPx, c.HeightPx)))
	if min(c.WidthPx, c.HeightPx) < minSidePx {
		scale = 2
	}
	even := func(px int) int { return max(2, 2*int(math.Round(float64(px)*scale/2))) }
	return VideoFormat{WidthPx: even(c.WidthPx), HeightPx: even(c.HeightPx), FPS: min(maxVideoFPS, max(minVideoFPS, c.FPS)), Enlarged: scale > 1}, scale
}

func times(p *pose.Poses) []time.Duration {
	ts := make([]time.Duration, len(p.Frames))
	for i, f := range p.Frames {
		ts[i] = f.Time
	}
	return ts
}

// draw reads the clip once more and draws upon each frame.
func (a *annotator) draw(src pose.Source, progress func(done int)) error {
	for i := 0; ; i++ {
		f, err := src.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if i >= len(a.pace) {
			return errors.New("the clip has changed while it was analysed")
		}
		if err := a.frame(f, a.pace[i]); err != nil {
			return fmt.Errorf("frame %d at %v: annotate: %w", f.Index, f.Time, err)
		}
		progress(i + 1)
	}
}

// frame draws one frame's stills, then the frame itself, which is shown n times.
func (a *annotator) frame(f *pose.Frame, n int) error {
	plans := a.stills[f.Index]
	if len(plans) == 0 && (n == 0 || !a.job.Outputs.Video) {
		return nil
	}
	canvas, err := a.writer.Canvas(f.Picture)
	if err != nil {
		return err
	}
	for _, s := range plans {
		still := a.overlay.Still(canvas, &a.result.Shots[s.Shot-1], s.ID, s.Frame)
		if a.job.Outputs.reports() {
			a.moments[s.File] = report.MomentOf(a.result, s.Shot, s.ID, still)
		}
		a.files.Go(func() error { return writePNG(filepath.Join(a.job.Dir, filepath.FromSlash(s.File)), still) })
	}
	a.overlay.Draw(canvas, f.Index)
	return a.writer.Write(n)
}
