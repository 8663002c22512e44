package accuracy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/pose/ball"
)

// arcRow is a quantity of the ball's flight, in what a deviation of its unit is
// multiplied by to be in the row's, and the mean error that is asked for.
type arcRow struct {
	id, unit string
	times    float64
	most     float64 // 0: none
}

// The rows of [Arcs]. Speed and scale are compared as shares of the true ones.
const scaleOfGravity = "scale from gravity"

var arcRows = []arcRow{
	{"ball_launch_angle", "deg", 1, 1},
	{"ball_release_speed", "%", 100, 2},
	{"ball_apex_height", "cm", 100, 5},
	{"ball_entry_angle", "deg", 1, 1.5},
	{scaleOfGravity, "%", 100, 2},
	{"ball_release_height", "cm", 100, 0},
	{"release", "ms", 1, 0},
}

// arcLeastCoverage is the share of true values that 90 % intervals must hold.
const arcLeastCoverage = 0.85

// Arcs is the result of a run over clips of whole flights.
type Arcs struct {
	Seed         uint64
	Model        string // empty: true poses with noise
	Told         bool   // whether the shooter's height was
	Clips, Found int
	Rows         []Row
	list         strings.Builder
}

// RunArcs measures n random clips of whole flights, see [synth.RandomArc]: without the
// shooter's height, unless told. Without networks the poses are true ones with noise, and
// the balls are sought in the pictures all the same.
func (r *Referee) RunArcs(ctx context.Context, n int, told bool) (*Arcs, error) {
	outcomes, err := r.arcs(ctx, n, told)
	if err != nil {
		return nil, err
	}
	return r.newArcs(outcomes, told), nil
}

// arcs measures clips.
func (r *Referee) arcs(ctx context.Context, n int, told bool) ([]outcome, error) {
	outcomes := make([]outcome, n)
	return outcomes, r.each(ctx, n, func(ctx context.Context, i int) (err error) {
		c := arcCase(r.Seed, i)
		if outcomes[i], err = r.judgeArc(ctx, c, told); err != nil {
			err = fmt.Errorf("%s: %w", c.name, err)
		}
		return err
	})
}

// arcCase is one clip to be drawn.
func arcCase(seed uint64, i int) clipCase {
	return clipCase{fmt.Sprintf("arc-%d-%03d", seed, i), "side", synth.RandomArc(seed<<32 | uint64(i))}
}

// newArcs gathers what the clips gave.
func (r *Referee) newArcs(outcomes []outcome, told bool) *Arcs {
	a := &Arcs{Seed: r.Seed, Clips: len(outcomes), Told: told}
	if r.Networks != nil {
		a.Model = r.Networks.Info().Name
	}
	for _, row := range arcRows {
		a.Rows = append(a.Rows, Row{ID: row.id, Unit: row.unit})
	}
	for i := range outcomes {
		a.add(&outcomes[i])
	}
	return a
}

// judgeArc measures one clip and compares.
func (r *Referee) judgeArc(ctx context.Context, c clipCase, told bool) (outcome, error) {
	scene, err := synth.New(c.params)
	if err != nil {
		return outcome{}, err
	}
	cfg := analysis.DefaultConfig()
	if told {
		cfg.HeightM = c.params.HeightM
	}
	result, err := r.measureArc(ctx, scene, c.name, cfg)
	if errors.Is(err, shotcheck.ErrNoPerson) {
		result, err = &analysis.Result{}, nil
	}
	if err != nil {
		return outcome{}, err
	}
	truth := scene.Truth()
	o := compare(c, truth, result)
	if len(result.Shooters) > 0 {
		o.addScale(scene, &truth.Shots[0], result.Shooters[0].Scale)
	}
	for i, d := range o.deviations {
		if want, ok := truth.Shots[0].Metric(d.id); ok && d.id == "ball_release_speed" {
			o.deviations[i].err, o.deviations[i].claim = d.err/want.Value, d.claim/want.Value
		}
	}
	return o, nil
}

// measureArc analyses a clip.
func (r *Referee) measureArc(ctx context.Context, scene *synth.Scene, name string, cfg analysis.Config) (*analysis.Result, error) {
	if r.Networks != nil {
		return r.measureWith(ctx, scene, name, cfg)
	}
	poses := scene.Poses(synth.DefaultNoise(scene.Params().Seed))
	poses.Rim = nil
	var err error
	if poses.Ball, err = seenBall(scene, shotcheck.Throws(poses, cfg)); err != nil {
		return nil, err
	}
	poses.Round()
	return analysis.Analyze(poses, cfg, nil), nil
}

// seenBall follows the balls in a scene's pictures.
func seenBall(scene *synth.Scene, throws []ball.Throw) ([]pose.BallPoint, error) {
	w := ball.Watch(scene.Source(), throws)
	for {
		_, err := w.Next()
		if errors.Is(err, io.EOF) {
			return w.Points(), w.Close()
		}
		if err != nil {
			return nil, err
		}
	}
}

// addScale compares the scale with the true one where the ball is let go.
func (o *outcome) addScale(scene *synth.Scene, t *synth.TruthShot, s *analysis.Scale) {
	if release, _ := t.Event("release"); s != nil && s.Source == "gravity" {
		want := scene.MetresPerPx(release.TimeS)
		o.deviations = append(o.deviations, deviation{id: scaleOfGravity, err: s.MPerPx/want - 1, claim: s.Uncertainty / want, source: "scale"})
	}
}

// add notes the deviations of one clip.
func (a *Arcs) add(o *outcome) {
	a.Found += o.found
	for _, d := range o.deviations {
		for i, row := range arcRows {
			if row.id == d.id {
				d.err, d.claim = row.times*d.err, row.times*d.claim
				a.Rows[i].add(d)
				fmt.Fprintf(&a.list, "%s %s %.3g ± %.3g %s\n", o.name, d.id, d.err, d.claim, row.unit)
			}
		}
	}
}

// Markdown returns the table for docs/accuracy.md, which also reads as text.
func (a *Arcs) Markdown() string {
	var b strings.Builder
	height := "without --height"
	if a.Told {
		height = "with --height"
	}
	fmt.Fprintf(&b, "Seed %d, %d clips, %s, %s: %d shots found.\n\n| | unit | asked | n | mean error | bias | coverage |\n|---|---|---|---|---|---|---|\n",
		a.Seed, a.Clips, cmp.Or(a.Model, "true poses with noise"), height, a.Found)
	for i, r := range a.Rows {
		asked := "–"
		if m := arcRows[i].most; m > 0 {
			asked = fmt.Sprintf("%g", m)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %d | %s | %s | %.2f |\n", r.ID, r.Unit, asked, r.N, number(r.MeanAbs()), signed(r.Bias()), r.Coverage())
	}
	return b.String()
}

// List returns a line for each deviation.
func (a *Arcs) List() string { return a.list.String() }

// Check returns an error when a mean error is larger than asked for, or intervals hold
// too little.
func (a *Arcs) Check() error {
	var errs []error
	for i, r := range a.Rows {
		if most := arcRows[i].most; most > 0 && !(r.MeanAbs() <= most && r.Coverage() >= arcLeastCoverage) {
			errs = append(errs, fmt.Errorf("%s: mean error %.2f %s, %.2f covered; at most %g is asked for", r.ID, r.MeanAbs(), r.Unit, r.Coverage(), most))
		}
	}
	return errors.Join(errs...)
}
