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

// Decimals of the numbers in frames.csv.
const (
	timeDecimals       = 6
	pixelDecimals      = 2
	visibilityDecimals = 3
	angleDecimals      = 2
)

// WriteCSV writes the file frames.csv: one row for each frame and shooter, by
// frame. An empty field was not measured.
func WriteCSV(w io.Writer, res *analysis.Result) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(csvHeader()); err != nil {
		return fmt.Errorf("write frames.csv: %w", err)
	}
	frames := 0
	for _, m := range res.Motions {
		frames = max(frames, len(m.Index))
	}
	var row []byte
	for i := range frames {
		for _, m := range res.Motions {
			if i >= len(m.Index) {
				continue
			}
			row = appendRow(row[:0], m, i)
			if _, err := out.Write(row); err != nil {
				return fmt.Errorf("write frames.csv: %w", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write frames.csv: %w", err)
	}
	return nil
}

func csvHeader() string {
	columns := []string{"index", "time_s", "shooter", "phase"}
	for j := range pose.Joint(pose.NumJoints) {
		columns = append(columns, j.String()+"_x_px", j.String()+"_y_px", j.String()+"_visibility")
	}
	for _, c := range analysis.Angles {
		columns = append(columns, c.ID)
	}
	return strings.Join(columns, ",") + "\n"
}

// appendRow adds entry i of a motion. Phases are words without commas.
func appendRow(row []byte, m *analysis.Motion, i int) []byte {
	row = strconv.AppendInt(row, int64(m.Index[i]), 10)
	row = appendNumber(row, m.Time[i].Seconds(), timeDecimals)
	row = append(row, ',')
	row = strconv.AppendInt(row, int64(m.Person), 10)
	row = append(row, ',')
	row = append(row, m.Phase[i]...)
	for j := range m.Joints {
		p := m.Joints[j][i]
		row = appendNumber(row, p.X, pixelDecimals)
		row = appendNumber(row, p.Y, pixelDecimals)
		row = appendNumber(row, m.Visibility[j][i], visibilityDecimals)
	}
	for _, c := range analysis.Angles {
		row = appendNumber(row, c.Deg(m)[i], angleDecimals)
	}
	return append(row, '\n')
}

// appendNumber adds a comma and v, or nothing after it where v is not measured.
func appendNumber(row []byte, v float64, decimals int) []byte {
	row = append(row, ',')
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return row
	}
	return strconv.AppendFloat(row, v, 'f', decimals, 64)
}
