package analysis

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestParseAssertionErrorsShowWhere(t *testing.T) {
	tests := []struct {
		text   string
		column int
		reason string
	}{
		{"", 1, "expected a name"},
		{"   ", 4, "expected a name"},
		{">= 3", 1, "expected a name"},
		{"knee_dpi >= 105", 1, `did you mean "knee_dip"?`},
		{"  flaws.majr == 0", 3, `did you mean "flaws.major"?`},
		{"xyzzy > 1", 1, `there is no "xyzzy"`},
		{"knee_dip", 9, "expected one of"},
		{"knee_dip 105", 10, "expected one of"},
		{"knee_dip = 105", 10, "expected one of"},
		{"knee_dip => 105", 10, "expected one of"},
		{"knee_dip >= ", 13, "expected a number"},
		{"knee_dip >= deep", 13, "expected a number"},
		{"knee_dip >= NaN", 13, "expected a number"},
		{"knee_dip >= 1e999", 13, "expected a number"},
		{"knee_dip >= 105 deg", 17, "expected nothing"},
		{"knee_dip>=105<110", 14, "expected nothing"},
		{"größe > 1", 1, "there is no"},
		{"knee_dip >= ½", 13, "expected a number"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			_, err := ParseAssertion(tt.text)
			var parse *ParseError
			if !errors.As(err, &parse) {
				t.Fatalf("error %v, want a ParseError", err)
			}
			if parse.Column != tt.column || !strings.Contains(parse.Reason, tt.reason) {
				t.Errorf("column %d: %s; want column %d: %s", parse.Column, parse.Reason, tt.column, tt.reason)
			}
			lines := strings.Split(err.Error(), "\n")
			if caret := utf8.RuneCountInString(lines[2]); len(lines) != 3 || caret != tt.column+2 {
				t.Errorf("caret not below column %d:\n%v", tt.column, err)
			}
		})
	}
}

// clipResult is a clip of two shots: the first without fault, the second with a
// missing knee and two flaws.
func clipResult() *Result {
	hold := measured("follow_through_hold", 0.6, 0.02)
	hold.Bound = AtLeast
	missing := Metric{ID: "knee_dip", Missing: &Missing{MissingOutOfView, "the legs are outside the picture"}}
	front := Metric{ID: "elbow_flare", Missing: &Missing{MissingView, "needs a front or back view"}}
	a := sideShot(measured("knee_dip", 110, 3), measured("release_height", 1.2, 0.02), hold, front)
	b := sideShot(missing, measured("release_height", 0.9, 0.02), hold, front)
	b.Index = 2
	a.Events = []Event{{ID: Release, Time: 1200 * time.Millisecond}}
	b.Events = []Event{{ID: Release, Missing: &Missing{MissingOccluded, "the arm is hidden"}}}
	b.Flaws = []Flaw{{ID: LowReleasePoint, Level: Major}, {ID: Balance, Level: Minor}}
	return &Result{Shots: []Shot{a, b}, Quality: Quality{Score: 0.8}}
}

func TestAssertionCheck(t *testing.T) {
	tests := []struct {
		text  string
		shots []int    // that fail; 0 for the clip
		says  []string // in the first message
	}{
		{"shots == 2", nil, nil},
		{"shots >= 3", []int{0}, []string{"shots >= 3: shots is 2"}},
		{"quality > 0.79", nil, nil},
		{"quality>=.9", []int{0}, []string{"quality is 0.8"}},
		{"release_height > 0.8", nil, nil},
		{"release_height > 1", []int{2}, []string{"shot 2", "is 0.9 body heights"}},
		{"release_height != 0.9", []int{2}, nil},
		{"release_height < 0.5", []int{1, 2}, nil},
		{"knee_dip >= 105", []int{2}, []string{"shot 2", "missing", "outside the picture"}},
		{"knee_dip != 1", []int{2}, []string{"missing"}},
		{"hip_dip > 0", []int{1, 2}, []string{"does not list it"}},
		{"release <= 1.2", []int{2}, []string{"the arm is hidden"}},
		{"flaws.major == 0", []int{0}, []string{"flaws.major is 1", "low_release_point in shot 2"}},
		{"flaws.moderate == 0", nil, nil},
		{"flaws.minor <= 1", nil, nil},
		{"flaws.low_release_point < 1", []int{0}, []string{"is 1"}},
		{"flaws.low_release_point == 1", nil, nil},
		{"flaws.elbow_flare == 0", []int{1, 2}, []string{"missing", "front or back"}},
		{"flaws.inconsistent_release_point == 0", []int{0}, []string{"needs release_height measured in 3 shots"}},
		{"follow_through_hold >= 0.5", nil, nil},
		{"follow_through_hold >= 1", []int{1, 2}, []string{"is 0.6 s"}},
		{"follow_through_hold < 1", []int{1, 2}, []string{"at least 0.6 s"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			a, err := ParseAssertion(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			failures := a.Check(clipResult())
			var shots []int
			for _, f := range failures {
				shots = append(shots, f.Shot)
				if (f.Value == nil) != strings.Contains(f.Message, "is missing") {
					t.Errorf("value %v beside %q", f.Value, f.Message)
				}
			}
			if !slices.Equal(shots, tt.shots) {
				t.Fatalf("shots %v fail, want %v: %+v", shots, tt.shots, failures)
			}
			for _, want := range tt.says {
				if !strings.Contains(failures[0].Message, want) {
					t.Errorf("message %q does not say %q", failures[0].Message, want)
				}
			}
		})
	}
}

func TestAssertionNeedsAShot(t *testing.T) {
	a, err := ParseAssertion("knee_dip > 0")
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Check(&Result{}); len(got) != 1 || !strings.Contains(got[0].Message, "no shot") {
		t.Errorf("failures %+v, want one: no shot", got)
	}
}

// A spread over shots is known where enough of them are measured, not all.
func TestAssertionOnFlawOverShots(t *testing.T) {
	a, err := ParseAssertion("flaws.inconsistent_release_point == 0")
	if err != nil {
		t.Fatal(err)
	}
	r := clipResult()
	r.Shots[0].Metrics[1].Missing = &Missing{MissingOccluded, "hidden"}
	r.Consistency = []Consistency{{ID: "release_height", Shots: 3}}
	if got := a.Check(r); got != nil {
		t.Errorf("failures %+v, want none", got)
	}
}

func TestEveryAssertableNameParses(t *testing.T) {
	for _, name := range assertable() {
		if _, err := ParseAssertion(name + " >= 1"); err != nil {
			t.Error(err)
		}
	}
}

// An assertion that parses is one that reads the same when printed, and can be
// checked; one that does not points into its input.
func FuzzParseAssertion(f *testing.F) {
	for _, seed := range []string{"knee_dip >= 105", " shots==3 ", "flaws.major != 0x1p3", "ñ > 1", "knee_dip\n> 1", "quality<-1e-9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAssertion(text)
		var parse *ParseError
		switch {
		case errors.As(err, &parse):
			if parse.Column < 1 || parse.Column > utf8.RuneCountInString(text)+1 || strings.Count(err.Error(), "\n") != 2 {
				t.Errorf("%q: bad position: %v", text, err)
			}
			return
		case err != nil:
			t.Fatalf("%q: %v is no ParseError", text, err)
		}
		again, err := ParseAssertion(a.String())
		if err != nil || again.String() != a.String() || again.want != a.want || math.IsNaN(a.want) {
			t.Errorf("%q is read as %q %v, then as %q %v (%v)", text, a, a.want, again, again.want, err)
		}
		a.Check(clipResult())
	})
}
