package main

import (
	"fmt"
	"io"
	"sync"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
)

// textPrinter writes a row a shot to out, and all else to err.
type textPrinter struct {
	mu             sync.Mutex
	out, err       io.Writer
	bars           *bars // nil where err is no terminal
	styles         styles
	quiet, verbose bool
	several        bool
	nameWidth      int
	headed         bool
}

func (p *textPrinter) progress(c clip, stage shotcheck.Stage, fraction float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bars != nil {
		p.bars.update(c, stage, fraction)
	}
}

func (p *textPrinter) outcome(o *outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bars != nil {
		p.bars.finish(o.clip)
		defer p.bars.paint()
	}
	for _, problem := range o.problems {
		fmt.Fprintf(p.err, "%s%s: %s\n", p.styles.error("error: "), o.clip, problem.Error())
	}
	if o.result == nil {
		return
	}
	p.remark(o)
	if len(o.result.Shots) > 0 && !p.headed {
		p.headed = true
		p.row("CLIP", shotHeadings)
	}
	for _, shot := range o.result.Shots {
		p.row(o.clip.String(), shotRow(shot))
	}
}

// remark tells what the clip's numbers rest upon, and where they are.
func (p *textPrinter) remark(o *outcome) {
	if p.quiet {
		return
	}
	for _, w := range o.result.Quality.Warnings {
		fmt.Fprintf(p.err, "%s%s: %s\n", p.styles.warning("warning: "), o.clip, w.Message)
	}
	for _, u := range o.unwritten {
		fmt.Fprintf(p.err, "%s%s: no .%s of shooter %d: %s\n", p.styles.warning("warning: "), o.clip, u.Output, u.Shooter, u.Message)
	}
	verb := "written to"
	if o.skipped {
		verb = "up to date in"
	}
	fmt.Fprintf(p.err, "%s: %s, quality %s, %s %s\n", o.clip, plural(len(o.result.Shots), "shot"), describeQuality(o.result.Quality), verb, o.clip.out)
	if c := o.result.Clip; p.verbose {
		fmt.Fprintf(p.err, "  %s, %d × %d px, %d frames, %.2f fps, model %s, %s\n",
			c.Codec, c.WidthPx, c.HeightPx, c.Frames, c.FPS, o.result.Model.Name, o.result.Model.Runtime)
	}
}

func (p *textPrinter) close(total summary, outcomes []*outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bars != nil {
		p.bars.clear()
	}
	if !p.several || p.quiet {
		return
	}
	fmt.Fprintf(p.err, "%s: %d done, %d up to date, %d failed\n", plural(total.Clips, "clip"), total.Done, total.Skipped, total.Failed)
	for _, o := range outcomes {
		if o != nil && o.failed() {
			fmt.Fprintf(p.err, "  failed: %-*s  %s\n", p.nameWidth, o.clip, o.problems[0].Message)
		}
	}
}

// row writes one aligned line.
func (p *textPrinter) row(name string, cells [len(shotColumns)]string) {
	fmt.Fprintf(p.out, "%-*s", p.nameWidth, name)
	for i, cell := range cells {
		fmt.Fprintf(p.out, "  %*s", shotColumns[i].width, cell)
	}
	fmt.Fprintln(p.out)
}

// describeQuality returns the grade with its score.
func describeQuality(q analysis.Quality) string { return fmt.Sprintf("%s (%.2f)", q.Grade, q.Score) }
