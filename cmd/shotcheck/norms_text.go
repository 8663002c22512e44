package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// list prints a line for each norm and each rule.
func (b *rulebook) list(w io.Writer) error {
	err := printTable(w, "METRIC\tVALUE\tUNIT\tSHOT\tSEX\tLEVEL\tMETHOD\tGRADES\tREAD\tSOURCE", b.Norms, func(n normJSON) string {
		cells := []string{
			n.Metric, n.Value(), n.Unit, orDash(n.ShotType), orDash(n.Sex), orDash(n.Level), orDash(n.Method),
			yesNo(n.Grades), orDash(n.Read), n.Citation.String(),
		}
		return strings.Join(cells, "\t")
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(w)
	return printTable(w, "RULE OF FLAW\tMETRIC\tUNIT\tIDEAL\tLIMIT\tMODERATE\tMAJOR\tSOURCE", b.Rules, func(r ruleJSON) string {
		return fmt.Sprintf("%s\t%s\t%s\t%g\t%g\t%g\t%g\t%s", r.Flaw, r.Metric, r.Unit, r.Ideal, r.Limit, r.Moderate, r.Major, r.Source)
	})
}

func orDash(s string) string { return cmp.Or(s, "-") }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// show prints all about one metric, every source in full.
func (b *rulebook) show(w io.Writer) error {
	m := b.Metric
	fmt.Fprintf(w, "%s: %s, %s\n%s\n", m.ID, m.Label, m.Unit, m.Definition)
	fmt.Fprintf(w, "views: %s; graded in: %s; trust: %s\n", strings.Join(m.Views, ", "), cmp.Or(strings.Join(m.GradedViews, ", "), "none"), m.Trust)
	if len(b.Norms) == 0 {
		fmt.Fprint(w, "\nno published range with a source: it is never graded\n")
	}
	for _, n := range b.Norms {
		n.show(w)
	}
	if len(b.Rules) > 0 && slices.ContainsFunc(b.Norms, func(n normJSON) bool { return n.Grades }) {
		fmt.Fprint(w, "\nrules, for shots and shooters that no range above grades:\n")
	}
	for _, r := range b.Rules {
		r.show(w)
	}
	return nil
}

// show prints a norm: its value, whom it holds for, who says so.
func (n normJSON) show(w io.Writer) {
	fmt.Fprintf(w, "\n%s %s: %s\n", n.Value(), n.Unit, cmp.Or(n.HoldsFor(), "for whom is not told"))
	if n.Note != "" {
		fmt.Fprintf(w, "  %s\n", n.Note)
	}
	grades := "does not grade: no spread, or measured otherwise"
	if n.Grades {
		grades = "grades"
	}
	how := "from the profile"
	if n.Read != "" {
		how = "read " + n.Read
	}
	fmt.Fprintf(w, "  %s\n  %s; %s\n", n.Citation, how, grades)
}

// show prints a rule: when its flaw is raised, and who says so.
func (r ruleJSON) show(w io.Writer) {
	over, beyond := "", string(r.Direction)
	if r.Direction == analysis.Either {
		beyond = "above, either way,"
	}
	if r.info.OverShots {
		over = ", the SD over several shots"
	}
	fmt.Fprintf(w, "\nflaw %s when %s %g %s%s: moderate from %g, major from %g, ideal %g\n",
		r.Flaw, beyond, r.Limit, r.Unit, over, r.Moderate, r.Major, r.Ideal)
	fmt.Fprintf(w, "  %s\n", r.Source)
}
