package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/analysis"
)

// demand is something that results must meet. It needs nothing but the
// results, so that it holds for skipped clips, too.
type demand struct {
	name  string
	check func(*analysis.Result) []*problem // what they lack
}

// demands lists what results must have: a shot, quality, and what was asserted.
func (o *analyzeOptions) demands() []demand {
	list := []demand{{"has a shot", hasShot}}
	if o.minQuality > 0 {
		list = append(list, demand{fmt.Sprintf("quality >= %g", o.minQuality), o.hasQuality})
	}
	for _, a := range o.asserts {
		list = append(list, demand{a.String(), func(r *analysis.Result) []*problem { return unmet(a, r) }})
	}
	return list
}

// judge returns what results lack.
func (o *analyzeOptions) judge(r *analysis.Result) []*problem {
	var problems []*problem
	for _, c := range o.demands() {
		problems = append(problems, c.check(r)...)
	}
	return problems
}

func hasShot(r *analysis.Result) []*problem {
	if len(r.Shots) > 0 {
		return nil
	}
	return []*problem{noShot(r)}
}

func (o *analyzeOptions) hasQuality(r *analysis.Result) []*problem {
	if r.Quality.Score >= o.minQuality {
		return nil
	}
	return []*problem{{
		Code: "low-quality", Exit: exitNoShot,
		Message: fmt.Sprintf("quality %.2f is below %.2f%s", r.Quality.Score, o.minQuality, worstPart(r.Quality)),
	}}
}

// unmet returns why an assertion is not met.
func unmet(a analysis.Assertion, r *analysis.Result) []*problem {
	var problems []*problem
	for _, f := range a.Check(r) {
		problems = append(problems, &problem{Code: "assert", Exit: exitAssert, Message: "not met: " + f.Message})
	}
	return problems
}

// noShot says that no shot was found, and the likeliest reason.
func noShot(r *analysis.Result) *problem {
	p := &problem{Code: "no-shot", Exit: exitNoShot, Message: "no shot was found", Hint: "is the whole shot in the clip, up to the follow-through?"}
	if len(r.Shooters) == 0 {
		p.Code, p.Message = "no-person", "nobody was found"
		p.Hint = "the shooter should be at least a quarter of the picture's height"
	}
	return p
}

// worstPart names the part of the quality that is to blame.
func worstPart(q analysis.Quality) string {
	for _, name := range slices.Sorted(maps.Keys(q.Parts)) {
		if q.Parts[name] == q.Score {
			return " because of " + strings.ReplaceAll(name, "_", " ")
		}
	}
	return ""
}

// trimPath takes a path that begins a message away.
func trimPath(message, path string) string {
	for _, prefix := range []string{path, filepath.Clean(path)} {
		if rest, ok := strings.CutPrefix(message, prefix+": "); ok {
			return rest
		}
	}
	return message
}

// nearlyFullBytes is so little that no result folder fits.
const nearlyFullBytes = 64 << 10

// diskFull reports whether the disk of a folder is full; programs that fail by
// it do not always say so.
func diskFull(dir string) bool {
	free, err := freeBytes(dir)
	return err == nil && free < nearlyFullBytes
}
