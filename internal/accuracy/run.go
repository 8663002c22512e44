package accuracy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// Referee measures random clips. Its zero value, with PerView set, judges
// analysis alone, on noisy true poses.
type Referee struct {
	Seed uint64
	// PerView is the number of clips for each view.
	PerView int
	// Scout and Networks run the models; nil: no pictures are drawn, and the poses
	// are the truth with noise.
	Scout, Networks pose.Networks
	// Views are those of synth.Views to draw; nil: all.
	Views []string
	// Keep is a folder for the landmarks of each clip: those that it holds are not
	// measured again, so that analysis can be judged in seconds. Empty: none.
	Keep string
	// Ball is how the ball is used: "off" leaves it out. Empty: as by default.
	Ball string
	// Workers is the number of clips at once; 0 means 1.
	Workers int
	// Progress is called after each clip, from many goroutines; nil for none.
	Progress func(done, all int)
}

// Run measures all clips. The first error, of the earliest clip, ends it.
func (r *Referee) Run(ctx context.Context) (*Table, error) {
	cases := r.cases()
	outcomes := make([]outcome, len(cases))
	err := r.each(ctx, len(cases), func(ctx context.Context, i int) (err error) {
		outcomes[i], err = r.judge(ctx, cases[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	return newTable(r, outcomes), nil
}

// each calls do for the clips 0…n−1, spread over the workers, until the first
// error.
func (r *Referee) each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	errs := make([]error, n)
	var next, done atomic.Int64
	var work sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range max(r.Workers, 1) {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if errs[i] = do(ctx, i); errs[i] != nil {
					cancel()
				}
				if all := done.Add(1); r.Progress != nil {
					r.Progress(int(all), n)
				}
			}
		})
	}
	work.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return ctx.Err()
}

// clipCase is one clip to be drawn.
type clipCase struct {
	name, view string
	params     synth.Params
}

// views are those to draw.
func (r *Referee) views() []string {
	if r.Views == nil {
		return synth.Views
	}
	return r.Views
}

// cases draws the clips: within a view, frame rates, kinds of shot and hands
// take turns, so that every combination is there; all else is random. Nobody else
// is in the picture: what others do to the shooter's track is another question.
func (r *Referee) cases() []clipCase {
	var list []clipCase
	for v, view := range synth.Views {
		if !slices.Contains(r.views(), view) {
			continue
		}
		for i := range r.PerView {
			cell := synth.Cell{
				View: view, FPS: [...]float64{30, 60}[i%2],
				Kind: [...]synth.Kind{synth.SetShot, synth.JumpShot}[i/2%2],
				Hand: [...]string{"right", "left"}[i/4%2], Alone: true,
			}
			seed := r.Seed<<32 | uint64(v)<<24 | uint64(i)
			name := fmt.Sprintf("%s-%d-%03d", view, r.Seed, i)
			list = append(list, clipCase{name, view, synth.RandomIn(seed, cell)})
		}
	}
	return list
}

// judge measures one clip and compares.
func (r *Referee) judge(ctx context.Context, c clipCase) (outcome, error) {
	scene, err := synth.New(c.params)
	if err != nil {
		return outcome{}, fmt.Errorf("seed %d: %w", c.params.Seed, err)
	}
	result, err := r.measure(ctx, scene, c.name)
	if errors.Is(err, shotcheck.ErrNoPerson) {
		result, err = &analysis.Result{}, nil
	}
	if err != nil {
		return outcome{}, fmt.Errorf("seed %d: %w", c.params.Seed, err)
	}
	return compare(c, scene.Truth(), result), nil
}

// measure analyses a clip as `shotcheck analyze --height` does.
func (r *Referee) measure(ctx context.Context, scene *synth.Scene, name string) (*analysis.Result, error) {
	p := scene.Params()
	cfg := analysis.DefaultConfig()
	cfg.HeightM = p.HeightM
	cfg.Ball = cmp.Or(r.Ball, cfg.Ball)
	if r.Networks == nil {
		poses := scene.Poses(synth.DefaultNoise(p.Seed))
		poses.Rim = nil // the pipeline does not find it either
		poses.Round()
		return analysis.Analyze(poses, cfg, nil), nil
	}
	return r.measureWith(ctx, scene, name, cfg)
}

// measureWith analyses a clip with the networks, or its kept landmarks.
func (r *Referee) measureWith(ctx context.Context, scene *synth.Scene, name string, cfg analysis.Config) (*analysis.Result, error) {
	if poses, err := r.kept(name); err == nil {
		return analysis.Analyze(poses, cfg, nil), nil
	}
	job := shotcheck.Job{Config: cfg, SlowMotion: 1}
	if r.Keep != "" {
		job.Dir, job.Outputs.Poses = filepath.Join(r.Keep, name), true
		if err := os.MkdirAll(job.Dir, 0o755); err != nil {
			return nil, err
		}
	}
	clip := recorder{scene: scene}
	pipeline := shotcheck.Pipeline{
		Open: clip.open, Scout: r.Scout, Networks: r.Networks, Threads: 1,
	}
	return pipeline.Run(ctx, job)
}

// kept reads the landmarks of a clip that was measured before.
func (r *Referee) kept(name string) (*pose.Poses, error) {
	if r.Keep == "" {
		return nil, fs.ErrNotExist
	}
	f, err := os.Open(filepath.Join(r.Keep, name, shotcheck.PosesFile))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return pose.ReadPoses(f)
}
