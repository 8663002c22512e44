package analysis

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/metrics.md again from the tables")

const metricsPage = "../docs/metrics.md"

// The page is made from the tables: go test ./analysis -run Page -update.
func TestMetricsPage(t *testing.T) {
	want := metricsMarkdown()
	if *update {
		if err := os.WriteFile(metricsPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(metricsPage)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/metrics.md is not what the tables say; go test ./analysis -run TestMetricsPage -update writes it again")
	}
}

func metricsMarkdown() string {
	var b strings.Builder
	b.WriteString(pageHead)
	b.WriteString("## Events\n\n| id | event | moment |\n|---|---|---|\n")
	for _, e := range EventCatalogue {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", e.ID, e.Label, e.Definition)
	}
	b.WriteString("\n## Metrics\n\n| id | metric | unit | phase | measured in views | graded in | trust | definition |\n|---|---|---|---|---|---|---|---|\n")
	for _, m := range Catalogue {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n", m.ID, m.Label, m.Unit, strings.ReplaceAll(m.Phase, "_", " "),
			strings.Join(m.Views.Names(), ", "), strings.Join(m.Graded.Names(), ", "), m.Trust, m.Definition)
	}
	writeNorms(&b)
	writeFlaws(&b)
	b.WriteString(pageQuality)
	return b.String()
}

func writeNorms(b *strings.Builder) {
	b.WriteString("\n## Norms\n\nA norm grades a value where it was measured as ours is (2D) and gives mean and spread; the others are shown for comparison.\n\n")
	b.WriteString("| metric | published | unit | holds for | source | read | grades |\n|---|---|---|---|---|---|---|\n")
	for _, n := range BuiltinProfile().Norms.List {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", n.Metric, n.Value(), n.Unit, n.HoldsFor(), n.Citation, n.Read,
			map[bool]string{true: "yes", false: "no"}[n.Grades()])
	}
}

func writeFlaws(b *strings.Builder) {
	b.WriteString("\n## Flaws\n\nSeverity is 20 at the moderate threshold and 40 at the major one, each time by more than the value's uncertainty. Norms come first where they can grade; else these coaching rules of the built-in profile.\n\n")
	b.WriteString("| id | flaw | metric | ideal | begins at | moderate | major | says who |\n|---|---|---|---|---|---|---|---|\n")
	for _, f := range FlawCatalogue {
		for _, r := range BuiltinProfile().Rules[f.ID] {
			fmt.Fprintf(b, "| `%s` | %s | `%s` | %g | %g | %g | %g | %s |\n", f.ID, f.Label, r.Metric, r.Ideal, r.Limit, r.Moderate, r.Major, r.Source)
		}
	}
}

const pageHead = `# Events, metrics, norms and flaws

Made from the tables in the code (` + "`go test ./analysis -run TestMetricsPage -update`" + `); do not edit. Ids and units are fixed.

Joint angles are internal: 180° is straight. *Absolute* values may be compared with norms, *relative* ones with the player's own shots, a *flag* is a
hint. Every value has a 90 % interval, or the reason why it is missing. How good they are stands in [accuracy.md](accuracy.md).

`

var pageQuality = fmt.Sprintf(`
## Quality

`+"`quality.score`"+` is the smallest of its parts, each 0–1; good from %g, fair from %g.

| part | 0 | 1 |
|---|---|---|
| `+"`figure_height`"+` | the smallest shooter is %d px tall | %d px |
| `+"`tracking`"+` | the smallest `+"`tracked_fraction`"+` of a shooter, as it is | |
| `+"`frame_rate`"+` | %d distinct pictures in a real second | %d |
| `+"`view`"+` | the sine of the azimuth: 0 from in front or behind | 1 from the side |
| `+"`sharpness`"+` | the landmarks jitter by 2 %% of body height | 0.3 %% |
`, gradeGood, gradeFair, heightPoorPx, heightGoodPx, ratePoorHz, rateGoodHz)
