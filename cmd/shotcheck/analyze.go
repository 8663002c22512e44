package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/analysis"
)

// analyzeOptions are what `shotcheck analyze` is told.
type analyzeOptions struct {
	paths     []string
	filesFrom string
	recursive bool
	out       string

	config     analysis.Config
	look       presentation
	outputs    []string
	named      bool // the user has said which
	eventsFile string
	profile    string // file

	jobs, threads         int // 0: as many as there are cores
	resume, force, verify bool
	minQuality            float64
	assertTexts           []string
	asserts               []analysis.Assertion
	junit                 string // file

	json, quiet, verbose, noColor bool
}

func newAnalyzeCommand(c *cli) *cobra.Command {
	opts := &analyzeOptions{config: analysis.DefaultConfig(), look: defaultPresentation(), outputs: outputNames}
	cmd := &cobra.Command{
		Use:   "analyze CLIP...",
		Short: "Measure the shots in clips",
		Long: `Measures the shots in clips. A CLIP is a video file, a folder (its videos; with
--recursive those below it too) or a poses.json of earlier results, which is
analysed again without decoding.

The results of x/clip.mp4 go to OUT/clip.shotcheck: analysis.json, frames.csv,
poses.json, annotated.mp4, report.pdf, index.html, stills, and in opensim markers
(.trc, where metres are known) and angles (.mot). Such a folder appears complete or
not at all, and a failed run leaves earlier results as they were. Files of yours in
it stay.

A clip whose results are up to date is skipped: same clip, settings and version.
Its size, time and inode, kept in .shotcheck-state.json beside the results, stand
for its content unless --verify is given.

A metric is measured where the view shows it, side on for most, and graded only
where --shot-type, --sex and --level leave no doubt which norm applies.` +
			exitHelp(exitFailed, exitUsage, exitSomeFailed, exitNoShot, exitAssert),
		Example: `  shotcheck analyze clip.mp4
  shotcheck analyze --out results --recursive --shot-type free-throw clips/
  shotcheck analyze --release 0.92 --out results clip.mp4
  shotcheck analyze results/clip.shotcheck/poses.json
  shotcheck analyze --assert 'knee_dip < 125' --junit junit.xml clips/
  find . -name '*.mov' | shotcheck analyze --files-from - --json`,
		Annotations: map[string]string{hasSettings: "yes"},
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.paths, opts.named = args, cmd.Flags().Changed("outputs")
			if err := opts.complete(c); err != nil {
				return err
			}
			if err := opts.useModel(c); err != nil {
				return err
			}
			return runAnalyze(cmd.Context(), c, opts)
		},
	}
	opts.addFlags(cmd)
	return cmd
}

// complete checks what no single flag can check, and reads the files that
// flags name.
func (o *analyzeOptions) complete(c *cli) error {
	cfg := &o.config
	if cfg.End > 0 && cfg.End <= cfg.Start {
		return usage("give both in seconds from the clip's beginning", "--end %v is not after --start %v", cfg.End, cfg.Start)
	}
	if len(cfg.Releases) > 0 && o.eventsFile != "" {
		return usage("put the releases into the events file", "--release and --events exclude each other")
	}
	if len(o.outputs) == 0 {
		return usage("allowed are: "+strings.Join(outputNames, ","), "--outputs is empty")
	}
	if info, err := os.Stat(o.out); err == nil && !info.IsDir() {
		return usage("give a folder", "--out %s is a file", o.out)
	}
	for _, text := range o.assertTexts {
		a, err := analysis.ParseAssertion(text)
		if err != nil {
			return usage("such as --assert 'knee_dip < 125'", "--assert %q: %s", text, oneLine(err.Error()))
		}
		o.asserts = append(o.asserts, a)
	}
	if err := o.readEvents(); err != nil {
		return usage(eventsHint, "--events %s: %s", o.eventsFile, oneLine(err.Error()))
	}
	if err := o.readProfile(); err != nil {
		return badProfile(o.profile, err)
	}
	if err := o.look.complete(); err != nil {
		return err
	}
	if o.jobs == 0 {
		o.jobs = jobsFor(c.cores, availableBytes())
	}
	return nil
}

// clipBytes is about what the processes of one 1080p clip take at their peak.
const clipBytes = 800 << 20

// jobsFor is how many clips are analysed at once where nobody says: as many as there are
// cores, as far as the memory reaches.
func jobsFor(cores int, availableBytes uint64) int {
	return max(1, int(min(uint64(cores), availableBytes/clipBytes)))
}

// readProfile checks the profile and takes its hash into the settings. The
// child process reads it again; a hash that then differs is an error.
func (o *analyzeOptions) readProfile() error {
	if o.profile == "" {
		return nil
	}
	p, err := loadProfile(o.profile)
	if err != nil {
		return err
	}
	o.config.Profile = p.SHA256
	return o.look.adopt(p.Brand, filepath.Dir(o.profile))
}

// loadProfile reads a profile from a file.
func loadProfile(path string) (*analysis.Profile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return analysis.LoadProfile(f)
}

// runAnalyze plans, runs and reports a batch of clips.
func runAnalyze(ctx context.Context, c *cli, opts *analyzeOptions) error {
	clips, err := plan(c, opts)
	if err != nil {
		return err
	}
	if err := opts.checkJUnit(clips); err != nil {
		return err
	}
	opts.jobs = min(opts.jobs, len(clips))
	if opts.threads == 0 {
		opts.threads = max(1, c.cores/opts.jobs)
	}
	b := &batch{opts: opts, clips: clips, printer: newPrinter(c, opts, clips), analyze: c.analyze}
	total, err := b.run(ctx)
	if err != nil {
		return err
	}
	if total.ExitCode != exitOK {
		return ended(total.ExitCode)
	}
	return nil
}

// plan finds the clips and where their results go, before any work.
func plan(c *cli, opts *analyzeOptions) ([]clip, error) {
	paths := opts.paths
	if opts.filesFrom != "" {
		listed, err := readList(c.stdin, opts.filesFrom)
		if err != nil {
			return nil, usage("one path a line; - is stdin", "--files-from %s: %s", opts.filesFrom, explain(err).Message)
		}
		paths = append(paths, listed...)
	}
	if len(paths) == 0 {
		return nil, usage("such as: shotcheck analyze clip.mp4", "no clip given")
	}
	var clips []clip
	for _, path := range paths {
		found, err := findClips(path, opts.recursive)
		if err != nil {
			return nil, err
		}
		clips = append(clips, found...)
	}
	return placeResults(clips, opts.out)
}
