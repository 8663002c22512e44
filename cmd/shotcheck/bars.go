package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"

	"github.com/shotcheck/shotcheck"
)

// bars are the progress bars on a terminal: one for each running clip and, for
// several clips, one for all of them. They stand below everything else.
type bars struct {
	w       io.Writer
	columns int
	whole   *progressbar.ProgressBar // nil for a single clip
	running []*clipBar
	painted int // lines on the screen
	last    time.Time
}

type clipBar struct {
	path string
	bar  *progressbar.ProgressBar
}

// barSteps is how finely a clip's progress is drawn.
const barSteps = 1000

// paintInterval is how often the bars are drawn at most.
const paintInterval = 100 * time.Millisecond

// stageShares are the parts of a clip's time that the stages take, roughly.
var stageShares = []struct {
	stage shotcheck.Stage
	share float64
}{
	{shotcheck.StageScout, 0.2},
	{shotcheck.StageEstimate, 0.45},
	{shotcheck.StageAnalyze, 0.01},
	{shotcheck.StageAnnotate, 0.3},
	{shotcheck.StageReport, 0.04},
}

// doneShare returns how much of a clip's work is done.
func doneShare(stage shotcheck.Stage, fraction float64) float64 {
	var done float64
	for _, s := range stageShares {
		if s.stage == stage {
			return done + s.share*fraction
		}
		done += s.share
	}
	return done
}

func newBars(w io.Writer, columns, clips int) *bars {
	b := &bars{w: w, columns: columns}
	if clips > 1 {
		b.whole = newBar(clips*barSteps, "all clips")
	}
	return b
}

// newBar makes a bar that is drawn by bars.paint only.
func newBar(steps int, name string) *progressbar.ProgressBar {
	return progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(io.Discard),
		progressbar.OptionSetDescription(name),
		progressbar.OptionSetWidth(24),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetRenderBlankState(true),
	)
}

// update notes how far a clip has come.
func (b *bars) update(c clip, stage shotcheck.Stage, fraction float64) {
	bar := b.of(c)
	bar.Describe(fmt.Sprintf("%s: %s", clipped(filepath.Base(c.path), b.columns/3), stage))
	b.advance(bar, int(barSteps*doneShare(stage, fraction)))
	if time.Since(b.last) >= paintInterval {
		b.paint()
	}
}

// advance moves a clip's bar forward, and that of all clips with it.
func (b *bars) advance(bar *progressbar.ProgressBar, to int) {
	step := to - int(bar.State().CurrentNum)
	if step <= 0 {
		return
	}
	_ = bar.Add(step) // writes to nowhere, which cannot fail
	if b.whole != nil {
		_ = b.whole.Add(step)
	}
}

// of returns the bar of a clip.
func (b *bars) of(c clip) *progressbar.ProgressBar {
	for _, r := range b.running {
		if r.path == c.path {
			return r.bar
		}
	}
	bar := newBar(barSteps, "")
	b.running = append(b.running, &clipBar{c.path, bar})
	return bar
}

// finish takes a clip's bar away, whatever it came to, and all bars off the
// screen, so that its outcome can be written.
func (b *bars) finish(c clip) {
	bar := b.of(c)
	b.advance(bar, barSteps)
	for i, r := range b.running {
		if r.bar == bar {
			b.running = append(b.running[:i], b.running[i+1:]...)
			break
		}
	}
	b.clear()
}

// clear takes the bars off the screen.
func (b *bars) clear() {
	if b.painted > 0 {
		fmt.Fprintf(b.w, "\x1b[%dA\r\x1b[J", b.painted)
	}
	b.painted = 0
}

// paint draws the bars in place of those on the screen.
func (b *bars) paint() {
	b.clear()
	lines := make([]string, 0, len(b.running)+1)
	for _, r := range b.running {
		lines = append(lines, b.line(r.bar))
	}
	if b.whole != nil {
		lines = append(lines, b.line(b.whole))
	}
	for _, line := range lines {
		fmt.Fprintln(b.w, line)
	}
	b.painted, b.last = len(lines), time.Now()
}

// line returns a bar in one line of the terminal.
func (b *bars) line(bar *progressbar.ProgressBar) string {
	return clipped(strings.TrimSpace(bar.String()), b.columns-1)
}

// clipped cuts a text to a number of characters, and says so by an ellipsis.
func clipped(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	runes := []rune(text)
	return string(runes[:max(0, width-1)]) + "…"
}
