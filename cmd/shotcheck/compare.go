package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/report"
)

// compareFiles are the files of a comparison's folder.
var compareFiles = []string{shotcheck.CompareFile, shotcheck.CompareReport, shotcheck.CompareVideo}

// compareOutputs are the words of its --outputs.
var compareOutputs = []string{"json", "pdf", "video"}

// compareOptions are what `shotcheck compare` is told.
type compareOptions struct {
	out         string
	outputs     []string
	mustFilm    bool // --outputs names the video
	shots       []int
	clips       []string
	look        presentation
	json, quiet bool
}

func newCompareCommand(c *cli) *cobra.Command {
	o := &compareOptions{look: defaultPresentation(), outputs: compareOutputs}
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "Compare two results: before and after, or player and model",
		Long: `Compares two results. A and B are folders such as clip.shotcheck, or their
analysis.json. Every value is subtracted, B − A, and told whether the difference
exceeds the uncertainty of both; angles over time are aligned at the moments of the
shots; a video shows both side by side, synchronised at the release.

Of several shots in a result the mean is compared, of the shooter, kind of shot and
view that it shows most; curves and video show the most typical one. --shots chooses
a single one of each.

It writes OUT/A-vs-B.shotcheck with compare.json, compare.pdf and compare.mp4.
The video is made of both annotated videos, or where one is missing of the clip,
which is looked for beside the results. The folder appears complete or not at all.` +
			exitHelp(exitFailed, exitUsage, exitNoShot),
		Example: `  shotcheck compare march.shotcheck may.shotcheck
  shotcheck compare --shots 2,1 player.shotcheck model.shotcheck -o reports
  shotcheck compare before/analysis.json after/analysis.json --outputs json --json`,
		Args:        arguments(2, 2, "two results"),
		Annotations: map[string]string{hasSettings: "yes"},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.mustFilm = cmd.Flags().Changed("outputs") && slices.Contains(o.outputs, "video")
			return o.run(cmd.Context(), c, [2]string(args))
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&o.out, "out", "o", ".", "`DIR` that receives A-vs-B.shotcheck")
	flagOf(f, &o.outputs, "outputs", "LIST", joined(compareOutputs), listOf(oneOf(compareOutputs...)), "files to write, of "+joined(compareOutputs))
	flagOf(f, &o.shots, "shots", "A,B", "", listOf(whole(1, 1<<30)), "the shot of each to compare, as numbered in the results")
	flagOf(f, &o.clips, "clips", "A,B", "", listOf(func(s string) (string, error) { return s, nil }), "the clips, for results without an annotated video (default found)")
	flagOf(f, &o.look.SlowMotion, "slow-motion", "X", "0.25", number(0.05, 1), "playback speed of the video; 1 is real time")
	o.look.addPaperFlags(cmd)
	f.BoolVar(&o.json, "json", false, "print JSON lines")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print results and errors only")
	return cmd
}

// compared is one side of a comparison with what is needed to film it.
type compared struct {
	dir   string
	saved *shotcheck.Saved
	part  analysis.Part
	look  presentation // that of its annotated video
}

// run compares two results and tells what came of it.
func (o *compareOptions) run(ctx context.Context, c *cli, args [2]string) error {
	if err := o.complete(); err != nil {
		return err
	}
	var sides [2]compared
	for i, arg := range args {
		var err error
		if sides[i], err = o.side(arg, i); err != nil {
			return about(arg, err)
		}
	}
	comparison := analysis.Compare(sides[0].part, sides[1].part)
	comparison.Tool = analysis.Tool{Name: "shotcheck", Version: version}
	target := filepath.Join(o.out, resultStem(sides[0].dir)+"-vs-"+resultStem(sides[1].dir)+resultSuffix)
	d, err := newDraft(target, compareFiles)
	if err != nil {
		return err
	}
	if err := o.fill(ctx, c, d, comparison, sides); err != nil {
		return errors.Join(err, d.discard())
	}
	if err := d.publish(); err != nil {
		return err
	}
	o.print(c, comparison, target)
	return nil
}

// complete checks what no single flag can check.
func (o *compareOptions) complete() error {
	for _, list := range []struct {
		flag    string
		entries int
	}{{"shots", len(o.shots)}, {"clips", len(o.clips)}} {
		if list.entries != 0 && list.entries != 2 {
			return usage("give one for A and one for B, such as --"+list.flag+" A,B", "--%s has %s", list.flag, plural(list.entries, "entry"))
		}
	}
	return o.look.complete()
}

// about puts before a problem the result that it is of.
func about(arg string, err error) error {
	p := *explain(err)
	p.Message = arg + ": " + trimPath(trimPath(p.Message, arg), filepath.Join(arg, shotcheck.AnalysisFile))
	return &p
}

// side reads a result and chooses its shots.
func (o *compareOptions) side(arg string, i int) (s compared, err error) {
	if s.dir, err = resultFolder(arg); err != nil {
		return s, err
	}
	if s.saved, err = readSaved(s.dir); err != nil {
		return s, err
	}
	r := s.saved.Result
	if len(r.Shots) == 0 {
		return s, noShot(r)
	}
	shot := 0
	if o.shots != nil {
		shot = o.shots[i]
	}
	if s.part, err = analysis.NewPart(filepath.ToSlash(s.dir), r, shot); err != nil {
		return s, usage("choose with --shots", "%s", err)
	}
	s.part.Player, s.part.Day = filmed(s.dir, r)
	s.look = defaultPresentation()
	if earlier, known := readState(s.dir); known {
		s.look = earlier.Look
	}
	return s, nil
}

// fill makes the files of a comparison in a draft, the video first: the others
// tell of it.
func (o *compareOptions) fill(ctx context.Context, c *cli, d *draft, comparison *analysis.Comparison, sides [2]compared) error {
	comparison.Video.Missing = &analysis.Missing{Code: "not-asked", Message: "--outputs leaves it out"}
	if slices.Contains(o.outputs, "video") {
		if err := o.film(ctx, c, d, comparison, sides); err != nil {
			return err
		}
	}
	doc := report.CompareDocument{Comparison: comparison, Units: unitSystems[o.look.Units], PageSize: o.look.PageSize, Brand: o.look.brand()}
	if err := shotcheck.WriteComparison(d.dir, doc, outputsOf(o.outputs)); err != nil {
		return err
	}
	return d.keep()
}

// compareLine is a line of --json.
type compareLine struct {
	MessageType string   `json:"message_type"`
	Out         string   `json:"out"`
	Compared    int      `json:"compared"`
	Exceeding   int      `json:"exceeding"`
	ExitCode    exitCode `json:"exit_code"`
}

// print prints a row for each value, or a JSON line.
func (o *compareOptions) print(c *cli, comparison *analysis.Comparison, target string) {
	line := compareLine{MessageType: "result", Out: target}
	rows := [][]string{{"METRIC", "UNIT", "A", "B", "DIFFERENCE", "VERDICT"}}
	for _, d := range comparison.Differences {
		if d.A.Missing != nil && d.B.Missing != nil {
			continue
		}
		row := []string{d.ID, d.Unit, estimateCell(d.A), estimateCell(d.B), missingCell, ""}
		switch {
		case d.Missing != nil:
			row[5] = d.Missing.Code
		case d.Exceeds:
			line.Compared, line.Exceeding = line.Compared+1, line.Exceeding+1
			row[4], row[5] = withError(d.Value, d.Uncertainty), "beyond-uncertainty"
		default:
			line.Compared++
			row[4], row[5] = withError(d.Value, d.Uncertainty), "within-uncertainty"
		}
		rows = append(rows, row)
	}
	if o.json {
		newJSONPrinter(c.stdout).write(line)
		return
	}
	printRows(c.stdout, rows)
	if o.quiet {
		return
	}
	for _, n := range comparison.Notes {
		fmt.Fprintf(c.stderr, "%s%s\n", c.styles().warning("note: "), n.Message)
	}
	fmt.Fprintf(c.stderr, "%d of %s exceed the uncertainty, written to %s\n", line.Exceeding, plural(line.Compared, "difference"), target)
}

// estimateCell is a value, or a dash.
func estimateCell(e analysis.Estimate) string {
	if e.Missing != nil {
		return missingCell
	}
	bound := ""
	if e.Bound != "" {
		bound = "≥ "
	}
	return bound + withError(e.Value, e.Uncertainty)
}
