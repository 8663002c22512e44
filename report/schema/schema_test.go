package schema_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/internal/schematest"
	"github.com/shotcheck/shotcheck/report/schema"
)

// TestStrict: every object of every schema says which keys it must have, and
// allows no others.
func TestStrict(t *testing.T) {
	for _, d := range schema.All() {
		var root any
		if err := json.Unmarshal(d.JSON, &root); err != nil {
			t.Fatal(err)
		}
		walk(root, d.Name, func(where string, object map[string]any) {
			if object["type"] != "object" {
				return
			}
			_, named := object["propertyNames"] // a map: its keys are listed instead
			if _, required := object["required"]; !named && (!required || object["additionalProperties"] != false) {
				t.Errorf("%s: an object without required or with additional properties", where)
			}
		})
	}
}

// walk calls f for every object of a document.
func walk(v any, where string, f func(where string, object map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		f(where, v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			walk(v[key], where+"/"+key, f)
		}
	case []any:
		for i, item := range v {
			walk(item, fmt.Sprintf("%s/%d", where, i), f)
		}
	}
}

// mutated are documents that the program wrote, with the keys that may be left
// out of them.
var mutated = []struct{ name, file, optional string }{
	{"analysis", "report/testdata/analysis.json", "camera recorded_at truncated norm bound points r_px scale"},
	{"poses", "testdata/shot.poses.json", "camera model ball rim repeated camera_px world_m presence"},
	{"truth", "testdata/shot.truth.json", "ball missing pan_swing_s crossing"},
}

// TestMutations: what the program wrote fits, and no longer does with a key more
// or a key less.
func TestMutations(t *testing.T) {
	for _, tt := range mutated {
		data, err := os.ReadFile(filepath.Join("../..", tt.file))
		if err != nil {
			t.Fatal(err)
		}
		doc := shortened(t, data)
		check := func() error {
			text, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			return schematest.Check(tt.name, text)
		}
		if err := check(); err != nil {
			t.Errorf("%s: %v", tt.file, err)
			continue
		}
		walk(doc, tt.name, func(where string, object map[string]any) {
			object["unknown"] = 1.0
			if check() == nil {
				t.Errorf("%s: an unknown key goes unseen", where)
			}
			delete(object, "unknown")
			for key, value := range maps.Clone(object) {
				delete(object, key)
				if missed := check() == nil; missed && !slices.Contains(strings.Fields(tt.optional), key) {
					t.Errorf("%s: nobody misses %q", where, key)
				}
				object[key] = value
			}
		})
	}
}

// shortened reads a document and leaves out all frames but the first.
func shortened(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	if frames, ok := doc["frames"].([]any); ok {
		doc["frames"] = frames[:1]
	}
	return doc
}

// TestTables: the schemas list the ids that the program knows.
func TestTables(t *testing.T) {
	var events, flaws []string
	for _, e := range analysis.EventCatalogue {
		events = append(events, e.ID)
	}
	for _, f := range analysis.FlawCatalogue {
		flaws = append(flaws, f.ID)
	}
	tables := map[string][]string{"metricId": analysis.MetricIDs(), "eventId": events, "flawId": flaws}
	for _, d := range schema.All() {
		var file struct {
			Defs map[string]struct{ Enum []any } `json:"$defs"`
		}
		if err := json.Unmarshal(d.JSON, &file); err != nil {
			t.Fatal(err)
		}
		for id, want := range tables {
			var listed []string
			for _, v := range file.Defs[id].Enum {
				listed = append(listed, v.(string))
			}
			if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(listed))); listed != nil && diff != "" {
				t.Errorf("%s: %s: %s", d.Name, id, diff)
			}
		}
	}
}

func TestNamed(t *testing.T) {
	for _, name := range schema.Names() {
		if d, ok := schema.Named(name); !ok || d.Title == "" || len(d.JSON) == 0 {
			t.Errorf("%s: %+v", name, d)
		}
	}
	if _, ok := schema.Named("none"); ok {
		t.Error("there is a schema of any name")
	}
}
