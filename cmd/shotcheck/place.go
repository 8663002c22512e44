package main

import (
	"path/filepath"
	"strings"
)

// placeResults decides where the results of each clip go. Clips that share a
// stem in one folder keep their extension; two that still meet are wrong usage.
// A clip that is given twice is analysed once.
func placeResults(clips []clip, out string) ([]clip, error) {
	clips = withoutRepeats(clips, out)
	sharing := make(map[string]int)
	for _, c := range clips {
		sharing[c.folder(out, stem(c.name))]++
	}
	taken := make(map[string]clip)
	for i := range clips {
		c := &clips[i]
		c.out = c.folder(out, stem(c.name))
		if sharing[c.out] > 1 {
			c.out = c.folder(out, c.name)
		}
		if other, ok := taken[c.out]; ok {
			return nil, usage("run them one after the other with different --out", "%s and %s would both be written to %s", other, c, c.out)
		}
		taken[c.out] = *c
		if !c.poses && samePath(filepath.Dir(c.path), c.out) {
			return nil, usage("choose another --out", "%s lies in the folder that its results would replace", c)
		}
	}
	return clips, nil
}

// folder returns the result folder under out for a name.
func (c clip) folder(out, name string) string { return filepath.Join(out, c.below, name+resultSuffix) }

// stem returns a file name without its extension.
func stem(name string) string {
	if s := strings.TrimSuffix(name, filepath.Ext(name)); s != "" {
		return s
	}
	return name
}

// withoutRepeats leaves out clips that would be written to the same folder from
// the same file.
func withoutRepeats(clips []clip, out string) []clip {
	seen := make(map[[2]string]bool)
	var unique []clip
	for _, c := range clips {
		key := [2]string{absolute(c.path), c.folder(out, c.name)}
		if !seen[key] {
			unique = append(unique, c)
		}
		seen[key] = true
	}
	return unique
}

func samePath(a, b string) bool { return absolute(a) == absolute(b) }

// absolute returns a path that can be compared, links followed where it exists.
func absolute(path string) string {
	if followed, err := filepath.EvalSymlinks(path); err == nil {
		path = followed
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return path
}
