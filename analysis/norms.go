package analysis

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed norms.json
var builtinNormsFile []byte

// Norm is one published value of a metric, kept as its source has it. Empty
// keys mean that the source does not tell.
type Norm struct {
	Metric   string `yaml:"metric" json:"metric"`
	ShotType string `yaml:"shot_type" json:"shot_type,omitempty"` // "free-throw", "two", "three"
	Sex      string `yaml:"sex" json:"sex,omitempty"`             // "female", "male"
	Level    string `yaml:"level" json:"level,omitempty"`         // "youth", "amateur", "proficient", "professional"
	Method   string `yaml:"method" json:"method,omitempty"`       // "2D", "3D", "IMU"

	// Mean is nil where only a range of means is known. SD is 0 where no single
	// one is known. Both are in Unit, which is the metric's.
	Mean  *float64  `yaml:"mean" json:"mean,omitempty"`
	SD    float64   `yaml:"sd" json:"sd,omitempty"`
	Range []float64 `yaml:"range" json:"range,omitempty"` // least and greatest mean
	Unit  string    `yaml:"unit" json:"unit"`

	N          int    `yaml:"n" json:"n,omitempty"`                   // persons, 0 if not known
	Population string `yaml:"population" json:"population,omitempty"` // who they were
	Condition  string `yaml:"condition" json:"condition,omitempty"`   // what else was fixed, such as the distance
	Note       string `yaml:"note" json:"note,omitempty"`

	// Source is the key of Citation in the file, or the citation itself.
	Source   string `yaml:"source" json:"source"`
	Citation `yaml:"-"`
	// Read says how the number came here: "first-hand" (the paper or the page
	// itself) or "second-hand" (transcribed by a review); empty in profiles.
	Read string `yaml:"read" json:"read,omitempty"`
}

// Citation names a publication.
type Citation struct {
	Text string `yaml:"citation" json:"citation"`
	DOI  string `yaml:"doi" json:"doi,omitempty"`
}

// String returns the citation with its DOI.
func (c Citation) String() string {
	if c.DOI == "" {
		return c.Text
	}
	return c.Text + ", doi:" + c.DOI
}

// Grades reports whether values can be compared with the norm: it needs a mean
// and a spread, and our method. Angles digitised from one camera's picture and
// from 3D capture differ by more than their spread (elbow at the set point:
// 58–64° and 78–85°), so only 2D norms grade what one camera measures, even
// where there is no other.
func (n Norm) Grades() bool { return n.Mean != nil && n.SD > 0 && n.Method == "2D" }

// String describes the norm's source for people: citation, whom and what it
// holds for, and how it was read.
func (n Norm) String() string {
	held := n.holdsFor()
	if n.Read != "" {
		held = append(held, "read "+n.Read)
	}
	if len(held) == 0 {
		return n.Citation.String()
	}
	return n.Citation.String() + " (" + strings.Join(held, ", ") + ")"
}

// HoldsFor says in words for what and whom the norm holds, "" if that is not
// told.
func (n Norm) HoldsFor() string { return strings.Join(n.holdsFor(), ", ") }

func (n Norm) holdsFor() []string {
	held := []string{n.ShotType, n.Condition, n.Population, n.Method}
	if n.N > 0 {
		held = append(held, fmt.Sprintf("n = %d", n.N))
	}
	return slices.DeleteFunc(held, func(s string) bool { return s == "" })
}

// Value returns the published numbers as the source has them, without the unit:
// "121.5 ± 8.8", "58–64", "94.3".
func (n Norm) Value() string {
	switch {
	case n.Mean == nil:
		return fmt.Sprintf("%g–%g", n.Range[0], n.Range[1])
	case n.SD > 0:
		return fmt.Sprintf("%g ± %g", *n.Mean, n.SD)
	}
	return fmt.Sprintf("%g", *n.Mean)
}

// Query says for whom a norm is wanted; an empty key, or the shot type
// "unknown", stands for all.
type Query struct{ ShotType, Sex, Level string }

// queryFor returns the query of one shot.
func queryFor(s Shot, cfg Config) Query {
	return Query{ShotType: s.ShotType, Sex: cfg.Sex, Level: cfg.Level}
}

// matches reports whether the norm may hold for the query.
func (n Norm) matches(q Query) bool {
	agree := func(held, asked string) bool {
		return held == "" || asked == "" || asked == "unknown" || held == asked
	}
	return agree(n.ShotType, q.ShotType) && agree(n.Sex, q.Sex) && agree(n.Level, q.Level)
}

// Norms is a set of norms.
type Norms struct {
	Version string
	List    []Norm
}

// For returns the norms that can grade a metric for the query: one, or several
// where the query leaves open which of them applies. A value may then be graded
// only where all of them agree. Without any it says why.
func (n *Norms) For(metric string, q Query) (grading []Norm, why string) {
	published, usable := n.Of(metric), false
	for _, norm := range published {
		usable = usable || norm.Grades()
		if norm.Grades() && norm.matches(q) {
			grading = append(grading, norm)
		}
	}
	switch {
	case len(published) == 0:
		return nil, "no norm with a primary source"
	case !usable:
		return nil, "the published norms lack a spread or were measured by another method"
	case len(grading) == 0:
		return nil, "the published norms hold for other shots or shooters"
	}
	return grading, ""
}

// Of returns all norms of a metric, also those that cannot grade.
func (n *Norms) Of(metric string) []Norm {
	var own []Norm
	for _, norm := range n.List {
		if norm.Metric == metric {
			own = append(own, norm)
		}
	}
	return own
}

// replacedBy returns the set with the given norms in the place of all that it
// has for the same metrics.
func (n *Norms) replacedBy(own []Norm) *Norms {
	kept := slices.DeleteFunc(slices.Clone(n.List), func(old Norm) bool {
		return slices.ContainsFunc(own, func(o Norm) bool { return o.Metric == old.Metric })
	})
	return &Norms{Version: n.Version, List: append(kept, own...)}
}

// BuiltinNorms returns the published norms that come with the program. They
// are shared: do not change them.
var BuiltinNorms = sync.OnceValue(func() *Norms {
	var file struct {
		Schema, Version string
		Sources         map[string]Citation
		Norms           []Norm
	}
	if err := decodeStrict(bytes.NewReader(builtinNormsFile), &file); err != nil {
		panic("analysis: norms.json: " + err.Error())
	}
	for i := range file.Norms {
		file.Norms[i].Citation = file.Sources[file.Norms[i].Source]
		if err := file.Norms[i].validate(); err != nil {
			panic("analysis: norms.json: " + err.Error())
		}
	}
	return &Norms{Version: file.Version, List: file.Norms}
})
