package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
)

// reportOutputs are what people read.
var reportOutputs = []string{"pdf", "html"}

func newReportCommand(c *cli) *cobra.Command {
	m := &remake{c: c, look: defaultPresentation(), names: reportOutputs}
	cmd := &cobra.Command{
		Use:   "report DIR...",
		Short: "Write the reports of saved results again",
		Long: `Writes PDF and HTML page of saved results again, with the stills that lie in
the folder: for another player's name, other units or a club's logo. DIR is the
folder of a clip's results. The clip itself is not needed.

What a flag does not say stays as the results were made.` + exitHelp(exitFailed, exitUsage, exitSomeFailed),
		Example: `  shotcheck report results/clip.shotcheck --player 'Luka Dončić' --units imperial
  shotcheck report --club 'BC Example' --logo logo.png results/*.shotcheck`,
		Args: arguments(1, 1<<20, "the folder of a clip's results"),
		RunE: func(cmd *cobra.Command, dirs []string) error {
			m.cmd = cmd
			m.fill = m.report
			return m.all(cmd.Context(), dirs)
		},
	}
	cmd.Flags().SortFlags = false
	m.addFlags(cmd)
	m.look.addReportFlags(cmd)
	return cmd
}

// report writes the reports of earlier results, in this process: no library
// but ours looks at them.
func (m *remake) report(_ context.Context, job shotcheck.Job, r *analysis.Result) error {
	saved, err := shotcheck.ReadSaved(job.Earlier)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(job.Earlier, stillsFolder)); err != nil && len(r.Shots) > 0 && !m.quiet {
		fmt.Fprintf(m.c.stderr, "%s%s: no stills, so the reports have no pictures (make them with: shotcheck render)\n", m.c.styles().warning("warning: "), job.Earlier)
	}
	return (&shotcheck.Pipeline{}).Report(saved, job)
}
