package analysis

import (
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/mat"

	"github.com/shotcheck/shotcheck/pose"
)

// ballSample is the ball in one picture: real seconds, and pixels freed of the
// camera's movement.
type ballSample struct{ t, x, y, r float64 }

// ballFlight is the ball of one shot.
type ballFlight struct {
	points  []pose.BallPoint
	samples []ballSample // all, in order of time
	from    int          // the first in free flight
	to      int          // and the one after the last
	path    projectile
	// free is the path that the pictures alone tell, without what is known of heights.
	free projectile
}

// Where the flight is sought, in real seconds about the release by the pose, and
// how it is told from the movement in the hands.
const (
	ballNearS     = 0.5  // of the pose's release
	ballBeforeS   = 0.7  // and the track's first picture before it
	openingS      = 0.3  // the flight's first part
	fewestOpening = 3    // pictures of it
	freeFromS     = 0.25 // from this span on it tells the gravity
	leastGravity  = 0.25 // times the usual one: footage may be slowed down or sped up
	mostGravity   = 7
	leastRiseBHPS = 0.5  // body heights a second, upward at its begin
	awayBH        = 0.3  // from the hands at the opening's end: a ball that is lifted stays with them
	smoothRadius  = 0.12 // scatter about free flight, in the ball's radii
	smoothFactor  = 1.5  // times the least scatter of any part
	growS         = 0.12 // by which the fit grows
	onPathRadius  = 0.6  // distance from the path that still belongs to it, in radii
	onPathSDs     = 4
	endRadius     = 0.25 // the same for the flight's last growS
	edgeRadius    = 1.1  // from the picture's edge, in radii: the ball's own is blurred
	// A flight that scatters more, in the ball's radii, was filmed or encoded at other
	// times than its file tells: what it says of times and gravity is wrong.
	mostScatter = 0.25
)

// followBall looks for the shot's ball, which tells the release better than the
// pose does.
func (c *shotContext) followBall() {
	c.ball = c.ballOf(c.poses)
	if m, ok := c.releaseByBall(); ok {
		c.byArm = c.moments[Release]
		c.settle(Release, func() moment { return m })
		if set, ok := c.has(SetPoint); ok && set > m.t {
			c.settle(SetPoint, c.setPoint)
		}
	}
	if c.scale == nil && c.ball != nil {
		c.scale = c.gravityScale()
	}
}

// ballOf follows the ball of a shot, nil where it is not seen in flight.
func (c *shotContext) ballOf(p *pose.Poses) *ballFlight {
	if c.cfg.Ball == "off" {
		return nil
	}
	release, ok := c.has(Release)
	if !ok {
		release = c.throw.peak
	}
	from, to := math.Max(release-ballBeforeS, c.from), math.Min(release+shotAfterS, c.to+ballNearS)
	if flies := c.throw.flies; flies != nil { // he may be hidden then
		release, from, to = flies.t, flies.t-ballBeforeS, flies.t+shotAfterS
	}
	all := between(p, trackNear(p, release), from, to)
	whole := slices.DeleteFunc(slices.Clone(all), c.isCut)
	for _, points := range [][]pose.BallPoint{whole, all} { // a flight of which too little is whole is better than none
		b := newBallFlight(p, points)
		if b.open(c, release) && b.grow(c) && b.settle(c) && b.path.scatterPx <= mostScatter*b.samples[b.from].r {
			return b
		}
	}
	return nil
}

// trackNear returns the track that has most points within ballNearS of the release.
func trackNear(p *pose.Poses, release float64) (best []pose.BallPoint) {
	near := 0
	for _, track := range tracks(p.Ball) {
		n := 0
		for _, q := range track {
			if math.Abs(realSeconds(q.Time, p.Clip)-release) < ballNearS {
				n++
			}
		}
		if n > near {
			best, near = track, n
		}
	}
	return best
}

// between returns the points of a track in [from, to], real seconds.
func between(p *pose.Poses, track []pose.BallPoint, from, to float64) (points []pose.BallPoint) {
	for _, q := range track {
		if t := realSeconds(q.Time, p.Clip); t >= from && t <= to {
			points = append(points, q)
		}
	}
	return points
}

// newBallFlight frees points of a track from the camera's movement.
func newBallFlight(p *pose.Poses, points []pose.BallPoint) *ballFlight {
	b := &ballFlight{points: points}
	for _, q := range points {
		camera := cameraAt(p, q.Time)
		b.samples = append(b.samples, ballSample{realSeconds(q.Time, p.Clip), q.X - camera[0], q.Y - camera[1], q.R})
	}
	return b
}

// isCut says whether the picture's edge cuts the ball: the middle of a part is not that
// of the ball, and a path that ends in such parts is bent.
func (c *shotContext) isCut(q pose.BallPoint) bool {
	r, clip := edgeRadius*q.R, c.whole.clip
	return q.X < r || q.Y < r || q.X > float64(clip.WidthPx)-r || q.Y > float64(clip.HeightPx)-r
}

// tracks divides the points of poses.json, which lists one ball after the other:
// where time goes back another begins.
func tracks(all []pose.BallPoint) (out [][]pose.BallPoint) {
	from := 0
	for i := 1; i <= len(all); i++ {
		if i == len(all) || all[i].Time <= all[i-1].Time {
			out = append(out, all[from:i])
			from = i
		}
	}
	return out
}

// cameraAt is the background's displacement in the frame of that time.
func cameraAt(p *pose.Poses, t time.Duration) [2]float64 {
	i, _ := slices.BinarySearchFunc(p.Frames, t, func(f pose.FramePoses, t time.Duration) int { return int(f.Time - t) })
	if i == len(p.Frames) {
		return [2]float64{}
	}
	return p.Frames[i].CameraPx
}

// open finds where free flight begins: the earliest part that is as smooth as
// free flight and falls as it does.
func (b *ballFlight) open(c *shotContext, release float64) bool {
	type opening struct {
		from, to int
		scatter  float64
	}
	var all []opening
	least := math.Inf(1)
	for i := range b.samples {
		to := i
		for to < len(b.samples) && b.samples[to].t <= b.samples[i].t+openingS {
			to++
		}
		if math.Abs(b.samples[i].t-release) > ballNearS || to-i < fewestOpening {
			continue
		}
		if s, ok := b.scatter(c, b.samples[i:to]); ok && b.away(c, b.samples[to-1]) {
			all = append(all, opening{i, to, s})
			least = math.Min(least, s)
		}
	}
	for _, o := range all {
		if o.scatter <= math.Max(smoothRadius*b.samples[o.from].r, smoothFactor*least) {
			b.from, b.to = o.from, o.to
			return true
		}
	}
	return false
}

// away says whether the ball is clear of the hands.
func (b *ballFlight) away(c *shotContext, s ballSample) bool {
	return distance(c.whole.hands(s.t), Point{s.x, s.y}) > awayBH*c.heightPx
}

// scatter is how far samples lie off a parabola, and whether that is one of free
// flight upward. A few pictures do not tell gravity: it is then the usual one.
func (b *ballFlight) scatter(c *shotContext, s []ballSample) (float64, bool) {
	half, degree := 0.0, 2
	if s[len(s)-1].t-s[0].t < freeFromS || len(s) < 5 {
		half, degree = usualGravity*c.heightPx/2, 1
	}
	x := polynomial(s, degree, func(q ballSample) float64 { return q.x })
	y := polynomial(s, degree, func(q ballSample) float64 { return q.y - half*(q.t-s[0].t)*(q.t-s[0].t) })
	y[2] += half
	g := 2 * y[2] / c.heightPx / usualGravity
	if g < leastGravity || g > mostGravity || -y[1] < leastRiseBHPS*c.heightPx {
		return 0, false
	}
	sum := 0.0
	for _, q := range s {
		d := q.t - s[0].t
		dx, dy := x[0]+d*(x[1]+d*x[2])-q.x, y[0]+d*(y[1]+d*y[2])-q.y
		sum += dx*dx + dy*dy
	}
	return math.Sqrt(sum / float64(2*len(s))), true
}

// polynomial fits one coordinate by least squares, as a function of the time after
// the first sample.
func polynomial(s []ballSample, degree int, of func(ballSample) float64) (c [3]float64) {
	a, v := mat.NewDense(len(s), degree+1, nil), mat.NewVecDense(len(s), nil)
	for i, q := range s {
		for k := range degree + 1 {
			a.Set(i, k, math.Pow(q.t-s[0].t, float64(k)))
		}
		v.SetVec(i, of(q))
	}
	var out mat.VecDense
	if err := out.SolveVec(a, v); err != nil {
		return [3]float64{math.NaN(), math.NaN(), math.NaN()}
	}
	for k := range degree + 1 {
		c[k] = out.AtVec(k)
	}
	return c
}

// grow fits the path to the opening and takes in what follows as long as it stays
// on it.
func (b *ballFlight) grow(c *shotContext) bool {
	if !b.refit(c) {
		return false
	}
	for {
		end := b.samples[b.to-1].t + growS
		last := b.to
		for i := b.to; i < len(b.samples) && (b.samples[i].t <= end || i == b.to); i++ {
			if b.onPath(b.samples[i]) {
				last = i + 1
			}
		}
		if last == b.to {
			return b.trim(c)
		}
		b.to = last
		if !b.refit(c) {
			return false
		}
	}
}

// trim leaves out what at the flight's end no longer follows from its rest: rim and
// net slow the ball, and a fit bends toward that.
func (b *ballFlight) trim(c *shotContext) bool {
	last, end := b.to, b.samples[b.to-1].t-growS
	if end-b.samples[b.from].t < openingS {
		return true
	}
	for b.samples[b.to-1].t > end {
		b.to--
	}
	if !b.refit(c) {
		return false
	}
	for b.to < last && b.off(b.samples[b.to]) < math.Max(onPathSDs*b.path.scatterPx, endRadius*b.samples[b.to].r) {
		b.to++
	}
	return b.refit(c)
}

// onPath says whether a sample belongs to the flight.
func (b *ballFlight) onPath(s ballSample) bool {
	return b.off(s) < math.Max(onPathSDs*b.path.scatterPx, onPathRadius*s.r)
}

// off is how far a sample lies off the path, in pixels.
func (b *ballFlight) off(s ballSample) float64 {
	at := b.path.at(s.t)
	return math.Hypot(at.X-s.x, at.Y-s.y)
}

// refit fits the path to the flight's samples.
func (b *ballFlight) refit(c *shotContext) bool {
	s := b.samples[b.from:b.to]
	b.path = c.firstGuess(s)
	return b.path.fit(s, c.beliefs(s, c.looseGravity(s)))
}

// settle fits the path once more with what is known of the shooter's height, unless the
// flight contradicts it: a short one tells gravity no better than that.
func (b *ballFlight) settle(c *shotContext) bool {
	b.free = b.path
	if _, odd := b.speedUp(c); odd || b.heightOff(c) {
		return true
	}
	s := b.samples[b.from:b.to]
	return b.path.fit(s, c.beliefs(s, c.heightBelief(s[0].t)))
}
