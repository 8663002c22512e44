package pose

import (
	"math"
	"time"
)

// Decimals that poses.json holds. They are finer than the model: its landmarks
// scatter by more than 0.1 px and 1 mm.
const (
	pixelDecimals       = 2
	probabilityDecimals = 3
	worldDecimals       = 4
	timeResolution      = time.Microsecond
)

// round returns x with so many decimals; the result is never −0.
func round(x float64, decimals int) float64 {
	unit := math.Pow10(decimals)
	return math.Round(x*unit)/unit + 0
}

// Round rounds all values to what poses.json holds: what is written and read
// again is then equal to the last bit.
func (p *Poses) Round() {
	for i := range p.Frames {
		p.Frames[i].round()
	}
	for i := range p.Ball {
		b := &p.Ball[i]
		b.Time = b.Time.Round(timeResolution)
		b.X, b.Y, b.R = round(b.X, pixelDecimals), round(b.Y, pixelDecimals), round(b.R, pixelDecimals)
	}
	if p.Rim != nil {
		p.Rim[0], p.Rim[1] = round(p.Rim[0], pixelDecimals), round(p.Rim[1], pixelDecimals)
	}
}

func (f *FramePoses) round() {
	f.Time = f.Time.Round(timeResolution)
	f.CameraPx = [2]float64{round(f.CameraPx[0], pixelDecimals), round(f.CameraPx[1], pixelDecimals)}
	for i := range f.Persons {
		f.Persons[i].round()
	}
}

func (p *Person) round() {
	p.Presence = round(p.Presence, probabilityDecimals)
	for j, k := range p.Keypoints {
		p.Keypoints[j] = Keypoint{round(k.X, pixelDecimals), round(k.Y, pixelDecimals), round(k.Visibility, probabilityDecimals)}
	}
	if p.WorldM == nil {
		return
	}
	for j, w := range p.WorldM {
		p.WorldM[j] = [3]float64{round(w[0], worldDecimals), round(w[1], worldDecimals), round(w[2], worldDecimals)}
	}
}
