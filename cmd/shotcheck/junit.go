package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// This file writes JUnit XML as Jenkins, GitLab and GitHub's actions read it: a
// suite for each clip, a case for each demand. Times are 0: the same results
// give the same bytes.

type (
	junitReport struct {
		XMLName xml.Name     `xml:"testsuites"`
		Name    string       `xml:"name,attr"`
		Time    int          `xml:"time,attr"`
		Suites  []junitSuite `xml:"testsuite"`
		junitCounts
	}
	junitSuite struct {
		Name    string      `xml:"name,attr"`
		Skipped int         `xml:"skipped,attr"`
		Time    int         `xml:"time,attr"`
		Cases   []junitCase `xml:"testcase"`
		junitCounts
	}
	junitCounts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"` // the clip
		Name    string        `xml:"name,attr"`
		Time    int           `xml:"time,attr"`
		Failure *junitProblem `xml:"failure"`
		Error   *junitProblem `xml:"error"`
		Skipped *junitSkip    `xml:"skipped"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"` // all that the case lacks, one a line
	}
	junitSkip struct {
		Message string `xml:"message,attr"`
	}
)

// add counts those of another suite.
func (c *junitCounts) add(other junitCounts) {
	c.Tests, c.Failures, c.Errors = c.Tests+other.Tests, c.Failures+other.Failures, c.Errors+other.Errors
}

// junitXML tells what has become of clips that have all ended.
func junitXML(outcomes []*outcome, demands []demand) ([]byte, error) {
	all := junitReport{Name: "shotcheck"}
	for _, o := range outcomes {
		s := o.junitSuite(demands)
		all.add(s.junitCounts)
		all.Suites = append(all.Suites, s)
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	return bytes.Join([][]byte{[]byte(xml.Header), text, []byte("\n")}, nil), err
}

// junitSuite tells of one clip: whether it was analysed, then each demand,
// which is skipped where there are no results.
func (o *outcome) junitSuite(demands []demand) junitSuite {
	s := junitSuite{Name: o.clip.String()}
	if o.result != nil {
		s.add("is analysed", nil)
		for _, c := range demands {
			s.add(c.name, c.check(o.result))
		}
		return s
	}
	s.add("is analysed", o.problems)
	for _, c := range demands {
		s.skip(c.name)
	}
	return s
}

// add adds a case with what it lacks. What cannot be analysed is an error, all
// else a failure.
func (s *junitSuite) add(name string, problems []*problem) {
	c := junitCase{Class: s.Name, Name: name}
	if len(problems) > 0 {
		lines := make([]string, len(problems))
		for i, p := range problems {
			lines[i] = p.Error()
		}
		what := &junitProblem{problems[0].Message, problems[0].Code, strings.Join(lines, "\n")}
		if problems[0].Exit == exitFailed {
			c.Error = what
			s.Errors++
		} else {
			c.Failure = what
			s.Failures++
		}
	}
	s.Tests++
	s.Cases = append(s.Cases, c)
}

// skip adds a case of a clip without results.
func (s *junitSuite) skip(name string) {
	s.Tests++
	s.Skipped++
	s.Cases = append(s.Cases, junitCase{Class: s.Name, Name: name, Skipped: &junitSkip{"the clip has no results"}})
}

// writeJUnit writes the file of --junit, completely or not at all.
func (o *analyzeOptions) writeJUnit(outcomes []*outcome) error {
	if o.junit == "" {
		return nil
	}
	text, err := junitXML(outcomes, o.demands())
	if err == nil {
		err = writeWhole(o.junit, text)
	}
	if err == nil {
		return nil
	}
	p := *explain(err)
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		err = file.Err // the path is that of a temporary file
	}
	p.Message, p.Hint = fmt.Sprintf("--junit %s: %s", o.junit, oneLine(err.Error())), "name a file in a folder that you may write to"
	return &p
}

// checkJUnit refuses to write over a folder, a clip or results.
func (o *analyzeOptions) checkJUnit(clips []clip) error {
	if o.junit == "" {
		return nil
	}
	if info, err := os.Stat(o.junit); err == nil && !info.Mode().IsRegular() {
		return usage("name a file, such as junit.xml", "--junit %s is not a file", o.junit)
	}
	if strings.HasSuffix(filepath.Dir(o.junit), resultSuffix) {
		return usage("name a file beside it, such as junit.xml", "--junit %s lies in a folder of results", o.junit)
	}
	for _, c := range clips {
		if samePath(o.junit, c.path) {
			return usage("name another file, such as junit.xml", "--junit %s is a clip", o.junit)
		}
	}
	return nil
}
