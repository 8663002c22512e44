package video

import (
	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/pose"
)

// Sketch is a canvas without a video: pictures are drawn, as for stills, and
// not encoded.
type Sketch struct{ canvas *canvas }

var _ shotcheck.Writer = (*Sketch)(nil)

// NewSketch returns a canvas of a video's size and colours.
func NewSketch(f shotcheck.VideoFormat) (*Sketch, error) {
	if err := checkFormat(f); err != nil {
		return nil, err
	}
	c, err := newCanvas(f)
	if err != nil {
		return nil, err
	}
	return &Sketch{c}, nil
}

// Canvas copies a picture; see [shotcheck.Writer].
func (s *Sketch) Canvas(p *pose.Picture) (*pose.Picture, error) {
	if err := s.canvas.load(p); err != nil {
		return nil, err
	}
	return &s.canvas.picture, nil
}

// Write does nothing.
func (s *Sketch) Write(int) error { return nil }

// Close frees the canvas.
func (s *Sketch) Close() error { return s.canvas.close() }
