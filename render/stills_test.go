package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
)

func TestStills(t *testing.T) {
	got := Stills(sample.Result(sample.Options{Shots: 1}))
	// 30 pictures a second: the dip at 0.85 s is frame 25.5, the set point 34.5 …
	want := []StillPlan{
		{1, analysis.Start, 11, "stills/shot01-start.png"},
		{1, analysis.InsufficientKneeBend, 25, "stills/shot01-insufficient_knee_bend.png"},
		{1, analysis.Dip, 26, "stills/shot01-dip.png"},
		{1, analysis.SetPoint, 35, "stills/shot01-set_point.png"},
		{1, analysis.Release, 43, "stills/shot01-release.png"},
		{1, analysis.Apex, 45, "stills/shot01-apex.png"},
		{1, analysis.FollowThroughEnd, 63, "stills/shot01-follow_through_end.png"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("stills (-want +got):\n%s", d)
	}
}

func TestStillsStayInTheClip(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1})
	for i := range res.Shots[0].Events {
		e := &res.Shots[0].Events[i]
		switch e.ID {
		case analysis.Release:
			e.Frame = 1e6
		case analysis.Dip:
			e.Frame = -3
		case analysis.SetPoint:
			e.Missing = &analysis.Missing{Code: analysis.MissingOccluded}
		}
	}
	last := len(res.Motions[0].Index) - 1
	for _, p := range Stills(res) {
		if p.Frame < 0 || p.Frame > last {
			t.Errorf("%s: frame %d is not in the clip of %d", p.ID, p.Frame, last+1)
		}
		if p.ID == analysis.SetPoint {
			t.Error("a still was planned for an event that was not measured")
		}
	}
}

func TestEveryStillNamesWhatIsMeasured(t *testing.T) {
	for _, info := range stillInfos {
		for _, id := range info.metrics {
			if _, ok := analysis.MetricByID(id); !ok {
				t.Errorf("%s names %q, which is no metric", info.event, id)
			}
		}
	}
}
