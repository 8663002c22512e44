package video

import "context"

// Notes are what only the neighbours of a picture tell: which pictures repeat their
// predecessor, and how the camera moves. The first pass over a clip that comes to
// the end takes them; passes after it, with the same options, read them instead of
// comparing all pictures again. What the header tells is noted, too. The zero value is empty.
type Notes struct {
	stream   *stream // nil: not yet asked for
	file     *container
	frames   []note // by index
	camera   string
	complete bool
}

// note is what is known of one frame.
type note struct {
	repeated bool
	cameraPx [2]float64
}

// probe returns what the header tells of a clip, as [probe] does.
func (n *Notes) probe(ctx context.Context, path string) (*stream, *container, error) {
	if n == nil {
		return probe(ctx, path)
	}
	if n.stream != nil {
		return n.stream, n.file, checkFile(path)
	}
	s, c, err := probe(ctx, path)
	if err == nil {
		n.stream, n.file = s, c
	}
	return s, c, err
}

// recalled says whether a former pass has noted everything.
func (s *Source) recalled() bool { return s.opts.Notes != nil && s.opts.Notes.complete }

// recall returns what is noted of a frame; of one that was not there nothing is.
func (n *Notes) recall(index int) note {
	if index >= len(n.frames) {
		return note{}
	}
	return n.frames[index]
}

// keep leaves this pass's notes to those after it.
func (s *Source) keep() {
	if n := s.opts.Notes; n != nil {
		n.frames, n.camera, n.complete = s.notes, s.clip.Camera, true
	}
}
