package synth

import (
	"encoding/json"
	"io"
	"math"

	"github.com/shotcheck/shotcheck/pose"
)

// TruthSchema names the format of NAME.truth.json.
const TruthSchema = "shotcheck.truth/1"

// Truth is the file NAME.truth.json: what a perfect measurement would say.
type Truth struct {
	Schema   string       `json:"schema"`
	Settings Params       `json:"settings"`
	Shots    []TruthShot  `json:"shots"`
	Frames   []TruthFrame `json:"frames"`
	// RimM and RimPx are the rim's centre in the room and in the first frame.
	RimM  [3]float64 `json:"rim_m"`
	RimPx [2]float64 `json:"rim_px"`
}

// TruthShot is one shot with all events and metrics of the contract.
type TruthShot struct {
	Index      int           `json:"index"`
	Hand       string        `json:"hand"`
	Legs       string        `json:"legs"` // side that knee, hip and ankle are of: the nearer one
	Kind       Kind          `json:"kind"`
	AzimuthDeg float64       `json:"azimuth_deg"` // of the camera against the hips at the set point
	Events     []TruthEvent  `json:"events"`
	Metrics    []TruthMetric `json:"metrics"`
	Flaws      []Flaw        `json:"flaws"`
	Technique  Technique     `json:"technique"`
}

// TruthEvent is a moment in presentation time. Frame is fractional.
type TruthEvent struct {
	ID      string  `json:"id"`
	TimeS   float64 `json:"time_s"`
	Frame   float64 `json:"frame"`
	Missing string  `json:"missing,omitempty"` // the contract's code
}

// TruthMetric is a value in the contract's unit.
type TruthMetric struct {
	ID      string  `json:"id"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Missing string  `json:"missing,omitempty"` // the contract's code
}

// TruthFrame is what one frame shows.
type TruthFrame struct {
	Index    int                        `json:"index"`
	TimeS    float64                    `json:"time_s"`
	CameraPx [2]float64                 `json:"camera_px"`
	JointsPx [pose.NumJoints][2]float64 `json:"joints_px"`
	JointsM  [pose.NumJoints][3]float64 `json:"joints_m"`
	Ball     *TruthBall                 `json:"ball,omitempty"`
}

// TruthBall is the ball's centre; R is its radius in the picture.
type TruthBall struct {
	Px   [2]float64 `json:"px"`
	RPx  float64    `json:"r_px"`
	M    [3]float64 `json:"m"`
	Held bool       `json:"held"`
}

// Event returns an event by its id.
func (s *TruthShot) Event(id string) (e TruthEvent, ok bool) {
	for _, e := range s.Events {
		if e.ID == id && e.Missing == "" {
			return e, true
		}
	}
	return e, false
}

// Metric returns a metric by its id.
func (s *TruthShot) Metric(id string) (m TruthMetric, ok bool) {
	for _, m := range s.Metrics {
		if m.ID == id && m.Missing == "" {
			return m, true
		}
	}
	return m, false
}

// Write writes the file.
func (t *Truth) Write(w io.Writer) error { return json.NewEncoder(w).Encode(t) }

// Truth computes the truth of the whole clip.
func (s *Scene) Truth() *Truth {
	rim := s.rim
	if s.leftHanded() {
		rim = mirrorY(rim)
	}
	first := s.viewAt(0)
	x, y, _ := first.project(rim)
	t := &Truth{
		Schema: TruthSchema, Settings: s.params, Shots: []TruthShot{}, Frames: []TruthFrame{},
		RimM: triple(rim), RimPx: [2]float64{round(x, 2), round(y, 2)},
	}
	for i := range s.shots {
		if s.params.Kind.IsShot() {
			t.Shots = append(t.Shots, s.truthShot(i))
		}
	}
	for i := range s.frames {
		t.Frames = append(t.Frames, s.truthFrame(i))
	}
	return t
}

// truthShot measures one shot.
func (s *Scene) truthShot(i int) TruthShot {
	m := s.measure(&s.shots[i])
	out := TruthShot{
		Index: i + 1, Hand: s.params.Hand, Legs: m.legs.String(), Kind: s.params.Kind, AzimuthDeg: round(m.azimuthDeg(), 2),
		Flaws: s.params.Flaws, Technique: s.shots[i].technique,
	}
	for _, e := range m.events() {
		e.TimeS, e.Frame = round(e.TimeS, 5), round(e.TimeS*s.params.Camera.FPS, 4)
		out.Events = append(out.Events, e)
	}
	for _, d := range definitions {
		v := TruthMetric{ID: d.ID, Unit: d.Unit}
		if d.jumpOnly && s.params.Kind != JumpShot {
			v.Missing = "not-this-kind"
		} else {
			v.Value = round(d.value(m), 5)
		}
		out.Metrics = append(out.Metrics, v)
	}
	return out
}

// truthFrame projects one frame.
func (s *Scene) truthFrame(i int) TruthFrame {
	t := s.frameTime(i)
	v, f := s.viewAt(t), s.figureAt(t)
	cam := s.params.Camera
	out := TruthFrame{
		Index: i, TimeS: round(t, 6),
		CameraPx: cam.backgroundShift(cam.panDeg(0, s.durationS), cam.panDeg(t, s.durationS)),
	}
	for j, p := range f.joints {
		x, y, _ := v.project(p)
		out.JointsPx[j] = [2]float64{round(x, 2), round(y, 2)}
		out.JointsM[j] = triple(p)
	}
	if s.ball != nil {
		p, held := s.ballAt(t)
		if x, y, depth := v.project(p); depth > ballRadiusM {
			out.Ball = &TruthBall{
				Px: [2]float64{round(x, 2), round(y, 2)}, RPx: round(v.focalPx*ballRadiusM/depth, 2),
				M: triple(p), Held: held,
			}
		}
	}
	return out
}

// triple rounds a point to a tenth of a millimetre.
func triple(p vec) [3]float64 { return [3]float64{round(p.X, 4), round(p.Y, 4), round(p.Z, 4)} }

// round keeps so many decimals.
func round(x float64, decimals int) float64 {
	k := math.Pow10(decimals)
	return math.Round(x*k) / k
}
