package accuracy

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/shotcheck/shotcheck/internal/synth"
	"github.com/shotcheck/shotcheck/pose"
)

// recorder draws a clip once for both passes of the pipeline: drawing costs
// more than measuring.
type recorder struct {
	scene  *synth.Scene
	frames []pose.Frame
}

// maxRecordedBytes is how much is kept of one clip; larger clips are drawn
// for each pass.
const maxRecordedBytes = 400 << 20

// open starts a pass.
func (r *recorder) open(context.Context) (pose.Source, error) {
	clip := r.scene.Clip()
	if bytes := clip.Frames * clip.WidthPx * clip.HeightPx * 3 / 2; bytes > maxRecordedBytes {
		return r.scene.Source(), nil
	}
	if r.frames == nil {
		if err := r.record(); err != nil {
			return nil, err
		}
	}
	return &playback{clip: clip, frames: r.frames}, nil
}

// record draws and keeps all frames.
func (r *recorder) record() error {
	src := r.scene.Source()
	for {
		f, err := src.Next()
		if errors.Is(err, io.EOF) {
			return src.Close()
		}
		if err != nil {
			return err
		}
		kept, p := *f, *f.Picture
		p.Y, p.Cb, p.Cr = slices.Clone(p.Y), slices.Clone(p.Cb), slices.Clone(p.Cr)
		kept.Picture = &p
		r.frames = append(r.frames, kept)
	}
}

// playback yields recorded frames.
type playback struct {
	clip   pose.Clip
	frames []pose.Frame
}

// Clip implements [pose.Source].
func (p *playback) Clip() pose.Clip { return p.clip }

// Close implements [pose.Source]; there is nothing to free.
func (p *playback) Close() error { return nil }

// Next implements [pose.Source].
func (p *playback) Next() (*pose.Frame, error) {
	if len(p.frames) == 0 {
		return nil, io.EOF
	}
	f := p.frames[0]
	p.frames = p.frames[1:]
	return &f, nil
}
