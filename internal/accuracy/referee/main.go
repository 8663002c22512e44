// Command referee prints how accurate shotcheck is on random synthetic clips:
// it is what `make accuracy` runs. See package accuracy.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/signal"
	"runtime"
	"strings"

	"github.com/shotcheck/shotcheck/internal/accuracy"
	"github.com/shotcheck/shotcheck/internal/ort"
)

// options are the command line.
type options struct {
	seed     uint64
	perView  int
	fraction float64
	model    string
	fast     bool
	document string
	check    bool
	bounds   string
	views    string
	keep     string
	spread   string
	crowd    int
	arcs     int
	told     bool
	list     bool
	flaws    bool
	ball     string
}

func main() {
	var o options
	flag.Uint64Var(&o.seed, "seed", 1, "draws the shooters")
	flag.IntVar(&o.perView, "n", 50, "clips for each view")
	flag.Float64Var(&o.fraction, "fraction", 1, "part of -n that is run")
	flag.StringVar(&o.model, "model", "heavy", "lite, full or heavy")
	flag.BoolVar(&o.fast, "fast", false, "judge analysis alone, on true poses with noise")
	flag.StringVar(&o.document, "write", "", "also put the table between the markers of this document")
	flag.BoolVar(&o.check, "check", false, "run the fixed tenth and fail when it got worse than committed")
	flag.StringVar(&o.bounds, "bounds", "", "run the fixed tenth and write its bounds to this file")
	flag.StringVar(&o.spread, "calibrate", "", "write the spreads that make intervals hold to this file")
	flag.BoolVar(&o.flaws, "flaws", false, "inject flaws one at a time, -n shooters each, and four times as many without")
	flag.StringVar(&o.ball, "ball", "auto", "off judges the pose alone")
	flag.BoolVar(&o.list, "list", false, "also print the deviations of each clip")
	flag.StringVar(&o.views, "views", "", "only these views, with commas between them")
	flag.IntVar(&o.crowd, "crowd", 0, "instead of the views, run so many clips of crowds and fail when shooters are missed")
	flag.IntVar(&o.arcs, "arcs", 0, "instead of the views, run so many clips of whole flights and fail when the ball is measured too badly")
	flag.BoolVar(&o.told, "told", false, "with -arcs: tell the shooters' heights")
	flag.StringVar(&o.keep, "keep", "", "keep each clip's landmarks in this folder, and use those that it holds")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "accuracy:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.flaws {
		rows, err := accuracy.FlawTrial{Seed: o.seed, Each: o.perView, Without: 4 * o.perView}.Run(ctx)
		fmt.Print(accuracy.FlawTable(rows))
		return err
	}
	r, err := newReferee(o)
	if err != nil {
		return err
	}
	if o.crowd > 0 {
		return runCrowd(ctx, r, o.crowd)
	}
	if o.arcs > 0 {
		return runArcs(ctx, r, o)
	}
	if o.spread != "" {
		return calibrate(ctx, r, o.spread)
	}
	t, err := r.Run(ctx)
	if err != nil {
		return err
	}
	fmt.Print(t.Markdown())
	if o.list {
		fmt.Print(t.List())
	}
	switch {
	case o.bounds != "":
		return writeJSON(o.bounds, t.Bounds())
	case o.check:
		bounds, err := accuracy.Bounds()
		if err != nil {
			return err
		}
		return t.Check(bounds)
	case o.document != "":
		return accuracy.InsertFile(o.document, t.Markdown())
	}
	return nil
}

// runCrowd prints who was taken for the shooter in crowds.
func runCrowd(ctx context.Context, r *accuracy.Referee, clips int) error {
	c, err := r.RunCrowd(ctx, clips)
	if err != nil {
		return err
	}
	fmt.Print(c.Markdown())
	return c.Check()
}

// calibrate writes spreads.
func calibrate(ctx context.Context, r *accuracy.Referee, path string) error {
	s, err := r.Calibrate(ctx)
	if err != nil {
		return err
	}
	return writeJSON(path, s)
}

// runArcs prints how well whole flights are measured.
func runArcs(ctx context.Context, r *accuracy.Referee, o options) error {
	a, err := r.RunArcs(ctx, o.arcs, o.told)
	if err != nil {
		return err
	}
	fmt.Print(a.Markdown())
	if o.list {
		fmt.Print(a.List())
	}
	return a.Check()
}

func newReferee(o options) (*accuracy.Referee, error) {
	r := &accuracy.Referee{
		Seed: o.seed, PerView: max(1, int(math.Round(float64(o.perView)*o.fraction))),
		Workers: runtime.NumCPU(), Progress: report, Keep: o.keep, Ball: o.ball,
	}
	if o.views != "" {
		r.Views = strings.Split(o.views, ",")
	}
	if o.check || o.bounds != "" {
		r.Seed, r.PerView = accuracy.TenthSeed, accuracy.TenthPerView
	}
	if o.fast {
		return r, nil
	}
	search := ort.NewSearch(os.Getenv)
	scout, err := ort.Find(search, "lite", 1)
	if err != nil {
		return nil, err
	}
	networks, err := ort.Find(search, o.model, 1)
	if err != nil {
		return nil, err
	}
	r.Scout, r.Networks = scout, networks
	return r, nil
}

// report shows progress on a terminal only.
func report(done, all int) {
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprintf(os.Stderr, "\r%d of %d clips", done, all)
		if done == all {
			fmt.Fprintln(os.Stderr)
		}
	}
}

func writeJSON(path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}
