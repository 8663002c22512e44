package main

import (
	"fmt"

	"github.com/schollz/progressbar/v3"

	"github.com/shotcheck/shotcheck/service"
)

// uploadLine is a result of upload with --json.
type uploadLine struct {
	MessageType string   `json:"message_type"`
	Clip        string   `json:"clip"`
	Analysis    string   `json:"analysis"`
	State       string   `json:"state"`
	Sent        bool     `json:"sent"`
	Shots       int      `json:"shots"`
	Quality     float64  `json:"quality"`
	Code        string   `json:"code,omitempty"`
	Message     string   `json:"message,omitempty"`
	Hint        string   `json:"hint,omitempty"`
	ExitCode    exitCode `json:"exit_code"`
}

// uploadStatus is how far a parcel has come.
type uploadStatus struct {
	MessageType string  `json:"message_type"`
	Clip        string  `json:"clip"`
	Stage       string  `json:"stage"`
	Fraction    float64 `json:"fraction"`
}

// uploadPrinter tells what is sent, to people or as JSON lines.
type uploadPrinter struct {
	c     *cli
	quiet bool
	json  *jsonPrinter // nil for people
	bar   *progressbar.ProgressBar
	stage string
	told  float64
}

func newUploadPrinter(c *cli, o *uploadOptions, parcels []parcel) *uploadPrinter {
	p := &uploadPrinter{c: c, quiet: o.quiet}
	if o.json {
		p.json = newJSONPrinter(c.stdout)
	} else if c.columns > 0 && !o.quiet && len(parcels) > 0 {
		p.bar = progressbar.NewOptions(barSteps, progressbar.OptionSetWriter(c.stderr), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(24))
	}
	return p
}

// progressStep is how much must have changed to be told.
const progressStep = 0.01

// progress tells how far a stage of a parcel has come.
func (p *uploadPrinter) progress(of parcel, stage string, fraction float64) {
	if stage == p.stage && fraction-p.told < progressStep && fraction < 1 {
		return
	}
	p.stage, p.told = stage, fraction
	switch {
	case p.json != nil:
		p.json.write(uploadStatus{"status", of.path, stage, fraction})
	case p.bar != nil:
		p.bar.Describe(clipped(of.name, p.c.columns/3) + ": " + stage)
		_ = p.bar.Set(int(barSteps * min(fraction, 0.999))) // decoration
	}
}

// result tells what came of a parcel.
func (p *uploadPrinter) result(of parcel, a service.Analysis, sent bool, code exitCode) {
	p.stage = ""
	if p.json != nil {
		p.json.write(uploadLine{"result", of.path, a.ID, a.State, sent, a.Shots, a.Quality, a.Code, a.Message, a.Hint, code})
		return
	}
	p.clear()
	how := "sent"
	if !sent {
		how = "there already"
	}
	fmt.Fprintf(p.c.stdout, "%s  %s  %s  %s\n", of.path, how, a.State, a.ID)
	if a.Message != "" {
		said := problem{Message: a.Message, Hint: a.Hint}
		fmt.Fprintf(p.c.stderr, "%s: %s\n", of.path, said.Error())
	}
}

// problem tells why a parcel could not be sent.
func (p *uploadPrinter) problem(of parcel, why *problem) {
	p.stage = ""
	if p.json != nil {
		p.json.problem(of.path, why)
		return
	}
	p.clear()
	fmt.Fprintf(p.c.stderr, "%s%s: %s\n", p.c.styles().error("error: "), of.path, why.Error())
}

func (p *uploadPrinter) clear() {
	if p.bar != nil {
		_ = p.bar.Clear() // decoration
	}
}

// close tells what became of all.
func (p *uploadPrinter) close(total summary) {
	if p.json != nil {
		p.json.close(total, nil)
		return
	}
	if left := total.Clips - total.Done - total.Skipped - total.Failed; left > 0 {
		fmt.Fprintf(p.c.stderr, "%d more not tried; the same command goes on from here\n", left)
	}
}
