package server_test

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/report"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// kneeDip makes a result of three shots whose knees bend by so much about a mean,
// filmed on a day.
func kneeDip(day string, meanDeg float64) *analysis.Result {
	r := sample.Result(sample.Options{Shots: 3})
	r.Clip.RecordedAt = day + "T18:00:00Z"
	for i := range r.Shots {
		for k := range r.Shots[i].Metrics {
			if m := &r.Shots[i].Metrics[k]; m.ID == "knee_dip" {
				m.Value, m.Uncertainty = meanDeg+float64(i-1)*2, 0.5
			}
		}
	}
	return r
}

// imported sends a result and waits for its import.
func imported(t *testing.T, c *service.Client, r *analysis.Result, player string) service.Analysis {
	t.Helper()
	dir := t.TempDir()
	var text, archive bytes.Buffer
	if err := report.WriteJSON(&text, r); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "analysis.json"), text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := service.WriteArchive(&archive, dir, false); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "results.zip")
	if err := os.WriteFile(file, archive.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindResults, Name: "results.zip", Path: file}, silent)
	if err != nil {
		t.Fatal(err)
	}
	return finished(t, c, service.NewAnalysis{UploadID: u.ID, PlayerID: player})
}

// TestFigures: two results are compared, and a player's trend is told, with the
// library's own numbers.
func TestFigures(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 1)
		coach, c := s.Tokens[store.Coach], s.Client(t, s.Tokens[store.Coach])
		p := ask[service.Player](t, s, coach, "POST /v1/players", service.NewPlayer{Name: "Pat", Born: "1999"}, http.StatusCreated)
		days := []string{"2026-03-01", "2026-04-01", "2026-05-01"}
		var made []service.Analysis
		for i, day := range days {
			made = append(made, imported(t, c, kneeDip(day, 100+10*float64(i)), p.ID))
		}
		compared := ask[service.Comparison](t, s, coach, "GET /v1/compare?a="+made[0].ID+"&b="+made[2].ID, nil, http.StatusOK)
		checkComparison(t, compared, kneeDip(days[0], 100), kneeDip(days[2], 120))
		if compared.A.PlayerID != p.ID || compared.A.Date != days[0] || !slices.Equal(compared.B.Shots, []int{1, 2, 3}) || len(compared.Notes) != 0 {
			t.Errorf("the sides are %+v and %+v, with %v", compared.A, compared.B, compared.Notes)
		}

		trend := ask[service.PlayerTrend](t, s, coach, "GET /v1/players/"+p.ID+"/trend", nil, http.StatusOK)
		i := slices.IndexFunc(trend.Trends, func(l service.Trend) bool { return l.ID == "knee_dip" })
		if i < 0 || trend.Analyses != 3 || trend.Shots != 9 {
			t.Fatalf("the trend is %+v", trend)
		}
		line := trend.Trends[i]
		if line.Change == nil || math.Abs(*line.Change-20) > 0.1 || !*line.Exceeds || line.Unit != "deg" || line.Label != "Knee at dip" {
			t.Errorf("the knee's trend is %+v", line)
		}
		for i, point := range line.Points { // three shots, two degrees apart: their SD is 2
			if want := 100 + 10*float64(i); point.Date != days[i] || point.AnalysisID != made[i].ID || point.Shots != 3 || math.Abs(point.Mean-want) > 1e-9 || math.Abs(*point.SD-2) > 1e-9 {
				t.Errorf("point %d is %+v", i, point)
			}
		}

		none := imported(t, c, sample.Result(sample.Options{}), "")
		refusal(t, s, coach, "GET /v1/compare?a="+made[0].ID+"&b="+none.ID, nil, "no-shot")
		older := kneeDip(days[0], 90)
		older.Schema = "shotcheck.analysis/0"
		refusal(t, s, coach, "GET /v1/compare?a="+made[0].ID+"&b="+imported(t, c, older, p.ID).ID, nil, "unreadable")
		if again := ask[service.PlayerTrend](t, s, coach, "GET /v1/players/"+p.ID+"/trend", nil, http.StatusOK); again.Analyses != 3 {
			t.Errorf("with a result that cannot be read the trend is %+v", again)
		}
		queued, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: upload(t, c, "damaged.mp4", 170).ID})
		if err != nil {
			t.Fatal(err)
		}
		refusal(t, s, coach, "GET /v1/compare?a="+made[0].ID+"&b="+queued.ID, nil, "not-done")
	})
}

// checkComparison holds a comparison against what shotcheck compare writes.
func checkComparison(t *testing.T, got service.Comparison, a, b *analysis.Result) {
	t.Helper()
	var parts [2]analysis.Part
	for i, r := range []*analysis.Result{a, b} {
		var file bytes.Buffer // numbers as a file holds them
		err := report.WriteJSON(&file, r)
		if err == nil {
			r, err = report.ReadJSON(&file)
		}
		if err != nil {
			t.Fatal(err)
		}
		if parts[i], err = analysis.NewPart("", r, 0); err != nil {
			t.Fatal(err)
		}
		parts[i].Player = "the same"
	}
	want := analysis.Compare(parts[0], parts[1]).Differences
	if len(got.Differences) != len(want) {
		t.Fatalf("%d metrics are compared, not %d", len(got.Differences), len(want))
	}
	values := 0
	for i, d := range got.Differences {
		text, err := json.Marshal(want[i])
		if err != nil {
			t.Fatal(err)
		}
		if d.Label == "" {
			t.Errorf("%s has no label", d.ID)
		}
		if d.Difference != nil {
			values++
		}
		d.Label = ""
		if now, err := json.Marshal(d); err != nil || !sameValues(t, now, text) {
			t.Errorf("%s is\n%s, not\n%s", d.ID, now, text)
		}
		if d.ID == "knee_dip" && (*d.Difference != 20 || !*d.Exceeds) {
			t.Errorf("the knee's difference is %s", text)
		}
	}
	if values < 5 {
		t.Errorf("only %d metrics have a difference", values)
	}
}

// sameValues compares two JSON objects but for the label.
func sameValues(t *testing.T, a, b []byte) bool {
	t.Helper()
	var texts [2]string
	for i, text := range [][]byte{a, b} {
		var v map[string]any
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		delete(v, "label")
		sorted, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(sorted)
	}
	return texts[0] == texts[1]
}
