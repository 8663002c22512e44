package video

import (
	"io"
	"os"
)

// y4m reads pictures as YUV4MPEG2: a line for the whole, and one before each
// picture. As raw video, ffmpeg would first gather each in a buffer of its own.
type y4m struct {
	*os.File
	begun bool
}

// next fills in the next picture.
func (r *y4m) next(pixels []byte) error {
	if !r.begun {
		r.begun = true
		if err := r.skipLine(); err != nil {
			return err
		}
	}
	if err := r.skipLine(); err != nil {
		return err
	}
	_, err := io.ReadFull(r, pixels)
	return err
}

func (r *y4m) skipLine() error {
	for c := make([]byte, 1); c[0] != '\n'; {
		if _, err := r.Read(c); err != nil {
			return err
		}
	}
	return nil
}
