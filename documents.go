package shotcheck

import (
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/render"
	"github.com/shotcheck/shotcheck/report"
)

// report writes the PDF from the result and the stills in the job's folder, and
// removes the stills where they were only made for it.
func (p *Pipeline) report(r *analysis.Result, job Job) error {
	if job.Outputs.PDF {
		doc := report.Document{Result: r, Player: job.Player, Date: job.Date, Units: job.Units, Still: job.still}
		err := writeFile(filepath.Join(job.Dir, ReportFile), func(w io.Writer) error { return report.WritePDF(w, doc) })
		if err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	p.progress(StageReport, 1)
	if !job.Outputs.Stills {
		return os.RemoveAll(filepath.Join(job.Dir, "stills"))
	}
	return nil
}

// still reads the picture of an event from the job's folder; nil if there is
// none.
func (j Job) still(shot int, event string) image.Image {
	img, err := readPNG(filepath.Join(j.Dir, filepath.FromSlash(render.StillFile(shot, event))))
	if err != nil {
		return nil
	}
	return img
}
