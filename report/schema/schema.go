// Package schema publishes what the JSON of shotcheck looks like: JSON Schemas,
// draft 2020-12, of every file that it writes and of all that it prints.
//
// The schemas are strict: a key that is missing, or that they do not know, is an
// error. Names in files stay for ever, but new ones may be added: validate with the
// schemas of the version that wrote them, which `shotcheck schema NAME` prints.
// Each stands alone and refers to no other.
package schema

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

//go:embed *.json
var files embed.FS

// Document is one schema.
type Document struct {
	Name  string `json:"-"`     // as `shotcheck schema` takes it
	Title string `json:"title"` // what it describes, in a line
	JSON  []byte `json:"-"`
}

// All returns the schemas in the order of their names.
func All() []Document {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("schema: embedded files: " + err.Error())
	}
	list := make([]Document, len(entries))
	for i, e := range entries {
		list[i] = read(e.Name())
	}
	return list
}

// read returns the schema in a file.
func read(file string) Document {
	d := Document{Name: strings.TrimSuffix(file, path.Ext(file))}
	var err error
	if d.JSON, err = files.ReadFile(file); err == nil {
		err = json.Unmarshal(d.JSON, &d)
	}
	if err != nil {
		panic(fmt.Sprintf("schema: %s: %v", file, err))
	}
	return d
}

// Names lists the names of all schemas.
func Names() []string {
	var names []string
	for _, d := range All() {
		names = append(names, d.Name)
	}
	return names
}

// Named returns the schema of that name.
func Named(name string) (d Document, ok bool) {
	for _, d := range All() {
		if d.Name == name {
			return d, true
		}
	}
	return d, false
}
