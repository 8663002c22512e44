package figures

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/service"
)

// Trend tells how one player's metrics change over his results.
func Trend(player string, results []Source) (t service.PlayerTrend, err error) {
	t = service.PlayerTrend{PlayerID: player, Trends: []service.Trend{}}
	var shots []*analysis.Attempt
	for _, s := range results {
		for _, shot := range s.Result.Shots {
			shots = append(shots, &analysis.Attempt{Shot: shot, Result: s.AnalysisID, Clip: s.Name, Player: player, Day: s.day(), Quality: s.Result.Quality.Score})
		}
		if len(s.Result.Shots) > 0 {
			t.Analyses++
		}
	}
	if len(shots) == 0 {
		return t, nil
	}
	found := analysis.NewSession(shots, len(results)).Players[0]
	t.Shots = found.Counted
	for _, line := range found.Trends {
		out, err := same[service.Trend](line)
		if err != nil {
			return t, err
		}
		out.Label, out.Points = labels[line.ID], points(line, shots)
		t.Trends = append(t.Trends, out)
	}
	return t, nil
}

// never sorts after every date.
const never = "~"

// pointDecimals are enough for every unit of a metric.
const pointDecimals = 4

// points are what each result shows of a metric, in the shots that its trend
// counts.
func points(line analysis.Trend, shots []*analysis.Attempt) []service.TrendPoint {
	values := map[string][]float64{}
	list := []service.TrendPoint{}
	for _, s := range shots {
		v, ok := counted(line, s)
		if !ok {
			continue
		}
		if values[s.Result] == nil {
			list = append(list, service.TrendPoint{AnalysisID: s.Result, Date: dayText(s.Day)})
		}
		values[s.Result] = append(values[s.Result], v)
	}
	for i := range list {
		p := &list[i]
		mean, sd := stat.MeanStdDev(values[p.AnalysisID], nil)
		p.Shots, p.Mean = len(values[p.AnalysisID]), round(mean)
		if p.Shots > 1 {
			sd = round(sd)
			p.SD = &sd
		}
	}
	slices.SortStableFunc(list, func(a, b service.TrendPoint) int {
		return cmp.Compare(cmp.Or(a.Date, never), cmp.Or(b.Date, never))
	})
	return list
}

// counted returns a shot's value of a metric, if the trend counts it.
func counted(line analysis.Trend, s *analysis.Attempt) (float64, bool) {
	if s.LeftOut != nil || s.View.Kind != line.View {
		return 0, false
	}
	for _, m := range s.Metrics {
		if m.ID == line.ID {
			return m.Value, m.Missing == nil && m.Bound == ""
		}
	}
	return 0, false
}

func round(v float64) float64 {
	scale := math.Pow10(pointDecimals)
	return math.Round(v*scale) / scale
}
