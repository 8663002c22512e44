package synth

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/shotcheck/shotcheck/pose"
)

// NoiseModel is how a pose model errs. Lengths are fractions of the standing
// figure's height in the picture. The zero value is a perfect model.
type NoiseModel struct {
	Seed         uint64
	White        float64 // SD of the error that is new in every frame
	Drift        float64 // SD of the error that lasts
	DriftS       float64 // how long it lasts (time constant)
	OutlierRate  float64 // per joint and frame
	OutlierSize  float64 // SD of an outlier
	GapsPerS     float64 // nobody found
	GapS         float64 // mean length of a gap
	SwapsPerS    float64 // left and right exchanged, in side views
	SwapS        float64 // mean length of an exchange
	FarVisibleTo float64 // visibility of hidden limbs; 0: as good as the near ones
	// KneeFlexionLost is the share of a knee's flexion, in the picture, that the
	// landmarks do not show.
	KneeFlexionLost float64
	// ElbowBias is by how many degrees an elbow of some degrees in the picture looks
	// too open; in straight lines between the points, which are in order.
	ElbowBias []Bias
}

// Bias is a mean error at an angle.
type Bias struct{ AtDeg, ErrorDeg float64 }

// DefaultNoise is what BlazePose heavy shows on a clear figure: about 1 % of
// the height at wrists and less at the hips, half of it lasting, knees a little too
// straight, and elbows too bent at the set point and too open from then on (each within
// 2° over the near arms of 88 rendered shots from the side, on even and odd seeds
// alike).
func DefaultNoise(seed uint64) NoiseModel {
	return NoiseModel{
		Seed: seed, White: 0.004, Drift: 0.006, DriftS: 0.4, OutlierRate: 0.0005, OutlierSize: 0.05,
		SwapS: 0.1, GapS: 0.1, FarVisibleTo: 0.4, KneeFlexionLost: 0.05,
		ElbowBias: []Bias{{0, -4}, {80, -4}, {108, 0}, {137, 9}, {152, 6}, {168, 4.5}, {180, 0}},
	}
}

// Poses returns the projected true landmarks with noise, as a model might find
// them: for analysis without drawing or model. The ball and the rim come without noise.
func (s *Scene) Poses(n NoiseModel) *pose.Poses {
	noise := newNoise(n, s)
	out := &pose.Poses{
		Clip:  s.Clip(),
		Model: pose.ModelInfo{Name: "synthetic", Runtime: "none"},
	}
	first := s.viewAt(0)
	rim := s.rim
	if s.leftHanded() {
		rim = mirrorY(rim)
	}
	if x, y, depth := first.project(rim); depth > 0 && s.inPicture(x, y) {
		out.Rim = &[2]float64{round(x, 1), round(y, 1)}
	}
	for i := range s.frames {
		f := s.truthFrame(i)
		frame := pose.FramePoses{Index: i, Time: seconds(s.frameTime(i)), CameraPx: f.CameraPx}
		if person, found := noise.person(i); found {
			frame.Persons = []pose.Person{person}
		}
		out.Frames = append(out.Frames, frame)
		if b := f.Ball; b != nil && s.inPicture(b.Px[0], b.Px[1]) {
			out.Ball = append(out.Ball, pose.BallPoint{Time: frame.Time, X: b.Px[0], Y: b.Px[1], R: b.RPx})
		}
	}
	return out
}

// Clip describes the clip as a video file would.
func (s *Scene) Clip() pose.Clip {
	c := s.params.Camera
	camera := "fixed"
	if c.PanDegS != 0 {
		camera = "moving"
	}
	return pose.Clip{
		Name: "synthetic.mp4", WidthPx: c.WidthPx, HeightPx: c.HeightPx,
		DurationS: round(float64(s.frames)/c.FPS, 6), Frames: s.frames, FPS: c.FPS, DistinctFPS: c.FPS,
		TimeScale: 1, Codec: "synthetic", Camera: camera,
	}
}

// inPicture says whether a pixel can be seen.
func (s *Scene) inPicture(x, y float64) bool {
	c := s.params.Camera
	return x >= 0 && y >= 0 && x < float64(c.WidthPx) && y < float64(c.HeightPx)
}

// seconds turns seconds into a duration.
func seconds(s float64) time.Duration { return time.Duration(math.Round(s * float64(time.Second))) }

// noise makes a model's errors frame after frame.
type noise struct {
	NoiseModel
	scene    *Scene
	rng      *rand.Rand
	heightPx float64
	keep     float64 // of the drift from one frame to the next
	drift    [pose.NumJoints][2]float64
	gap      spell
	swap     spell
}

// spell is a disturbance that comes and goes.
type spell struct{ framesLeft int }

// step says whether the disturbance is on in this frame.
func (s *spell) step(rng *rand.Rand, perFrame, meanFrames float64) bool {
	if s.framesLeft > 0 {
		s.framesLeft--
		return true
	}
	if rng.Float64() < perFrame {
		s.framesLeft = int(meanFrames * rng.ExpFloat64())
		return true
	}
	return false
}

// jointError scales the error of each joint: far ends move faster and are smaller.
var jointError = func() (e [pose.NumJoints]float64) {
	for j := range e {
		e[j] = 1
	}
	for _, j := range []pose.Joint{pose.LeftHip, pose.LeftShoulder, pose.LeftKnee} {
		e[j], e[j.Mirror()] = 0.7, 0.7
	}
	return e
}()

func newNoise(m NoiseModel, s *Scene) *noise {
	v := s.viewAt(0)
	_, top, _ := v.project(vec{Z: s.params.HeightM})
	_, bottom, _ := v.project(vec{})
	n := &noise{NoiseModel: m, scene: s, rng: rand.New(rand.NewPCG(m.Seed, 0x6e6f697365)), heightPx: bottom - top}
	if m.DriftS > 0 {
		n.keep = math.Exp(-1 / (m.DriftS * s.params.Camera.FPS))
	}
	for j := range n.drift {
		n.drift[j] = [2]float64{n.rng.NormFloat64(), n.rng.NormFloat64()}
	}
	return n
}

// person returns what the model finds in a frame, and whether it finds anybody.
func (n *noise) person(i int) (pose.Person, bool) {
	t, fps := n.scene.frameTime(i), n.scene.params.Camera.FPS
	f, v := n.scene.figureAt(t), n.scene.viewAt(t)
	p := pose.Person{ID: 1, Presence: 0.999, WorldM: new([pose.NumJoints][3]float64)}
	hips := f.mid(pose.LeftHip)
	for j := range pose.Joint(pose.NumJoints) {
		dx, dy := n.step(j)
		x, y, _ := v.project(f.joints[j])
		p.Keypoints[j] = pose.Keypoint{X: round(x+dx, 2), Y: round(y+dy, 2), Visibility: round(n.visibility(&f, &v, j, x, y), 3)}
		p.WorldM[j] = v.fromCamera(sub(f.joints[j], hips))
	}
	n.straighten(&p.Keypoints, pose.LeftHip, pose.LeftKnee, pose.LeftAnkle)
	n.straighten(&p.Keypoints, pose.RightHip, pose.RightKnee, pose.RightAnkle)
	n.open(&p.Keypoints, pose.LeftShoulder, pose.LeftElbow, pose.LeftWrist)
	n.open(&p.Keypoints, pose.RightShoulder, pose.RightElbow, pose.RightWrist)
	if n.swap.step(n.rng, n.SwapsPerS/fps, n.SwapS*fps) {
		p = swapSides(p)
	}
	return p, !n.gap.step(n.rng, n.GapsPerS/fps, n.GapS*fps)
}

// step advances one joint's error and returns it in pixels.
func (n *noise) step(j pose.Joint) (dx, dy float64) {
	var e [2]float64
	grow := math.Sqrt(1 - n.keep*n.keep)
	outlier := n.rng.Float64() < n.OutlierRate
	for k := range e {
		n.drift[j][k] = n.keep*n.drift[j][k] + grow*n.rng.NormFloat64()
		e[k] = n.Drift*n.drift[j][k] + n.White*n.rng.NormFloat64()
		if stray := n.rng.NormFloat64(); outlier {
			e[k] += n.OutlierSize * stray
		}
		e[k] *= n.heightPx * jointError[j]
	}
	return e[0], e[1]
}

// straighten moves a knee toward the line from hip to ankle, so far that
// KneeFlexionLost of its flexion is gone where thigh and shank are of one length.
func (n *noise) straighten(k *[pose.NumJoints]pose.Keypoint, hip, knee, ankle pose.Joint) {
	lx, ly := k[ankle].X-k[hip].X, k[ankle].Y-k[hip].Y
	length := math.Hypot(lx, ly)
	if length == 0 {
		return
	}
	off := ((k[knee].X-k[hip].X)*ly - (k[knee].Y-k[hip].Y)*lx) / length
	half := math.Atan(2 * off / length) // of the flexion
	move := length/2*math.Tan(half*(1-n.KneeFlexionLost)) - off
	k[knee].X, k[knee].Y = round(k[knee].X+move*ly/length, 2), round(k[knee].Y-move*lx/length, 2)
}

// open turns a forearm, with wrist alone, by the elbow's bias.
func (n *noise) open(k *[pose.NumJoints]pose.Keypoint, shoulder, elbow, wrist pose.Joint) {
	ux, uy := k[shoulder].X-k[elbow].X, k[shoulder].Y-k[elbow].Y
	fx, fy := k[wrist].X-k[elbow].X, k[wrist].Y-k[elbow].Y
	angle := math.Atan2(ux*fy-uy*fx, ux*fx+uy*fy)
	sin, cos := math.Sincos(math.Copysign(rad(biasAt(n.ElbowBias, deg(math.Abs(angle)))), angle))
	k[wrist].X, k[wrist].Y = round(k[elbow].X+cos*fx-sin*fy, 2), round(k[elbow].Y+sin*fx+cos*fy, 2)
}

// biasAt reads a bias at an angle, 0 where there is none.
func biasAt(points []Bias, atDeg float64) float64 {
	for i := 1; i < len(points); i++ {
		if a, b := points[i-1], points[i]; atDeg <= b.AtDeg {
			return a.ErrorDeg + (b.ErrorDeg-a.ErrorDeg)*(atDeg-a.AtDeg)/(b.AtDeg-a.AtDeg)
		}
	}
	return 0
}

// visibility is low outside the picture and for limbs on the far side.
func (n *noise) visibility(f *figure, v *view, j pose.Joint, x, y float64) float64 {
	if !n.scene.inPicture(x, y) {
		return 0.1
	}
	if n.FarVisibleTo == 0 || j.Mirror() == j {
		return 0.99
	}
	behind := v.fromCamera(unit(sub(f.joints[j], f.joints[j.Mirror()])))[2]
	return 0.99 - (0.99-n.FarVisibleTo)*clamp(2*behind-0.4, 0, 1)
}

// swapSides exchanges left and right.
func swapSides(p pose.Person) pose.Person {
	q := p
	q.WorldM = new([pose.NumJoints][3]float64)
	for j := range pose.Joint(pose.NumJoints) {
		q.Keypoints[j], q.WorldM[j] = p.Keypoints[j.Mirror()], p.WorldM[j.Mirror()]
	}
	return q
}
