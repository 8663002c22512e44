package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/report"
)

// sessionFiles are the files of a session's folder.
var sessionFiles = []string{shotcheck.SessionFile, shotcheck.SessionTable, shotcheck.SessionReport, shotcheck.SessionPage}

// sessionOutputs are the words of its --outputs.
var sessionOutputs = []string{"json", "csv", "pdf", "html"}

// sessionOptions are what `shotcheck session` is told.
type sessionOptions struct {
	recursive   bool
	out         string
	outputs     []string
	player      string
	date        time.Time
	look        presentation
	json, quiet bool
}

func newSessionCommand(c *cli) *cobra.Command {
	o := &sessionOptions{look: defaultPresentation(), outputs: sessionOutputs}
	cmd := &cobra.Command{
		Use:   "session DIR...",
		Short: "Roll up the results of a player or a day",
		Long: `Rolls up results: how much a player's shots differ, what has changed from day to
day, his best and his worst shot, and a table of all. A DIR is a folder of
results such as clip.shotcheck, or one that holds such folders; with --recursive
those below it too. Clips are not read.

It writes OUT/session.shotcheck with session.json, session.csv (one row a shot),
session.pdf and session.html. The folder appears complete or not at all.

Player and day of a clip are what analyze was told by --player and --date, else
the day that the clip's container tells. Of several shooters in a clip the one
with the most shots counts, and of his shots the kind and type that he shows most.
Values are compared within the view that most of them are from.

A trend counts only beyond the minimal detectable change at 95 %, which the
typical error between shots of a day (Hopkins 2000) and the values' own
uncertainty make.` + exitHelp(exitFailed, exitUsage, exitSomeFailed, exitNoShot),
		Example: `  shotcheck session results
  shotcheck session --recursive --player 'Luka Dončić' -o reports results
  shotcheck session --date 2026-05-31 --outputs json,csv results`,
		Args:        arguments(1, 1<<20, "a folder of results"),
		Annotations: map[string]string{hasSettings: "yes"},
		RunE:        func(cmd *cobra.Command, dirs []string) error { return o.run(cmd.Context(), c, dirs) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&o.out, "out", "o", ".", "`DIR` that receives session.shotcheck")
	flagOf(f, &o.outputs, "outputs", "LIST", joined(sessionOutputs), listOf(oneOf(sessionOutputs...)), "files to write, of "+joined(sessionOutputs))
	f.BoolVarP(&o.recursive, "recursive", "r", false, "search folders below the given ones")
	f.StringVar(&o.player, "player", "", "only results of the player `NAME`")
	flagOf(f, &o.date, "date", "YYYY-MM-DD", "", parseDate, "only results of this day")
	o.look.addPaperFlags(cmd)
	f.BoolVar(&o.json, "json", false, "print JSON lines")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print results and errors only")
	return cmd
}

// run reads results, rolls them up and tells what came of it.
func (o *sessionOptions) run(ctx context.Context, c *cli, paths []string) error {
	o.player = strings.Join(strings.Fields(o.player), " ")
	if err := o.look.complete(); err != nil {
		return err
	}
	dirs, err := findResults(paths, o.recursive)
	if err != nil {
		return err
	}
	all, err := loadAll(ctx, dirs, c.cores)
	if err != nil {
		return err
	}
	total := o.tell(c, all)
	if total.Failed == total.Clips {
		return ended(exitFailed)
	}
	s, err := o.rollUp(all)
	if err != nil {
		return err
	}
	target := filepath.Join(o.out, "session"+resultSuffix)
	if err := o.write(target, s); err != nil {
		return err
	}
	if total.Failed > 0 {
		total.ExitCode = exitSomeFailed
	}
	o.print(c, s, target, total)
	if total.ExitCode != exitOK {
		return ended(total.ExitCode)
	}
	return nil
}

// tell names the results that cannot be read, and counts.
func (o *sessionOptions) tell(c *cli, all []loaded) summary {
	total := summary{Clips: len(all)}
	lines := newJSONPrinter(c.stdout)
	for _, l := range all {
		switch {
		case l.err != nil:
			total.Failed++
			p := explain(l.err)
			fmt.Fprintf(c.stderr, "%s%s: %s\n", c.styles().error("error: "), l.dir, trimmed(p, filepath.Join(l.dir, shotcheck.AnalysisFile)))
			if o.json {
				lines.problem(l.dir, p)
			}
		case len(l.shots) == 0:
			total.NoShot++
			total.Done++
		default:
			total.Done++
		}
	}
	return total
}

// trimmed is a problem's line without the path that stands before it anyway.
func trimmed(p *problem, path string) string {
	q := *p
	q.Message = trimPath(q.Message, path)
	return q.Error()
}

// rollUp makes a session of the results that are asked for.
func (o *sessionOptions) rollUp(all []loaded) (*analysis.Session, error) {
	var shots []*analysis.Attempt
	results := 0
	names := map[string]bool{}
	for _, l := range all {
		names[l.player] = l.err == nil && l.player != "" || names[l.player]
		if l.err != nil || o.player != "" && l.player != o.player || !o.date.IsZero() && !l.day.Equal(o.date) {
			continue
		}
		results++
		shots = append(shots, l.shots...)
	}
	switch {
	case results == 0 && o.player != "" && !names[o.player]:
		return nil, usage(knownPlayers(names), "no results of a player %q", o.player)
	case results == 0:
		return nil, usage("days are those of analyze --date, or of the recording", "no results of %s", o.date.Format(time.DateOnly))
	case len(shots) == 0:
		return nil, &problem{Code: "no-shot", Exit: exitNoShot, Message: "no shot in " + plural(results, "result"), Hint: "is the whole shot in the clips, up to the follow-through?"}
	}
	s := analysis.NewSession(shots, results)
	s.Tool = analysis.Tool{Name: "shotcheck", Version: version}
	return s, nil
}

// knownPlayers says whose results there are.
func knownPlayers(names map[string]bool) string {
	var known []string
	for name, named := range names {
		if named {
			known = append(known, name)
		}
	}
	if slices.Sort(known); len(known) == 0 {
		return "analyze --player NAME, or report --player NAME, names them"
	}
	const most = 5
	return "there are results of " + strings.Join(known[:min(most, len(known))], ", ")
}

// write writes the session's folder as a whole.
func (o *sessionOptions) write(target string, s *analysis.Session) error {
	d, err := newDraft(target, sessionFiles)
	if err != nil {
		return err
	}
	doc := report.SessionDocument{Session: s, Units: unitSystems[o.look.Units], PageSize: o.look.PageSize, Brand: o.look.brand()}
	err = shotcheck.WriteSession(d.dir, doc, outputsOf(o.outputs))
	if err == nil {
		err = d.keep()
	}
	if err != nil {
		return errors.Join(err, d.discard())
	}
	return d.publish()
}

// sessionLine is a line of --json.
type sessionLine struct {
	MessageType string   `json:"message_type"`
	Out         string   `json:"out"`
	Results     int      `json:"results"`
	Shots       int      `json:"shots"`
	Counted     int      `json:"counted"`
	ExitCode    exitCode `json:"exit_code"`
}

// print prints a row for each player's metric, or JSON lines.
func (o *sessionOptions) print(c *cli, s *analysis.Session, target string, total summary) {
	counted := 0
	for _, p := range s.Players {
		counted += p.Counted
	}
	if o.json {
		lines := newJSONPrinter(c.stdout)
		lines.write(sessionLine{"result", target, s.Results, len(s.Shots), counted, total.ExitCode})
		lines.close(total, nil)
		return
	}
	if rows := sessionRows(s); len(rows) > 1 {
		printRows(c.stdout, rows)
	} else if !o.quiet {
		fmt.Fprintln(c.stderr, "fewer than three shots have the same values, so nothing tells how they scatter")
	}
	if !o.quiet {
		fmt.Fprintf(c.stderr, "%s of %s, %d counted, written to %s\n", plural(len(s.Shots), "shot"), plural(s.Results, "result"), counted, target)
	}
}
