package main

import (
	"fmt"

	"github.com/shotcheck/shotcheck/analysis"
)

// shotColumns are what a row says of a shot. Numbers have their units in the
// heading: degrees, seconds and body heights.
var shotColumns = [...]struct {
	heading string
	width   int
	cell    func(analysis.Shot) string
}{
	{"SHOT", 4, func(s analysis.Shot) string { return fmt.Sprint(s.Index) }},
	{"SHOOTER", 7, func(s analysis.Shot) string { return fmt.Sprint(s.Shooter) }},
	{"RELEASE_S", 9, releaseTime},
	{"HAND", 5, func(s analysis.Shot) string { return s.Hand }},
	{"KIND", 4, func(s analysis.Shot) string { return s.Kind }},
	{"VIEW", 7, func(s analysis.Shot) string { return s.View.Kind }},
	{"KNEE_DIP_DEG", 12, metricCell("knee_dip", 0)},
	{"ELBOW_SET_DEG", 13, metricCell("elbow_set", 0)},
	{"RELEASE_HEIGHT", 14, metricCell("release_height", 2)},
	{"FLAWS", 5, func(s analysis.Shot) string { return fmt.Sprint(len(s.Flaws)) }},
}

var shotHeadings = func() (cells [len(shotColumns)]string) {
	for i, c := range shotColumns {
		cells[i] = c.heading
	}
	return cells
}()

func shotRow(s analysis.Shot) (cells [len(shotColumns)]string) {
	for i, c := range shotColumns {
		cells[i] = c.cell(s)
	}
	return cells
}

// missingCell stands for what could not be measured; the reason is in the
// results.
const missingCell = "-"

func releaseTime(s analysis.Shot) string {
	for _, e := range s.Events {
		if e.ID == analysis.Release && e.Missing == nil {
			return fmt.Sprintf("%.3f", e.Time.Seconds())
		}
	}
	return missingCell
}

func metricCell(id string, decimals int) func(analysis.Shot) string {
	return func(s analysis.Shot) string {
		for _, m := range s.Metrics {
			if m.ID == id && m.Missing == nil {
				return fmt.Sprintf("%.*f", decimals, m.Value)
			}
		}
		return missingCell
	}
}
