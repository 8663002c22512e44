// Package report tells people and programs what analysis found: analysis.json,
// frames.csv, a PDF and a page for browsers.
//
// Data in: an [analysis.Result] with its motions. Data out: bytes that are the
// same for the same input, on every machine.
//
// Files hold SI units; PDF and page show the reader's own. A value that could not
// be measured is never left out in silence: the reason stands in its place.
package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/shotcheck/shotcheck/analysis"
)

// WriteJSON writes the file analysis.json. A value that is not finite is an
// error.
func WriteJSON(w io.Writer, res *analysis.Result) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(res); err != nil {
		return fmt.Errorf("write analysis.json: %w", err)
	}
	return nil
}

// ReadJSON reads what WriteJSON wrote. Motions are not part of the file.
func ReadJSON(r io.Reader) (*analysis.Result, error) {
	var res analysis.Result
	if err := json.NewDecoder(r).Decode(&res); err != nil {
		return nil, fmt.Errorf("read analysis.json: %w", err)
	}
	if res.Schema != analysis.Schema {
		return nil, fmt.Errorf("read analysis.json: schema is %q, want %q", res.Schema, analysis.Schema)
	}
	return &res, nil
}
