package video

import (
	"errors"
	"image"
	"runtime"

	"gocv.io/x/gocv"

	"github.com/shotcheck/shotcheck/pose"
)

// rasters are OpenCV's views of Go memory. OpenCV writes into them in place as
// long as size and type fit, so a picture is never copied between the two.
type rasters struct {
	pinner runtime.Pinner
	mats   []*gocv.Mat
}

// wrap returns a view of data with rows × cols elements. It is valid until
// close, and so is data.
func (r *rasters) wrap(data []byte, rows, cols int, t gocv.MatType) (*gocv.Mat, error) {
	r.pinner.Pin(&data[0]) // OpenCV keeps the address between calls
	m, err := gocv.NewMatFromBytes(rows, cols, t, data)
	if err != nil {
		return nil, err
	}
	r.mats = append(r.mats, &m)
	return &m, nil
}

func (r *rasters) close() error {
	var errs []error
	for _, m := range r.mats {
		errs = append(errs, m.Close())
	}
	r.mats = nil
	r.pinner.Unpin()
	return errors.Join(errs...)
}

// planes are views of the three planes of one picture.
type planes [3]*gocv.Mat

func (r *rasters) wrapPicture(p *pose.Picture) (views planes, err error) {
	halfW, halfH := pose.ChromaPx(p.WidthPx), pose.ChromaPx(p.HeightPx)
	for i, plane := range []struct {
		data       []byte
		rows, cols int
	}{{p.Y, p.HeightPx, p.WidthPx}, {p.Cb, halfH, halfW}, {p.Cr, halfH, halfW}} {
		if views[i], err = r.wrap(plane.data, plane.rows, plane.cols, gocv.MatTypeCV8UC1); err != nil {
			return views, err
		}
	}
	return views, nil
}

// newPicture returns a picture whose planes follow each other in pixels.
func newPicture(widthPx, heightPx int, m pose.Matrix) (p pose.Picture, pixels []byte) {
	luma, chroma := widthPx*heightPx, pose.ChromaPx(widthPx)*pose.ChromaPx(heightPx)
	pixels = make([]byte, luma+2*chroma)
	return pose.Picture{
		WidthPx: widthPx, HeightPx: heightPx, Matrix: m,
		Y:  pixels[:luma:luma],
		Cb: pixels[luma : luma+chroma : luma+chroma],
		Cr: pixels[luma+chroma:],
	}, pixels
}

// scale resamples each plane of from into to. Averaging over areas keeps small
// pictures free of moiré.
func scale(from, to planes) {
	for i := range from {
		size := image.Pt(to[i].Cols(), to[i].Rows())
		method := gocv.InterpolationLinear
		if size.X < from[i].Cols() {
			method = gocv.InterpolationArea
		}
		gocv.Resize(*from[i], to[i], size, 0, 0, method)
	}
}
