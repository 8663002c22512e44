package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/shotcheck/shotcheck/analysis"
)

// wantJUnit was written by hand after the schema of Jenkins' xUnit plug-in.
const wantJUnit = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shotcheck" time="0" tests="12" failures="3" errors="1">
  <testsuite name="a/good &amp; fast.mp4" skipped="0" time="0" tests="4" failures="2" errors="0">
    <testcase classname="a/good &amp; fast.mp4" name="is analysed" time="0"></testcase>
    <testcase classname="a/good &amp; fast.mp4" name="has a shot" time="0"></testcase>
    <testcase classname="a/good &amp; fast.mp4" name="quality &gt;= 0.5" time="0">
      <failure message="quality 0.40 is below 0.50 because of view" type="low-quality">quality 0.40 is below 0.50 because of view</failure>
    </testcase>
    <testcase classname="a/good &amp; fast.mp4" name="knee_dip &lt; 125" time="0">
      <failure message="not met: knee_dip &lt; 125: shot 1: knee_dip is 130 deg" type="assert">not met: knee_dip &lt; 125: shot 1: knee_dip is 130 deg&#xA;not met: knee_dip &lt; 125: shot 2: knee_dip is missing: hidden</failure>
    </testcase>
  </testsuite>
  <testsuite name="gone.mp4" skipped="3" time="0" tests="4" failures="0" errors="1">
    <testcase classname="gone.mp4" name="is analysed" time="0">
      <error message="no such file or folder" type="no-such-file">no such file or folder (check the path)</error>
    </testcase>
    <testcase classname="gone.mp4" name="has a shot" time="0">
      <skipped message="the clip has no results"></skipped>
    </testcase>
    <testcase classname="gone.mp4" name="quality &gt;= 0.5" time="0">
      <skipped message="the clip has no results"></skipped>
    </testcase>
    <testcase classname="gone.mp4" name="knee_dip &lt; 125" time="0">
      <skipped message="the clip has no results"></skipped>
    </testcase>
  </testsuite>
  <testsuite name="empty.mp4" skipped="3" time="0" tests="4" failures="1" errors="0">
    <testcase classname="empty.mp4" name="is analysed" time="0">
      <failure message="nobody was found" type="no-person">nobody was found (step back)</failure>
    </testcase>
    <testcase classname="empty.mp4" name="has a shot" time="0">
      <skipped message="the clip has no results"></skipped>
    </testcase>
    <testcase classname="empty.mp4" name="quality &gt;= 0.5" time="0">
      <skipped message="the clip has no results"></skipped>
    </testcase>
    <testcase classname="empty.mp4" name="knee_dip &lt; 125" time="0">
      <skipped message="the clip has no results"></skipped>
    </testcase>
  </testsuite>
</testsuites>
`

// kneeAt is a shot with one metric.
func kneeAt(index int, m analysis.Metric) analysis.Shot {
	m.ID, m.Unit = "knee_dip", "deg"
	return analysis.Shot{Index: index, Metrics: []analysis.Metric{m}}
}

func TestJUnit(t *testing.T) {
	assertion, err := analysis.ParseAssertion("knee_dip < 125")
	if err != nil {
		t.Fatal(err)
	}
	opts := analyzeOptions{minQuality: 0.5, asserts: []analysis.Assertion{assertion}}
	result := &analysis.Result{
		Quality: analysis.Quality{Score: 0.4, Parts: map[string]float64{"view": 0.4, "tracking": 1}},
		Shots:   []analysis.Shot{kneeAt(1, analysis.Metric{Value: 130}), kneeAt(2, analysis.Metric{Missing: &analysis.Missing{Message: "hidden"}})},
	}
	outcomes := []*outcome{
		{clip: clip{path: "a/good & fast.mp4"}, result: result},
		{clip: clip{path: "gone.mp4"}, problems: []*problem{{Code: "no-such-file", Exit: exitFailed, Message: "no such file or folder", Hint: "check the path"}}},
		{clip: clip{path: "empty.mp4"}, problems: []*problem{{Code: "no-person", Exit: exitNoShot, Message: "nobody was found", Hint: "step back"}}},
	}
	got, err := junitXML(outcomes, opts.demands())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wantJUnit, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := checkJUnitFile(got); err != nil {
		t.Error(err)
	}
}

// TestJUnitOfStrangeNames: whatever a file is called, the XML can be read.
func TestJUnitOfStrangeNames(t *testing.T) {
	for _, name := range []string{"a\x01b.mp4", "\xff.mp4", `"<]]>&.mp4`, "é\n.mp4"} {
		got, err := junitXML([]*outcome{{clip: clip{path: name}, result: &analysis.Result{}}}, nil)
		if err == nil {
			err = checkJUnitFile(got)
		}
		if err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// junitNode is any element, read without the types that wrote it.
type junitNode struct {
	XMLName  xml.Name
	Attrs    []xml.Attr  `xml:",any,attr"`
	Children []junitNode `xml:",any"`
}

// junitSchema holds the children and the required attributes of each element,
// after the schema of Jenkins' xUnit plug-in and GitLab's documentation.
var junitSchema = map[string]struct{ children, attrs string }{
	"testsuites": {"testsuite", "name tests failures errors"},
	"testsuite":  {"testcase", "name tests failures errors skipped"},
	"testcase":   {"failure error skipped", "classname name time"},
	"failure":    {"", "message type"},
	"error":      {"", "message type"},
	"skipped":    {"", "message"},
}

// checkJUnitFile returns why a text is no JUnit XML.
func checkJUnitFile(text []byte) error {
	var root junitNode
	if err := xml.Unmarshal(text, &root); err != nil {
		return err
	}
	if root.XMLName.Local != "testsuites" {
		return errors.New("the root is " + root.XMLName.Local)
	}
	return root.check()
}

func (n junitNode) check() error {
	rule, known := junitSchema[n.XMLName.Local]
	if !known {
		return errors.New("unknown element " + n.XMLName.Local)
	}
	has := map[string]bool{}
	for _, a := range n.Attrs {
		has[a.Name.Local] = true
	}
	for name := range strings.FieldsSeq(rule.attrs) {
		if !has[name] {
			return errors.New(n.XMLName.Local + " without " + name)
		}
	}
	for _, c := range n.Children {
		if !strings.Contains(rule.children, c.XMLName.Local) {
			return errors.New(c.XMLName.Local + " in " + n.XMLName.Local)
		}
		if err := c.check(); err != nil {
			return err
		}
	}
	return nil
}

// TestJUnitCannotBeWritten: it is an error that names the flag, and the file that
// was there stays.
func TestJUnitCannotBeWritten(t *testing.T) {
	inFolder(t, map[string]string{"file": "mine"})
	opts := analyzeOptions{junit: "file/junit.xml"}
	err := opts.writeJUnit(nil)
	if err == nil || !strings.HasPrefix(err.Error(), "--junit file/junit.xml: not a directory (name a file") {
		t.Errorf("the error is %v", err)
	}
	if kept, err := os.ReadFile("file"); err != nil || string(kept) != "mine" {
		t.Errorf("the file holds %q, %v", kept, err)
	}
	c := &cli{args: []string{"analyze", "--junit", "file/junit.xml", "--json", "none.mp4"}, env: environment{}, stdout: io.Discard, stderr: io.Discard, cores: 1}
	if code := c.run(); code != int(exitFailed) {
		t.Errorf("code %d", code)
	}
}
