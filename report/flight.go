package report

import (
	"fmt"
	"math"
	"slices"

	"github.com/shotcheck/shotcheck/analysis"
)

// flight is a ball's path from the release on, in a unit of length of the room:
// x toward the basket, y up from the release.
type flight struct {
	shot   *analysis.Shot
	points [][2]float64
	unit   string
}

// leastFlight is the fewest points that are worth a drawing.
const leastFlight = 4

// flightOf returns the path of a shot's ball; false where it was not followed,
// the view shortens it, or the camera has moved.
func (a *story) flightOf(shot *analysis.Shot) (flight, bool) {
	release, ok := shot.Event(analysis.Release)
	launch, _ := analysis.MetricByID("ball_launch_angle")
	if !ok || a.Result.Clip.Camera == "moving" || !slices.Contains(launch.Views.Names(), shot.View.Kind) {
		return flight{}, false
	}
	f := flight{shot: shot}
	var scale float64
	scale, f.unit = a.lengthPerPx(shot.Shooter)
	for _, p := range shot.Ball.Points {
		if p.Time >= release.Time {
			f.points = append(f.points, [2]float64{p.X * scale, -p.Y * scale})
		}
	}
	if len(f.points) < leastFlight || scale == 0 {
		return flight{}, false
	}
	f.fromRelease()
	return f, true
}

// fromRelease moves the path to the release and turns it to the right.
func (f *flight) fromRelease() {
	first, last := f.points[0], f.points[len(f.points)-1]
	way := math.Copysign(1, last[0]-first[0])
	for i, p := range f.points {
		f.points[i] = [2]float64{way * (p[0] - first[0]), p[1] - first[1]}
	}
}

// lengthPerPx returns what a pixel measures in the shooter's plane: in metres
// where the scale is known, else in body heights.
func (a *story) lengthPerPx(shooter int) (scale float64, unit string) {
	for _, s := range a.Result.Shooters {
		switch {
		case s.ID != shooter:
		case s.Scale != nil:
			return s.Scale.MPerPx, "m"
		case s.BodyHeightPx > 0:
			return 1 / s.BodyHeightPx, "body heights"
		}
	}
	return 0, ""
}

// allFlights returns the paths of all shots' balls.
func (a *story) allFlights() []flight {
	var list []flight
	for i := range a.Result.Shots {
		if f, ok := a.flightOf(&a.Result.Shots[i]); ok {
			list = append(list, f)
		}
	}
	return list
}

// extent returns the rectangle that holds all paths.
func extent(list []flight) (low, high [2]float64) {
	for _, f := range list {
		for _, p := range f.points {
			for k := range p {
				low[k], high[k] = math.Min(low[k], p[k]), math.Max(high[k], p[k])
			}
		}
	}
	return low, high
}

// flightMetrics are told beside the drawing.
var flightMetrics = []string{"ball_launch_angle", "ball_release_speed", "ball_apex_height", "ball_entry_angle"}

// flightWords tell the numbers of a flight.
func (a *story) flightWords(shot *analysis.Shot) string {
	words := []string{fmt.Sprintf("Shot %d", shot.Index)}
	for _, id := range flightMetrics {
		if m, ok := shot.Metric(id); ok {
			info, _ := analysis.MetricByID(id)
			words = append(words, lower(info.Label)+" "+a.Units.FormatMetric(m))
		}
	}
	return join(words)
}

// flightMM is the greatest height of the drawing.
const flightMM = 78.0

// flights draws the ball's paths to scale: a metre is as long up as along.
func (a *author) flights() {
	list := a.allFlights()
	if len(list) == 0 {
		return
	}
	low, high := extent(list)
	perUnit := math.Min((a.width-chartLeftMM)/(high[0]-low[0]), flightMM/math.Max(0.1, high[1]-low[1]))
	height := perUnit * (high[1] - low[1])
	a.heading("Ball flight", height+26)
	a.paragraph(a.left, a.width, "The ball's centre from the release, to scale, in "+a.lengthName(list[0].unit)+". All shots are turned to the right.", noteStyle)
	a.y += 3
	at := func(p [2]float64) (x, y float64) {
		return a.left + chartLeftMM + perUnit*(p[0]-low[0]), a.y + perUnit*(high[1]-p[1])
	}
	a.flightGrid(list[0].unit, low, high, at)
	for i, f := range list {
		for k, p := range f.points {
			x, y := at(p)
			if k > 0 {
				x0, y0 := at(f.points[k-1])
				a.line(x0, y0, x, y, bandCore, 0.3)
			}
			a.dot(x, y, 0.7, fadeTo(a.accent, float64(i)/float64(len(list)+1)))
		}
	}
	a.y += height + 7
	for _, f := range list {
		a.paragraph(a.left, a.width, a.flightWords(f.shot), cellStyle)
	}
}

// lengthName is how a unit of the drawing is read.
func (a *story) lengthName(unit string) string {
	if unit == "m" {
		return a.Units.Suffix(unit)
	}
	return unit
}

// readersUnit is the reader's unit of length in the drawing's.
func (a *story) readersUnit(unit string) float64 {
	if unit == "m" && a.Units == analysis.ImperialUnits {
		return 0.3048
	}
	return 1
}

// flightGrid draws lines at round lengths of the reader's unit.
func (a *author) flightGrid(unit string, low, high [2]float64, at func([2]float64) (x, y float64)) {
	per := a.readersUnit(unit)
	step := per * gridStep((high[0]-low[0])/per)
	for k := math.Ceil(low[1] / step); k*step <= high[1]; k++ {
		x0, y := at([2]float64{low[0], k * step})
		x1, _ := at([2]float64{high[0], k * step})
		a.line(x0, y, x1, y, rule, 0.15)
		a.textRight(x0-2, y+1, decimal(k*step/per), noteStyle)
	}
	for k := math.Ceil(low[0] / step); k*step <= high[0]; k++ {
		x, y := at([2]float64{k * step, low[1]})
		a.line(x, y, x, y+1, rule, 0.15)
		a.textCentre(x, y+4, decimal(k*step/per), noteStyle)
	}
}

// gridStep returns a round length of which up to eight cover the width.
func gridStep(width float64) float64 {
	for _, step := range []float64{0.1, 0.25, 0.5, 1, 2, 5} {
		if width <= 8*step {
			return step
		}
	}
	return 10
}
