package analysis

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// operators compare a value with what an assertion wants; longer ones first, so
// that ">=" is not read as ">".
var operators = []struct {
	text string
	met  func(got, want float64) bool
}{
	{">=", func(got, want float64) bool { return got >= want }},
	{"<=", func(got, want float64) bool { return got <= want }},
	{"==", func(got, want float64) bool { return got == want }},
	{"!=", func(got, want float64) bool { return got != want }},
	{">", func(got, want float64) bool { return got > want }},
	{"<", func(got, want float64) bool { return got < want }},
}

// ParseError says what is wrong with an assertion, and where.
type ParseError struct {
	Input  string
	Column int // counted in characters from 1
	Reason string
}

// Error returns the reason, and below it the input with a caret at the place.
func (e *ParseError) Error() string {
	return fmt.Sprintf("assertion, column %d: %s\n  %s\n  %s^", e.Column, e.Reason, e.Input, strings.Repeat(" ", e.Column-1))
}

// ParseAssertion reads "NAME OP NUMBER", such as "knee_dip >= 105". NAME is the
// id of a metric or of an event (its time_s), "shots", "quality", "flaws.major",
// "flaws.moderate", "flaws.minor" or "flaws." and the id of a flaw. OP is one of
// >= <= > < == !=. An error is a [*ParseError].
func ParseAssertion(text string) (Assertion, error) {
	text = strings.Map(spaceForControl, text) // an error quotes it on one line
	p := assertionParser{input: text, rest: text}
	a := Assertion{text: strings.TrimSpace(text), name: p.name()}
	if p.err == nil {
		a.met = p.operator()
	}
	if p.err == nil {
		a.want = p.number()
	}
	if p.err != nil {
		return Assertion{}, p.err
	}
	return a, nil
}

// spaceForControl replaces what would break a line.
func spaceForControl(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

// assertionParser reads an assertion from left to right; after an error it is
// of no further use.
type assertionParser struct {
	input, rest string
	err         error
}

func (p *assertionParser) skipSpace() { p.rest = strings.TrimLeft(p.rest, " ") }

// fail records an error at the beginning of what is left.
func (p *assertionParser) fail(format string, args ...any) {
	read := p.input[:len(p.input)-len(p.rest)]
	p.err = &ParseError{Input: p.input, Column: utf8.RuneCountInString(read) + 1, Reason: fmt.Sprintf(format, args...)}
}

// word takes the characters up to the next space or operator.
func (p *assertionParser) word() string {
	end := strings.IndexAny(p.rest, " <>=!")
	if end < 0 {
		end = len(p.rest)
	}
	return p.rest[:end]
}

func (p *assertionParser) name() string {
	p.skipSpace()
	name := p.word()
	switch {
	case name == "":
		p.fail("expected a name, such as knee_dip, flaws.major or shots")
	case !slices.Contains(assertable(), name):
		p.fail("there is no %q%s", name, DidYouMean(name, assertable()))
	default:
		p.rest = p.rest[len(name):]
	}
	return name
}

func (p *assertionParser) operator() func(got, want float64) bool {
	p.skipSpace()
	for _, op := range operators {
		if rest, ok := strings.CutPrefix(p.rest, op.text); ok {
			p.rest = rest
			return op.met
		}
	}
	p.fail("expected one of >= <= > < == !=")
	return nil
}

func (p *assertionParser) number() float64 {
	p.skipSpace()
	text := p.word()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		p.fail("expected a number")
		return 0
	}
	p.rest = p.rest[len(text):]
	if p.skipSpace(); p.rest != "" {
		p.fail("expected nothing after the number")
	}
	return v
}
