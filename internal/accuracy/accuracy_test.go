package accuracy

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/synth"
)

// One worker and many give the same table.
func TestSameTableOnAnyCores(t *testing.T) {
	var tables []string
	for _, workers := range []int{1, 4} {
		r := Referee{Seed: 3, PerView: 2, Workers: workers}
		table, err := r.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table.Markdown())
	}
	if tables[0] != tables[1] {
		t.Errorf("one worker gives\n%s\nfour give\n%s", tables[0], tables[1])
	}
}

func TestEveryCellIsDrawn(t *testing.T) {
	r := Referee{PerView: 8}
	type cell struct {
		view, hand string
		kind       synth.Kind
		fps        float64
	}
	seen := map[cell]int{}
	for _, c := range r.cases() {
		seen[cell{c.view, c.params.Hand, c.params.Kind, c.params.Camera.FPS}]++
	}
	if len(seen) != 4*2*2*2 {
		t.Errorf("%d combinations of view, hand, kind and frame rate, want 32", len(seen))
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := Referee{PerView: 1}
	if _, err := r.Run(ctx); err == nil {
		t.Error("a cancelled run ends without an error")
	}
}

// truth is a clip with a release at 2 s and a knee of 120°.
func truth() *synth.Truth {
	return &synth.Truth{Shots: []synth.TruthShot{{
		Hand: "right", Kind: synth.SetShot, AzimuthDeg: 275,
		Events:  []synth.TruthEvent{{ID: "release", TimeS: 2}, {ID: "takeoff", Missing: "not-this-kind"}},
		Metrics: []synth.TruthMetric{{ID: "knee_dip", Value: 120, Unit: "deg"}},
	}}}
}

func measured(release time.Duration, knee float64) analysis.Shot {
	return analysis.Shot{
		Hand: "right", Kind: "jump", View: analysis.View{Kind: "side", AzimuthDeg: 90, UncertaintyDeg: 12},
		Events: []analysis.Event{{ID: "release", Time: release, Uncertainty: 20 * time.Millisecond}},
		Metrics: []analysis.Metric{
			{ID: "knee_dip", Value: knee, Unit: "deg", Uncertainty: 5},
			{ID: "hip_dip", Missing: &analysis.Missing{Code: "view"}},
		},
	}
}

func TestCompare(t *testing.T) {
	o := compare(clipCase{view: "side"}, truth(), &analysis.Result{Shots: []analysis.Shot{
		measured(1700*time.Millisecond, 90), measured(2030*time.Millisecond, 124), measured(9*time.Second, 100),
	}})
	if o.found != 1 || o.false != 2 || o.hands != 1 || o.kinds != 0 || o.clear != 1 || o.views != 1 {
		t.Errorf("found %d, false %d, hands %d, kinds %d, views %d of %d; want 1, 2, 1, 0, 1 of 1", o.found, o.false, o.hands, o.kinds, o.views, o.clear)
	}
	want := []deviation{{id: "azimuth", err: 5, claim: 12}, {id: "release", unit: "ms", err: 30, claim: 20}, {id: "knee_dip", unit: "deg", err: 4, claim: 5}}
	if len(o.deviations) != len(want) {
		t.Fatalf("deviations are %v, want %v", o.deviations, want)
	}
	for i, d := range o.deviations {
		if d.id != want[i].id || d.err < want[i].err-1e-6 || d.err > want[i].err+1e-6 || d.claim != want[i].claim {
			t.Errorf("deviation %v, want %v", d, want[i])
		}
	}
}

// Intervals made with the new spread hold nine of ten errors of a run.
func TestSpread(t *testing.T) {
	had := analysis.Calibration().Metric("knee_dip", "side")
	const own = 1.5 // the clips' own scatter
	claim := z90 * math.Hypot(had, own)
	var o outcome
	for i := range 20 {
		o.deviations = append(o.deviations, deviation{id: "knee_dip", unit: "deg", err: float64(i + 1), claim: claim, source: "knee_dip", kind: "side"})
	}
	table := &Table{outcomes: []outcome{o}}
	spread, held := table.Spread().Metric("knee_dip", "side"), 0
	for _, d := range table.deviations() {
		if d.err <= z90*math.Hypot(spread, own) {
			held++
		}
	}
	if held != 18 {
		t.Errorf("%d of 20 errors are held with a spread of %g, want 18", held, spread)
	}
	if got, want := table.Spread().Metric("hip_dip", "side"), analysis.Calibration().Metric("hip_dip", "side"); got != want {
		t.Errorf("the spread of what was not seen became %g, want %g", got, want)
	}
}

func TestMissedShot(t *testing.T) {
	if o := compare(clipCase{view: "side"}, truth(), &analysis.Result{}); o.shots != 1 || o.found != 0 || o.false != 0 {
		t.Errorf("shots %d, found %d, false %d; want 1, 0, 0", o.shots, o.found, o.false)
	}
}

func TestErrors(t *testing.T) {
	var e Errors
	for _, d := range []deviation{{err: 3, claim: 4}, {err: -1, claim: 0.5}} {
		e.add(d)
	}
	if e.MeanAbs() != 2 || e.Bias() != 1 || e.Coverage() != 0.5 {
		t.Errorf("mean %g, bias %g, coverage %g; want 2, 1, 0.5", e.MeanAbs(), e.Bias(), e.Coverage())
	}
}

func TestInsert(t *testing.T) {
	const old = "prose\n<!-- accuracy:begin -->\nold\n<!-- accuracy:end -->\nmore\n"
	got, err := Insert([]byte(old), "new\n")
	if want := "prose\n<!-- accuracy:begin -->\nnew\n<!-- accuracy:end -->\nmore\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if _, err := Insert([]byte("no markers"), "new"); err == nil {
		t.Error("a document without markers is taken")
	}
}

// table is a table with one side view's release error, and too few knees to be
// watched.
func table(releaseMS float64, found int) *Table {
	r := &Referee{PerView: 1}
	return newTable(r, []outcome{{
		view: "side", fps: 30, shots: 2, found: found,
		deviations: slices.Concat(
			slices.Repeat([]deviation{{id: "release", unit: "ms", err: releaseMS, claim: 30}}, fewestBound),
			slices.Repeat([]deviation{{id: "knee_dip", unit: "deg", err: releaseMS, claim: 5}}, fewestBound-1),
		),
	}})
}

func TestCheck(t *testing.T) {
	bounds := table(20, 2).Bounds()
	for _, c := range []struct {
		name  string
		table *Table
		want  string // in the error; empty for none
	}{
		{"the same", table(20, 2), ""},
		{"a little worse", table(22, 2), ""},
		{"better", table(5, 2), ""},
		{"worse", table(24, 2), "side: mean error of release is 24.000; it was 20.000"},
		{"a shot less", table(20, 1), "side: 1 shots found"},
	} {
		err := c.table.Check(bounds)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, want %q", c.name, err, c.want)
		}
	}
}

// The committed bounds name every view.
func TestCommittedBounds(t *testing.T) {
	bounds, err := Bounds()
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range synth.Views {
		if b, ok := bounds[view]; !ok || b.Found == 0 || b.MeanAbs["release"] == 0 {
			t.Errorf("%s: no bounds", view)
		}
	}
}

// Both passes see what a source draws.
func TestRecorder(t *testing.T) {
	p := synth.DefaultParams()
	p.Camera.WidthPx, p.Camera.HeightPx, p.DurationS = 64, 36, 0.2
	scene, err := synth.New(p)
	if err != nil {
		t.Fatal(err)
	}
	r := recorder{scene: scene}
	for range 2 {
		played, err := r.open(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		drawn := scene.Source()
		for {
			want, end := drawn.Next()
			got, err := played.Next()
			if !errors.Is(err, end) {
				t.Fatalf("the recording ends with %v, the source with %v", err, end)
			}
			if end != nil {
				break
			}
			if got.Index != want.Index || got.Time != want.Time || !bytes.Equal(got.Picture.Y, want.Picture.Y) || !bytes.Equal(got.Picture.Cr, want.Picture.Cr) {
				t.Fatalf("frame %d differs", want.Index)
			}
		}
	}
}
