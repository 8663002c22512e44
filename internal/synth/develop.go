package synth

import (
	"image"
	"math"
	"math/rand/v2"
)

// develop joins background, shadows, layers and grain to a picture.
func (r *Renderer) develop(frame int, img *image.RGBA, shadows []shadow, v *view) {
	dark := r.castShadows(shadows, v)
	changed := dark.box.Union(r.layers.drawn)
	rng := rand.New(rand.NewPCG(r.scene.params.Seed, uint64(frame)))
	for y := range r.height {
		row := r.row
		copy(row, r.background[3*y*r.width:])
		if y >= changed.Min.Y && y < changed.Max.Y {
			for x := changed.Min.X; x < changed.Max.X; x++ {
				c := (*[3]float32)(row[3*x:])
				*c = r.layers.over(y*r.width+x, dim(*c, dark.at(x, y)))
			}
		}
		expose(img.Pix[y*img.Stride:], row, r.grain.row(rng, len(row)))
	}
}

// expose writes a row with its grain.
func expose(out []uint8, row, grain []float32) {
	for x := range len(row) / 3 {
		for i := range 3 {
			out[4*x+i] = uint8(min(255, max(0, row[3*x+i]+grain[3*x+i]+0.5)))
		}
		out[4*x+3] = 255
	}
}

// over lays the samples of a pixel over its background.
func (l *layers) over(at int, background [3]float32) [3]float32 {
	depth := &l.depth[at]
	if *depth == ([len(samplesPerPixel)]float32{}) {
		return background
	}
	var sum [3]float32
	for k, c := range &l.rgb[at] {
		if depth[k] == 0 {
			c = background
		}
		sum[0], sum[1], sum[2] = sum[0]+c[0], sum[1]+c[1], sum[2]+c[2]
	}
	return dim(sum, 1/float32(len(samplesPerPixel)))
}

func dim(c [3]float32, k float32) [3]float32 { return [3]float32{c[0] * k, c[1] * k, c[2] * k} }

// darkness is how bright the floor is in the shadows' part of the picture.
type darkness struct {
	box        image.Rectangle
	brightness []float32
}

// at returns 1 outside the box.
func (d *darkness) at(x, y int) float32 {
	if x < d.box.Min.X || x >= d.box.Max.X || y < d.box.Min.Y || y >= d.box.Max.Y {
		return 1
	}
	return d.brightness[(y-d.box.Min.Y)*d.box.Dx()+x-d.box.Min.X]
}

// castShadows computes the floor's brightness where shadows fall.
func (r *Renderer) castShadows(shadows []shadow, v *view) darkness {
	const reach = 2.5 // sizes, beyond which a shadow is not seen
	var d darkness
	for _, s := range shadows {
		d.box = d.box.Union(s.box(v, reach))
	}
	d.box = d.box.Intersect(image.Rect(0, 0, r.width, r.height))
	d.brightness = make([]float32, d.box.Dx()*d.box.Dy())
	for y := d.box.Min.Y; y < d.box.Max.Y; y++ {
		for x := d.box.Min.X; x < d.box.Max.X; x++ {
			k := 1.0
			ray := v.ray(float64(x)+0.5, float64(y)+0.5)
			if p := along(v.eye, -v.eye.Z/ray.Z, ray); ray.Z < 0 && r.gym.inside(p) {
				k = shade(shadows, p)
			}
			d.brightness[(y-d.box.Min.Y)*d.box.Dx()+x-d.box.Min.X] = float32(k)
		}
	}
	return d
}

// shade returns the brightness of a point of the floor.
func shade(shadows []shadow, p vec) float64 {
	k := 1.0
	for _, s := range shadows {
		dx, dy := p.X-s.at.X, p.Y-s.at.Y
		if q := (dx*dx + dy*dy) / (s.sizeM * s.sizeM); q < 6.25 {
			k *= 1 - s.strength*math.Exp(-q)
		}
	}
	return k
}

// box encloses a shadow in the picture.
func (s shadow) box(v *view, reach float64) image.Rectangle {
	var box image.Rectangle
	for i := range 8 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 4)
		x, y, depth := v.project(along(along(s.at, reach*s.sizeM*cos, vec{X: 1}), reach*s.sizeM*sin, vec{Y: 1}))
		if depth < 0.2 {
			return image.Rectangle{}
		}
		box = box.Union(image.Rect(int(x), int(y), int(x)+2, int(y)+2))
	}
	return box
}

// grain is the sensor's noise: a table of normal numbers, read from a random
// place for each row, since drawing each anew would cost more than the picture.
type grain struct{ table []float32 }

// grainTable is how many numbers the table holds beyond one row.
const grainTable = 1 << 16

func newGrain(p Params) grain {
	rng := rand.New(rand.NewPCG(p.Seed, 0x677261696e))
	g := grain{make([]float32, grainTable+3*p.Camera.WidthPx)}
	for i := range g.table {
		g.table[i] = float32(p.Look.NoiseLevels * rng.NormFloat64())
	}
	return g
}

func (g *grain) row(rng *rand.Rand, n int) []float32 {
	at := rng.IntN(grainTable)
	return g.table[at : at+n]
}
