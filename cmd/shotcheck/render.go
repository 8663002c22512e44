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

// renderOutputs are what shows the clip's pictures.
var renderOutputs = []string{"video", "stills", "pdf", "html"}

func newRenderCommand(c *cli) *cobra.Command {
	m := &remake{c: c, look: defaultPresentation(), names: renderOutputs}
	var clip string
	cmd := &cobra.Command{
		Use:   "render DIR...",
		Short: "Draw the video of saved results again",
		Long: `Draws annotated video and stills of saved results again, and the reports that
show them, without measuring anything. DIR is the folder of a clip's results;
the clip is looked for beside it, then in the current folder.

What a flag does not say stays as the results were made.` + exitHelp(exitFailed, exitUsage, exitSomeFailed),
		Example: `  shotcheck render results/clip.shotcheck
  shotcheck render --slow-motion 1 --clip videos/clip.mp4 results/clip.shotcheck`,
		Args: arguments(1, 1<<20, "the folder of a clip's results"),
		RunE: func(cmd *cobra.Command, dirs []string) error {
			if clip != "" && len(dirs) > 1 {
				return usage("draw them one after the other", "--clip needs a single folder, %d given", len(dirs))
			}
			m.cmd = cmd
			m.fill = func(ctx context.Context, job shotcheck.Job, r *analysis.Result) error {
				path, err := findClip(clip, job.Earlier, r.Clip.Name, r.Clip.SHA256)
				if err != nil {
					return err
				}
				return c.analyze(ctx, clipJob{Input: path, Render: true, Job: job, Threads: c.cores}, m.progress(path))
			}
			return m.all(cmd.Context(), dirs)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&clip, "clip", "", "video `FILE` that the results are of (default found)")
	m.addFlags(cmd)
	m.look.addVideoFlags(cmd)
	m.look.addReportFlags(cmd)
	return cmd
}

// addFlags defines the flags of both commands.
func (m *remake) addFlags(cmd *cobra.Command) {
	flagOf(cmd.Flags(), &m.names, "outputs", "LIST", joined(m.names), listOf(oneOf(m.names...)), "files to make, of "+joined(m.names))
	cmd.Flags().BoolVarP(&m.quiet, "quiet", "q", false, "print errors only")
}

// progress shows how far a clip has come, on a terminal.
func (m *remake) progress(path string) progressFunc {
	if m.c.columns == 0 || m.quiet {
		return func(shotcheck.Stage, float64) {}
	}
	one := clip{path: path, name: filepath.Base(path)}
	b := newBars(m.c.stderr, m.c.columns, 1)
	return func(stage shotcheck.Stage, fraction float64) {
		if b.update(one, stage, fraction); stage == shotcheck.StageReport {
			b.clear()
		}
	}
}

// findClip returns the video that results are of: the one given, or one of its
// name with its content near the folder.
func findClip(given, dir, name, hash string) (string, error) {
	places := []string{given}
	if given == "" {
		name = filepath.Base(name) // never a way out of these folders
		places = []string{filepath.Join(dir, name), filepath.Join(filepath.Dir(dir), name), filepath.Join(filepath.Dir(dir), "..", name), name}
	}
	for _, path := range places {
		if sum, err := hashFile(path); err == nil && sum == hash {
			return path, nil
		}
	}
	if given == "" {
		return "", &problem{Code: "no-such-file", Exit: exitFailed, Message: "its clip " + name + " is not beside it", Hint: "name it with --clip"}
	}
	if _, err := os.Stat(given); err != nil {
		return "", err
	}
	return "", &problem{Code: "other-clip", Exit: exitFailed, Message: given + " is not the clip of these results", Hint: fmt.Sprintf("they are of %s, SHA-256 %.12s…", name, hash)}
}
