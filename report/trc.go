package report

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// markerNames are Pose2Sim's names for BlazePose's joints, by which its OpenSim
// markers are called, too.
var markerNames = [pose.NumJoints]string{
	"Nose", "LEyeInner", "LEye", "LEyeOuter", "REyeInner", "REye", "REyeOuter", "LEar", "REar", "LMouth", "RMouth",
	"LShoulder", "RShoulder", "LElbow", "RElbow", "LWrist", "RWrist", "LPinky", "RPinky", "LIndex", "RIndex", "LThumb", "RThumb",
	"LHip", "RHip", "LKnee", "RKnee", "LAnkle", "RAnkle", "LHeel", "RHeel", "LBigToe", "RBigToe",
}

// Decimals of the numbers in .trc and .mot: a hundredth of a millimetre, and what
// the rates of cameras are told in.
const (
	metreDecimals = 5
	rateDecimals  = 4
)

// WriteTRC writes the joints as marker trajectories in metres, in the picture's
// plane: x to the right, y up from the lower edge of the first picture, z always
// 0. What was not measured is empty. It panics where [NoMetres] has a
// reason.
func WriteTRC(w io.Writer, name string, e Export) error {
	rows := e.rows(e.seen)
	out := bufio.NewWriter(w)
	writeTRCHead(out, name, e, rows)
	mPerPx := e.Shooter().Scale.MPerPx
	var row []byte
	for _, i := range rows {
		row = strconv.AppendInt(row[:0], int64(frameNumber(e, i)), 10)
		row = appendField(row, e.seconds(i), timeDecimals, "")
		for j := range e.Motion.Joints {
			p := e.upright(i, e.Motion.Joints[j][i])
			for _, px := range []float64{p.X, p.Y, 0 * p.X} { // z is not measured where x is not
				row = appendField(row, px*mPerPx, metreDecimals, "")
			}
		}
		if _, err := out.Write(append(row, '\n')); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return flushed(out, name)
}

// writeTRCHead writes the lines above the frames.
func writeTRCHead(out *bufio.Writer, name string, e Export, rows []int) {
	rate := strconv.FormatFloat(e.rateHz(rows), 'f', rateDecimals, 64)
	first := 1
	if len(rows) > 0 {
		first = frameNumber(e, rows[0])
	}
	fmt.Fprintf(out, "PathFileType\t4\t(X/Y/Z)\t%s\n", name)
	fmt.Fprint(out, "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n")
	fmt.Fprintf(out, "%s\t%s\t%d\t%d\tm\t%s\t%d\t%d\n", rate, rate, len(rows), pose.NumJoints, rate, first, len(rows))
	fmt.Fprintf(out, "Frame#\tTime\t%s\t\t\n\t", strings.Join(markerNames[:], "\t\t\t"))
	for j := range pose.NumJoints {
		fmt.Fprintf(out, "\tX%[1]d\tY%[1]d\tZ%[1]d", j+1)
	}
	fmt.Fprint(out, "\n\n")
}

// frameNumber counts the clip's frames from 1, as .trc does.
func frameNumber(e Export, i int) int { return e.Motion.Index[i] + 1 }

// seen reports whether any joint of an entry was measured.
func (e Export) seen(i int) bool {
	return slices.ContainsFunc(e.Motion.Joints[:], func(track []analysis.Point) bool { return !math.IsNaN(track[i].X) })
}

// upright returns a point of a picture in the first picture's place, y up from its
// lower edge, in pixels.
func (e Export) upright(i int, p analysis.Point) analysis.Point {
	var cameraPx [2]float64
	if e.Poses != nil {
		cameraPx = e.Poses.Frames[i].CameraPx
	}
	return analysis.Point{X: p.X - cameraPx[0], Y: float64(e.Result.Clip.HeightPx) - (p.Y - cameraPx[1])}
}
