package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/pose"
)

// marks is a .trc as OpenSim's documentation describes it: three lines of head, two
// of labels, an empty one, then tab-separated rows.
type marks struct {
	rateHz         float64
	units          string
	names          []string
	first          int         // OrigDataStartFrame
	frames         []int       // Frame#
	times          []float64   // Time
	x, y, z        [][]float64 // by row, then by marker; NaN where the field is empty
	declaredFrames int
}

// readTRC reads a .trc and shares nothing with its writer.
func readTRC(text string) (m marks, err error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 6 || !strings.HasPrefix(lines[0], "PathFileType\t4\t(X/Y/Z)\t") {
		return m, errors.New("not a .trc")
	}
	keys, values := strings.Split(lines[1], "\t"), strings.Split(lines[2], "\t")
	if len(keys) != 8 || len(values) != 8 {
		return m, fmt.Errorf("%d keys and %d values, want 8", len(keys), len(values))
	}
	head := map[string]string{}
	for i, k := range keys {
		head[k] = values[i]
	}
	if m.rateHz, err = strconv.ParseFloat(head["DataRate"], 64); err != nil {
		return m, err
	}
	m.units = head["Units"]
	m.first, _ = strconv.Atoi(head["OrigDataStartFrame"])
	m.declaredFrames, _ = strconv.Atoi(head["NumFrames"])
	labels := strings.Split(lines[3], "\t")
	if labels[0] != "Frame#" || labels[1] != "Time" || lines[5] != "" {
		return m, errors.New("no labels, or no empty line below them")
	}
	for i := 2; i < len(labels); i += 3 {
		m.names = append(m.names, labels[i])
	}
	if want := strconv.Itoa(len(m.names)); head["NumMarkers"] != want {
		return m, fmt.Errorf("NumMarkers is %s, there are %s", head["NumMarkers"], want)
	}
	if axes := strings.Split(lines[4], "\t"); len(axes) != len(labels) || axes[2] != "X1" || axes[len(axes)-1] != "Z"+head["NumMarkers"] {
		return m, fmt.Errorf("axes %q", axes)
	}
	for _, line := range lines[6:] {
		if err := m.addRow(strings.Split(line, "\t")); err != nil {
			return m, err
		}
	}
	return m, nil
}

func (m *marks) addRow(fields []string) error {
	if len(fields) != 2+3*len(m.names) {
		return fmt.Errorf("frame %s has %d fields, want %d", fields[0], len(fields), 2+3*len(m.names))
	}
	frame, err := strconv.Atoi(fields[0])
	if err != nil {
		return err
	}
	var at [3][]float64
	numbers := make([]float64, len(fields))
	for i, f := range fields {
		if numbers[i] = math.NaN(); f == "" {
			continue
		}
		if numbers[i], err = strconv.ParseFloat(f, 64); err != nil {
			return err
		}
	}
	for i, v := range numbers[2:] {
		at[i%3] = append(at[i%3], v)
	}
	m.frames, m.times = append(m.frames, frame), append(m.times, numbers[1])
	m.x, m.y, m.z = append(m.x, at[0]), append(m.y, at[1]), append(m.z, at[2])
	return nil
}

// readMOT reads an OpenSim motion by its head: key=value up to endheader, then
// labels and rows of as many columns.
func readMOT(text string) (columns []string, rows [][]float64, err error) {
	head, body, ok := strings.Cut(text, "\nendheader\n")
	if !ok {
		return nil, nil, errors.New("no endheader")
	}
	keys := map[string]string{}
	for _, line := range strings.Split(head, "\n")[1:] {
		key, value, _ := strings.Cut(line, "=")
		keys[key] = value
	}
	if keys["inDegrees"] != "yes" || keys["version"] != "1" {
		return nil, nil, fmt.Errorf("head %v", keys)
	}
	for i, line := range strings.Split(strings.TrimSuffix(body, "\n"), "\n") {
		if i == 0 {
			columns = strings.Split(line, "\t")
			continue
		}
		var row []float64
		for field := range strings.SplitSeq(line, "\t") {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				return nil, nil, err
			}
			row = append(row, v)
		}
		if len(row) != len(columns) {
			return nil, nil, fmt.Errorf("row %d has %d columns, want %d", i, len(row), len(columns))
		}
		rows = append(rows, row)
	}
	if keys["nRows"] != strconv.Itoa(len(rows)) || keys["nColumns"] != strconv.Itoa(len(columns)) {
		return nil, nil, fmt.Errorf("head %v, there are %d rows of %d", keys, len(rows), len(columns))
	}
	return columns, rows, nil
}

// export writes both files and reads them back.
func export(t *testing.T, e Export) (m marks, columns []string, rows [][]float64) {
	t.Helper()
	var trc, mot bytes.Buffer
	if err := errors.Join(WriteTRC(&trc, "shooter1.trc", e), WriteMOT(&mot, "shooter1.mot", e)); err != nil {
		t.Fatal(err)
	}
	m, err := readTRC(trc.String())
	if err != nil {
		t.Fatal(err)
	}
	if columns, rows, err = readMOT(mot.String()); err != nil {
		t.Fatal(err)
	}
	return m, columns, rows
}

// demo analyses the demo clip's poses; its shooter is 1.85 m tall.
func demo(t *testing.T) Export {
	t.Helper()
	f, err := os.Open("../testdata/shot.poses.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	poses, err := pose.ReadPoses(f)
	if err != nil {
		t.Fatal(err)
	}
	cfg := analysis.DefaultConfig()
	cfg.HeightM = 1.85
	r := analysis.Analyze(poses, cfg, nil)
	return Export{Result: r, Motion: r.Motions[0], Poses: poses}
}

// near compares with the files' rounding.
func near(a, b, within float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= within
}

// TestExportOfDemo: what an independent reader finds is what analysis measured.
func TestExportOfDemo(t *testing.T) {
	e := demo(t)
	m, columns, rows := export(t, e)
	const frames = 262 // of 263: the filters end before the last, as in frames.csv
	if len(m.frames) != frames || m.declaredFrames != frames || len(m.names) != 33 || m.units != "m" || m.first != 1 {
		t.Errorf("%d frames (%d declared) from %d, %d markers in %s", len(m.frames), m.declaredFrames, m.first, len(m.names), m.units)
	}
	if !near(m.rateHz, 60, 0.01) {
		t.Errorf("%v Hz, the clip has 60", m.rateHz)
	}
	scale := e.Result.Shooters[0].Scale.MPerPx
	for i := range m.frames {
		if m.frames[i] != i+1 || !near(m.times[i], float64(i)/60, 1e-4) {
			t.Fatalf("row %d is frame %d at %v s", i, m.frames[i], m.times[i])
		}
		for j, track := range e.Motion.Joints {
			x, y := track[i].X*scale, (720-track[i].Y)*scale
			if !near(m.x[i][j], x, 1e-5) || !near(m.y[i][j], y, 1e-5) || m.z[i][j] != 0 {
				t.Fatalf("frame %d: %s is at %v, %v, %v, want %v, %v, 0", i, m.names[j], m.x[i][j], m.y[i][j], m.z[i][j], x, y)
			}
		}
	}
	want := []string{"time", "knee_angle_r", "hip_flexion_r", "elbow_flex_r", "arm_flex_r", "trunk_lean"}
	if diff := cmp.Diff(want, columns); diff != "" {
		t.Fatal(diff)
	}
	for i, row := range rows {
		k := len(m.frames) - len(rows) + i // angles may begin later; they end with the clip
		for c, v := range []float64{
			180 - e.Motion.KneeDeg[k], 180 - e.Motion.HipDeg[k], 180 - e.Motion.ElbowDeg[k], e.Motion.ShoulderDeg[k], e.Motion.TrunkLeanDeg[k],
		} {
			if !near(row[c+1], v, 0.005) {
				t.Fatalf("row %d: %s is %v, want %v", i, columns[c+1], row[c+1], v)
			}
		}
	}
}

// TestExportAgainstTruth: metres are metres, and up is up. The picture flattens what
// is nearer or farther, and the model errs by about two pixels, 1 cm.
func TestExportAgainstTruth(t *testing.T) {
	text, err := os.ReadFile("../testdata/shot.truth.json")
	if err != nil {
		t.Fatal(err)
	}
	var truth struct {
		Frames []struct {
			JointsM [pose.NumJoints][3]float64 `json:"joints_m"` // toward the basket, to the left, up
		}
	}
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	m, _, _ := export(t, demo(t))
	const within = 0.06 // m: the scale's own uncertainty is 3 %
	for _, i := range []int{0, 100, 130, 200} {
		for _, j := range []pose.Joint{pose.RightShoulder, pose.RightElbow, pose.RightWrist, pose.RightKnee} {
			hip, is := truth.Frames[i].JointsM[pose.RightHip], truth.Frames[i].JointsM[j]
			x, y := m.x[i][j]-m.x[i][pose.RightHip], m.y[i][j]-m.y[i][pose.RightHip]
			if !near(x, is[0]-hip[0], within) || !near(y, is[2]-hip[2], within) {
				t.Errorf("frame %d: %s is %.3f ahead of and %.3f above the hip, want %.3f and %.3f", i, m.names[j], x, y, is[0]-hip[0], is[2]-hip[2])
			}
		}
	}
}

// TestExportGaps: frames before and after the shooter are left out, and what is
// missing in between is empty or nan.
func TestExportGaps(t *testing.T) {
	r := sample.Result(sample.Options{Shots: 1, FPS: 10, FacesLeft: true})
	r.Shooters[0].Scale = &analysis.Scale{MPerPx: 0.005}
	motion := r.Motions[0]
	gone := func(i int) {
		for j := range motion.Joints {
			motion.Joints[j][i] = analysis.Point{X: math.NaN(), Y: math.NaN()}
		}
		for _, a := range analysis.Angles {
			a.Deg(motion)[i] = math.NaN()
		}
	}
	last := len(motion.Index) - 1
	gone(0)
	gone(5)
	gone(last)
	motion.Joints[pose.RightKnee][7] = analysis.Point{X: math.NaN(), Y: math.NaN()}
	m, columns, rows := export(t, Export{Result: r, Motion: motion})
	if len(m.frames) != last-1 || len(rows) != last-1 || m.first != 2 || m.frames[0] != 2 || rows[0][0] != 0.1 {
		t.Errorf("%d markers' and %d angles' rows from frame %d at %v s, want %d from 2 at 0.1", len(m.frames), len(rows), m.frames[0], rows[0][0], last-1)
	}
	if columns[1] != "knee_angle_l" || columns[3] != "elbow_flex_r" {
		t.Errorf("the nearer leg is the left one, the arm the right one: %v", columns)
	}
	if !math.IsNaN(m.x[4][0]) || !math.IsNaN(m.z[4][0]) || !math.IsNaN(rows[4][1]) {
		t.Errorf("the gap holds %v, %v, %v", m.x[4][0], m.z[4][0], rows[4][1])
	}
	if knee := pose.RightKnee; !math.IsNaN(m.y[6][knee]) || math.IsNaN(m.y[6][knee+1]) {
		t.Errorf("the hidden knee is at %v, the ankle at %v", m.y[6][knee], m.y[6][knee+1])
	}
}

// TestExportOfSlowMotionAndPan: times are real ones, and the camera's turn is taken
// out.
func TestExportOfSlowMotionAndPan(t *testing.T) {
	r := sample.Result(sample.Options{Shots: 1})
	r.Shooters[0].Scale = &analysis.Scale{MPerPx: 0.005}
	still, _, _ := export(t, Export{Result: r, Motion: r.Motions[0]})
	r.Clip.TimeScale = 0.25
	turned := &pose.Poses{}
	for i := range r.Motions[0].Index {
		turned.Frames = append(turned.Frames, pose.FramePoses{CameraPx: [2]float64{2 * float64(i), -float64(i)}})
	}
	m, _, rows := export(t, Export{Result: r, Motion: r.Motions[0], Poses: turned})
	if !near(m.rateHz, 120, 0.01) || !near(m.times[60], 0.5, 1e-6) || !near(rows[60][0], 0.5, 1e-6) {
		t.Errorf("%v Hz, frame 60 at %v and %v s; want 120, 0.5 and 0.5", m.rateHz, m.times[60], rows[60][0])
	}
	if !near(m.x[60][0], still.x[60][0]-0.6, 1e-5) || !near(m.y[60][0], still.y[60][0]-0.3, 1e-5) {
		t.Errorf("the nose is at %v, %v, want 0.6 m to the left of and 0.3 m below %v, %v", m.x[60][0], m.y[60][0], still.x[60][0], still.y[60][0])
	}
}

// TestMarkerNames: each joint has Pose2Sim's name, which is made of side and part.
func TestMarkerNames(t *testing.T) {
	others := map[string]string{"FootIndex": "BigToe"}
	for j, name := range markerNames {
		side, want := "", ""
		for word := range strings.SplitSeq(pose.Joint(j).String(), "_") {
			if word == "left" || word == "right" {
				side = strings.ToUpper(word[:1])
				continue
			}
			want += strings.ToUpper(word[:1]) + word[1:]
		}
		if other, ok := others[want]; ok {
			want = other
		}
		if name != side+want {
			t.Errorf("%s is called %s, want %s", pose.Joint(j), name, side+want)
		}
	}
}

func TestNoMetres(t *testing.T) {
	if why := NoMetres(analysis.Shooter{}); why == nil || why.Code != analysis.MissingNoScale {
		t.Errorf("without a scale: %v", why)
	}
	if why := NoMetres(analysis.Shooter{Scale: &analysis.Scale{}}); why != nil {
		t.Errorf("with a scale: %v", why)
	}
}
