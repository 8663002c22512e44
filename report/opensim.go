package report

import (
	"bufio"
	"fmt"
	"math"
	"strconv"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// This file is what .trc and .mot share, the files of OpenSim and Pose2Sim: one
// for each shooter. Times are real seconds, also of slow motion; frames without any
// value at the clip's beginning or end are left out.

// Export is what a shooter's files are made of.
type Export struct {
	Result *analysis.Result
	// Motion is one of the result's; Poses are those that it was measured from, or
	// nil: then the camera is taken to stand still.
	Motion *analysis.Motion
	Poses  *pose.Poses
}

// NoMetres returns why a shooter's markers cannot be written in metres, or nil.
func NoMetres(s analysis.Shooter) *analysis.Missing {
	if s.Scale != nil {
		return nil
	}
	return &analysis.Missing{Code: analysis.MissingNoScale, Message: "metres are not known: give --height, or film the ball's flight from the side"}
}

// Shooter returns whose motion it is.
func (e Export) Shooter() analysis.Shooter {
	for _, s := range e.Result.Shooters {
		if s.ID == e.Motion.Person {
			return s
		}
	}
	return analysis.Shooter{ID: e.Motion.Person}
}

// rows returns the entries of the motion from the first to the last that is
// measured.
func (e Export) rows(measured func(i int) bool) []int {
	var rows []int
	for i := range e.Motion.Index {
		if measured(i) || len(rows) > 0 {
			rows = append(rows, i)
		}
	}
	for len(rows) > 0 && !measured(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// seconds returns the real time of an entry since the clip's beginning.
func (e Export) seconds(i int) float64 { return e.Result.RealTime(e.Motion.Time[i]).Seconds() }

// rateHz returns the mean number of rows in a real second; fewer than two tell
// none, and have the clip's.
func (e Export) rateHz(rows []int) float64 {
	if len(rows) < 2 {
		return e.Result.Clip.FPS
	}
	return float64(len(rows)-1) / (e.seconds(rows[len(rows)-1]) - e.seconds(rows[0]))
}

// appendField adds a tab and v, or what stands for it where v is not measured.
func appendField(row []byte, v float64, decimals int, missing string) []byte {
	row = append(row, '\t')
	if math.IsNaN(v) {
		return append(row, missing...)
	}
	return strconv.AppendFloat(row, v, 'f', decimals, 64)
}

// flushed ends a file.
func flushed(out *bufio.Writer, name string) error {
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
