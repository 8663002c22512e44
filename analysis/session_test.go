package analysis

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

// attempt is a shot of a day with one value of the knee at the dip.
func attempt(result string, day int, deg, uncertaintyDeg float64) *Attempt {
	a := &Attempt{Result: result, Shot: Shot{
		Index: 1, Shooter: 1, Kind: "set", ShotType: "free-throw", View: View{Kind: "side"},
		Metrics: []Metric{{ID: "knee_dip", Value: deg, Unit: "deg", Uncertainty: uncertaintyDeg, Trust: Absolute}},
	}}
	if day > 0 {
		a.Day = time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC)
	}
	return a
}

// sideways are shots to compare.
func sideways(shots []*Attempt) alike {
	g := alike{view: "side"}
	for _, s := range shots {
		g.add(s, s.Metrics[0])
	}
	return g
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 5e-4 {
		t.Errorf("%s is %.4f, want %.4f", what, got, want)
	}
}

// Two days of two shots without any error of measurement. By hand: means 11 and
// 16, squares about them 2 + 2 over 2 degrees of freedom, typical error √2; each
// mean has a variance of 2/2, their difference a standard error of √2. Student's
// t at 97.5 % and 95 % with 2 degrees is 4.3027 and 2.9200 (tables).
func TestTrendOfTwoDays(t *testing.T) {
	shots := []*Attempt{attempt("a", 1, 10, 0), attempt("a", 1, 12, 0), attempt("b", 11, 15, 0), attempt("b", 11, 17, 0)}
	tr := findTrend(Catalogue[0], sideways(shots))
	near(t, "typical error", tr.TypicalError, math.Sqrt2)
	near(t, "change", tr.Change, 5)
	near(t, "noise floor", tr.NoiseFloor, 4.3027*math.Sqrt2)
	near(t, "uncertainty", tr.Uncertainty, 2.92*math.Sqrt2)
	if tr.Exceeds {
		t.Error("5° counts, within a noise floor of 6.1°")
	}
	near(t, "first mean's uncertainty", tr.Days[0].Uncertainty, 1.645)
}

// An error of measurement of standard deviation 1 that the shots of a clip
// share does not shrink with their number, but with the number of clips: the
// variance of a mean is 2/2 + 1 with one clip a day, 2/2 + 2·(1/2)²·1 with two.
func TestTrendErrorsOfAClip(t *testing.T) {
	for _, c := range []struct {
		second string
		want   float64
	}{{"a", math.Sqrt(2 + 2)}, {"c", math.Sqrt(1.5 + 2)}} {
		shots := []*Attempt{attempt("a", 1, 10, z90), attempt(c.second, 1, 12, z90), attempt("b", 11, 25, z90), attempt("b", 11, 27, z90)}
		tr := findTrend(Catalogue[0], sideways(shots))
		near(t, "noise floor", tr.NoiseFloor, 4.3027*c.want)
		if !tr.Exceeds {
			t.Errorf("15° does not count: %+v", tr)
		}
	}
}

// Three days whose means 10, 20, 12 lie far off a line, weights equal. By hand:
// slope 1 a day over days 0, 1, 2, residuals −3, 6, −3; each mean has a variance
// of TE²/2 = 1 with TE² = (2 + 2 + 2)/3; χ² = 54 over 1 degree, so the standard
// error of the change, 2/√2, grows by √54, and t at 97.5 % with 1 degree is 12.7062.
func TestTrendScatterOfDays(t *testing.T) {
	var shots []*Attempt
	for i, mean := range []float64{10, 20, 12} {
		shots = append(shots, attempt("a", i+1, mean-1, 0), attempt("a", i+1, mean+1, 0))
	}
	tr := findTrend(Catalogue[0], sideways(shots))
	near(t, "change", tr.Change, 2)
	if want := 12.7062 * math.Sqrt2 * math.Sqrt(54); math.Abs(tr.NoiseFloor-want) > 0.01 {
		t.Errorf("noise floor %.3f, want %.3f", tr.NoiseFloor, want)
	}
}

// One shot a day over five days: means 1, 2, 3, 4, 6 without any error of
// measurement. By hand: slope 1.2 a day, residuals 0.2, 0, −0.2, −0.4, 0.4, whose
// squares are 0.4 over 3 degrees; standard error of the slope √(0.4/3/10), t at
// 97.5 % with 3 degrees 3.1824.
func TestTrendOfSingleShots(t *testing.T) {
	var shots []*Attempt
	for i, v := range []float64{1, 2, 3, 4, 6} {
		shots = append(shots, attempt(string(rune('a'+i)), i+1, v, 0))
	}
	tr := findTrend(Catalogue[0], sideways(shots))
	near(t, "change", tr.Change, 4.8)
	near(t, "noise floor", tr.NoiseFloor, 3.1824*4*math.Sqrt(0.4/30))
	near(t, "start", tr.Start, 0.8)
	if !tr.Exceeds || tr.TypicalError != 0 {
		t.Errorf("exceeds %v, typical error %v: want a trend, and no scatter within days", tr.Exceeds, tr.TypicalError)
	}
}

func TestTrendMissing(t *testing.T) {
	for _, c := range []struct {
		want  string
		shots []*Attempt
	}{
		{MissingDate, []*Attempt{attempt("a", 0, 10, 1), attempt("b", 0, 11, 1), attempt("c", 0, 12, 1)}},
		{MissingDays, []*Attempt{attempt("a", 1, 10, 1), attempt("b", 1, 11, 1), attempt("c", 1, 12, 1)}},
		{MissingShots, []*Attempt{attempt("a", 1, 10, 1), attempt("b", 2, 11, 1), attempt("c", 3, 12, 1)}},
	} {
		tr := findTrend(Catalogue[0], sideways(c.shots))
		if tr.Missing == nil || tr.Missing.Code != c.want {
			t.Errorf("missing is %v, want %s", tr.Missing, c.want)
		}
		text, err := json.Marshal(tr)
		if err != nil || strings.Contains(string(text), "noise_floor") {
			t.Errorf("%v: a trend that is missing has numbers: %s", err, text)
		}
	}
}

// Shots with no trend must rarely show one: the noise floor is to be exceeded
// by chance in no more than 1 of 20.
func TestTrendByChance(t *testing.T) {
	const tries = 400
	found := 0
	for n := range tries {
		var shots []*Attempt
		for i := range 12 {
			// A linear congruential generator; sums of its parts are near normal.
			v := 0.0
			for k := range 12 {
				seed := uint64(n*1000+i*20+k+1) * 0x9E3779B97F4A7C15
				seed ^= seed >> 31
				seed *= 0xBF58476D1CE4E5B9
				v += float64(seed>>11) / (1 << 53)
			}
			shots = append(shots, attempt("a", 1+i/3, 120+4*(v-6), 0))
		}
		if findTrend(Catalogue[0], sideways(shots)).Exceeds {
			found++
		}
	}
	if found > tries/20+8 { // 8: nearly two standard deviations of that count
		t.Errorf("%d of %d series without a trend show one", found, tries)
	}
	if found == 0 {
		t.Error("no series exceeds the floor by chance: it is too high")
	}
}

// Others in a clip, and the rarer kind of shot, do not count.
func TestSessionLeavesOut(t *testing.T) {
	shots := []*Attempt{attempt("a", 1, 10, 1), attempt("a", 1, 11, 1), attempt("a", 1, 50, 1), attempt("b", 1, 12, 1), attempt("b", 1, 60, 1)}
	shots[2].Shooter, shots[4].Kind = 2, "jump"
	s := NewSession(shots, 2)
	p := s.Players[0]
	if p.Counted != 3 || p.Shots != 5 || p.Clips != 2 {
		t.Fatalf("%d of %d shots in %d clips count, want 3 of 5 in 2", p.Counted, p.Shots, p.Clips)
	}
	near(t, "mean", p.Spreads[0].Mean, 11)
	near(t, "SD", p.Spreads[0].SD, 1)
	// t at 95 % with 2 degrees · SD/√3, and the measurement's own 1, which two shots
	// of one clip share and the third has for itself: √((2/3)² + (1/3)²).
	near(t, "the mean's uncertainty", p.Spreads[0].Uncertainty, math.Hypot(2.92/math.Sqrt(3), math.Sqrt(5)/3))
	for i, want := range []string{"", "", OtherShooter, "", OtherKind} {
		if got := shots[i].LeftOut; (got == nil) != (want == "") || got != nil && got.Code != want {
			t.Errorf("shot %d is left out for %v, want %q", i, got, want)
		}
	}
}

// Values of two views are never pooled.
func TestSessionOneView(t *testing.T) {
	shots := []*Attempt{attempt("a", 1, 10, 1), attempt("b", 1, 11, 1), attempt("c", 1, 12, 1), attempt("d", 1, 90, 1)}
	shots[3].View.Kind = "oblique"
	if c := NewSession(shots, 4).Players[0].Spreads[0]; c.Shots != 3 || c.View != "side" {
		t.Errorf("%d shots from the view %q, want 3 from the side", c.Shots, c.View)
	}
}

func TestExtremes(t *testing.T) {
	shots := []*Attempt{attempt("a", 1, 10, 1), attempt("b", 1, 11, 1), attempt("c", 1, 12, 1), attempt("d", 1, 18, 1)}
	shots[0].Flaws = []Flaw{{ID: Balance, Severity: 40, Confidence: 0.5}}
	shots[1].Flaws = []Flaw{{ID: InconsistentReleasePoint, Severity: 90, Confidence: 1}} // of all shots, not of this one
	x := NewSession(shots, 4).Players[0].Extremes
	if x.Best.Result != "c" || x.Worst.Result != "a" {
		t.Errorf("best %s and worst %s, want c, nearest to the mean of 12.75, and a", x.Best.Result, x.Worst.Result)
	}
	near(t, "severity", x.Worst.Severity, 20)
	if d := x.Differences[0]; d.ID != "knee_dip" || !d.Exceeds {
		t.Errorf("10° and 12° ± 1° each: %+v, want a difference beyond 1.41", d)
	}
	shots[1].Metrics, shots[2].Metrics, shots[3].Metrics = nil, nil, nil
	if p := NewSession(shots, 4).Players[0]; p.Extremes != nil || p.NoExtremes.Code != MissingRivals {
		t.Error("shots in which nothing was measured are ranked")
	}
}

func TestSubtract(t *testing.T) {
	of := func(v, u float64) Estimate { return Estimate{Value: v, Uncertainty: u, Unit: "deg", Shots: 1} }
	absolute, relative, flag := MetricInfo{Trust: Absolute}, MetricInfo{Trust: Relative}, MetricInfo{Trust: Flag}
	late, none := of(1, 1), Estimate{Missing: &Missing{MissingView, ""}}
	late.Bound = AtLeast
	refused := &Missing{MissingOthers, ""}
	for _, c := range []struct {
		info    MetricInfo
		a, b    Estimate
		missing string
		exceeds bool
	}{
		{absolute, of(100, 3), of(104.9, 4), "", false}, // √(3² + 4²) = 5
		{absolute, of(100, 3), of(105.1, 4), "", true},
		{absolute, of(105.1, 3), of(100, 4), "", true},
		{absolute, of(100, 3), none, MissingOneSide, false},
		{absolute, late, of(9, 1), MissingBound, false},
		{flag, of(1, 1), of(9, 1), MissingHint, false},
		{relative, of(1, 1), of(9, 1), MissingOthers, false},
	} {
		d := subtract(c.info, c.a, c.b, refused)
		if code := (d.Missing != nil); code != (c.missing != "") || code && d.Missing.Code != c.missing || d.Exceeds != c.exceeds {
			t.Errorf("%v − %v: missing %v, exceeds %v", c.b, c.a, d.Missing, d.Exceeds)
		}
	}
}

// The same movement, once at half the speed: aligned by the moments, the curves
// are one. Angles rise by 1° in each of A's hundredths of a second.
func TestAlign(t *testing.T) {
	moving := func(slower int) (*Result, *Shot) {
		m := &Motion{Person: 1}
		for i := range 201 {
			m.Time = append(m.Time, time.Duration(i*slower)*10*time.Millisecond)
			m.KneeDeg = append(m.KneeDeg, float64(i))
		}
		m.HipDeg, m.ElbowDeg, m.ShoulderDeg, m.TrunkLeanDeg = m.KneeDeg, m.KneeDeg, m.KneeDeg, m.KneeDeg
		s := Shot{Index: 1, Shooter: 1, Metrics: []Metric{{ID: "knee_dip", Unit: "deg", Uncertainty: 3}}}
		for id, i := range map[string]int{Dip: 20, SetPoint: 60, Release: 100, FollowThroughEnd: 180} {
			s.Events = append(s.Events, Event{ID: id, Time: m.Time[i]})
		}
		return &Result{Shots: []Shot{s}, Motions: []*Motion{m}}, &s
	}
	a, shotA := moving(1)
	b, shotB := moving(2)
	al := align(a, b, shotA, shotB)
	if al.Missing != nil || len(al.Anchors) != 4 {
		t.Fatalf("%d anchors, missing %v", len(al.Anchors), al.Missing)
	}
	near(t, "set point", al.Anchors[1].Percent, 25)
	near(t, "A's dip", al.Anchors[0].AS, -0.8)
	near(t, "B's dip", al.Anchors[0].BS, -1.6)
	for k, v := range al.Curves[0].A {
		near(t, "A", v, 20+1.6*float64(k))
		near(t, "B", al.Curves[0].B[k], v)
	}
	near(t, "uncertainty", al.Curves[0].UncertaintyADeg, 3)
	if al.Curves[1].Missing == nil {
		t.Error("the hip's curve is compared, though no hip was measured")
	}

	// Twice as long from dip to set point alone: anchors lie between the two.
	shotB.Events = nil
	for id, i := range map[string]int{Dip: 20, SetPoint: 100, Release: 120, FollowThroughEnd: 180} {
		shotB.Events = append(shotB.Events, Event{ID: id, Time: b.Motions[0].Time[i]})
	}
	al = align(a, b, shotA, shotB)
	near(t, "set point", al.Anchors[1].Percent, 37.5) // 25 and 50
	near(t, "B's knee there", al.Curves[0].B[0], 20)
	near(t, "B's knee at the end", al.Curves[0].B[100], 180)

	shotB.Events = shotB.Events[:0]
	if align(a, b, shotA, shotB).Missing == nil {
		t.Error("shots without a common moment are aligned")
	}
}
