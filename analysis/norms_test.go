package analysis

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// measured returns a metric as measuring leaves it in a good side view.
func measured(id string, value, uncertainty float64) Metric {
	info, ok := MetricByID(id)
	if !ok {
		panic("no metric " + id)
	}
	return Metric{ID: id, Value: value, Unit: info.Unit, Uncertainty: uncertainty, Trust: info.Trust, Rating: Ungraded}
}

// sideShot returns a free throw seen from the side with these metrics.
func sideShot(metrics ...Metric) Shot {
	return Shot{Index: 1, Shooter: 1, Kind: "jump", ShotType: "free-throw", View: View{Kind: "side"}, Metrics: metrics}
}

// Every number of the file must be traceable and possible.
func TestBuiltinNormsAreSourced(t *testing.T) {
	norms := BuiltinNorms()
	if norms.Version == "" {
		t.Error("the file has no version")
	}
	for _, n := range norms.List {
		if err := n.validate(); err != nil {
			t.Error(err)
		}
		if n.Read == "" {
			t.Errorf("%s from %s: not told how it was read", n.Metric, n.Source)
		}
		if n.Grades() && (n.DOI == "" || n.Population == "") {
			t.Errorf("%s from %s grades without DOI or population", n.Metric, n.Source)
		}
		if !strings.Contains(n.String(), n.Text) {
			t.Errorf("%s: %q does not name its source", n.Metric, n.String())
		}
	}
}

// The catalogue of metrics.md has a spread, measured in 2D video, for these
// only; others must stay ungraded.
func TestOnlyNormsWithSpreadGrade(t *testing.T) {
	var grading []string
	for _, n := range BuiltinNorms().List {
		if n.Grades() && !slices.Contains(grading, n.Metric) {
			grading = append(grading, n.Metric)
		}
	}
	if want := []string{"knee_dip", "hip_dip", "hip_rise"}; !slices.Equal(grading, want) {
		t.Errorf("norms grade %v, want %v", grading, want)
	}
}

func TestNormGrades(t *testing.T) {
	mean := 120.0
	tests := []struct {
		name string
		norm Norm
		want bool
	}{
		{"2D with spread", Norm{Mean: &mean, SD: 8, Method: "2D"}, true},
		{"3D", Norm{Mean: &mean, SD: 8, Method: "3D"}, false},
		{"sensors", Norm{Mean: &mean, SD: 8, Method: "IMU"}, false},
		{"method not told", Norm{Mean: &mean, SD: 8}, false},
		{"no spread", Norm{Mean: &mean, Method: "2D"}, false},
		{"range of means", Norm{Range: []float64{110, 130}, SD: 8, Method: "2D"}, false},
	}
	for _, tt := range tests {
		if got := tt.norm.Grades(); got != tt.want {
			t.Errorf("%s: grades %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestNormValidation(t *testing.T) {
	mean := func(x float64) *float64 { return &x }
	valid := Norm{Metric: "knee_dip", Unit: "deg", Method: "2D", Mean: mean(120), SD: 8, Citation: Citation{Text: "a paper"}}
	if err := valid.validate(); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		spoil func(*Norm)
		want  string
	}{
		{"no source", func(n *Norm) { n.Citation = Citation{} }, "source"},
		{"unknown metric", func(n *Norm) { n.Metric = "knee_dp" }, `did you mean "knee_dip"`},
		{"another unit", func(n *Norm) { n.Unit = "rad" }, "unit"},
		{"no value", func(n *Norm) { n.Mean = nil }, "mean or a range"},
		{"not a number", func(n *Norm) { n.Mean = mean(math.NaN()) }, "plausible"},
		{"infinite", func(n *Norm) { n.Mean = mean(math.Inf(1)) }, "plausible"},
		{"decimal point lost", func(n *Norm) { n.Mean = mean(1205) }, "plausible"},
		{"negative spread", func(n *Norm) { n.SD = -1 }, "sd"},
		{"spread not a number", func(n *Norm) { n.SD = math.NaN() }, "sd"},
		{"spread too wide", func(n *Norm) { n.SD = 90 }, "sd"},
		{"falling range", func(n *Norm) { n.Range = []float64{3, 2} }, "rising"},
		{"half a range", func(n *Norm) { n.Range = []float64{3} }, "rising"},
		{"unknown sex", func(n *Norm) { n.Sex = "men" }, "sex"},
		{"unknown method", func(n *Norm) { n.Method = "4D" }, "method"},
		{"negative sample", func(n *Norm) { n.N = -1 }, "n is"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := valid
			tt.spoil(&n)
			if err := n.validate(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestNormsFor(t *testing.T) {
	tests := []struct {
		name, metric string
		query        Query
		means        []float64 // of metrics.md
		why          string
	}{
		{"all known", "knee_dip", Query{"free-throw", "male", "professional"}, []float64{121.5}, ""},
		{"sex open", "knee_dip", Query{"two", "", ""}, []float64{116.7, 114.8}, ""},
		{"type open", "knee_dip", Query{"unknown", "female", ""}, []float64{114.8, 109.4}, ""},
		{"all open", "knee_dip", Query{}, []float64{121.5, 116.7, 112.5, 114.8, 109.4}, ""},
		{"level without a norm", "knee_dip", Query{"two", "male", "youth"}, nil, "other shots or shooters"},
		{"women's free throw", "knee_dip", Query{"free-throw", "female", ""}, nil, "other shots or shooters"},
		{"3D only", "knee_release", Query{"three", "", "proficient"}, nil, "another method"},
		{"no number at all", "trunk_lean_release", Query{"free-throw", "", "proficient"}, nil, "no norm"},
		{"no such metric", "nose_length", Query{}, nil, "no norm"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			norms, why := BuiltinNorms().For(tt.metric, tt.query)
			var means []float64
			for _, n := range norms {
				means = append(means, *n.Mean)
			}
			if !slices.Equal(means, tt.means) {
				t.Errorf("means %v, want %v", means, tt.means)
			}
			if (why == "") != (tt.why == "") || !strings.Contains(why, tt.why) {
				t.Errorf("why %q, want %q", why, tt.why)
			}
		})
	}
}
