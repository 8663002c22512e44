package analysis

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/interp"
)

// gridHz is the rate of the uniform grid on which movement is filtered and
// events are sought: fine enough that linear interpolation between its samples
// errs by less than a millisecond.
const gridHz = 240

// curve is a quantity on a uniform grid in clip seconds. Outside its samples it
// is NaN.
type curve struct {
	t0 float64
	v  []float64
}

// at interpolates linearly.
func (c curve) at(t float64) float64 {
	p := (t - c.t0) * gridHz
	i := int(math.Floor(p))
	if i < 0 || i >= len(c.v) {
		return math.NaN()
	}
	if i == len(c.v)-1 {
		if p-float64(i) > 1e-6 {
			return math.NaN()
		}
		return c.v[i]
	}
	f := p - float64(i)
	return c.v[i]*(1-f) + c.v[i+1]*f
}

// near returns the sample nearest to t, the first or last one beyond the ends.
func (c curve) near(t float64) float64 { return c.v[c.index(t)] }

// time returns the clip time of sample i, in seconds.
func (c curve) time(i int) float64 { return c.t0 + float64(i)/gridHz }

// index returns the sample nearest to t, clamped to the curve.
func (c curve) index(t float64) int {
	return max(0, min(len(c.v)-1, int(math.Round((t-c.t0)*gridHz))))
}

// between returns the samples within [from, to]; they are shared.
func (c curve) between(from, to float64) curve {
	i, j := c.index(from), c.index(to)
	return curve{c.time(i), c.v[i : j+1]}
}

// slope returns the derivative by central differences, in units a second.
func (c curve) slope() curve {
	d := make([]float64, len(c.v))
	for i := range d {
		a, b := max(0, i-1), min(len(c.v)-1, i+1)
		d[i] = (c.v[b] - c.v[a]) * gridHz / float64(max(1, b-a))
	}
	return curve{c.t0, d}
}

// combine applies f to curves that share one grid, sample by sample.
func combine(f func(v ...float64) float64, cs ...curve) curve {
	out := curve{cs[0].t0, make([]float64, len(cs[0].v))}
	args := make([]float64, len(cs))
	for i := range out.v {
		for k, c := range cs {
			args[k] = c.v[i]
		}
		out.v[i] = f(args...)
	}
	return out
}

// argMin returns the time of the smallest value in [from, to], refined by a
// parabola through its neighbours, and false if there is no value.
func (c curve) argMin(from, to float64) (float64, bool) {
	best := -1
	for i := c.index(from); i <= c.index(to) && i < len(c.v); i++ {
		if !math.IsNaN(c.v[i]) && (best < 0 || c.v[i] < c.v[best]) {
			best = i
		}
	}
	if best < 0 {
		return 0, false
	}
	return c.time(best) + c.vertex(best)/gridHz, true
}

// trough returns the lowest point in [from, to] and how well its instant is known
// when the curve is known to ± noise: the middle and half the width of the stretch
// around it that begins and ends within noise of the least value and never rises by
// more than swayNoise times the noise.
func (c curve) trough(from, to, noise float64) (t, half float64, ok bool) {
	t, ok = c.argMin(from, to)
	if !ok {
		return 0, 0, false
	}
	i := c.index(t)
	first := c.time(c.lastLow(i, c.index(from), c.v[i], noise))
	last := c.time(c.lastLow(i, c.index(to), c.v[i], noise))
	return (first + last) / 2, (last - first) / 2, true
}

// swayNoise is how far, in units of its noise, a curve may sway between two lows that
// may be one: the difference of two values has √2 times the noise of one, and 90 % of
// such differences lie within 1.645 √2 = 2.3 standard deviations.
const swayNoise = 2.3

// lastLow walks from entry i, of the least value, to entry end and returns the last entry
// within noise of it before the curve rises by swayNoise times that.
func (c curve) lastLow(i, end int, least, noise float64) int {
	step, low := 1, i
	if end < i {
		step = -1
	}
	for j := i; c.v[j] <= least+swayNoise*noise; j += step {
		if c.v[j] <= least+noise {
			low = j
		}
		if j == end {
			break
		}
	}
	return low
}

// lastBend returns where in [from, to] the last trough begins that is at least depth
// below what follows it, or from if there is one such trough at the most.
func (c curve) lastBend(from, to, depth float64) float64 {
	top, low, bent := math.Inf(-1), math.Inf(1), false
	for i := c.index(to); i >= c.index(from); i-- {
		switch v := c.v[i]; {
		case bent && v >= low+depth:
			return c.time(i)
		case bent || v <= top-depth:
			bent, low = true, math.Min(low, v)
		default:
			top = math.Max(top, v)
		}
	}
	return from
}

// endOfHill returns when in [from, to] the curve first lies depth below its highest
// value since from, or to.
func (c curve) endOfHill(from, to, depth float64) float64 {
	top := math.Inf(-1)
	for i := c.index(from); i <= c.index(to); i++ {
		if top = math.Max(top, c.v[i]); c.v[i] < top-depth {
			return c.time(i)
		}
	}
	return to
}

// negated turns peaks into troughs.
func (c curve) negated() curve { return combine(func(v ...float64) float64 { return -v[0] }, c) }

// argMax is argMin of the negated curve.
func (c curve) argMax(from, to float64) (float64, bool) {
	return c.negated().argMin(from, to)
}

// maxima returns the times of the local maxima above level in [from, to].
func (c curve) maxima(level, from, to float64) []float64 {
	var out []float64
	for i := max(1, c.index(from)); i <= c.index(to) && i+1 < len(c.v); i++ {
		if c.v[i] > level && c.v[i] >= c.v[i-1] && c.v[i] > c.v[i+1] {
			out = append(out, c.time(i)+c.vertex(i)/gridHz)
		}
	}
	return out
}

// vertex returns the offset in samples, within ±½, of the extremum of the
// parabola through sample i and its neighbours.
func (c curve) vertex(i int) float64 {
	if i == 0 || i == len(c.v)-1 {
		return 0
	}
	a, b, d := c.v[i-1], c.v[i], c.v[i+1]
	bend := a - 2*b + d
	if bend == 0 || math.IsNaN(bend) {
		return 0
	}
	return math.Max(-0.5, math.Min(0.5, (a-d)/(2*bend)))
}

// crossing returns the first time from t0 on, and before t1, at which the curve
// rises through level (or falls through it when rising is false).
func (c curve) crossing(level, t0, t1 float64, rising bool) (float64, bool) {
	for i := c.index(t0) + 1; i < len(c.v) && c.time(i) <= t1; i++ {
		a, b := c.v[i-1]-level, c.v[i]-level
		if !rising {
			a, b = -a, -b
		}
		if a < 0 && b >= 0 {
			return c.time(i-1) + a/(a-b)/gridHz, true
		}
	}
	return 0, false
}

// lastFall returns the last time in [t0, t1] at which the curve falls through level.
func (c curve) lastFall(level, t0, t1 float64) (float64, bool) {
	for i := c.index(t1); i > c.index(t0); i-- {
		if a, b := c.v[i-1]-level, c.v[i]-level; a > 0 && b <= 0 {
			return c.time(i-1) + a/(a-b)/gridHz, true
		}
	}
	return 0, false
}

// fallsFor returns the first time from t0 on, and before t1, at which the curve falls
// below zero and stays there for the given time, or until t1.
func (c curve) fallsFor(hold, t0, t1 float64) (float64, bool) {
	for from := t0; ; {
		t, ok := c.crossing(0, from, t1, false)
		if !ok {
			return 0, false
		}
		up, rises := c.crossing(0, t, math.Min(t+hold, t1), true)
		if !rises {
			return t, true
		}
		from = up
	}
}

// crossingNear returns the time in [t0, t1] nearest to t at which the curve rises
// through level.
func (c curve) crossingNear(t, level, t0, t1 float64) (best float64, found bool) {
	for from := t0; ; {
		x, ok := c.crossing(level, from, t1, true)
		if !ok {
			return best, found
		}
		if !found || math.Abs(x-t) < math.Abs(best-t) {
			best, found = x, true
		}
		from = x + 1.0/gridHz
	}
}

// lowPass filters a signal that was sampled at times t (seconds, increasing,
// at least four) onto the uniform grid from t[0] to t[n-1]: cubic interpolation, then
// a second-order Butterworth filter forth and back, so that nothing is delayed.
// Source: D. A. Winter, Biomechanics and Motor Control of Human Movement, 4th
// ed., section 3.4.4, with the correction of the cut-off for two passes.
func lowPass(t, x []float64, cutoffHz float64) curve {
	grid := resample(t, x)
	if len(grid.v) < 4 {
		return grid
	}
	f := butterworth(cutoffHz, gridHz)
	padded, n := reflect(grid.v, int(gridHz/cutoffHz))
	f.run(padded)
	slices.Reverse(padded)
	f.run(padded)
	slices.Reverse(padded)
	copy(grid.v, padded[n:])
	return grid
}

// resample evaluates the cubic spline through the samples on the grid.
func resample(t, x []float64) curve {
	n := int((t[len(t)-1]-t[0])*gridHz+1e-9) + 1
	out := curve{t[0], make([]float64, n)}
	var spline interp.AkimaSpline
	if err := spline.Fit(t, x); err != nil {
		panic("analysis: resample: " + err.Error())
	}
	for i := range out.v {
		out.v[i] = spline.Predict(out.time(i))
	}
	return out
}

// reflect extends the signal by n samples on both sides, turned about its end
// points, so that the filter starts and ends without a jump. It returns the
// number of samples added in front.
func reflect(x []float64, n int) ([]float64, int) {
	n = min(n, len(x)-1)
	out := make([]float64, 0, len(x)+2*n)
	for i := n; i > 0; i-- {
		out = append(out, 2*x[0]-x[i])
	}
	out = append(out, x...)
	last := len(x) - 1
	for i := 1; i <= n; i++ {
		out = append(out, 2*x[last]-x[last-i])
	}
	return out, n
}

// biquad is a second-order recursive filter.
type biquad struct{ b0, b1, b2, a1, a2 float64 }

// butterworth returns the second-order low-pass filter whose two passes
// together have their −3 dB point at cutoffHz.
func butterworth(cutoffHz, sampleHz float64) biquad {
	const twoPasses = 0.802 // (√2 − 1)^¼, Winter
	w := math.Tan(math.Pi * cutoffHz / twoPasses / sampleHz)
	k := math.Sqrt2 * w
	b0 := w * w / (1 + k + w*w)
	a1 := 2 * b0 * (1/(w*w) - 1)
	return biquad{b0, 2 * b0, b0, a1, 1 - 4*b0 - a1}
}

// run filters x in place, starting as if x[0] had been there for ever.
func (f biquad) run(x []float64) {
	x1, x2, y1, y2 := x[0], x[0], x[0], x[0]
	for i, v := range x {
		y := f.b0*v + f.b1*x1 + f.b2*x2 + f.a1*y1 + f.a2*y2
		x1, x2, y1, y2 = v, x1, y, y1
		x[i] = y
	}
}
