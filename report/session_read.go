package report

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// What a session needs of analysis.json. Leaving the rest to be skipped, and
// reading values without methods of their own, takes a third of the time.
type (
	leanResult struct {
		Schema string        `json:"schema"`
		Tool   analysis.Tool `json:"tool"`
		Clip   struct {
			Name       string `json:"name"`
			SHA256     string `json:"sha256"`
			RecordedAt string `json:"recorded_at"`
		} `json:"clip"`
		Quality struct {
			Score float64 `json:"score"`
		} `json:"quality"`
		Shots []leanShot `json:"shots"`
	}
	leanShot struct {
		Index    int           `json:"index"`
		Shooter  int           `json:"shooter"`
		Hand     string        `json:"hand"`
		Kind     string        `json:"kind"`
		ShotType string        `json:"shot_type"`
		View     analysis.View `json:"view"`
		Events   []leanEvent   `json:"events"`
		Metrics  []leanMetric  `json:"metrics"`
		Flaws    []leanFlaw    `json:"flaws"`
	}
	leanEvent struct {
		ID           string            `json:"id"`
		TimeS        float64           `json:"time_s"`
		UncertaintyS float64           `json:"uncertainty_s"`
		Missing      *analysis.Missing `json:"missing"`
	}
	leanMetric struct {
		ID          string            `json:"id"`
		Value       float64           `json:"value"`
		Unit        string            `json:"unit"`
		Uncertainty float64           `json:"uncertainty"`
		Trust       string            `json:"trust"`
		Bound       string            `json:"bound"`
		Missing     *analysis.Missing `json:"missing"`
	}
	leanFlaw struct {
		ID         string  `json:"id"`
		Severity   int     `json:"severity"`
		Confidence float64 `json:"confidence"`
	}
)

// ReadShots reads of an analysis.json what a session needs: the shots with
// their values, releases and flaws, and what clip they are of.
func ReadShots(file []byte) (*analysis.Result, error) {
	var lean leanResult
	if err := json.Unmarshal(file, &lean); err != nil {
		var head struct {
			Schema string `json:"schema"`
		}
		if json.Unmarshal(file, &head) == nil && head.Schema != analysis.Schema {
			return nil, SchemaError{head.Schema} // of another form, so no wonder
		}
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if lean.Schema != analysis.Schema {
		return nil, SchemaError{lean.Schema}
	}
	r := &analysis.Result{
		Schema: lean.Schema, Tool: lean.Tool, Quality: analysis.Quality{Score: lean.Quality.Score},
		Clip: pose.Clip{Name: lean.Clip.Name, SHA256: lean.Clip.SHA256, RecordedAt: lean.Clip.RecordedAt},
	}
	for i := range lean.Shots {
		if id := lean.Shots[i].absurd(); id != "" {
			return nil, fmt.Errorf("%w: shot %d: %s is no possible value", ErrDamaged, lean.Shots[i].Index, id)
		}
		r.Shots = append(r.Shots, lean.Shots[i].shot())
	}
	return r, nil
}

// largestValue is more than any metric can be, in any unit.
const largestValue = 1e6

// absurd returns the metric whose numbers cannot be, which would spoil the sums
// over all results; "" for none.
func (l *leanShot) absurd() string {
	for _, m := range l.Metrics {
		if math.Abs(m.Value) > largestValue || m.Uncertainty < 0 || m.Uncertainty > largestValue {
			return m.ID
		}
	}
	return ""
}

func (l *leanShot) shot() analysis.Shot {
	s := analysis.Shot{
		Index: l.Index, Shooter: l.Shooter, Hand: l.Hand, Kind: l.Kind, ShotType: l.ShotType, View: l.View,
		Metrics: make([]analysis.Metric, len(l.Metrics)), Flaws: make([]analysis.Flaw, len(l.Flaws)),
	}
	for _, e := range l.Events {
		if e.ID == analysis.Release && e.Missing == nil {
			s.Events = []analysis.Event{{ID: e.ID, Time: microseconds(e.TimeS), Uncertainty: microseconds(e.UncertaintyS)}}
		}
	}
	for i, m := range l.Metrics {
		s.Metrics[i] = analysis.Metric{ID: m.ID, Value: m.Value, Unit: m.Unit, Uncertainty: m.Uncertainty, Trust: m.Trust, Bound: m.Bound, Missing: m.Missing}
	}
	for i, f := range l.Flaws {
		s.Flaws[i] = analysis.Flaw{ID: f.ID, Severity: f.Severity, Confidence: f.Confidence}
	}
	return s
}

// microseconds turns seconds of a file into a duration, as the file rounds them.
func microseconds(s float64) time.Duration {
	return time.Duration(math.Round(s*1e6)) * time.Microsecond
}
