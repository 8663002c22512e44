package pose

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// Timing of the scout, in clip time.
const (
	// scoutPeriod is the least time between frames that are looked at; bodies
	// move by less than a tenth of their height within it.
	scoutPeriod = 25 * time.Millisecond
	// keyPeriod is the time between key frames, on which the detector looks at
	// the whole picture: who enters is missed for a few frames at most.
	keyPeriod = 300 * time.Millisecond
	// hurriedKeyPeriod is the same when somebody has just been lost.
	hurriedKeyPeriod = 100 * time.Millisecond
	// lostAfter ends a trail that has not been seen for so long.
	lostAfter = 250 * time.Millisecond
)

// maxTrails bounds the work in a crowd: the first to be found are followed.
const maxTrails = 8

// Scout streams a clip once with a quick model and follows everybody in it. It
// returns the people in order of their first appearance. Frames that repeat
// their predecessor are not looked at.
func Scout(ctx context.Context, src Source, nets Networks, o Options) ([]Track, error) {
	crew, err := openCrew(nets, o.Threads)
	if err != nil {
		return nil, err
	}
	s := &scout{
		crew: crew, seen: -scoutPeriod, keyed: -keyPeriod, calm: calm{searched: map[Region]memory{}},
		sweep: sweepRota, deep: deepRota, level: 1, thorough: o.Thorough,
	}
	err = s.run(ctx, src, o)
	if err := errors.Join(err, crew.close()); err != nil {
		return nil, err
	}
	for _, t := range s.living {
		s.finish(t)
	}
	return link(s.finished), nil
}

// finish ends a trail.
func (s *scout) finish(t *trail) {
	t.settle(true)
	s.finished = append(s.finished, t)
}

// scout is the state of the pass.
type scout struct {
	crew             crew
	living, finished []*trail
	// When a frame was looked at last, was a key frame.
	seen, keyed time.Duration
	// sweep and deep say when all tiles of the first levels, and of the deep ones,
	// are searched although somebody is in view.
	sweep, deep rota
	thorough    bool // the deep ones and the haunts are searched at all
	// calm tells where nobody new can be.
	calm calm
	// haunts are where people were lost.
	haunts haunts
	// level is the tile level that found somebody last.
	level int
}

func (s *scout) run(ctx context.Context, src Source, o Options) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := src.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.frame(f); err != nil {
			return fmt.Errorf("frame %d at %v: find people: %w", f.Index, f.Time, err)
		}
		o.report(f.Index+1, src.Clip().Frames)
	}
}

func (s *scout) frame(f *Frame) error {
	p := f.Picture
	if f.Repeated || f.Time-s.seen < scoutPeriod || min(p.WidthPx, p.HeightPx) < MinPicturePx {
		return nil
	}
	s.seen = f.Time
	if err := s.follow(f); err != nil {
		return err
	}
	s.separate(f)
	lost := s.retire(f)
	since := f.Time - s.keyed
	if since < hurriedKeyPeriod || !lost && since < keyPeriod {
		return nil
	}
	if s.calm.look(f, s.living); lost || len(s.living) == 0 || s.thorough {
		clear(s.calm.searched)
	}
	return s.search(f)
}

// follow looks for every living trail where it was last.
func (s *scout) follow(f *Frame) error {
	found := make([]*sighting, len(s.living))
	err := s.crew.each(len(s.living), func(w *worker, i int) (err error) {
		found[i], err = w.follow(f, s.living[i])
		return err
	})
	if err != nil {
		return err
	}
	for i, t := range s.living {
		if found[i] != nil {
			t.see(found[i])
		}
	}
	return nil
}

// sight returns the person in a region, or nil if the model sees none or what
// it sees has not the shape of a body.
func (w *worker) sight(f *Frame, r Region) (*sighting, error) {
	if !r.usable() {
		return nil, nil
	}
	l, err := w.look(f.Picture, r)
	if err != nil || !l.present() {
		return nil, err
	}
	return &sighting{
		TrackFrame{Index: f.Index, Time: f.Time, CameraPx: f.CameraPx, Keypoints: l.Keypoints, Presence: l.Presence, Region: l.Next},
		lookOf(f.Picture, &l.Keypoints),
	}, nil
}

// separate takes the sighting from one of two trails that have come upon the
// same body.
func (s *scout) separate(f *Frame) {
	for i, a := range s.living {
		for _, b := range s.living[i+1:] {
			if a.sees(f.Index) && b.sees(f.Index) {
				if wrong := wrongOf(a, b); wrong != nil {
					wrong.forget()
				}
			}
		}
	}
	s.living = slices.DeleteFunc(s.living, func(t *trail) bool { return !t.sees(f.Index) && len(t.frames) <= 1 })
	lately := s.lately(f.Time)
	for i, t := range s.living {
		if t.sees(f.Index) {
			t.recent[len(t.recent)-1].clear = !s.crowded(t)
			t.settle(false)
			if t.changed() || slices.ContainsFunc(lately, t.goneOver) {
				s.living[i] = t.split()
				s.finish(t)
			}
		}
	}
}

// lately returns the trails that are or were lately followed.
func (s *scout) lately(now time.Duration) []*trail {
	from := len(s.finished)
	for from > 0 && now-s.finished[from-1].last().Time < longGap {
		from--
	}
	return slices.Concat(s.living, s.finished[from:])
}

// wrongOf returns which of two trails does not see a body of its own, nil if both do. Of
// two upon one body it is the one whose path and look the body continues less.
func wrongOf(a, b *trail) *trail {
	same := sameSighting(a.last(), b.last())
	switch {
	case inLegs(a.last(), b.last()), same && a.claim() < b.claim():
		return a
	case inLegs(b.last(), a.last()), same:
		return b
	}
	return nil
}

// crowded says whether another trail is so close that the trunk may be hidden.
func (s *scout) crowded(t *trail) bool {
	return slices.ContainsFunc(s.living, func(o *trail) bool {
		return o != t && near(o.last().Region, t.last().Region)
	})
}

// retire ends trails that have been lost for long and says whether any living
// one is not seen now.
func (s *scout) retire(f *Frame) (lost bool) {
	s.living = slices.DeleteFunc(s.living, func(t *trail) bool {
		away := f.Time - t.last().Time
		lost = lost || away > 0
		if away > lostAfter {
			s.finish(t)
			s.haunts.add(t, f)
		}
		return away > lostAfter
	})
	return lost
}

// search looks for people who are not followed yet.
func (s *scout) search(f *Frame) error {
	s.keyed = f.Time
	order := []int{0, s.level, 3 - s.level}
	sweep := s.sweep.due(f.Time)
	var anybody bool
	for _, level := range order {
		if level > 0 && len(s.living) > 0 && !sweep {
			break
		}
		found, err := s.searchLevel(f, level)
		if err != nil {
			return err
		}
		if found && level > 0 {
			s.level, anybody = level, true
		}
	}
	if sweep {
		s.sweep.done(f.Time, anybody)
	}
	if !s.thorough {
		return nil
	}
	if err := s.revisit(f); err != nil {
		return err
	}
	return s.searchDeep(f)
}

// searchDeep looks for small figures where it is time to.
func (s *scout) searchDeep(f *Frame) error {
	if !s.deep.due(f.Time) {
		return nil
	}
	var anybody bool
	for level := deepLevel; level < len(tileDivisors); level++ {
		found, err := s.searchLevel(f, level)
		if err != nil {
			return err
		}
		anybody = anybody || found
	}
	s.deep.done(f.Time, anybody)
	return nil
}

// searchLevel searches the tiles of a level in which somebody new may be.
func (s *scout) searchLevel(f *Frame, level int) (bool, error) {
	squares := tiles(f.Picture.WidthPx, f.Picture.HeightPx, level)
	return s.searchIn(f, slices.DeleteFunc(squares, func(r Region) bool { return !s.calm.stirred(r, f.Time) }))
}

// searchIn runs the detector on squares and begins a trail for everybody who is new;
// it says whether anybody is.
func (s *scout) searchIn(f *Frame, squares []Region) (bool, error) {
	perTile := make([][]Detection, len(squares))
	err := s.crew.each(len(squares), func(w *worker, i int) (err error) {
		perTile[i], err = w.detect(f.Picture, squares[i])
		return err
	})
	if err != nil {
		return false, err
	}
	return s.meet(f, s.unknown(f, slices.Concat(perTile...)))
}

// meet begins a trail for everybody who is seen in the regions; it says whether anybody
// is.
func (s *scout) meet(f *Frame, regions []Region) (bool, error) {
	seen := make([]*sighting, len(regions))
	err := s.crew.each(len(regions), func(w *worker, i int) (err error) {
		// Twice, as the region is rough: what is no person fails here.
		if seen[i], err = w.sight(f, regions[i]); err == nil && seen[i] != nil {
			seen[i], err = w.sight(f, seen[i].Region)
		}
		return err
	})
	if err != nil {
		return false, err
	}
	return s.begin(f, seen), nil
}

// revisit looks where people were lost.
func (s *scout) revisit(f *Frame) error {
	s.haunts.forget(f, s.living)
	places, squares := s.haunts.places(f)
	if _, err := s.meet(f, places); err != nil {
		return err
	}
	_, err := s.searchIn(f, squares)
	return err
}

// unknown returns the regions of detections, best first, that are near neither
// a better one nor a living trail.
func (s *scout) unknown(f *Frame, all []Detection) []Region {
	slices.SortStableFunc(all, func(a, b Detection) int { return compareFloat(b.Score, a.Score) })
	known := make([]Region, 0, len(s.living)+len(all))
	for _, t := range s.living {
		if t.sees(f.Index) {
			known = append(known, t.last().Region)
		}
	}
	first := len(known)
	for _, d := range all {
		r := d.Region()
		if r.usable() && r.upright() && !slices.ContainsFunc(known, func(k Region) bool { return near(r, k) }) {
			known = append(known, r)
		}
	}
	return known[first:]
}

// begin starts trails for sightings of bodies that nobody follows yet.
func (s *scout) begin(f *Frame, seen []*sighting) (begun bool) {
	for _, n := range seen {
		if n == nil || len(s.living) >= maxTrails {
			continue
		}
		known := func(t *trail) bool {
			return t.sees(f.Index) && (sameSighting(t.last(), &n.TrackFrame) || inLegs(&n.TrackFrame, t.last()))
		}
		if !slices.ContainsFunc(s.living, known) {
			s.living, begun = append(s.living, newTrail(n)), true
		}
	}
	return begun
}
