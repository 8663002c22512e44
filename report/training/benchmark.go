package training

import (
	"math"

	"github.com/shotcheck/shotcheck/analysis"
)

// Benchmark is a value of the clip that the plan is to change, with its aims.
type Benchmark struct {
	Flaw   analysis.Flaw
	Metric analysis.Metric // as measured
	// Goal is where the flaw is no longer one. Basis is the yardstick's.
	Goal      float64
	Direction analysis.Direction
	Basis     string
	// Steps are the aims at the end of each phase, the last of which is Goal.
	Steps []float64
}

// benchmarks draws the aims of each flaw from the value that shows it.
func benchmarks(r *analysis.Result, shooter int, flaws []analysis.Flaw, profile *analysis.Profile) []Benchmark {
	var list []Benchmark
	for _, f := range flaws {
		m, shot := worst(r, shooter, f)
		if shot == nil {
			continue
		}
		if b, ok := benchmark(f, m, *shot, r.Config, profile); ok {
			list = append(list, b)
		}
	}
	return list
}

// worst returns the metric that shows a flaw, and its shot, where it is most
// severe; that of a flaw over several shots is their spread.
func worst(r *analysis.Result, shooter int, f analysis.Flaw) (analysis.Metric, *analysis.Shot) {
	for i := range r.Shots {
		s := &r.Shots[i]
		for _, own := range s.Flaws {
			if s.Shooter != shooter || own.ID != f.ID || own.Severity != f.Severity || len(own.Metrics) == 0 {
				continue
			}
			if info, _ := analysis.FlawByID(f.ID); info.OverShots {
				return spread(r, shooter, own.Metrics[0]), s
			}
			if m, ok := s.Metric(own.Metrics[0]); ok {
				return m, s
			}
		}
	}
	return analysis.Metric{}, nil
}

// spread returns the standard deviation of a metric over the shots as a value.
func spread(r *analysis.Result, shooter int, id string) analysis.Metric {
	for _, c := range r.Consistency {
		if c.ID == id && c.Shooter == shooter {
			return analysis.Metric{ID: id, Value: c.SD, Unit: c.Unit, Uncertainty: c.NoiseFloor}
		}
	}
	return analysis.Metric{ID: id, Value: math.NaN()}
}

// benchmark draws aims from a value and the mildest yardstick by which it is a
// flaw.
func benchmark(f analysis.Flaw, m analysis.Metric, s analysis.Shot, cfg analysis.Config, profile *analysis.Profile) (Benchmark, bool) {
	b, least := Benchmark{Flaw: f, Metric: m}, math.Inf(1)
	for _, y := range profile.Yardsticks(f.ID, analysis.Query{ShotType: s.ShotType, Sex: cfg.Sex, Level: cfg.Level}) {
		goal := goalOf(y, m.Value)
		if way := math.Abs(m.Value - goal); y.Metric == m.ID && y.Basis == f.Basis && way < least {
			least, b.Goal, b.Direction, b.Basis = way, goal, y.Direction, y.Basis
		}
	}
	if math.IsInf(least, 1) || math.IsNaN(m.Value) {
		return b, false
	}
	for i := range Phases {
		b.Steps = append(b.Steps, m.Value+(b.Goal-m.Value)*float64(i+1)/float64(len(Phases)))
	}
	return b, true
}

// goalOf returns the value nearest to the given one that is no flaw.
func goalOf(y analysis.Yardstick, value float64) float64 {
	if y.Direction == analysis.Below || y.Direction == analysis.Either && value < y.Ideal {
		return y.Ideal - y.Limit
	}
	return y.Ideal + y.Limit
}
