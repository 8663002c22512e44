package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/video"
	"github.com/shotcheck/shotcheck/pose"
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
	for name, n := range map[string]int{"shots": len(o.shots), "clips": len(o.clips)} {
		if n != 0 && n != 2 {
			return usage("give one for A and one for B, such as --"+name+" A,B", "--%s has %s", name, plural(n, "entry"))
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

// resultFolder returns the folder of results that an argument names.
func resultFolder(arg string) (string, error) {
	info, err := os.Stat(arg)
	switch {
	case err != nil:
		return "", err
	case info.IsDir():
		return filepath.Clean(arg), nil
	case filepath.Base(arg) == shotcheck.AnalysisFile:
		return filepath.Dir(arg), nil
	}
	return "", &problem{Code: "not-results", Exit: exitFailed, Message: arg + ": not a result", Hint: "give a folder such as clip.shotcheck, or its " + shotcheck.AnalysisFile}
}

// readSaved reads results; without poses.json there are no motions.
func readSaved(dir string) (*shotcheck.Saved, error) {
	saved, err := shotcheck.ReadSaved(dir)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return saved, err
	}
	r, err := readResult(dir)
	if err != nil {
		return nil, notResults(err, dir)
	}
	return &shotcheck.Saved{Result: r, Poses: &pose.Poses{}}, nil
}

// resultStem is the name of a result folder without its ending.
func resultStem(dir string) string {
	return strings.TrimSuffix(filepath.Base(absolute(dir)), resultSuffix)
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

// film makes the video. Where there is nothing to make it of, that is an error
// only if it was asked for.
func (o *compareOptions) film(ctx context.Context, c *cli, d *draft, comparison *analysis.Comparison, sides [2]compared) error {
	var films [2]shotcheck.Film
	for i, s := range sides {
		clip := ""
		if o.clips != nil {
			clip = o.clips[i]
		}
		film, err := s.film(clip)
		if err != nil && (o.mustFilm || clip != "") {
			return about(s.dir, err)
		}
		if err != nil {
			p := explain(about(s.dir, err))
			comparison.Video.Missing = &analysis.Missing{Code: analysis.MissingPictures, Message: p.Message}
			fmt.Fprintf(c.stderr, "%sno video: %s\n", c.styles().warning("warning: "), p.Error())
			return nil
		}
		film.Name = fmt.Sprintf("%c  %s, shot %d", 'A'+i, s.saved.Result.Clip.Name, s.part.Shown().Index)
		films[i] = film
	}
	p := shotcheck.Pipeline{Create: (&worker{}).createVideo}
	return p.SideBySide(ctx, filepath.Join(d.dir, shotcheck.CompareVideo), comparison, films, o.look.SlowMotion)
}

// film returns how to show the shot of one side.
func (s compared) film(clip string) (shotcheck.Film, error) {
	if len(s.saved.Poses.Frames) == 0 {
		return shotcheck.Film{}, &problem{Code: "not-results", Exit: exitFailed, Message: "no " + shotcheck.PosesFile + ", which tells the times of its pictures", Hint: "analyse the clip again"}
	}
	if _, released := s.part.Shown().Event(analysis.Release); !released {
		return shotcheck.Film{}, &problem{Code: "no-release", Exit: exitFailed, Message: "the release of the shot is not known", Hint: "choose another with --shots"}
	}
	if !shotcheck.HasAnnotated(s.dir) {
		var err error
		known := s.saved.Result.Clip
		if clip, err = findClip(clip, s.dir, known.Name, known.SHA256); err != nil {
			p := *explain(err)
			p.Hint = "make its annotated video with: shotcheck render, or name the clips with --clips"
			return shotcheck.Film{}, &p
		}
	}
	return shotcheck.FilmOf(s.dir, clip, s.saved, s.part.Shown(), s.look.SlowMotion, openVideo), nil
}

// unhashed saves the reading of a file whose hash nobody looks at.
const unhashed = "-"

// openVideo opens a video file, or the part of it that the settings tell.
func openVideo(ctx context.Context, path string, cut analysis.Config) (pose.Source, error) {
	src, err := video.Open(ctx, path, video.Options{Start: cut.Start, End: cut.End, SHA256: unhashed})
	if err != nil {
		return nil, err // not src: a nil *Source is not a nil Source
	}
	return src, nil
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
