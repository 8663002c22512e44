package analysis

import (
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat"
)

// DayMean is the mean of a metric over one day's shots; Uncertainty is the half
// width of its 90 % interval.
type DayMean struct {
	Day                time.Time
	Shots, Clips       int
	Mean, Uncertainty  float64
	variance, squares  float64
	errors             float64 // Σ (nᵢ/n)²·eᵢ²
	sinceFirst, weight float64
}

// settle computes the variance of a day's mean from the typical error.
func (d *DayMean) settle(typicalError float64, first time.Time) {
	const exact = 1e-12 // keeps values without any error from an infinite weight
	d.variance = typicalError*typicalError/float64(d.Shots) + d.errors
	d.Uncertainty = z90 * math.Sqrt(d.variance)
	d.sinceFirst = d.Day.Sub(first).Hours() / 24
	d.weight = 1 / math.Max(d.variance, exact)
}

// dayMeans averages a metric over each known day, in their order.
func dayMeans(group alike) []DayMean {
	byDay := map[time.Time]*alike{}
	for i, s := range group.shots {
		if s.Day.IsZero() {
			continue
		}
		if byDay[s.Day] == nil {
			byDay[s.Day] = &alike{}
		}
		byDay[s.Day].add(s, group.metrics[i])
	}
	list := make([]DayMean, 0, len(byDay))
	for day, own := range byDay {
		d := dayMean(*own)
		d.Day = day
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b DayMean) int { return a.Day.Compare(b.Day) })
	return list
}

// dayMean averages the values of a day.
func dayMean(group alike) DayMean {
	d := DayMean{Shots: len(group.shots)}
	values := make([]float64, len(group.shots))
	clips, squares := map[string]int{}, []float64{}
	sizes := []float64{}
	for i, m := range group.metrics {
		values[i] = m.Value
		k, known := clips[group.shots[i].Result]
		if !known {
			k = len(clips)
			clips[group.shots[i].Result] = k
			sizes, squares = append(sizes, 0), append(squares, 0)
		}
		e := m.Uncertainty / z90
		sizes[k], squares[k] = sizes[k]+1, squares[k]+e*e
	}
	for k, n := range sizes {
		part := n / float64(d.Shots)
		d.errors += part * part * squares[k] / n
	}
	d.Clips, d.Mean = len(clips), stat.Mean(values, nil)
	for _, v := range values {
		d.squares += (v - d.Mean) * (v - d.Mean)
	}
	return d
}

// alike are shots whose values of a metric may be compared: those of the view
// that most of them have.
type alike struct {
	view    string
	shots   []*Attempt
	metrics []Metric // one of each shot
}

func (g *alike) add(s *Attempt, m Metric) {
	g.shots, g.metrics = append(g.shots, s), append(g.metrics, m)
}

// comparableShots returns the shots in which a metric repeats, from the view in
// which it was measured most often.
func comparableShots(id string, shots []*Attempt) alike {
	views := map[string]*alike{}
	for _, s := range shots {
		m, ok := findMetric(s.Shot, id)
		if !ok || !repeats(m) {
			continue
		}
		if views[s.View.Kind] == nil {
			views[s.View.Kind] = &alike{view: s.View.Kind}
		}
		views[s.View.Kind].add(s, m)
	}
	best := &alike{}
	for _, v := range viewNames {
		if g := views[v]; g != nil && len(g.shots) > len(best.shots) {
			best = g
		}
	}
	return *best
}
