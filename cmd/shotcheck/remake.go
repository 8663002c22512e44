package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
)

// This file makes parts of result folders again. The folder is replaced as a
// whole, so that a run that fails leaves it as it was.

// remake is one such run.
type remake struct {
	c     *cli
	cmd   *cobra.Command
	names []string // outputs to make
	look  presentation
	given map[string]string // flags that the user has set
	quiet bool
	// fill makes the files of a job.
	fill func(ctx context.Context, job shotcheck.Job, r *analysis.Result) error
}

// all does several folders. One that fails does not stop the others.
func (m *remake) all(ctx context.Context, dirs []string) error {
	failed := 0
	m.given = givenFlags(m.cmd)
	for _, dir := range dirs {
		err := m.one(ctx, filepath.Clean(dir))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failed++
			fmt.Fprintf(m.c.stderr, "%s%s: %s\n", m.c.styles().error("error: "), dir, explain(err).Error())
		}
	}
	switch failed {
	case 0:
		return nil
	case len(dirs):
		return ended(exitFailed)
	}
	return ended(exitSomeFailed)
}

// one makes the outputs of one folder again.
func (m *remake) one(ctx context.Context, dir string) error {
	r, err := readResult(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return errNoResults
	}
	if err != nil {
		return err
	}
	earlier, known := readState(dir)
	if !known {
		earlier = state{Look: defaultPresentation(), Outputs: outputNames}
	}
	if err := m.look.overlay(m.cmd, m.given, earlier.Look); err != nil {
		return err
	}
	d, err := newDraft(dir, resultFiles)
	if err != nil {
		return err
	}
	if err := m.make(ctx, d, r, earlier); err != nil {
		return errors.Join(err, d.discard())
	}
	if !m.quiet {
		fmt.Fprintf(m.c.stderr, "%s: %s\n", dir, joined(m.names))
	}
	return d.publish()
}

// make fills a draft: what is made again, and all else as it was.
func (m *remake) make(ctx context.Context, d *draft, r *analysis.Result, earlier state) error {
	job := m.look.job(d.dir)
	job.Earlier, job.Outputs, job.Version = d.target, outputsOf(m.names), r.Tool.Version
	if err := m.fill(ctx, job, r); err != nil {
		return err
	}
	if err := d.keep(slices.DeleteFunc(slices.Clone(resultFiles), func(name string) bool {
		_, err := os.Stat(filepath.Join(d.dir, name))
		return err == nil || name == stateName
	})...); err != nil {
		return err
	}
	earlier.Look = m.look
	for _, name := range m.names {
		if !slices.Contains(earlier.Outputs, name) {
			earlier.Outputs = append(earlier.Outputs, name)
		}
	}
	return earlier.write(d.dir)
}
