package analysis

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed profile.yaml
var builtinProfileFile []byte

// maxProfileBytes bounds a profile; the built-in one has 4 kB.
const maxProfileBytes = 1 << 20

// Profile is what shots are judged by: norms, and coaching rules where there is
// no norm.
type Profile struct {
	Name string
	// SHA256 is the hash of the file, empty for the built-in profile.
	SHA256 string
	Norms  *Norms
	// Rules are keyed by the id of the flaw that they raise.
	Rules map[string][]Rule
	// Brand is how reports look; it changes no number.
	Brand Brand
}

// Brand makes reports a club's own. What is empty is not told.
type Brand struct {
	Club   string `yaml:"club"`
	Accent string `yaml:"accent"` // colour as #RRGGBB
	Logo   string `yaml:"logo"`   // PNG or JPEG file, from the profile's folder
}

// Rule is a coaching rule: when a metric raises a flaw. Its values are in the
// metric's unit and recede from Ideal in the flaw's direction: beyond Limit the
// flaw is raised, at Moderate and Major its severity is 20 and 40.
type Rule struct {
	Metric   string  `yaml:"metric" json:"metric"`
	Ideal    float64 `yaml:"ideal" json:"ideal"`
	Limit    float64 `yaml:"limit" json:"limit"`
	Moderate float64 `yaml:"moderate" json:"moderate"`
	Major    float64 `yaml:"major" json:"major"`
	Source   string  `yaml:"source" json:"source"`
}

// profileFile is the format of a profile.
type profileFile struct {
	Name  string            `yaml:"name"`
	Norms []Norm            `yaml:"norms"`
	Rules map[string][]Rule `yaml:"rules"`
	Brand Brand             `yaml:"brand"`
}

// BuiltinProfile returns the profile that holds without --profile. It is
// shared: do not change it.
var BuiltinProfile = sync.OnceValue(func() *Profile {
	file, err := parseProfile(builtinProfileFile)
	if err != nil {
		panic("analysis: profile.yaml: " + err.Error())
	}
	return &Profile{Name: file.Name, Norms: BuiltinNorms(), Rules: file.Rules}
})

// LoadProfile reads a profile in YAML or JSON and lays it over the built-in
// one: its norms stand in the place of all norms for the same metrics, its rules
// in the place of all rules for the same flaws (an empty list switches a flaw's
// rules off); all else stays. Unknown keys, values without a source and
// implausible numbers are errors that name them.
func LoadProfile(r io.Reader) (*Profile, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxProfileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	if len(data) > maxProfileBytes {
		return nil, errors.New("profile: larger than 1 MiB")
	}
	file, err := parseProfile(data)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	builtin, hash := BuiltinProfile(), sha256.Sum256(data)
	rules := maps.Clone(builtin.Rules)
	maps.Copy(rules, file.Rules)
	return &Profile{
		Name:   file.Name,
		SHA256: hex.EncodeToString(hash[:]),
		Norms:  builtin.Norms.replacedBy(file.Norms),
		Rules:  rules,
		Brand:  file.Brand,
	}, nil
}

// parseProfile decodes and checks a profile.
func parseProfile(data []byte) (profileFile, error) {
	var file profileFile
	if err := decodeStrict(bytes.NewReader(data), &file); err != nil {
		return file, err
	}
	for i := range file.Norms {
		n := &file.Norms[i]
		n.Text = n.Source
		if n.Method == "" {
			n.Method = "2D" // a profile's norms are meant for what we measure
		}
		if err := n.validate(); err != nil {
			return file, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(file.Rules)) {
		for _, rule := range file.Rules[id] {
			if err := rule.validate(id); err != nil {
				return file, fmt.Errorf("rule of %q: %w", id, err)
			}
		}
	}
	return file, nil
}

// validate checks a rule of the flaw with this id.
func (r Rule) validate(id string) error {
	flaw, ok := FlawByID(id)
	if !ok {
		return fmt.Errorf("there is no such flaw%s", DidYouMean(id, flawIDs()))
	}
	if !slices.Contains(flaw.Metrics, r.Metric) {
		return fmt.Errorf("metric %q is none of %q", r.Metric, flaw.Metrics)
	}
	if r.Source == "" {
		return errors.New("needs a source, such as the name of the coach")
	}
	y := r.yardstick(flaw.Direction)
	if !(0 <= y.Limit && y.Limit < y.Moderate && y.Moderate < y.Major && y.Major < math.Inf(1)) {
		return fmt.Errorf("ideal, limit, moderate and major must recede in this order: %s", flaw.Direction)
	}
	return nil
}

// goWords are the decoder's words for programmers, and ours for users.
var goWords = []struct {
	pattern *regexp.Regexp
	words   string
}{
	{regexp.MustCompile(`field (\S+) not found in type .*`), "unknown key $1"},
	{regexp.MustCompile("cannot unmarshal !!\\w+ (`.*`) into .*"), "$1 does not fit here"},
	{regexp.MustCompile(`cannot unmarshal !!(\w+) into .*`), "a $1 does not fit here"},
}

// plainWords puts a decoder's message into words for users.
func plainWords(message string) string {
	for _, g := range goWords {
		message = g.pattern.ReplaceAllString(message, g.words)
	}
	return message
}

// decodeStrict decodes one YAML or JSON document; JSON is YAML. Unknown and
// repeated keys are errors that name their line.
func decodeStrict(r io.Reader, into any) error {
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	err := d.Decode(into)
	var typed *yaml.TypeError
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("the file is empty")
	case errors.As(err, &typed):
		return errors.New(plainWords(typed.Errors[0]))
	case err != nil:
		return err
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return errors.New("more than one document in the file")
	}
	return nil
}
