package accuracy

import (
	"bytes"
	"fmt"
	"os"
)

// Markers between which the table stands in the document.
const (
	beginMark = "<!-- accuracy:begin -->\n"
	endMark   = "<!-- accuracy:end -->"
)

// Insert replaces what stands between the markers of a document and leaves the prose.
func Insert(document []byte, table string) ([]byte, error) {
	before, rest, ok := bytes.Cut(document, []byte(beginMark))
	_, after, closed := bytes.Cut(rest, []byte(endMark))
	if !ok || !closed {
		return nil, fmt.Errorf("the markers %q and %q are not in it, in this order", beginMark[:len(beginMark)-1], endMark)
	}
	return bytes.Join([][]byte{before, []byte(beginMark), []byte(table), []byte(endMark), after}, nil), nil
}

// InsertFile does the same to a file.
func InsertFile(path, table string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := Insert(old, table)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, changed, 0o644)
}
