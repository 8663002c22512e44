package video

import (
	"errors"
	"fmt"
	"image"

	"gocv.io/x/gocv"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/pose"
)

// canvas turns pictures into something to draw upon, and back. Both ways use
// OpenCV's BT.601 coefficients whatever the picture's matrix is, so that what
// is not drawn upon keeps its values; the video carries the source's tag.
type canvas struct {
	rasters
	format shotcheck.VideoFormat
	rgba   *image.RGBA
	view   *gocv.Mat // of rgba
	scaled yuv       // the source in the video's size
}

// yuv is a picture with OpenCV's view of it as a whole: I420, the chroma planes
// below the luma.
type yuv struct {
	picture pose.Picture
	pixels  []byte
	whole   *gocv.Mat
	planes  planes
}

func newCanvas(f shotcheck.VideoFormat) (*canvas, error) {
	c := &canvas{format: f, rgba: image.NewRGBA(image.Rect(0, 0, f.WidthPx, f.HeightPx))}
	var errView, errScaled error
	c.view, errView = c.wrap(c.rgba.Pix, f.HeightPx, f.WidthPx, gocv.MatTypeCV8UC4)
	c.scaled, errScaled = c.newYUV(f)
	return c, errors.Join(errView, errScaled)
}

// newYUV returns an empty picture in the video's size, which is even.
func (c *canvas) newYUV(f shotcheck.VideoFormat) (y yuv, err error) {
	y.picture, y.pixels = newPicture(f.WidthPx, f.HeightPx, f.Matrix)
	if y.whole, err = c.wrap(y.pixels, f.HeightPx*3/2, f.WidthPx, gocv.MatTypeCV8UC1); err != nil {
		return y, err
	}
	y.planes, err = c.wrapPicture(&y.picture)
	return y, err
}

// load puts a picture onto the canvas. Scaling happens in Y'CbCr: it is less
// to scale, and deals with odd sizes, which I420 does not know in OpenCV.
func (c *canvas) load(p *pose.Picture) (err error) {
	var source rasters
	defer func() { err = errors.Join(err, source.close()) }()
	from, err := source.wrapPicture(p)
	if err != nil {
		return err
	}
	scale(from, c.scaled.planes)
	gocv.CvtColor(*c.scaled.whole, c.view, gocv.ColorYUVToRGBAIYUV)
	return nil
}

// store converts the canvas to y.
func (c *canvas) store(y *yuv) {
	gocv.CvtColor(*c.view, y.whole, gocv.ColorRGBAToYUVI420)
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
