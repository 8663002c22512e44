// Package schematest tells tests whether JSON is as its published schema says.
//
// Data in: the name of a schema and JSON. Data out: an error that names the place
// that does not fit. Only tests import it.
package schematest

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/shotcheck/shotcheck/report/schema"
)

// Check returns why a document does not fit the schema of that name, or nil.
func Check(name string, document []byte) error {
	s, err := compiled(name)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return fmt.Errorf("schema %s: %w", name, err)
	}
	if err := s.Validate(value); err != nil {
		return fmt.Errorf("schema %s: %w", name, err)
	}
	return nil
}

var (
	mu    sync.Mutex
	cache = map[string]*jsonschema.Schema{}
)

// compiled returns a schema, which is checked against draft 2020-12 itself.
func compiled(name string) (*jsonschema.Schema, error) {
	mu.Lock()
	defer mu.Unlock()
	if s := cache[name]; s != nil {
		return s, nil
	}
	doc, ok := schema.Named(name)
	if !ok {
		return nil, fmt.Errorf("there is no schema %q", name)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc.JSON))
	if err != nil {
		return nil, fmt.Errorf("schema %s: %w", name, err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name+".json", value); err != nil {
		return nil, fmt.Errorf("schema %s: %w", name, err)
	}
	s, err := c.Compile(name + ".json")
	if err != nil {
		return nil, fmt.Errorf("schema %s: %w", name, err)
	}
	cache[name] = s
	return s, nil
}
