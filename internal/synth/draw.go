package synth

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/pose"
)

// samplesPerPixel are the positions in a pixel at which the moving things are sampled, each at its
// own time within the exposure: one pass smooths edges and blurs motion.
var samplesPerPixel = [4][2]float64{{0.125, 0.625}, {0.375, 0.125}, {0.625, 0.875}, {0.875, 0.375}}

// Renderer draws the frames of one scene. It belongs to one goroutine.
type Renderer struct {
	scene      *Scene
	gym        gym
	width      int
	height     int
	background []float32 // RGB without the moving things
	panDeg     float64   // of the background
	layers     layers
	grain      grain
	row        []float32
}

// layers are the samples of every pixel.
type layers struct {
	depth [][len(samplesPerPixel)]float32 // 0: nothing
	rgb   [][len(samplesPerPixel)][3]float32
	drawn image.Rectangle // what is not empty
}

// Renderer returns a renderer with its buffers.
func (s *Scene) Renderer() *Renderer {
	c := s.params.Camera
	r := &Renderer{scene: s, gym: newGym(s.params.Look, s.rim), width: c.WidthPx, height: c.HeightPx, grain: newGrain(s.params)}
	n := c.WidthPx * c.HeightPx
	r.background, r.row = make([]float32, 3*n), make([]float32, 3*c.WidthPx)
	r.layers.depth = make([][len(samplesPerPixel)]float32, n)
	r.layers.rgb = make([][len(samplesPerPixel)][3]float32, n)
	r.panDeg = math.NaN()
	return r
}

// Render draws all frames in order; write must not keep the picture.
func (s *Scene) Render(ctx context.Context, write func(*image.RGBA) error) error {
	r := s.Renderer()
	img := image.NewRGBA(image.Rect(0, 0, r.width, r.height))
	for i := range s.frames {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.Frame(i, img)
		if err := write(img); err != nil {
			return err
		}
	}
	return nil
}

// Frame draws one frame; img has the camera's size.
func (r *Renderer) Frame(i int, img *image.RGBA) {
	s := r.scene
	t, exposure := s.frameTime(i), s.params.Look.Blur/s.params.Camera.FPS
	v := s.viewAt(t)
	r.drawBackground(s.params.Camera.panDeg(t, s.durationS), &v)
	r.layers.clear(r.width)
	for k := range samplesPerPixel {
		at := t + exposure*((float64(k)+0.5)/float64(len(samplesPerPixel))-0.5)
		r.drawSolids(k, s.solids(at, v.eye), &v)
	}
	r.develop(i, img, s.shadows(t), &v)
}

// clear empties what was drawn.
func (l *layers) clear(width int) {
	for y := l.drawn.Min.Y; y < l.drawn.Max.Y; y++ {
		clear(l.depth[y*width+l.drawn.Min.X : y*width+l.drawn.Max.X])
	}
	l.drawn = image.Rectangle{}
}

// solids returns all moving things at a time.
func (s *Scene) solids(t float64, eye vec) []solid {
	f := s.figureAt(t)
	list := dress(&f, s.params.HeightM, newWardrobe(s.params.Look), eye)
	for _, b := range s.bystanders {
		f := b.figureAt(t)
		list = append(list, dress(&f, b.heightM, b.clothes, eye)...)
	}
	if s.ball != nil {
		list = append(list, s.ballSolid(t, eye))
	}
	sortByDepth(list, eye)
	return list
}

// sortByDepth puts what is near first, so that what it hides need not be shaded.
func sortByDepth(list []solid, eye vec) {
	depth := make(map[solid]float64, len(list))
	for _, s := range list {
		p, q, _ := s.bounds()
		depth[s] = distance(lerp(p, q, 0.5), eye)
	}
	slices.SortStableFunc(list, func(a, b solid) int { return cmp.Compare(depth[a], depth[b]) })
}

// ballSolid returns the ball, spinning backwards in flight.
func (s *Scene) ballSolid(t float64, eye vec) solid {
	const spinHz = 2.2
	p, held := s.ballAt(t)
	turn := 20.0
	if !held {
		turn -= 360 * spinHz * (t - s.shots[0].release)
	}
	look := paint(s.params.Look.BallColor)
	look.gloss, look.pattern = 0.25, ballSeams
	if other := s.params.Look.BallPanels; other.A > 0 {
		look.pattern = ballPanels(paint(other).rgb)
	}
	look.axes = yawed(0).pitched(turn)
	return newEllipsoid(eye, p, look.axes, vec{X: ballRadiusM, Y: ballRadiusM, Z: ballRadiusM}, look)
}

// ballSeams draws the ball's seams: two great circles and two curves beside them.
func ballSeams(d vec, rgb [3]float64) [3]float64 {
	const half = 0.035
	curved := math.Abs(d.Y) - 0.62 + 0.25*d.X*d.X
	if min(math.Abs(d.X), math.Abs(d.Z), math.Abs(curved)) < half {
		return scale(rgb, 0.25)
	}
	return rgb
}

// ballPanels draws a ball of two colours that take turns between its great circles.
func ballPanels(other [3]float64) func(vec, [3]float64) [3]float64 {
	return func(d vec, rgb [3]float64) [3]float64 {
		if d.X*d.Z > 0 {
			rgb = other
		}
		return ballSeams(d, rgb)
	}
}

// drawBackground renders the room, once while the camera does not turn.
func (r *Renderer) drawBackground(panDeg float64, v *view) {
	if panDeg == r.panDeg {
		return
	}
	offsets := samplesPerPixel[:]
	if r.scene.params.Camera.PanDegS != 0 {
		offsets = [][2]float64{{0.5, 0.5}}
	}
	r.panDeg = panDeg
	for y := range r.height {
		for x := range r.width {
			var sum [3]float64
			for _, o := range offsets {
				c := r.gym.colour(v.eye, v.ray(float64(x)+o[0], float64(y)+o[1]), 1/v.focalPx)
				sum[0], sum[1], sum[2] = sum[0]+c[0], sum[1]+c[1], sum[2]+c[2]
			}
			at := 3 * (y*r.width + x)
			for i := range sum {
				r.background[at+i] = float32(sum[i] / float64(len(offsets)))
			}
		}
	}
}

// ray returns the direction through a pixel, one unit deep.
func (v *view) ray(x, y float64) vec {
	return along(along(v.ahead, (x-v.centreX)/v.focalPx, v.right), (y-v.centreY)/v.focalPx, v.down)
}

// drawSolids samples the solids into layer k.
func (r *Renderer) drawSolids(k int, solids []solid, v *view) {
	offset, l := samplesPerPixel[k], &r.layers
	for _, s := range solids {
		b := newBlob(s, v)
		box := b.box().Intersect(image.Rect(0, 0, r.width, r.height))
		if box.Empty() {
			continue
		}
		l.drawn = l.drawn.Union(box)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			for x := box.Min.X; x < box.Max.X; x++ {
				px, py := float64(x)+offset[0], float64(y)+offset[1]
				if !b.near(px, py) {
					continue
				}
				l.sample(y*r.width+x, k, s, v.ray(px, py))
			}
		}
	}
}

// sample keeps the nearest solid.
func (l *layers) sample(at, k int, s solid, ray vec) {
	t, n, ok := s.hit(ray)
	if old := l.depth[at][k]; !ok || t <= 0 || (old > 0 && float32(t) >= old) {
		return
	}
	l.depth[at][k] = float32(t)
	l.rgb[at][k] = s.look().lit(n, ray)
}

// light comes from lamps high above the court and from all around.
var (
	lampA = unit(vec{X: 0.25, Z: 1})
	lampB = unit(vec{X: -0.5, Z: 0.7})
)

// lit shades a surface.
func (s *surface) lit(n, ray vec) [3]float32 {
	rgb := s.rgb
	if s.pattern != nil {
		rgb = s.pattern(vec{X: dot(n, s.axes.fwd), Y: dot(n, s.axes.left), Z: dot(n, s.axes.up)}, rgb)
	}
	facing := -dot(n, ray) / norm(ray)
	light := 0.46 + 0.12*n.Z + 0.34*max(0, dot(n, lampA)) + 0.1*max(0, dot(n, lampB)) + 0.22*max(0, facing)
	shine := 0.0
	if s.gloss > 0 {
		shine = 255 * s.gloss * math.Pow(max(0, dot(n, unit(along(lampA, -1/norm(ray), ray)))), 20)
	}
	var out [3]float32
	for i := range out {
		out[i] = float32(min(255, rgb[i]*light+shine))
	}
	return out
}

// blob is a solid's outline in the picture, generously.
type blob struct {
	x0, y0, dx, dy, length2 float64
	radius                  float64
	hidden                  bool
}

func newBlob(s solid, v *view) blob {
	const nearM = 0.2 // nothing nearer than this is drawn
	p, q, radius := s.bounds()
	x0, y0, d0 := v.project(p)
	x1, y1, d1 := v.project(q)
	near := min(d0, d1) - radius
	if near < nearM {
		return blob{hidden: true}
	}
	return blob{
		x0: x0, y0: y0, dx: x1 - x0, dy: y1 - y0, length2: (x1-x0)*(x1-x0) + (y1-y0)*(y1-y0),
		radius: 1.1*radius*v.focalPx/near + 1,
	}
}

func (b *blob) box() image.Rectangle {
	if b.hidden {
		return image.Rectangle{}
	}
	x, y := min(b.x0, b.x0+b.dx), min(b.y0, b.y0+b.dy)
	return image.Rect(int(x-b.radius), int(y-b.radius), int(x+math.Abs(b.dx)+b.radius)+1, int(y+math.Abs(b.dy)+b.radius)+1)
}

// near says whether a pixel may show the solid.
func (b *blob) near(x, y float64) bool {
	x, y = x-b.x0, y-b.y0
	if b.length2 > 0 {
		s := clamp((x*b.dx+y*b.dy)/b.length2, 0, 1)
		x, y = x-s*b.dx, y-s*b.dy
	}
	return x*x+y*y < b.radius*b.radius
}

// shadow is a soft dark spot on the floor.
type shadow struct {
	at              vec
	sizeM, strength float64
}

// shadows of feet, bodies and ball under lamps from all sides.
func (s *Scene) shadows(t float64) []shadow {
	f := s.figureAt(t)
	list := figureShadows(nil, &f)
	for _, b := range s.bystanders {
		f := b.figureAt(t)
		list = figureShadows(list, &f)
	}
	if s.ball != nil {
		p, _ := s.ballAt(t)
		list = append(list, shadow{horizontal(p), 0.1 + 0.2*p.Z, 0.45 / (1 + 3*p.Z)})
	}
	return list
}

func figureShadows(list []shadow, f *figure) []shadow {
	list = append(list, shadow{horizontal(f.mid(pose.LeftHip)), 0.42, 0.3})
	for _, side := range []pose.Side{pose.Left, pose.Right} {
		p := lerp(f.joints[side.Joint(pose.LeftHeel)], f.joints[side.Joint(pose.LeftFootIndex)], 0.5)
		list = append(list, shadow{horizontal(p), 0.13 + 0.3*p.Z, 0.5 / (1 + 5*p.Z)})
	}
	return list
}
