// Package training makes a plan of exercise from what analysis found.
//
// Data in: an [analysis.Result]. Data out: a [Plan] of sixty days: phases,
// weeks, sessions, drills, and what to measure when. The drills are data,
// drills.yaml. Nobody is given a drill for a flaw that the clip does not show.
//
// Limits: every drill and dosage is a coaching rule. No study is known to us
// that has tested such a plan, and the report says so.
package training

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/shotcheck/shotcheck/analysis"
)

//go:embed drills.yaml
var drillsFile []byte

// Drill is an exercise.
type Drill struct {
	ID string `yaml:"id"`
	// Flaw is the id of the flaw that it serves; empty: it is for everybody.
	Flaw  string   `yaml:"flaw"`
	Title string   `yaml:"title"`
	Setup string   `yaml:"setup"`
	Steps []string `yaml:"steps"`
	// Dosage is how much of it is done, by the id of a phase; it is not done in
	// the others.
	Dosage map[string]string `yaml:"dosage"`
	// Progression says how it gets harder, Success how to tell that it works.
	Progression string `yaml:"progression"`
	Success     string `yaml:"success"`
}

// Library returns all drills. They are shared: do not change them.
var Library = sync.OnceValue(func() []Drill {
	var file struct{ Drills []Drill }
	d := yaml.NewDecoder(bytes.NewReader(drillsFile))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		panic("training: drills.yaml: " + err.Error())
	}
	for _, drill := range file.Drills {
		if err := drill.validate(); err != nil {
			panic(fmt.Sprintf("training: drills.yaml: %s: %v", drill.ID, err))
		}
	}
	return file.Drills
})

// validate checks that a drill is complete.
func (d Drill) validate() error {
	if _, ok := analysis.FlawByID(d.Flaw); d.Flaw != "" && !ok {
		return fmt.Errorf("there is no flaw %q", d.Flaw)
	}
	if slices.Contains([]string{d.ID, d.Title, d.Setup, d.Progression, d.Success}, "") || len(d.Steps) == 0 || len(d.Dosage) == 0 {
		return errors.New("id, title, setup, steps, dosage, progression and success are needed")
	}
	for id := range d.Dosage {
		if !slices.ContainsFunc(Phases, func(p Phase) bool { return p.ID == id }) {
			return fmt.Errorf("there is no phase %q", id)
		}
	}
	return nil
}
