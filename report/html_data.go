package report

import (
	"encoding/json"
	"html/template"
	"math"

	"github.com/shotcheck/shotcheck/analysis"
)

// pageData is what the script needs to know.
type pageData struct {
	From      float64        `json:"from"` // seconds from the release
	To        float64        `json:"to"`
	TimeScale float64        `json:"timeScale"`
	FPS       float64        `json:"fps"`
	Track     [][2]float64   `json:"track"` // seconds of the video and of the clip
	Shots     []pageShotData `json:"shots"`
}

type pageShotData struct {
	Index   int     `json:"index"`
	Release float64 `json:"release"`
	From    float64 `json:"from"`
	To      float64 `json:"to"`
}

// data returns the script's numbers as JSON, which is JavaScript, too; the
// encoder leaves nothing in it that could end the element.
func (a *webAuthor) data() (template.JS, error) {
	d := pageData{From: chartFromS, To: chartToS, TimeScale: a.Result.RealTime(1e9).Seconds(), Track: [][2]float64{}, Shots: []pageShotData{}}
	if v := a.Video; v != nil {
		d.FPS, d.Track = v.FPS, v.track()
	}
	for i := range a.Result.Shots {
		s := &a.Result.Shots[i]
		if r, ok := s.Event(analysis.Release); ok {
			from := r.Time - a.Result.ClipTime(-chartFromS*1e9)
			d.Shots = append(d.Shots, pageShotData{s.Index, r.Time.Seconds(), from.Seconds(), (r.Time + a.Result.ClipTime(chartToS*1e9)).Seconds()})
		}
	}
	text, err := json.Marshal(d)
	return template.JS(text), err
}

// track tells which second of the clip each second of the video shows, as the
// corners of a line that is off by less than a picture.
func (v *Video) track() [][2]float64 {
	var points [][2]float64
	pictures := 0
	for i, n := range v.Pace {
		if n > 0 && i < len(v.Times) {
			points = append(points, [2]float64{micro(float64(pictures) / v.FPS), micro(v.Times[i].Seconds())})
		}
		pictures += n
	}
	return corners(points, 1/v.FPS)
}

// micro rounds seconds to the microsecond.
func micro(s float64) float64 { return math.Round(s*1e6) / 1e6 }

// corners leaves out the points that lie on the line between those that are
// kept, to within a distance along the first column.
func corners(points [][2]float64, within float64) [][2]float64 {
	if len(points) < 3 {
		return points
	}
	kept := points[:1:1]
	least, most := math.Inf(-1), math.Inf(1) // slopes that meet all points since the last kept
	for i := 1; i < len(points); i++ {
		from, p := kept[len(kept)-1], points[i]
		dy := p[1] - from[1]
		low, high := (p[0]-from[0]-within/2)/dy, (p[0]-from[0]+within/2)/dy
		if slope := (p[0] - from[0]) / dy; slope < least || slope > most {
			kept = append(kept, points[i-1])
			least, most = math.Inf(-1), math.Inf(1)
			i--
			continue
		}
		least, most = math.Max(least, low), math.Min(most, high)
	}
	return append(kept, points[len(points)-1])
}
