package accuracy

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
)

// FlawTrial injects flaws one at a time into shooters without one, and counts
// those that the analysis raises. It judges analysis alone, on noisy true poses.
type FlawTrial struct {
	Seed uint64
	// Each is the number of shooters for each flaw and level, Without the number
	// that get none.
	Each, Without int
}

// FlawRow is how often one flaw was found.
type FlawRow struct {
	ID, Level string
	// Injected counts the shooters that a body's limits let have the flaw; Raised
	// those in whom it was raised at all, Grave those at moderate or major.
	Injected, Raised, Grave int
}

// beyondThreshold is how far beyond the limit at which a flaw begins it is injected, in
// distances from that limit to the threshold of a level.
const beyondThreshold = 1.5

// flawViews tells the view in which a flaw shows; the side where it is not listed.
var flawViews = map[string]string{analysis.ElbowFlare: "front", analysis.GuideHandInterference: "front"}

// shotsToCompare is how many shots show a flaw of the spread between them.
const shotsToCompare = 6

// Run returns a row for each flaw and level, then one for those without a flaw.
func (f FlawTrial) Run(ctx context.Context) ([]FlawRow, error) {
	var rows []FlawRow
	for _, info := range analysis.FlawCatalogue {
		for _, level := range []string{analysis.Moderate, analysis.Major} {
			row := FlawRow{ID: info.ID, Level: level}
			for i := range f.Each {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				p := f.shooter(info, i)
				if p, ok := inject(p, info, level); ok {
					row.judge(p)
				}
			}
			rows = append(rows, row)
		}
	}
	return append(rows, f.without()), ctx.Err()
}

// shooter draws somebody without a flaw, in a view that shows it.
func (f FlawTrial) shooter(info analysis.FlawInfo, i int) synth.Params {
	view, kind := flawViews[info.ID], [...]synth.Kind{synth.SetShot, synth.JumpShot}[i%2]
	if view == "" {
		view = "side"
	}
	if info.ID == analysis.Balance {
		kind = synth.JumpShot
	}
	p := synth.RandomIn(f.Seed<<32|uint64(i), synth.Cell{View: view, Kind: kind, FPS: [...]float64{30, 60}[i/2%2], Plain: true})
	if info.OverShots {
		p.Shots = shotsToCompare
	}
	if view == "side" {
		p.Hand = nearHand(p)
	}
	return p
}

// nearHand is the hand on the camera's side, which is the one that a side view measures.
func nearHand(p synth.Params) string {
	s, err := synth.New(p)
	if err != nil {
		return p.Hand
	}
	return s.Truth().Shots[0].Legs
}

// without judges shooters that have no flaw: those whose true values all lie within
// the limits.
func (f FlawTrial) without() FlawRow {
	row := FlawRow{}
	for i := 0; row.Injected < f.Without; i++ {
		info := analysis.FlawCatalogue[i%len(analysis.FlawCatalogue)]
		p := f.shooter(info, f.Each+i)
		if s, err := synth.New(p); err == nil && faultless(s.Truth()) {
			row.judge(p)
		}
	}
	return row
}

// judge analyses a clip and counts. Without an id every flaw counts.
func (row *FlawRow) judge(p synth.Params) {
	s, err := synth.New(p)
	if err != nil {
		return
	}
	row.Injected++
	poses := s.Poses(synth.DefaultNoise(p.Seed))
	poses.Ball, poses.Rim = nil, nil
	poses.Round()
	cfg := analysis.DefaultConfig()
	cfg.HeightM = p.HeightM
	var raised, grave bool
	for _, shot := range analysis.Analyze(poses, cfg, nil).Shots {
		for _, flaw := range shot.Flaws {
			if row.ID == "" || flaw.ID == row.ID {
				raised, grave = true, grave || flaw.Level != analysis.Minor
			}
		}
	}
	if raised {
		row.Raised++
	}
	if grave {
		row.Grave++
	}
}

// inject gives a flaw the size at which its metric lies beyondThreshold, or says that a body cannot have it so large.
func inject(p synth.Params, info analysis.FlawInfo, level string) (synth.Params, bool) {
	enough := func(size float64) bool {
		p.Flaws = []synth.Flaw{{ID: info.ID, Size: size}}
		s, err := synth.New(p)
		return err == nil && share(info, level, s.Truth()) >= beyondThreshold
	}
	lo, hi := 0.0, synth.LargestFlaw(info.ID)
	if !enough(hi) {
		return p, false
	}
	for hi-lo > synth.LargestFlaw(info.ID)/64 {
		if mid := (lo + hi) / 2; enough(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return p, enough(hi)
}

// share is how far the true value of a flaw's first metric lies beyond the limit, in
// distances from there to the threshold of a level: by the mildest of what it is held
// against.
func share(info analysis.FlawInfo, level string, truth *synth.Truth) float64 {
	value, ok := trueValue(info, truth)
	least := math.Inf(1)
	for _, y := range analysis.BuiltinProfile().Yardsticks(info.ID, analysis.Query{}) {
		if y.Metric == info.Metrics[0] {
			threshold := map[string]float64{analysis.Moderate: y.Moderate, analysis.Major: y.Major}[level]
			least = math.Min(least, (y.Beyond(value)-y.Limit)/(threshold-y.Limit))
		}
	}
	if !ok || math.IsInf(least, 1) {
		return math.NaN()
	}
	return least
}

// trueValue is the true value of a flaw's first metric in the first shot, or its
// standard deviation over the shots.
func trueValue(info analysis.FlawInfo, truth *synth.Truth) (float64, bool) {
	var sum, squares, n float64
	for i := range truth.Shots {
		if m, ok := truth.Shots[i].Metric(info.Metrics[0]); ok {
			sum, squares, n = sum+m.Value, squares+m.Value*m.Value, n+1
			if !info.OverShots {
				return m.Value, true
			}
		}
	}
	return math.Sqrt(math.Max(0, squares-sum*sum/n) / (n - 1)), n > 1
}

// faultless says whether no true value lies beyond a limit.
func faultless(truth *synth.Truth) bool {
	for _, info := range analysis.FlawCatalogue {
		if share(info, analysis.Moderate, truth) > 0 {
			return false
		}
	}
	return true
}

// FlawTable writes rows for docs/accuracy.md.
func FlawTable(rows []FlawRow) string {
	var b strings.Builder
	b.WriteString("| flaw | injected at | shooters | raised | moderate or major |\n|---|---|---|---|---|\n")
	for _, r := range rows {
		at := fmt.Sprintf("%g × %s", beyondThreshold, r.Level)
		if r.ID == "" {
			r.ID, at = "none", "–"
		}
		share := func(n int) float64 { return 100 * float64(n) / math.Max(1, float64(r.Injected)) }
		fmt.Fprintf(&b, "| `%s` | %s | %d | %.0f %% | %.0f %% |\n", r.ID, at, r.Injected, share(r.Raised), share(r.Grave))
	}
	return b.String()
}
