package report

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// coordinates are the columns of a .mot: OpenSim's names, of the side that the
// angle is of, and how they count it.
var coordinates = []struct {
	name string
	side func(*analysis.Motion) pose.Side // nil: of neither
	deg  func(*analysis.Motion) []float64
	of   func(ours float64) float64
}{
	{"knee_angle", legs, func(m *analysis.Motion) []float64 { return m.KneeDeg }, flexion},
	{"hip_flexion", legs, func(m *analysis.Motion) []float64 { return m.HipDeg }, flexion},
	{"elbow_flex", arm, func(m *analysis.Motion) []float64 { return m.ElbowDeg }, flexion},
	{"arm_flex", arm, func(m *analysis.Motion) []float64 { return m.ShoulderDeg }, same},
	{"trunk_lean", nil, func(m *analysis.Motion) []float64 { return m.TrunkLeanDeg }, same},
}

func legs(m *analysis.Motion) pose.Side { return m.Legs }
func arm(m *analysis.Motion) pose.Side  { return m.Arm }

// flexion turns an internal angle, 180 straight, into one that is 0 straight.
func flexion(internalDeg float64) float64 { return 180 - internalDeg }

func same(deg float64) float64 { return deg }

// WriteMOT writes the angles as an OpenSim motion in degrees, as the picture's plane
// shows them. What was not measured is nan.
func WriteMOT(w io.Writer, name string, e Export) error {
	rows := e.rows(e.bent)
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s\nversion=1\nnRows=%d\nnColumns=%d\ninDegrees=yes\nendheader\n", name, len(rows), 1+len(coordinates))
	fmt.Fprintln(out, strings.Join(motColumns(e.Motion), "\t"))
	var row []byte
	for _, i := range rows {
		row = strconv.AppendFloat(row[:0], e.seconds(i), 'f', timeDecimals, 64)
		for _, c := range coordinates {
			row = appendField(row, c.of(c.deg(e.Motion)[i]), angleDecimals, "nan")
		}
		if _, err := out.Write(append(row, '\n')); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return flushed(out, name)
}

// motColumns names the columns of a motion, such as knee_angle_r.
func motColumns(m *analysis.Motion) []string {
	names := []string{"time"}
	for _, c := range coordinates {
		name := c.name
		if c.side != nil {
			name += "_" + c.side(m).String()[:1]
		}
		names = append(names, name)
	}
	return names
}

// bent reports whether any angle of an entry was measured.
func (e Export) bent(i int) bool {
	for _, c := range coordinates {
		if !math.IsNaN(c.deg(e.Motion)[i]) {
			return true
		}
	}
	return false
}
