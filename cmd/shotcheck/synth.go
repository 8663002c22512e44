package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/internal/video"
	"github.com/shotcheck/shotcheck/pose"
)

// synthOptions are what `shotcheck synth` is told.
type synthOptions struct {
	out    string
	params synth.Params
	flaws  []string
	random bool
	force  bool
}

func newSynthCommand(c *cli) *cobra.Command {
	opts := &synthOptions{params: synth.DefaultParams()}
	cmd := &cobra.Command{
		Use:   "synth",
		Short: "Render a clip of a synthetic shooter with known truth",
		Long: `Renders a clip of a synthetic shooter, and writes beside it what a perfect
measurement of it would say: NAME.mp4 and NAME.truth.json. The same settings give
the same clip.

With --random all settings are drawn from their ranges by --seed; those that are
given stand.

Flaws, each with the unit of its size: ` + flawList() + `.` + exitHelp(exitFailed, exitUsage),
		Example: `  shotcheck synth -o shot.mp4 --view 90 --kind jump
  shotcheck synth -o flared.mp4 --view 0 --flaw elbow_flare=25
  shotcheck synth -o 17.mp4 --random --seed 17`,
		Args:        arguments(0, 0, "no arguments"),
		Annotations: map[string]string{hasSettings: "yes"},
		RunE: func(cmd *cobra.Command, _ []string) error {
			scene, err := opts.scene(cmd.Flags())
			if err != nil {
				return err
			}
			return runSynth(cmd.Context(), c, opts, scene)
		},
	}
	opts.addFlags(cmd)
	return cmd
}

// scene plans the clip.
func (o *synthOptions) scene(flags *pflag.FlagSet) (*synth.Scene, error) {
	if o.random {
		o.params = synth.Random(o.params.Seed)
		restoreGiven(flags)
	}
	for _, text := range o.flaws {
		id, size, _ := strings.Cut(text, "=")
		v, err := strconv.ParseFloat(size, 64)
		if err != nil {
			return nil, usage("such as --flaw elbow_flare=25", "--flaw %q is not ID=SIZE", text)
		}
		unit, ok := synth.FlawUnits()[id]
		if !ok {
			return nil, usage("see: shotcheck synth --help", "--flaw %q: there is no such flaw%s", text, analysis.DidYouMean(id, flawIDs()))
		}
		o.params.Flaws = append(o.params.Flaws, synth.Flaw{ID: id, Size: v, Unit: unit})
	}
	if filepath.Ext(o.out) != ".mp4" {
		return nil, usage("such as --out shot.mp4", "--out %s does not end in .mp4", o.out)
	}
	scene, err := synth.New(o.params)
	if err != nil {
		return nil, usage("see: shotcheck synth --help", "%s", err)
	}
	return scene, nil
}

// runSynth renders into a hidden folder beside the target; both files then
// take their places.
func runSynth(ctx context.Context, c *cli, o *synthOptions, scene *synth.Scene) (err error) {
	truth := strings.TrimSuffix(o.out, ".mp4") + ".truth.json"
	for _, path := range []string{o.out, truth} {
		if _, err := os.Stat(path); err == nil && !o.force {
			return usage("overwrite it with --force", "%s exists already", path)
		}
	}
	dir, err := os.MkdirTemp(filepath.Dir(o.out), ".synth"+draftMark)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	clip, truthDraft := filepath.Join(dir, "clip.mp4"), filepath.Join(dir, "truth.json")
	if err := renderScene(ctx, c, scene, clip); err != nil {
		return err
	}
	if err := writeTruth(truthDraft, scene); err != nil {
		return err
	}
	if err := errors.Join(os.Rename(truthDraft, truth), os.Rename(clip, o.out)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.stdout, "%s\n%s\n", o.out, truth)
	return err
}

func renderScene(ctx context.Context, c *cli, scene *synth.Scene, path string) (err error) {
	camera := scene.Params().Camera
	w, err := video.Create(ctx, path, shotcheck.VideoFormat{
		WidthPx: camera.WidthPx, HeightPx: camera.HeightPx, FPS: camera.FPS, Matrix: pose.BT709,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	bar := progressbar.NewOptions(scene.Frames(),
		progressbar.OptionSetWriter(c.stderr), progressbar.OptionSetVisibility(c.columns > 0),
		progressbar.OptionSetDescription("frames"), progressbar.OptionClearOnFinish(),
	)
	source := scene.Source()
	for ctx.Err() == nil {
		frame, err := source.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := w.Canvas(frame.Picture); err != nil {
			return err
		}
		if err := w.Write(1); err != nil {
			return err
		}
		_ = bar.Add(1) // decoration
	}
	return ctx.Err()
}

func writeTruth(path string, scene *synth.Scene) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(scene.Truth().Write(f), f.Close())
}
