package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
)

// batch analyses clips, several at once. A clip that fails never stops the
// others.
type batch struct {
	opts    *analyzeOptions
	clips   []clip
	printer printer
	analyze analyzeFunc
}

// analyzeFunc makes the files of one clip in the folder that the job names.
type analyzeFunc func(ctx context.Context, job clipJob, progress progressFunc) error

// progressFunc is told how far a stage of a clip has come, 0 to 1.
type progressFunc func(stage shotcheck.Stage, fraction float64)

// outcome is what has become of a clip.
type outcome struct {
	clip    clip
	result  *analysis.Result // nil where there is none
	skipped bool             // the results were up to date
	// problems are what a person must be told: a failure, a clip without a shot,
	// an assertion that was not met.
	problems []*problem
	// unwritten are outputs that were asked for and cannot be made.
	unwritten []unwritten
}

// exit returns the code of a run with this clip alone.
func (o *outcome) exit() exitCode {
	code := exitOK
	for _, p := range o.problems {
		code = worse(code, p.Exit)
	}
	return code
}

// failed reports whether the clip has no results for a reason that is not its
// content.
func (o *outcome) failed() bool { return o.exit() == exitFailed }

// summary counts the outcomes of a batch. Done, Skipped and Failed are all
// Clips, unless it was interrupted; NoShot counts those with exit code 4 among
// them.
type summary struct {
	Clips         int      `json:"clips"`
	Done          int      `json:"done"`
	Skipped       int      `json:"skipped"`
	Failed        int      `json:"failed"`
	NoShot        int      `json:"no_shot"`
	AssertsFailed int      `json:"asserts_failed"`
	ExitCode      exitCode `json:"exit_code"`
}

// run analyses the clips and prints each outcome in the order of the clips. Its
// error is that of ctx, or of --junit: everything else is told and counted.
func (b *batch) run(ctx context.Context) (summary, error) {
	outcomes := make([]*outcome, len(b.clips)) // nil: not ended
	ended := newSequence(func(i int) { b.printer.outcome(outcomes[i]) })
	defer removeEmpty(missingParents(b.clips))
	var workers errgroup.Group
	workers.SetLimit(b.opts.jobs)
	for i, c := range b.clips {
		workers.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			o := b.one(ctx, c)
			if err := ctx.Err(); err != nil {
				return err
			}
			outcomes[i] = o
			ended.done(i)
			return nil
		})
	}
	err := workers.Wait()
	if err == nil {
		err = ctx.Err()
	}
	total := summarize(outcomes)
	if err != nil {
		total.ExitCode = exitInterrupted
	} else if err = b.opts.writeJUnit(outcomes); err != nil {
		total.ExitCode = exitFailed
	}
	b.printer.close(total, outcomes)
	return total, err
}

// one analyses one clip, or finds its results up to date.
func (b *batch) one(ctx context.Context, c clip) *outcome {
	o := &outcome{clip: c}
	var err error
	if o.result, o.skipped, err = b.results(ctx, c); err != nil {
		o.problems = append(o.problems, describe(err, c))
		return o
	}
	o.problems, o.unwritten = b.opts.judge(o.result), b.opts.unwritten(o.result)
	return o
}

// describe explains an error of a clip, without its path, which stands before
// it anyway.
func describe(err error, c clip) *problem {
	p := *explain(err)
	p.Message = draftNames.ReplaceAllString(trimPath(p.Message, c.path), "$1")
	if p.Code == "failed" && diskFull(filepath.Dir(c.out)) {
		p.Message, p.Code, p.Hint = "no space left on the disk", "disk-full", "free some, or write elsewhere with --out"
	}
	return &p
}

// draftNames matches a draft in a path; users know the folder that it becomes.
var draftNames = regexp.MustCompile(`\.([^/]+)` + regexp.QuoteMeta(draftMark) + `[A-Z0-9]+`)

// results returns the results of a clip once they are in their place.
func (b *batch) results(ctx context.Context, c clip) (r *analysis.Result, skipped bool, err error) {
	before, err := identify(c.path)
	if err != nil {
		return nil, false, err
	}
	if r, ok := b.opts.upToDate(c, before); ok {
		return r, true, nil
	}
	d, err := newDraft(c.out, resultFiles)
	if err != nil {
		return nil, false, err
	}
	r, err = b.fill(ctx, d, c, before)
	if err != nil {
		return nil, false, errors.Join(err, d.discard())
	}
	return r, false, d.publish()
}

// fill makes the results of a clip in a draft.
func (b *batch) fill(ctx context.Context, d *draft, c clip, before input) (*analysis.Result, error) {
	job := clipJob{Input: c.path, Poses: c.poses, Job: b.opts.job(d.dir), Profile: b.opts.profile, Threads: b.opts.threads}
	progress := func(stage shotcheck.Stage, fraction float64) { b.printer.progress(c, stage, fraction) }
	err := b.analyze(ctx, job, progress)
	if after, gone := identify(c.path); gone != nil || after != before {
		return nil, errChanged // whatever came of it
	}
	if err != nil {
		return nil, err
	}
	r, err := readResult(d.dir)
	if err != nil {
		return nil, err
	}
	return r, b.complete(d, c, r, before)
}

// errChanged is said of a clip that is still being copied, for example.
var errChanged = &problem{
	Code: "changed", Exit: exitFailed, Message: "the clip changed while it was read", Hint: "run again when it is complete",
}

// complete makes a result folder of what the analysis has written: nothing
// that was not asked for, the state, and what stays of the earlier folder.
func (b *batch) complete(d *draft, c clip, r *analysis.Result, in input) (err error) {
	if in.SHA256 = r.Clip.SHA256; c.poses {
		if in.SHA256, err = hashFile(c.path); err != nil {
			return err
		}
	}
	if !slices.Contains(b.opts.outputs, "json") {
		if err := os.Remove(filepath.Join(d.dir, shotcheck.AnalysisFile)); err != nil {
			return err
		}
	}
	if err := b.opts.state(in).write(d.dir); err != nil {
		return err
	}
	if c.poses && samePath(filepath.Dir(c.path), c.out) {
		return d.keep(append(slices.Clone(pictureFiles), shotcheck.PosesFile)...)
	}
	return d.keep()
}

// summarize counts outcomes.
func summarize(outcomes []*outcome) summary {
	s := summary{Clips: len(outcomes)}
	for _, o := range outcomes {
		if o == nil {
			continue
		}
		code := o.exit()
		switch {
		case code == exitFailed:
			s.Failed++
		case o.skipped:
			s.Skipped++
		default:
			s.Done++
		}
		for _, p := range o.problems {
			if p.Exit == exitAssert {
				s.AssertsFailed++
			}
		}
		if slices.ContainsFunc(o.problems, func(p *problem) bool { return p.Exit == exitNoShot }) {
			s.NoShot++
		}
		if code != exitFailed {
			s.ExitCode = worse(s.ExitCode, code)
		}
	}
	switch s.Failed {
	case 0:
	case s.Clips:
		s.ExitCode = exitFailed
	default:
		s.ExitCode = exitSomeFailed
	}
	return s
}

// sequence calls a function once for each index in order, as soon as that index
// and all before it are done.
type sequence struct {
	mu   sync.Mutex
	next int
	over map[int]bool
	call func(i int)
}

func newSequence(call func(i int)) *sequence { return &sequence{over: map[int]bool{}, call: call} }

func (s *sequence) done(i int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.over[i] = true; s.over[s.next]; s.next++ {
		s.call(s.next)
	}
}
