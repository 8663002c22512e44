// Package figures tells what the numbers of several results say together: how two
// differ, and how a player changes. It asks the analysis that the command line
// asks, and so says the same.
//
// Data in: the files analysis.json of results, with what the service knows of
// them. Data out: the API's types.
package figures

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
)

// Source is the result of one analysis.
type Source struct {
	AnalysisID string
	Name       string // of the clip
	Player     string // who it shows, "" where that is not known
	Day        string // 2026-11-27, "" for when the clip says that it was filmed
	// Result is what [Read] has read.
	Result *analysis.Result
}

// ErrUnreadable says that a result is of a version that is not read here, or
// damaged.
var ErrUnreadable = errors.New("these results cannot be read")

// ErrNoShots says that a result has no shot.
var ErrNoShots = errors.New("these results have no shot")

// maxBytes bounds an analysis.json: it may have been uploaded.
const maxBytes = 32 << 20

// Read reads an analysis.json.
func Read(r io.Reader) (*analysis.Result, error) {
	var result analysis.Result
	if err := json.NewDecoder(io.LimitReader(r, maxBytes)).Decode(&result); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if result.Schema != analysis.Schema {
		return nil, ErrUnreadable
	}
	return &result, nil
}

// day is when a result was filmed, midnight UTC; zero where that is not known.
func (s Source) day() time.Time {
	if day, err := time.Parse(time.DateOnly, s.Day); err == nil {
		return day
	}
	recorded, err := time.Parse(time.RFC3339, s.Result.Clip.RecordedAt)
	if err != nil {
		return time.Time{}
	}
	return time.Date(recorded.Year(), recorded.Month(), recorded.Day(), 0, 0, 0, 0, time.UTC)
}

// dayText writes a day, or nothing for an unknown one.
func dayText(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// labels are the names of the metrics.
var labels = func() map[string]string {
	all := map[string]string{}
	for _, m := range analysis.Catalogue {
		all[m.ID] = m.Label
	}
	return all
}()

// same reads a value of the analysis as one of the API that has its JSON: with
// numbers rounded as in the files of the command line.
func same[T any](v any) (out T, err error) {
	text, err := json.Marshal(v)
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal(text, &out)
}
