package analysis

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// belief is what is known of a parameter, or of what f makes of all, before the
// flight is seen: its mean and standard deviation.
type belief struct {
	of       func(*projectile) float64
	mean, sd float64
}

// parameter is a belief about one parameter itself.
func parameter(i int, mean, sd float64) belief {
	return belief{func(p *projectile) float64 { return p.parameters[i] }, mean, sd}
}

const (
	fitRounds = 12
	// leastScatter is the least standard deviation of a ball's place in its radii: the
	// error that pictures have in common is not seen in the scatter.
	leastScatter = 0.055
	// outlierSDs is from where on a sample counts less: Huber's limit.
	outlierSDs = 2
)

// fit moves the parameters to where samples and beliefs are most probable:
// Gauss–Newton with Huber's weights.
func (p *projectile) fit(samples []ballSample, beliefs []belief) bool {
	leastPx := leastScatter * samples[0].r
	p.scatterPx = 4 * leastPx
	for range fitRounds {
		normal, ok := p.step(samples, beliefs)
		if !ok {
			return false
		}
		p.scatterPx = math.Max(leastPx, p.residual(samples))
		p.covariance = normal
	}
	for _, v := range p.parameters {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// residual is the root mean square distance of the samples from the path in one
// coordinate, freed of the parameters that were fitted.
func (p *projectile) residual(samples []ballSample) float64 {
	const free = 6 // what the samples determine; beliefs do the rest
	sum := 0.0
	for _, s := range samples {
		at := p.at(s.t)
		off := math.Min(math.Hypot(at.X-s.x, at.Y-s.y), 3*p.scatterPx)
		sum += off * off
	}
	return math.Sqrt(sum / math.Max(1, float64(2*len(samples)-free)))
}

// step is one round. It returns the parameters' covariance.
func (p *projectile) step(samples []ballSample, beliefs []belief) (*mat.SymDense, bool) {
	a := mat.NewSymDense(numParameters, nil)
	b := mat.NewVecDense(numParameters, nil)
	for _, s := range samples {
		at := p.at(s.t)
		w := 1 / p.scatterPx
		if off := math.Hypot(at.X-s.x, at.Y-s.y) / p.scatterPx; off > outlierSDs {
			w *= math.Sqrt(outlierSDs / off)
		}
		gx := p.gradient(func(q *projectile) float64 { return q.at(s.t).X })
		gy := p.gradient(func(q *projectile) float64 { return q.at(s.t).Y })
		observe(a, b, gx, w*(s.x-at.X), w)
		observe(a, b, gy, w*(s.y-at.Y), w)
	}
	for _, k := range beliefs {
		observe(a, b, p.gradient(k.of), (k.mean-k.of(p))/k.sd, 1/k.sd)
	}
	var factors mat.Cholesky
	if !factors.Factorize(a) {
		return nil, false
	}
	var move mat.VecDense
	if err := factors.SolveVecTo(&move, b); err != nil {
		return nil, false
	}
	for i := range p.parameters {
		p.parameters[i] += move.AtVec(i)
	}
	var covariance mat.SymDense
	if err := factors.InverseTo(&covariance); err != nil {
		return nil, false
	}
	return &covariance, true
}

// observe adds one weighted equation to the normal ones.
func observe(a *mat.SymDense, b *mat.VecDense, gradient parameters, miss, w float64) {
	for i := range gradient {
		b.SetVec(i, b.AtVec(i)+w*gradient[i]*miss)
		for j := i; j < numParameters; j++ {
			a.SetSym(i, j, a.At(i, j)+w*w*gradient[i]*gradient[j])
		}
	}
}

// steps are the differences over which derivatives are taken, by parameter.
var steps = parameters{1e-2, 1e-2, 1e-2, 1e-2, 1e-5, 1e-5, 1e-5, 1e-5, 1e-5}

// gradient returns the derivatives of a quantity by the parameters.
func (p *projectile) gradient(of func(*projectile) float64) (g parameters) {
	for i := range g {
		up, down := *p, *p
		up.parameters[i] += steps[i]
		down.parameters[i] -= steps[i]
		g[i] = (of(&up) - of(&down)) / (2 * steps[i])
	}
	return g
}
