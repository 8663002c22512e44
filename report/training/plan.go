package training

import (
	"cmp"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
)

// Days is the length of a plan.
const Days = 60

// Phase is a part of the plan. Days count from 1; the last is that of the
// re-test.
type Phase struct {
	ID, Title          string
	FirstDay, FinalDay int
	// Aim is what the phase is for: a coaching rule.
	Aim string
}

// Phases are the parts of every plan.
var Phases = []Phase{
	{"foundation", "Foundation", 1, 14, "Slow and close to the rim: the new movement before the result."},
	{"development", "Development", 15, 28, "The same movement with more repetitions and a little more distance."},
	{"integration", "Integration", 29, 42, "Off the catch and off the dribble, one thing at a time."},
	{"mastery", "Mastery", 43, Days, "At game pace, tired, with a defender: the movement must hold."},
}

// Plan is what to do in sixty days.
type Plan struct {
	// Flaws are what the plan works on, the gravest first.
	Flaws  []analysis.Flaw
	Phases []PhasePlan
	// Drills are those of the plan, in the library's order.
	Drills     []Drill
	Benchmarks []Benchmark
}

// PhasePlan is a phase with its weeks.
type PhasePlan struct {
	Phase
	Weeks []Week
}

// Week is a week of the plan, or what is left of one at its end.
type Week struct {
	Number, FirstDay, FinalDay int
	Sessions                   []Session
}

// Session is a day of exercise.
type Session struct {
	Day   int
	Items []Item
}

// Item is a drill with its dosage.
type Item struct {
	Drill  Drill
	Dosage string
}

const (
	// most is how many flaws a plan works on: more at once helps nobody.
	most = 3
	// sessionGap is the days from one session to the next.
	sessionGap = 2
	weekDays   = 7
	// sessionsWeekly leaves days to rest and to play.
	sessionsWeekly = 3
)

// Make returns the plan for a shooter of a result: one who has shots. The aims
// come from the profile that the result was judged by, nil for the built-in one;
// without it there are none.
func Make(r *analysis.Result, shooter int, profile *analysis.Profile) Plan {
	plan := Plan{Flaws: gravest(r, shooter)}
	for _, phase := range Phases {
		plan.Phases = append(plan.Phases, plan.phase(phase))
	}
	for _, d := range Library() {
		if plan.serves(d) {
			plan.Drills = append(plan.Drills, d)
		}
	}
	if profile == nil && r.Config.Profile == "" {
		profile = analysis.BuiltinProfile()
	}
	if profile != nil {
		plan.Benchmarks = benchmarks(r, shooter, plan.Flaws, profile)
	}
	return plan
}

// gravest returns the flaws to work on, each where it is worst.
func gravest(r *analysis.Result, shooter int) []analysis.Flaw {
	var list []analysis.Flaw
	for _, s := range r.Shots {
		if s.Shooter != shooter {
			continue
		}
		for _, f := range s.Flaws {
			k := slices.IndexFunc(list, func(o analysis.Flaw) bool { return o.ID == f.ID })
			if k < 0 {
				list = append(list, f)
			} else if f.Severity > list[k].Severity {
				list[k] = f
			}
		}
	}
	slices.SortStableFunc(list, func(a, b analysis.Flaw) int { return cmp.Compare(b.Severity, a.Severity) })
	return list[:min(most, len(list))]
}

// serves reports whether a drill has a place in the plan.
func (p Plan) serves(d Drill) bool {
	return d.Flaw == "" || slices.ContainsFunc(p.Flaws, func(f analysis.Flaw) bool { return f.ID == d.Flaw })
}

// phase fills a phase with weeks.
func (p Plan) phase(phase Phase) PhasePlan {
	out := PhasePlan{Phase: phase}
	for day := phase.FirstDay; day <= phase.FinalDay; day += weekDays {
		week := Week{Number: (day-1)/weekDays + 1, FirstDay: day, FinalDay: min(day+weekDays-1, phase.FinalDay)}
		for k := range sessionsWeekly {
			if at := day + k*sessionGap; at <= week.FinalDay {
				week.Sessions = append(week.Sessions, p.session(phase, at, k))
			}
		}
		out.Weeks = append(out.Weeks, week)
	}
	return out
}

// session fills the k-th session of a week: drills for everybody around those of
// the flaws. Each session begins its flaws with another one, and leaves the last
// of three to the next.
func (p Plan) session(phase Phase, day, k int) Session {
	s := Session{Day: day}
	general := dosed(phase, "")
	s.Items = append(s.Items, general[0])
	for i := range min(len(p.Flaws), most-1) {
		s.Items = append(s.Items, dosed(phase, p.Flaws[(k+i)%len(p.Flaws)].ID)...)
	}
	s.Items = append(s.Items, general[1:]...)
	return s
}

// dosed returns the drills of a phase for a flaw, or for everybody.
func dosed(phase Phase, flaw string) []Item {
	var items []Item
	for _, d := range Library() {
		if dosage := d.Dosage[phase.ID]; d.Flaw == flaw && dosage != "" {
			items = append(items, Item{d, dosage})
		}
	}
	return items
}
