package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/report"
)

// stateName is the file in a result folder that a later run decides by whether
// the results are up to date.
const stateName = ".shotcheck-state.json"

// state says what results were made from, and how.
type state struct {
	Version string          `json:"version"`
	Input   input           `json:"input"`
	Config  analysis.Config `json:"config"`
	Look    presentation    `json:"presentation"`
	// Outputs are what was asked for, Files what there was to write: some
	// outputs need a shot, or the video.
	Outputs []string `json:"outputs"`
	Files   []string `json:"files"`
}

// input identifies a file: by its content, and by what can be had without
// reading it.
type input struct {
	SHA256     string `json:"sha256"`
	SizeBytes  int64  `json:"size_bytes"`
	ModifiedNs int64  `json:"modified_ns"`
	Inode      uint64 `json:"inode"`
}

// job returns what the pipeline is to make of a clip in a folder; the child
// process reads the profile itself.
func (o *analyzeOptions) job(dir string) shotcheck.Job {
	job := o.look.job(dir)
	job.Config, job.Version, job.Outputs = o.config, version, chosenOutputs(o.outputs)
	return job
}

// state returns what results of a file made with these options would have.
func (o *analyzeOptions) state(in input) state {
	return state{Version: version, Input: in, Config: o.config, Look: o.look, Outputs: o.outputs}
}

// identify returns a file's size, time and inode.
func identify(path string) (input, error) {
	info, err := os.Stat(path)
	if err != nil {
		return input{}, err
	}
	if !info.Mode().IsRegular() {
		return input{}, errNotRegular
	}
	return input{SizeBytes: info.Size(), ModifiedNs: info.ModTime().UnixNano(), Inode: inode(info)}, nil
}

// sameFile reports whether two inputs are one file as it was, going by what can
// be had without reading it.
func (in input) sameFile(other input) bool {
	in.SHA256, other.SHA256 = "", ""
	return in == other
}

// upToDate returns the results in a folder if a run with these options would
// only make them again. Anything unreadable counts as out of date.
func (o *analyzeOptions) upToDate(c clip, in input) (*analysis.Result, bool) {
	if !o.resume || o.force {
		return nil, false
	}
	earlier, ok := readState(c.out)
	if !ok || !earlier.covers(o.state(in)) || !earlier.complete(c.out) {
		return nil, false
	}
	if o.verify || !earlier.Input.sameFile(in) {
		if sum, err := hashFile(c.path); err != nil || sum != earlier.Input.SHA256 {
			return nil, false
		}
	}
	result, err := readResult(c.out)
	return result, err == nil
}

// covers reports whether results in this state have all that is wanted, the
// input aside.
func (s state) covers(want state) bool {
	for _, name := range want.Outputs {
		if !slices.Contains(s.Outputs, name) {
			return false
		}
	}
	s.Input, s.Outputs, s.Files = want.Input, want.Outputs, want.Files
	a, _ := json.Marshal(s) // plain values, which cannot fail
	b, _ := json.Marshal(want)
	return string(a) == string(b)
}

// complete reports whether the files are still there.
func (s state) complete(dir string) bool {
	return !slices.ContainsFunc(s.Files, func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err != nil
	})
}

func readState(dir string) (s state, ok bool) {
	data, err := os.ReadFile(filepath.Join(dir, stateName))
	return s, err == nil && json.Unmarshal(data, &s) == nil
}

// write puts the state beside the results that it is of.
func (s state) write(dir string) error {
	s.Files = slices.DeleteFunc(slices.Clone(resultFiles), func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err != nil
	})
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, stateName), append(data, '\n'), 0o644)
}

func readResult(dir string) (*analysis.Result, error) {
	f, err := os.Open(filepath.Join(dir, shotcheck.AnalysisFile))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return report.ReadJSON(f)
}

// errNotRegular is said of pipes and devices: a clip is read more than once.
var errNotRegular = &problem{Code: "not-a-file", Exit: exitFailed, Message: "not a regular file", Hint: "store the clip in a file first"}

// hashFile returns the SHA-256 of a file's content in hexadecimal.
func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
