package pose

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
	"time"
)

// A second look is taken where the landmarks say that the region was off by
// more than this: within it the model's landmarks hardly depend on the region.
const (
	maxShift   = 0.08 // sides between the centres
	maxRescale = 1.15 // of the larger side to the smaller
	maxTurnRad = 15 * math.Pi / 180
	// surePresence is the presence below which the model may have missed: on dark
	// figures before a dark wall (side-6shots-2shooters) hips jump there.
	surePresence = 0.9
	shiftLimit   = (patchMargin - 1) / 2 // sides: further, the patch ends
	patchesEach  = 2                     // patches in flight for each worker: one in work, one waiting
)

// Estimate streams a clip once more and measures the chosen tracks in every
// frame. Where a person is to be looked for is known beforehand from the scout,
// so frames do not depend on each other: they are spread over o.Threads networks
// and joined in order, with the same result for any number. Frames that repeat
// their predecessor repeat its landmarks. The others were seen as well: what is found
// upon their bodies is not the one who was looked for.
func Estimate(ctx context.Context, src Source, nets Networks, tracks, others []Track, o Options) (*Poses, error) {
	crew, err := openCrew(nets, o.Threads)
	if err != nil {
		return nil, err
	}
	e := newEstimator(ctx, tracks, others, crew)
	err = errors.Join(e.run(src, o), crew.close())
	if err != nil {
		return nil, err
	}
	e.dropGhosts(others)
	for k := range tracks {
		e.repair(k)
	}
	p := &Poses{Clip: src.Clip(), Model: nets.Info(), Frames: e.join(tracks)}
	p.Round()
	return p, nil
}

// estimator hands patches from the source to the workers.
type estimator struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	paths  []path
	jobs   chan job
	free   chan *patch
	work   sync.WaitGroup

	frames []FramePoses
	// found has for each frame the landmarks of each track, nil if absent.
	found [][]*Landmarks
}

// job is one track in one frame.
type job struct {
	path   *path
	index  int
	time   time.Duration
	patch  *patch
	region Region
	raised float64 // how far the arms are
	result **Landmarks
}

func newEstimator(ctx context.Context, tracks, others []Track, c crew) *estimator {
	e := &estimator{jobs: make(chan job), free: make(chan *patch, patchesEach*len(c))}
	e.ctx, e.cancel = context.WithCancelCause(ctx)
	everybody := slices.Concat(tracks, others)
	for i, t := range tracks {
		p := newPath(t)
		for k := range everybody {
			if k != i {
				p.rivals = append(p.rivals, &everybody[k].look)
			}
		}
		e.paths = append(e.paths, p)
	}
	for range cap(e.free) {
		e.free <- new(patch)
	}
	for _, w := range c {
		e.work.Go(func() { e.serve(w) })
	}
	return e
}

// run reads all frames and waits for the workers.
func (e *estimator) run(src Source, o Options) error {
	err := e.read(src, o)
	close(e.jobs)
	e.work.Wait()
	if cause := context.Cause(e.ctx); cause != nil {
		err = cause
	}
	e.cancel(nil)
	return err
}

func (e *estimator) read(src Source, o Options) error {
	for {
		f, err := src.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if !e.submit(f) {
			return context.Cause(e.ctx)
		}
		o.report(f.Index+1, src.Clip().Frames)
	}
}

// submit hands out a frame's work; it says whether to go on.
func (e *estimator) submit(f *Frame) bool {
	e.frames = append(e.frames, FramePoses{Index: f.Index, Time: f.Time, Repeated: f.Repeated && len(e.frames) > 0, CameraPx: f.CameraPx})
	results := make([]*Landmarks, len(e.paths))
	e.found = append(e.found, results)
	if e.frames[len(e.frames)-1].Repeated {
		return e.ctx.Err() == nil
	}
	for k := range e.paths {
		p := &e.paths[k]
		r, visible := p.at(f.Time)
		if !visible || !r.usable() {
			continue
		}
		var c *patch
		select {
		case c = <-e.free:
		case <-e.ctx.Done():
			return false
		}
		if !c.take(f.Picture, r) {
			e.free <- c
			continue
		}
		r.X, r.Y = r.X-float64(c.x), r.Y-float64(c.y)
		select {
		case e.jobs <- job{p, f.Index, f.Time, c, r, p.raisedAt(f.Time), &results[k]}:
		case <-e.ctx.Done():
			return false
		}
	}
	return e.ctx.Err() == nil
}

// serve is a worker's loop.
func (e *estimator) serve(w *worker) {
	for j := range e.jobs {
		l, err := w.measure(&j.patch.picture, j.region, j.raised)
		if err != nil {
			e.cancel(fmt.Errorf("frame %d at %v: estimate landmarks: %w", j.index, j.time, err))
			return
		}
		if l != nil && j.path.looksLike(lookOf(&j.patch.picture, &l.Keypoints), j.time) {
			j.patch.move(l)
			*j.result = l
		}
		e.free <- j.patch
	}
}

// measure returns the landmarks of the person in a region, with arms raised so
// far, after a second look where the first shows that the region was off or sees
// nobody; nil if there is nobody.
func (w *worker) measure(p *Picture, r Region, arms float64) (*Landmarks, error) {
	l, err := w.look(p, r.aimed(arms))
	if err != nil {
		return nil, err
	}
	if l.Presence < surePresence {
		if l, err = w.widen(p, r, l); err != nil || !l.present() {
			return nil, err
		}
	}
	distance, ratio := l.Next.offset(r)
	turn := math.Abs(math.Remainder(l.Next.AngleRad-r.AngleRad, 2*math.Pi))
	if distance < maxShift && ratio < maxRescale && turn < maxTurnRad || distance > shiftLimit {
		return l, nil
	}
	better, err := w.look(p, l.Next.aimed(arms))
	if err != nil || better.Presence < min(l.Presence, surePresence) {
		return l, err
	}
	return better, nil
}

// widen looks again in a wider region; it returns what the model is surer of.
func (w *worker) widen(p *Picture, r Region, l *Landmarks) (*Landmarks, error) {
	wide, err := w.look(p, r.wider())
	if err != nil || wide.Presence <= l.Presence || !near(wide.Next, r) {
		return l, err
	}
	return wide, nil
}

// join writes the landmarks into the frames, in order.
func (e *estimator) join(tracks []Track) []FramePoses {
	for i := range e.frames {
		f := &e.frames[i]
		if f.Repeated {
			f.Persons = clonePersons(e.frames[i-1].Persons)
			continue
		}
		for k, l := range e.found[i] {
			if l != nil {
				f.Persons = append(f.Persons, Person{ID: tracks[k].ID, Keypoints: l.Keypoints, WorldM: &l.WorldM, Presence: l.Presence})
			}
		}
	}
	return e.frames
}

func clonePersons(all []Person) []Person {
	out := make([]Person, len(all))
	for i, p := range all {
		world := *p.WorldM
		out[i] = p
		out[i].WorldM = &world
	}
	return out
}
