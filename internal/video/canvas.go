package video

import (
	"errors"
	"fmt"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/pose"
)

// canvas is a picture in the video's size and colours, to be drawn upon: what is
// not drawn upon keeps its values.
type canvas struct {
	rasters
	picture pose.Picture
	pixels  []byte // of all planes, as the encoder takes them
	planes  planes
}

func newCanvas(f shotcheck.VideoFormat) (c *canvas, err error) {
	c = &canvas{}
	c.picture, c.pixels = newPicture(f.WidthPx, f.HeightPx, f.Matrix)
	c.planes, err = c.wrapPicture(&c.picture)
	return c, err
}

// load puts a picture onto the canvas.
func (c *canvas) load(p *pose.Picture) (err error) {
	var source rasters
	defer func() { err = errors.Join(err, source.close()) }()
	from, err := source.wrapPicture(p)
	if err != nil {
		return err
	}
	scale(from, c.planes)
	return nil
}

// checkFormat refuses what 4:2:0 cannot hold.
func checkFormat(f shotcheck.VideoFormat) error {
	switch {
	case f.WidthPx < 2 || f.HeightPx < 2 || f.WidthPx%2 != 0 || f.HeightPx%2 != 0:
		return fmt.Errorf("video of %d × %d pixels: sides must be even", f.WidthPx, f.HeightPx)
	case !(f.FPS > 0):
		return fmt.Errorf("video of %v frames a second", f.FPS)
	}
	return nil
}
