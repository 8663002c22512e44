package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/shotcheck/shotcheck/analysis"
)

// sessionRows are a player's metrics: how they scatter, and how they change.
func sessionRows(s *analysis.Session) [][]string {
	rows := [][]string{{"PLAYER", "METRIC", "UNIT", "SHOTS", "MEAN", "SD", "NOISE", "SPREAD", "CHANGE", "FLOOR", "TREND"}}
	for _, p := range s.Players {
		trends := map[string]analysis.Trend{}
		for _, t := range p.Trends {
			trends[t.ID] = t
		}
		for _, c := range p.Spreads {
			rows = append(rows, append([]string{
				orMissing(p.Name), c.ID, c.Unit, fmt.Sprint(c.Shots), withError(c.Mean, c.Uncertainty), figure(c.SD), figure(c.NoiseFloor),
				beyond(c.Inconsistent()),
			}, trendCells(trends[c.ID])...))
		}
	}
	return rows
}

// trendCells are change, floor and verdict, or the code of the reason.
func trendCells(t analysis.Trend) []string {
	if t.Missing != nil {
		return []string{missingCell, missingCell, t.Missing.Code}
	}
	return []string{withError(t.Change, t.Uncertainty), figure(t.NoiseFloor), beyond(t.Exceeds)}
}

func beyond(exceeds bool) string {
	if exceeds {
		return "beyond-noise"
	}
	return "within-noise"
}

func orMissing(text string) string {
	if text == "" {
		return missingCell
	}
	return text
}

// figure writes a number with three significant digits, whatever its unit.
func figure(v float64) string {
	text := fmt.Sprintf("%.3g", v)
	if strings.Contains(text, "e") {
		return fmt.Sprintf("%.0f", v)
	}
	return text
}

func withError(v, uncertainty float64) string { return figure(v) + " ± " + figure(uncertainty) }

// printRows writes aligned columns; the first row heads them.
func printRows(w io.Writer, rows [][]string) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(table, strings.Join(r, "\t"))
	}
	_ = table.Flush() // when the reader is gone there is nobody to tell
}
