package shotcheck

import (
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/render"
	"github.com/shotcheck/shotcheck/report"
)

// report writes PDF and page from the result and the stills, of which some moments may be
// at hand, and removes the stills where they were only made for it.
func (p *Pipeline) report(r *analysis.Result, shown []time.Duration, made moments, job Job) error {
	doc := report.Document{
		Result: r, Profile: job.Profile, Player: job.Player, Date: job.Date, Units: job.Units, PageSize: job.PageSize, Brand: job.Brand,
		Still: job.still, Moment: made.of, Video: job.video(r, shown),
	}
	err := writeWanted(job.Dir, []wantedFile{
		{ReportFile, job.Outputs.PDF, func(w io.Writer) error { return report.WritePDF(w, doc) }},
		{PageFile, job.Outputs.HTML, func(w io.Writer) error { return report.WriteHTML(w, doc) }},
	})
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	p.progress(StageReport, 1)
	if !job.Outputs.Stills {
		return os.RemoveAll(filepath.Join(job.Dir, render.StillsFolder))
	}
	return nil
}

// still reads the picture of an event or a flaw; nil if there is none.
func (j Job) still(shot int, id string) image.Image {
	img, err := readPNG(j.find(render.StillFile(shot, id)))
	if err != nil {
		return nil
	}
	return img
}

// video describes the annotated video of frames shown at the given times; nil if
// there is none.
func (j Job) video(r *analysis.Result, shown []time.Duration) *report.Video {
	if _, err := os.Stat(j.find(AnnotatedFile)); err != nil {
		return nil
	}
	f, _ := videoFormat(r.Clip)
	return &report.Video{
		File: AnnotatedFile, WidthPx: f.WidthPx, HeightPx: f.HeightPx, FPS: f.FPS,
		Times: shown, Pace: render.NewTimeline(r, shown, j.SlowMotion, f.FPS),
	}
}

// find returns where a file of the results lies: in the job's folder, or among
// the earlier results.
func (j Job) find(name string) string {
	path := filepath.Join(j.Dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err == nil || j.Earlier == "" {
		return path
	}
	return filepath.Join(j.Earlier, filepath.FromSlash(name))
}
