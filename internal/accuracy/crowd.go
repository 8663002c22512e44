package accuracy

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// Shares that the crowd must reach, of clips and of shots.
const (
	crowdRightLeast = 0.98
	crowdFoundLeast = 0.97
)

// CrowdOutcome is what one clip of a crowd gave.
type CrowdOutcome struct {
	Name string
	// Shots are true, Found those of them that were measured on the shooter, False
	// the shooter's that were none.
	Shots, Found, False int
	// Strangers are shots that were ascribed to somebody else.
	Strangers int
}

// Crowd is the result of a run over clips of crowds.
type Crowd struct {
	Seed  uint64
	Model string
	Clips []CrowdOutcome
}

// RunCrowd measures n random clips of a crowd; see [synth.RandomCrowd]. The
// landmarks are kept in r.Keep.
func (r *Referee) RunCrowd(ctx context.Context, n int) (*Crowd, error) {
	if r.Keep == "" {
		folder, err := os.MkdirTemp("", "crowd")
		if err != nil {
			return nil, err
		}
		defer func() { _ = os.RemoveAll(folder) }() // only landmarks that nobody asked for
		r.Keep = folder
	}
	c := &Crowd{Seed: r.Seed, Model: r.Networks.Info().Name, Clips: make([]CrowdOutcome, n)}
	return c, r.each(ctx, n, func(ctx context.Context, i int) (err error) {
		name := fmt.Sprintf("crowd-%d-%03d", r.Seed, i)
		if c.Clips[i], err = r.judgeCrowd(ctx, name, synth.RandomCrowd(r.Seed<<32|uint64(i))); err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		return err
	})
}

// judgeCrowd measures one clip and tells whose shots were found.
func (r *Referee) judgeCrowd(ctx context.Context, name string, p synth.Params) (CrowdOutcome, error) {
	scene, err := synth.New(p)
	if err != nil {
		return CrowdOutcome{}, err
	}
	truth := scene.Truth()
	o := CrowdOutcome{Name: name, Shots: len(truth.Shots)}
	result, err := r.measure(ctx, scene, name)
	if errors.Is(err, shotcheck.ErrNoPerson) {
		return o, nil
	}
	if err != nil {
		return o, err
	}
	poses, err := r.kept(name)
	if err != nil {
		return o, err
	}
	o.count(truth, result, poses)
	return o, nil
}

// count tells apart the shots that were measured.
func (o *CrowdOutcome) count(truth *synth.Truth, result *analysis.Result, poses *pose.Poses) {
	own := slices.DeleteFunc(slices.Clone(result.Shots), func(s analysis.Shot) bool { return !onShooter(truth, &s, poses) })
	o.Strangers = len(result.Shots) - len(own)
	used := make([]bool, len(own))
	for i := range truth.Shots {
		if k := nearest(&truth.Shots[i], own, used); k >= 0 {
			used[k] = true
			o.Found++
		}
	}
	o.False = len(own) - o.Found
}

// ownBodyShare is how far the measured hips may be from the true ones, as a part
// of the true shoulders' height over the hips.
const ownBodyShare = 0.7

// onShooter says whether a measured shot's person is the shooter, by the hips at the
// release.
func onShooter(truth *synth.Truth, s *analysis.Shot, poses *pose.Poses) bool {
	e, ok := s.Event(analysis.Release)
	if !ok {
		return false
	}
	for i := range poses.Frames {
		f := &poses.Frames[i]
		if f.Time < e.Time || f.Index >= len(truth.Frames) {
			continue
		}
		for k := range f.Persons {
			if f.Persons[k].ID == s.Shooter {
				return onBody(&truth.Frames[f.Index], &f.Persons[k])
			}
		}
	}
	return false
}

func onBody(truth *synth.TruthFrame, p *pose.Person) bool {
	trueX, trueY := middle(truth, pose.LeftHip)
	topX, topY := middle(truth, pose.LeftShoulder)
	l, r := p.Keypoints[pose.LeftHip], p.Keypoints[pose.RightHip]
	off := math.Hypot((l.X+r.X)/2-trueX, (l.Y+r.Y)/2-trueY)
	return off < ownBodyShare*math.Hypot(topX-trueX, topY-trueY)
}

// middle is the true point between a joint and its mirror.
func middle(f *synth.TruthFrame, j pose.Joint) (x, y float64) {
	a, b := f.JointsPx[j], f.JointsPx[j.Mirror()]
	return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
}

// Right is the share of clips in which a shot was found and nobody else's.
func (c *Crowd) Right() float64 {
	return c.share(func(o CrowdOutcome) (part, all int) { return min(o.Found, 1) * max(0, 1-o.Strangers), 1 })
}

// Found is the share of shots that were found.
func (c *Crowd) Found() float64 {
	return c.share(func(o CrowdOutcome) (part, all int) { return o.Found, o.Shots })
}

func (c *Crowd) share(of func(CrowdOutcome) (part, all int)) float64 {
	part, all := 0, 0
	for _, o := range c.Clips {
		p, a := of(o)
		part, all = part+p, all+a
	}
	return float64(part) / float64(max(all, 1))
}

// Markdown is the result in words, with the clips that failed.
func (c *Crowd) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Seed %d, %d clips, model %s: right shooter in %.1f %%, shots found %.1f %%.\n",
		c.Seed, len(c.Clips), c.Model, 100*c.Right(), 100*c.Found())
	for _, o := range c.Clips {
		if o.Found < o.Shots || o.False > 0 || o.Strangers > 0 {
			fmt.Fprintf(&b, "- %s: %d of %d found, %d false, %d of somebody else\n", o.Name, o.Found, o.Shots, o.False, o.Strangers)
		}
	}
	return b.String()
}

// Check returns an error when a share falls short.
func (c *Crowd) Check() error {
	if c.Right() < crowdRightLeast || c.Found() < crowdFoundLeast {
		return fmt.Errorf("a crowd asks for the right shooter in %.0f %% and %.0f %% of shots", 100*crowdRightLeast, 100*crowdFoundLeast)
	}
	return nil
}
