package analysis

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/pose"
)

// jsonCases are values as the contract spells them.
var jsonCases = []struct {
	name  string
	value any
	want  string
}{
	{
		"event",
		Event{ID: "release", Time: 912345678, Frame: 27.36999, Uncertainty: 20 * time.Millisecond, Method: "ball", Confidence: 0.9},
		`{"id":"release","time_s":0.912346,"frame":27.37,"uncertainty_s":0.02,"method":"ball","confidence":0.9}`,
	},
	{
		"missing event",
		Event{ID: "takeoff", Missing: &Missing{"out-of-view", "the feet are outside the picture"}},
		`{"id":"takeoff","missing":{"code":"out-of-view","message":"the feet are outside the picture"}}`,
	},
	{
		"metric",
		Metric{
			ID: "knee_dip", Value: 141.00312, Unit: "deg", Uncertainty: 4, Trust: Absolute, Method: "image-plane",
			Norm: &NormRange{Mean: 121.5, SD: 8.8, Source: "A & B <2022>"}, Rating: Good,
		},
		`{"id":"knee_dip","value":141,"unit":"deg","uncertainty":4,"trust":"absolute","method":"image-plane",` +
			`"norm":{"mean":121.5,"sd":8.8,"source":"A & B <2022>"},"rating":"good"}`,
	},
	{
		"lower bound",
		Metric{ID: "follow_through_hold", Value: 0.51239, Unit: "s", Uncertainty: 0.04, Trust: Absolute, Method: "events", Bound: AtLeast, Rating: Ungraded},
		`{"id":"follow_through_hold","value":0.5124,"unit":"s","uncertainty":0.04,"trust":"absolute","method":"events","bound":"at_least","rating":"ungraded"}`,
	},
	{
		"missing metric",
		Metric{ID: "elbow_flare", Unit: "deg", Missing: &Missing{MissingView, "needs a front or back view"}},
		`{"id":"elbow_flare","unit":"deg","missing":{"code":"view","message":"needs a front or back view"}}`,
	},
	{
		"flaw",
		Flaw{ID: "rushing", Severity: 45, Level: "major", Basis: "coaching rule", Confidence: 0.8, Metrics: []string{"dip_to_release"}, Time: 610 * time.Millisecond, Message: "m", Cue: "c", Drill: "d"},
		`{"id":"rushing","severity":45,"level":"major","basis":"coaching rule","confidence":0.8,"metrics":["dip_to_release"],"message":"m","cue":"c","drill":"d","time_s":0.61}`,
	},
	{
		"ball",
		Ball{Tracked: true, Points: []pose.BallPoint{{Time: 950 * time.Millisecond, X: 611.204, Y: 201.7}}},
		`{"tracked":true,"points":[{"time_s":0.95,"x_px":611.2,"y_px":201.7}]}`,
	},
	{"ball not seen", Ball{}, `{"tracked":false}`},
	{"scale", Scale{MPerPx: 0.00612345678, Uncertainty: 0.0003, Source: "height"}, `{"m_per_px":0.006123,"uncertainty":0.0003,"source":"height"}`},
	{"no negative zero", View{Kind: "front", AzimuthDeg: -0.01}, `{"kind":"front","azimuth_deg":0,"uncertainty_deg":0,"facing":""}`},
}

func TestMarshalJSON(t *testing.T) {
	for _, c := range jsonCases {
		got, err := encode(c.value)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if string(got) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// What was read and is written again must be the same bytes.
func TestUnmarshalJSON(t *testing.T) {
	for _, c := range jsonCases {
		var got []byte
		var err error
		switch c.value.(type) {
		case Event:
			got, err = again[Event](c.want)
		case Metric:
			got, err = again[Metric](c.want)
		case Flaw:
			got, err = again[Flaw](c.want)
		case Ball:
			got, err = again[Ball](c.want)
		default:
			continue
		}
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, got, c.want)
		}
	}
}

func again[T any](data string) ([]byte, error) {
	var v T
	if err := json.Unmarshal([]byte(data), &v); err != nil {
		return nil, err
	}
	return encode(v)
}

func TestListsAreNeverNull(t *testing.T) {
	r := Result{Shots: []Shot{{}}, Quality: Quality{}}
	got, err := encode(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"shooters", "events", "metrics", "flaws", "consistency", "warnings"} {
		if !strings.Contains(string(got), `"`+list+`":[]`) {
			t.Errorf("%s is not an empty list in %s", list, got)
		}
	}
	var back Result
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(1, len(back.Shots)); d != "" {
		t.Error(d)
	}
}

func TestOnlyFiniteNumbers(t *testing.T) {
	for name, v := range map[string]any{
		"value":       Metric{ID: "knee_dip", Value: math.NaN()},
		"uncertainty": Metric{ID: "knee_dip", Uncertainty: math.Inf(1)},
		"event":       Event{Frame: math.NaN()},
		"quality":     Quality{Score: math.NaN()},
		"consistency": Consistency{SD: math.Inf(-1)},
	} {
		if got, err := encode(v); err == nil {
			t.Errorf("%s: written as %s", name, got)
		}
	}
}
