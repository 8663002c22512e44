package main

import (
	"encoding/json"
	"io"
	"sync"
	"unicode/utf8"

	"github.com/shotcheck/shotcheck"
)

// printer tells what happens in a batch: to people, or to programs. Outcomes
// come in the order of the clips, from any goroutine.
type printer interface {
	progress(c clip, stage shotcheck.Stage, fraction float64)
	outcome(o *outcome)
	// close ends the report; clips that an interrupted batch has not come to
	// have no outcome.
	close(total summary, outcomes []*outcome)
}

func newPrinter(c *cli, opts *analyzeOptions, clips []clip) printer {
	if opts.json {
		return newJSONPrinter(c.stdout)
	}
	p := &textPrinter{out: c.stdout, err: c.stderr, quiet: opts.quiet, verbose: opts.verbose, several: len(clips) > 1}
	if p.styles = c.styles(); opts.noColor {
		p.styles.enabled = false
	}
	if c.columns > 0 && !opts.quiet {
		p.bars = newBars(c.stderr, c.columns, len(clips))
	}
	for _, clip := range clips {
		p.nameWidth = max(p.nameWidth, utf8.RuneCountInString(clip.String()))
	}
	return p
}

// jsonPrinter writes one object a line.
type jsonPrinter struct {
	mu    sync.Mutex
	lines *json.Encoder
}

func newJSONPrinter(w io.Writer) *jsonPrinter {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false) // for people who read along: < stays <
	return &jsonPrinter{lines: lines}
}

// The lines of --json. Scripts read them: names stay, others may be added.
type (
	statusLine struct {
		MessageType string          `json:"message_type"`
		Clip        string          `json:"clip"`
		Stage       shotcheck.Stage `json:"stage"`
		Fraction    float64         `json:"fraction"`
	}
	resultLine struct {
		MessageType string  `json:"message_type"`
		Clip        string  `json:"clip"`
		Out         string  `json:"out"`
		Shots       int     `json:"shots"`
		Quality     float64 `json:"quality"`
		Skipped     bool    `json:"skipped"`
		// Missing lists outputs that were asked for and cannot be made.
		Missing  []unwritten `json:"missing,omitempty"`
		ExitCode exitCode    `json:"exit_code"`
	}
	errorLine struct {
		MessageType string `json:"message_type"`
		Clip        string `json:"clip"`
		Code        string `json:"code"`
		Message     string `json:"message"`
		Hint        string `json:"hint"`
	}
	summaryLine struct {
		MessageType string `json:"message_type"`
		summary
	}
)

// write writes a line. A reader that has gone away is no reason to stop the
// work.
func (p *jsonPrinter) write(line any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.lines.Encode(line)
}

func (p *jsonPrinter) progress(c clip, stage shotcheck.Stage, fraction float64) {
	p.write(statusLine{"status", c.String(), stage, fraction})
}

func (p *jsonPrinter) outcome(o *outcome) {
	if r := o.result; r != nil {
		p.write(resultLine{"result", o.clip.String(), o.clip.out, len(r.Shots), r.Quality.Score, o.skipped, o.unwritten, o.exit()})
	}
	for _, problem := range o.problems {
		p.problem(o.clip.String(), problem)
	}
}

func (p *jsonPrinter) problem(clip string, what *problem) {
	p.write(errorLine{"error", clip, what.Code, what.Message, what.Hint})
}

func (p *jsonPrinter) close(total summary, _ []*outcome) { p.write(summaryLine{"summary", total}) }
