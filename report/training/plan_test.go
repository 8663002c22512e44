package training

import (
	"math"
	"regexp"
	"slices"
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
)

// Every flaw has drills in every phase, and so has everybody: a session begins
// with a general one.
func TestLibraryServesEveryFlaw(t *testing.T) {
	flaws := []string{""}
	for _, f := range analysis.FlawCatalogue {
		flaws = append(flaws, f.ID)
	}
	for _, flaw := range flaws {
		for _, p := range Phases {
			if len(dosed(p, flaw)) == 0 {
				t.Errorf("flaw %q has no drill in phase %s", flaw, p.ID)
			}
		}
	}
}

func TestLibraryIsComplete(t *testing.T) {
	dosage := regexp.MustCompile(`^\d+ × \d+$`)
	seen := map[string]bool{}
	for _, d := range Library() {
		if seen[d.ID] {
			t.Errorf("drill %q appears twice", d.ID)
		}
		seen[d.ID] = true
		for phase, text := range d.Dosage {
			if !dosage.MatchString(text) {
				t.Errorf("drill %s, %s: dosage %q is not sets × shots", d.ID, phase, text)
			}
		}
	}
}

func TestPhasesFollowEachOther(t *testing.T) {
	next := 1
	for _, p := range Phases {
		if p.FirstDay != next || p.FinalDay < p.FirstDay {
			t.Errorf("%s lasts from day %d to %d, want it to begin on %d", p.ID, p.FirstDay, p.FinalDay, next)
		}
		next = p.FinalDay + 1
	}
	if next != Days+1 {
		t.Errorf("the phases end on day %d, want %d", next-1, Days)
	}
}

// withFlaws gives a made-up shot these flaws only.
func withFlaws(ids ...string) *analysis.Result {
	r := sample.Result(sample.Options{Shots: 1})
	r.Shots[0].Flaws = nil
	for i, id := range ids {
		r.Shots[0].Flaws = append(r.Shots[0].Flaws, analysis.Flaw{ID: id, Severity: 50 - i, Basis: analysis.CoachingRule})
	}
	return r
}

func TestNoDrillForAFlawThatIsNotThere(t *testing.T) {
	for _, ids := range [][]string{nil, {analysis.Rushing}, {analysis.Balance, analysis.HeadMovement, analysis.Rushing, analysis.ElbowFlare}} {
		plan := Make(withFlaws(ids...), 1, nil)
		kept := ids[:min(len(ids), most)]
		if len(plan.Flaws) != len(kept) {
			t.Errorf("%v: the plan works on %d flaws", ids, len(plan.Flaws))
		}
		for _, p := range plan.Phases {
			worked := map[string]bool{}
			for _, w := range p.Weeks {
				for _, s := range w.Sessions {
					if s.Day < p.FirstDay || s.Day >= p.FinalDay {
						t.Errorf("a session on day %d is outside of %s", s.Day, p.ID)
					}
					for _, item := range s.Items {
						worked[item.Drill.Flaw] = true
						if item.Drill.Flaw != "" && !slices.Contains(kept, item.Drill.Flaw) {
							t.Errorf("%v: day %d has %q for %q", ids, s.Day, item.Drill.ID, item.Drill.Flaw)
						}
					}
				}
			}
			for _, id := range kept {
				if !worked[id] {
					t.Errorf("%v: nothing for %q in %s", ids, id, p.ID)
				}
			}
		}
	}
}

// The aims lead in equal steps from the clip's own value to where the rule is
// kept: 0.28 s by the built-in profile.
func TestBenchmarks(t *testing.T) {
	r := withFlaws(analysis.Rushing)
	r.Shots[0].Flaws[0].Metrics = []string{"dip_to_release"}
	for i := range r.Shots[0].Metrics {
		if m := &r.Shots[0].Metrics[i]; m.ID == "dip_to_release" {
			m.Value, m.Missing = 0.16, nil
		}
	}
	got := Make(r, 1, nil).Benchmarks
	if len(got) != 1 || math.Abs(got[0].Goal-0.28) > 1e-9 || got[0].Direction != analysis.Below {
		t.Fatalf("benchmarks %+v, want one with the goal 0.28 s", got)
	}
	for i, want := range []float64{0.19, 0.22, 0.25, 0.28} {
		if math.Abs(got[0].Steps[i]-want) > 1e-9 {
			t.Errorf("step %d is %v, want %v", i+1, got[0].Steps[i], want)
		}
	}
	r.Config.Profile = "somebody's own, which is not at hand"
	if got := Make(r, 1, nil).Benchmarks; got != nil {
		t.Errorf("aims %+v by a profile that is not known", got)
	}
}
