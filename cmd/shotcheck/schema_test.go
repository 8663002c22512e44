package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/internal/schematest"
	"github.com/shotcheck/shotcheck/report/schema"
)

// This file holds the JSON of every run in the tests against its schema: what is
// printed, and the files that were written.

// printedSchemas name the schemas of what commands print with --json; that of
// the others is "lines".
var printedSchemas = map[string]string{
	"norms": "norms", "version": "version", "doctor": "doctor", "models": "models", "config": "config",
}

// fileSchemas name the schemas of files, by the end of their name.
var fileSchemas = map[string]string{
	shotcheck.AnalysisFile: "analysis", shotcheck.PosesFile: "poses", shotcheck.SessionFile: "session", shotcheck.CompareFile: "compare",
	".truth.json": "truth",
}

// checked are the schemas that anything was held against.
var checked sync.Map

// checkPrinted returns why what a run has printed does not fit its schema.
func checkPrinted(args []string, stdout []byte) error {
	if !slices.Contains(args, "--json") {
		return nil
	}
	for values := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var value json.RawMessage
		if err := values.Decode(&value); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("--json prints no JSON: %w", err)
		}
		if err := checkAs(schemaOf(args[0], value), value); err != nil {
			return err
		}
	}
}

// schemaOf names the schema of a value that a command printed. Errors are lines,
// whatever the command.
func schemaOf(command string, value []byte) string {
	name, ok := printedSchemas[command]
	if !ok || bytes.HasPrefix(value, []byte(`{"message_type":`)) {
		return "lines"
	}
	return name
}

func checkAs(name string, value []byte) error {
	checked.Store(name, true)
	return schematest.Check(name, value)
}

// files are the paths below a folder with the times of their content.
type files map[string]time.Time

func filesBelow(dir string) files {
	found := files{}
	// What vanishes meanwhile is none of the run's files.
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			if info, err := entry.Info(); err == nil {
				found[path] = info.ModTime()
			}
		}
		return nil
	})
	return found
}

// checkWritten returns why a file that is new or has changed does not fit its
// schema.
func checkWritten(before, after files) error {
	for path, written := range after {
		if before[path].Equal(written) {
			continue
		}
		for end, name := range fileSchemas {
			if !strings.HasSuffix(path, end) {
				continue
			}
			content, err := os.ReadFile(path)
			if err == nil {
				err = checkAs(name, content)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return nil
}

// checkAllSchemas fails unless the tests have held something against every schema.
func checkAllSchemas(t *testing.T) {
	for _, name := range schema.Names() {
		if _, ok := checked.Load(name); !ok {
			t.Errorf("no test has printed or written anything of the schema %s", name)
		}
	}
}

// TestSchemaCheckFails: the checks above see what does not fit.
func TestSchemaCheckFails(t *testing.T) {
	for name, err := range map[string]error{
		"unknown key":   checkPrinted([]string{"analyze", "--json"}, []byte(`{"message_type":"error","clip":"","code":"usage","message":"","hint":"","more":1}`)),
		"missing key":   checkPrinted([]string{"doctor", "--json"}, []byte(`[{"check":"ffmpeg","found":""}]`)),
		"fix where ok":  checkPrinted([]string{"doctor", "--json"}, []byte(`[{"check":"ffmpeg","ok":true,"found":"","fix":""}]`)),
		"no JSON":       checkPrinted([]string{"version", "--json"}, []byte("shotcheck 1\n")),
		"wrong command": checkPrinted([]string{"norms", "list", "--json"}, []byte(`{"version":"1"}`)),
	} {
		if err == nil {
			t.Errorf("%s goes unseen", name)
		}
	}
	inFolder(t, map[string]string{"x/analysis.json": `{"schema":"shotcheck.analysis/1"}`})
	if checkWritten(files{}, filesBelow(".")) == nil {
		t.Error("a wrong file goes unseen")
	}
}
