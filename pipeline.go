package shotcheck

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/pose/ball"
)

// ErrNoPerson says that nobody was seen in a clip.
var ErrNoPerson = errors.New("nobody is seen in this clip")

// Run analyses one clip and writes the files that the job asks for into its
// folder. A clip with a person but without a shot gives a result without shots.
// It returns [ErrNoPerson] where nobody is seen, the error of ctx where it was
// cancelled, and else that of the step that failed.
//
//	clip ─scout→ tracks ─who shoots→ tracks ─estimate→ poses ─analyze→ result
//	clip, result ─annotate→ video, stills;  result, stills ─report→ PDF
func (p *Pipeline) Run(ctx context.Context, job Job) (*analysis.Result, error) {
	poses, seen, err := p.watch(ctx, job)
	if err != nil {
		return nil, err
	}
	result, err := p.analyze(poses, job)
	if err != nil {
		return nil, err
	}
	if !job.BlurFaces {
		seen = nil // else it tells the bystanders' faces
	}
	shown := times(poses)
	debug.FreeOSMemory() // poses and curves of a long clip are not needed while it is drawn
	moments, err := p.annotate(ctx, result, shown, seen, job)
	if err != nil {
		return nil, err
	}
	return result, p.report(result, shown, moments, job)
}

// Reanalyze computes everything again from saved poses and writes the files that
// need no picture.
func (p *Pipeline) Reanalyze(_ context.Context, poses *pose.Poses, job Job) (*analysis.Result, error) {
	result, err := p.analyze(poses, job)
	if err != nil {
		return nil, err
	}
	return result, p.report(result, times(poses), nil, job)
}

// watch measures those who may shoot, and returns all that were seen, too. Where no shot
// is seen it looks again, thoroughly.
func (p *Pipeline) watch(ctx context.Context, job Job) (poses, seen *pose.Poses, err error) {
	for _, thorough := range []bool{false, true} {
		who, err := p.scout(ctx, job, thorough)
		if err != nil {
			return nil, nil, err
		}
		if len(who.shooters) == 0 || !who.shot && !thorough {
			continue
		}
		seen = who.seen
		if poses, err = p.estimate(ctx, who, Throws(seen, job.Config)); err != nil {
			return nil, nil, err
		}
		if _, shot := analysis.Candidates(poses, job.Config, false); shot {
			break
		}
	}
	if poses == nil {
		return nil, nil, ErrNoPerson
	}
	return poses, seen, nil
}

// scouted is what the scout has found.
type scouted struct {
	shooters, others []pose.Track // those who may shoot, and those who do not
	seen             *pose.Poses  // all of them
	shot             bool         // one is seen
}

// scout finds everybody, and who may shoot.
func (p *Pipeline) scout(ctx context.Context, job Job, thorough bool) (who scouted, err error) {
	o := p.options(StageScout)
	o.Thorough = thorough
	err = p.pass(ctx, func(src pose.Source) error {
		tracks, err := pose.Scout(ctx, src, p.Scout, o)
		if err != nil {
			return err
		}
		who.seen, who.others = pose.Sightings(src.Clip(), tracks), tracks
		return nil
	})
	if err != nil {
		return scouted{}, err
	}
	ids, shot := analysis.Candidates(who.seen, job.Config, thorough)
	who.shot = shot
	who.others = slices.DeleteFunc(who.others, func(t pose.Track) bool {
		shoots := slices.Contains(ids, t.ID)
		if shoots {
			who.shooters = append(who.shooters, t)
		}
		return shoots
	})
	return who, nil
}

// Throws are the shots at which the ball is looked for, by who has been seen.
func Throws(seen *pose.Poses, cfg analysis.Config) []ball.Throw {
	if cfg.Ball == "off" {
		return nil
	}
	var out []ball.Throw
	for _, t := range analysis.FindThrows(seen, cfg) {
		b := ball.Throw{TimeS: t.ReleaseS, HeightPx: t.HeightPx, UnsureBH: t.UnsureBH}
		for i, h := range t.Hands {
			b.Hands = append(b.Hands, ball.Hand{TimeS: t.HandsFromS + float64(i)*analysis.HandsEveryS, X: h.X, Y: h.Y})
		}
		out = append(out, b)
	}
	return out
}

// estimate measures the chosen people in every frame, and the balls that they
// throw.
func (p *Pipeline) estimate(ctx context.Context, who scouted, throws []ball.Throw) (poses *pose.Poses, err error) {
	err = p.pass(ctx, func(src pose.Source) error {
		watcher := ball.Watch(src, throws)
		if poses, err = pose.Estimate(ctx, watcher, p.Networks, who.shooters, who.others, p.options(StageEstimate)); err != nil {
			return err
		}
		poses.Ball = watcher.Points()
		poses.Round()
		return nil
	})
	if err == nil && !slices.ContainsFunc(poses.Frames, func(f pose.FramePoses) bool { return len(f.Persons) > 0 }) {
		err = ErrNoPerson
	}
	return poses, err
}

// pass opens the clip, lets f read it, and closes it.
func (p *Pipeline) pass(ctx context.Context, f func(pose.Source) error) error {
	src, err := p.Open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(src), src.Close())
}

// options are those of a pass over the clip.
func (p *Pipeline) options(s Stage) pose.Options {
	return pose.Options{Threads: p.Threads, Progress: func(fraction float64) { p.progress(s, fraction) }}
}

func (p *Pipeline) progress(s Stage, fraction float64) {
	if p.Progress != nil {
		p.Progress(s, fraction)
	}
}

// analyze computes the result and writes it as data.
func (p *Pipeline) analyze(poses *pose.Poses, job Job) (*analysis.Result, error) {
	result := analysis.Analyze(poses, job.Config, job.Profile)
	result.Tool = analysis.Tool{Name: "shotcheck", Version: job.Version}
	p.progress(StageAnalyze, 1)
	if err := writeData(result, poses, job); err != nil {
		return nil, fmt.Errorf("write results: %w", err)
	}
	return asSaved(result)
}
