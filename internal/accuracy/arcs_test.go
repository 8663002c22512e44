package accuracy

import (
	"context"
	"testing"

	"github.com/shotcheck/shotcheck/internal/synth"
)

// The ball is followed in small pictures of whole flights, of each colour at 30 and 60 a
// second, and measured as well as `referee -arcs` asks; poses are true ones with noise.
func TestSmallArcs(t *testing.T) {
	if testing.Short() {
		t.Skip("draws eight clips")
	}
	t.Parallel()
	r := &Referee{Workers: 4}
	cases := smallArcs()
	outcomes := make([]outcome, len(cases))
	err := r.each(context.Background(), len(cases), func(ctx context.Context, i int) (err error) {
		outcomes[i], err = r.judgeArc(ctx, cases[i], false)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a := r.newArcs(outcomes, false)
	t.Log(a.Markdown())
	if err := a.Check(); err != nil {
		t.Error(err)
	}
	for _, row := range a.Rows {
		if row.N < len(cases)-1 {
			t.Errorf("%s is measured in %d of %d clips", row.ID, row.N, len(cases))
		}
	}
}

// smallArcs are the first whole flights of each ball and frame rate that are drawn in
// the smallest picture.
func smallArcs() []clipCase {
	cases := make([]clipCase, 2*len(synth.ArcBalls))
	for kind := range cases {
		for i := uint64(0); cases[kind].name == ""; i++ {
			if p := synth.RandomArc(1<<32 | i*uint64(len(cases)) + uint64(kind)); p.Camera.WidthPx == 640 {
				cases[kind] = clipCase{"small arc", "side", p}
			}
		}
	}
	return cases
}
