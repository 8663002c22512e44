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
	"errors"
	"fmt"
	"io"

	"github.com/shotcheck/shotcheck/analysis"
)

// WriteJSON writes the file analysis.json. A value that is not finite is an
// error.
func WriteJSON(w io.Writer, res *analysis.Result) error { return writeJSON(w, "analysis.json", res) }

// WriteSessionJSON writes the file session.json.
func WriteSessionJSON(w io.Writer, s *analysis.Session) error { return writeJSON(w, "session.json", s) }

// WriteCompareJSON writes the file compare.json.
func WriteCompareJSON(w io.Writer, c *analysis.Comparison) error {
	return writeJSON(w, "compare.json", c)
}

func writeJSON(w io.Writer, name string, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// SchemaError says that a file is of a schema that this version does not read.
type SchemaError struct{ Schema string }

// Error names both schemas.
func (e SchemaError) Error() string {
	return fmt.Sprintf("read analysis.json: schema is %q, want %q", e.Schema, analysis.Schema)
}

// ErrDamaged says that a file is not the JSON that it should be.
var ErrDamaged = errors.New("read analysis.json")

// ReadJSON reads what WriteJSON wrote. Motions are not part of the file.
func ReadJSON(r io.Reader) (*analysis.Result, error) {
	var res analysis.Result
	if err := json.NewDecoder(r).Decode(&res); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if res.Schema != analysis.Schema {
		return nil, SchemaError{res.Schema}
	}
	return &res, nil
}
