package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/report/training"
)

// planWords say what the plan rests on.
const planWords = "Everything in this plan is a coaching rule: drills, dosages and aims are what trainers ask for, not what a study has shown. " +
	"Three sessions a week of 30 to 40 minutes leave days to rest and to play. Stop where it hurts."

// noFlawWords introduce a plan without flaws.
const noFlawWords = "The clip shows no flaw with certainty, so the plan keeps what is there: it holds drills for everybody and none against a flaw."

// plans writes the plan of each shooter.
func (a *author) plans() {
	for _, id := range a.shooters() {
		a.page()
		a.heading(a.ofShooter("Training plan: 60 days", id), 60)
		plan := a.plan(id)
		a.paragraph(a.left, a.width, planIntro(plan), bodyStyle)
		a.y += 1
		a.paragraph(a.left, a.width, planWords, noteStyle)
		a.benchmarks(plan)
		for _, phase := range plan.Phases {
			a.phase(phase)
		}
	}
	if len(a.shooters()) > 0 {
		a.drills()
	}
}

// planIntro says what the plan works on.
func planIntro(plan training.Plan) string {
	if len(plan.Flaws) == 0 {
		return noFlawWords
	}
	var names []string
	for _, f := range plan.Flaws {
		names = append(names, lower(flawLabel(f.ID)))
	}
	return "Works on: " + join(names) + ", the gravest first."
}

// planRow is a line of a phase: when, and what.
type planRow struct{ Title, Words string }

// planRows are the weeks of a phase; sessions that are the same stand together.
func planRows(p training.PhasePlan) []planRow {
	var rows []planRow
	for _, w := range p.Weeks {
		for k := 0; k < len(w.Sessions); {
			words := itemWords(w.Sessions[k].Items)
			var days []int
			for ; k < len(w.Sessions) && itemWords(w.Sessions[k].Items) == words; k++ {
				days = append(days, w.Sessions[k].Day)
			}
			rows = append(rows, planRow{fmt.Sprintf("Week %d, %s", w.Number, dayWords(days)), words})
		}
	}
	return append(rows, planRow{fmt.Sprintf("Day %d", p.FinalDay), "Re-test: film again and compare."})
}

// dayWords list days of the plan.
func dayWords(days []int) string {
	if len(days) == 1 {
		return "day " + listed(days)
	}
	return "days " + listed(days)
}

// phase writes a phase as a table.
func (a *author) phase(p training.PhasePlan) {
	columns := []column{{"", 46, false}, {"", a.width - 46, false}}
	var rows [][]cell
	for _, r := range planRows(p) {
		rows = append(rows, []cell{{text: r.Title, style: style{cellStyle.sizePt, true, ink}}, plain(r.Words)})
	}
	a.heading(fmt.Sprintf("%s, day %d–%d", p.Title, p.FirstDay, p.FinalDay), min(60, a.tableHeight(columns, rows)))
	a.paragraph(a.left, a.width, p.Aim, noteStyle)
	a.y += 1
	a.plainTable(columns, rows)
}

// itemWords list a session's drills.
func itemWords(items []training.Item) string {
	var words []string
	for _, i := range items {
		words = append(words, i.Drill.Title+" "+together.Replace(i.Dosage))
	}
	return strings.Join(words, "; ")
}

// drillsOfAll are the drills of every shooter's plan, each once, in the library's
// order.
func (a *story) drillsOfAll() []training.Drill {
	wanted := map[string]bool{}
	for _, id := range a.shooters() {
		for _, d := range a.plan(id).Drills {
			wanted[d.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(training.Library()), func(d training.Drill) bool { return !wanted[d.ID] })
}

// drills describes every drill of the plans once.
func (a *author) drills() {
	a.heading("Drills", 40)
	for _, d := range a.drillsOfAll() {
		width := a.width - 4
		height := labelStyle.lineMM() + float64(len(a.wrap(drillWords(d), width, bodyStyle)))*bodyStyle.lineMM() + 2.5
		a.need(height)
		top := a.y
		a.y += labelStyle.lineMM()
		a.text(a.left+4, a.y-1.2, d.Title, labelStyle)
		a.textRight(a.left+a.width, a.y-1.2, drillPurpose(d), noteStyle)
		a.paragraph(a.left+4, width, drillWords(d), bodyStyle)
		a.line(a.left, top+1, a.left, a.y, a.accent, 0.6)
		a.y += 2.5
	}
}

// drillPurpose says what a drill is for.
func drillPurpose(d training.Drill) string {
	if d.Flaw == "" {
		return "for everybody, coaching rule"
	}
	return "for: " + lower(flawLabel(d.Flaw)) + ", coaching rule"
}

// drillWords describe a drill in a paragraph.
func drillWords(d training.Drill) string {
	return d.Setup + " " + strings.Join(d.Steps, " ") + " Harder: " + lower(d.Progression) + " It works when: " + lower(d.Success)
}
