package report

import (
	"bytes"
	"encoding/csv"
	"math"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/sample"
	"github.com/shotcheck/shotcheck/pose"
)

func TestWriteCSV(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1, FPS: 2})
	m := res.Motions[0]
	m.Joints[pose.Nose][1] = analysis.Point{X: math.NaN(), Y: math.NaN()}
	m.Visibility[pose.Nose][1] = math.NaN()
	m.KneeDeg[1] = math.NaN()
	m.Time[1] = 500*time.Millisecond + 333
	var b bytes.Buffer
	if err := WriteCSV(&b, res); err != nil {
		t.Fatal(err)
	}
	compare(t, "frames.csv", b.Bytes())
}

func TestWriteCSVOfTwoShooters(t *testing.T) {
	res := sample.Result(sample.Options{Shots: 1, FPS: 10})
	second := *res.Motions[0]
	second.Person = 3
	res.Motions = append(res.Motions, &second)
	rows := readCSV(t, res)
	const columns = 4 + 3*pose.NumJoints + 5
	if len(rows) != 1+2*28 || len(rows[0]) != columns {
		t.Fatalf("%d rows of %d fields, want %d of %d", len(rows), len(rows[0]), 1+2*28, columns)
	}
	for i, row := range rows[1:] {
		wantIndex, wantShooter := itoa(i/2), []string{"1", "3"}[i%2]
		if row[0] != wantIndex || row[2] != wantShooter {
			t.Errorf("row %d is frame %s of shooter %s, want %s of %s", i, row[0], row[2], wantIndex, wantShooter)
		}
	}
}

func TestWriteCSVOfNobody(t *testing.T) {
	if rows := readCSV(t, &analysis.Result{}); len(rows) != 1 {
		t.Errorf("%d rows, want the head alone", len(rows))
	}
}

func readCSV(t *testing.T, res *analysis.Result) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCSV(&b, res); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
