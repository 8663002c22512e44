package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
)

// This file finds and reads the results of earlier runs.

// findResults returns the result folders that some paths stand for, each once:
// a path itself, or those in it and with recursive below it.
func findResults(paths []string, recursive bool) ([]string, error) {
	var found []string
	seen := map[string]bool{}
	for _, path := range paths {
		dirs, err := resultsIn(filepath.Clean(path), recursive)
		if err != nil {
			return nil, err
		}
		if len(dirs) == 0 {
			hint := "results are folders that end in " + resultSuffix
			if !recursive {
				hint = "search the folders below it with --recursive"
			}
			return nil, usage(hint, "%s: no results in this folder", path)
		}
		for _, dir := range dirs {
			if key := absolute(dir); !seen[key] {
				seen[key] = true
				found = append(found, dir)
			}
		}
	}
	return found, nil
}

// resultsIn returns the result folders of one path in the order of their names.
func resultsIn(path string, recursive bool) ([]string, error) {
	path, err := resultFolder(path)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, resultSuffix) || slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == shotcheck.AnalysisFile }) {
		return []string{path}, nil
	}
	var found []string
	for _, e := range entries {
		dir := filepath.Join(path, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case strings.HasSuffix(e.Name(), resultSuffix):
			if !rolledUp(dir) {
				found = append(found, dir)
			}
		case recursive && e.IsDir():
			below, err := resultsIn(dir, true)
			if err != nil {
				return nil, err
			}
			found = append(found, below...)
		}
	}
	return found, nil
}

// rolledUp reports whether a folder holds a session or a comparison, which is
// made of results and is none.
func rolledUp(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, shotcheck.AnalysisFile)); err == nil {
		return false
	}
	return slices.ContainsFunc([]string{shotcheck.SessionFile, shotcheck.CompareFile}, func(name string) bool {
		_, err := os.Lstat(filepath.Join(dir, name))
		return err == nil
	})
}

// loaded is what a result folder holds for a session.
type loaded struct {
	dir    string
	shots  []*analysis.Attempt
	player string
	day    time.Time
	err    error
}

// loadAll reads result folders, several at once, and returns them in their
// order.
func loadAll(ctx context.Context, dirs []string, jobs int) ([]loaded, error) {
	all := make([]loaded, len(dirs))
	var readers errgroup.Group
	readers.SetLimit(jobs)
	for i, dir := range dirs {
		readers.Go(func() error {
			if ctx.Err() == nil {
				all[i] = load(dir)
			}
			return ctx.Err()
		})
	}
	return all, readers.Wait()
}

// load reads the shots of one result folder.
func load(dir string) loaded {
	l := loaded{dir: dir}
	r, err := shotcheck.ReadShots(dir)
	if err != nil {
		l.err = notResults(err, dir)
		return l
	}
	l.player, l.day = filmed(dir, r)
	for _, s := range r.Shots {
		l.shots = append(l.shots, &analysis.Attempt{
			Shot: s, Result: filepath.ToSlash(dir), Clip: r.Clip.Name, Player: l.player, Day: l.day, Quality: r.Quality.Score,
		})
	}
	return l
}

// notResults explains why a folder's results cannot be read.
func notResults(err error, dir string) error {
	if _, dirErr := os.Stat(dir); dirErr == nil && errors.Is(err, fs.ErrNotExist) {
		return errNoResults
	}
	return err
}

// errNoResults is said of a folder that is given as one of results.
var errNoResults = &problem{
	Code: "not-results", Exit: exitFailed, Message: "no " + shotcheck.AnalysisFile + " in this folder",
	Hint: "give the folder of a clip's results, such as clip.shotcheck",
}

// filmed returns whom results say that they show, and the day of the recording:
// what the user has said, else what the clip's container says.
func filmed(dir string, r *analysis.Result) (player string, day time.Time) {
	s, _ := readState(dir) // without one nobody has said anything
	player, day = strings.Join(strings.Fields(s.Look.Player), " "), s.Look.Date
	if day.IsZero() {
		if recorded, err := time.Parse(time.RFC3339, r.Clip.RecordedAt); err == nil {
			day = recorded
		}
	}
	if day.IsZero() {
		return player, day
	}
	return player, time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
}

// resultFolder returns the folder of results that an argument names.
func resultFolder(arg string) (string, error) {
	info, err := os.Stat(arg)
	switch {
	case err != nil:
		return "", err
	case info.IsDir():
		return filepath.Clean(arg), nil
	case filepath.Base(arg) == shotcheck.AnalysisFile:
		return filepath.Dir(arg), nil
	}
	return "", &problem{Code: "not-results", Exit: exitFailed, Message: arg + ": not a result", Hint: "give a folder such as clip.shotcheck, or its " + shotcheck.AnalysisFile}
}

// readSaved reads results; without poses.json there are no motions.
func readSaved(dir string) (*shotcheck.Saved, error) {
	saved, err := shotcheck.ReadSaved(dir)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return saved, err
	}
	r, err := readResult(dir)
	if err != nil {
		return nil, notResults(err, dir)
	}
	return &shotcheck.Saved{Result: r, Poses: &pose.Poses{}}, nil
}

// resultStem is the name of a result folder without its ending.
func resultStem(dir string) string {
	return strings.TrimSuffix(filepath.Base(absolute(dir)), resultSuffix)
}
