package main

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck"
)

// The files of a result folder. A run replaces them; whatever else lies in the
// folder is the user's and stays.
var resultFiles = []string{
	shotcheck.AnalysisFile, shotcheck.FramesFile, shotcheck.PosesFile,
	shotcheck.AnnotatedFile, stillsFolder, shotcheck.ReportFile, shotcheck.PageFile, shotcheck.ExportFolder, stateName,
}

// pictureFiles need the video: analysing poses.json beside them leaves them.
var pictureFiles = []string{shotcheck.AnnotatedFile, stillsFolder}

// draft is a result folder in the making. It lies beside its place, hidden, and
// takes it when complete. While it is held it is locked, so that another run
// can tell the leftovers of a dead one.
type draft struct {
	dir, target string
	files       []string // that a run replaces; others are the user's
	lock        io.Closer
}

// draftMark is part of the names of drafts.
const draftMark = ".partial-"

// newDraft makes the draft of a folder that holds the given files, and removes
// what dead runs have left of theirs.
func newDraft(target string, files []string) (*draft, error) {
	if err := checkTarget(target, files); err != nil {
		return nil, err
	}
	parent, name := filepath.Split(filepath.Clean(target))
	if parent != "" {
		if err := os.MkdirAll(parent, 0o755); err != nil {
			return nil, err
		}
	}
	prefix := "." + name + draftMark
	recoverEarlier(target)
	removeDead(parent, prefix)
	d := &draft{target: target, files: files}
	for range draftAttempts {
		d.dir = filepath.Join(parent, prefix+rand.Text())
		if err := os.Mkdir(d.dir, 0o777); err != nil {
			return nil, err
		}
		var err error
		if d.lock, err = lockFolder(d.dir); err == nil || !errors.Is(err, errLocked) {
			return d, nil // where folders cannot be locked, nobody takes them for dead
		}
	}
	return nil, fmt.Errorf("%s: another run is at work in this folder", parent)
}

// draftAttempts is how often another run may take a draft for a dead one's in
// the moment before it is locked.
const draftAttempts = 5

// errLocked says that another process holds the lock, or has just removed the
// folder.
var errLocked = errors.New("locked by another run")

// checkTarget refuses to replace a folder that has none of the given files.
func checkTarget(target string, files []string) error {
	entries, err := os.ReadDir(target)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	ours := func(e fs.DirEntry) bool { return slices.Contains(files, e.Name()) }
	if err == nil && slices.ContainsFunc(entries, ours) {
		return nil
	}
	return &problem{
		Code: "not-results", Exit: exitFailed, Message: target + " exists and is not a folder of " + folderKinds[files[0]],
		Hint: "move it away, or write elsewhere with --out",
	}
}

// folderKinds says what a folder is called by the first of its files.
var folderKinds = map[string]string{
	shotcheck.AnalysisFile: "results", shotcheck.SessionFile: "a session", shotcheck.CompareFile: "a comparison",
}

// removeDead removes drafts whose run has ended without removing them.
func removeDead(parent, prefix string) {
	entries, _ := os.ReadDir(cmp.Or(parent, ".")) // unreadable: MkdirTemp will say so
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		dir := filepath.Join(parent, e.Name())
		if lock, err := lockFolder(dir); err == nil {
			_ = os.RemoveAll(dir) // what remains is left to the next run
			_ = lock.Close()
		}
	}
}

// keep takes over what lies in the earlier folder and is not in the draft:
// the user's own files, and those named.
func (d *draft) keep(names ...string) error {
	entries, err := os.ReadDir(d.target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if slices.Contains(d.files, e.Name()) && !slices.Contains(names, e.Name()) {
			continue
		}
		if err := linkTree(filepath.Join(d.target, e.Name()), filepath.Join(d.dir, e.Name())); err != nil {
			return fmt.Errorf("keep %s: %w", e.Name(), err)
		}
	}
	return nil
}

// linkTree makes what lies at from appear at to as well, without a copy where
// the file system can. What is there already stays.
func linkTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, below)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if err := os.Link(path, target); err == nil || errors.Is(err, fs.ErrExist) {
			return nil
		}
		return copyFile(path, target)
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// publish puts the draft in its place, in one step where the system can; what
// was there is removed.
func (d *draft) publish() error {
	if err := replaceFolder(d.dir, d.target); err != nil {
		return err
	}
	return d.discard()
}

// discard removes the draft, or after publish what it has replaced.
func (d *draft) discard() error {
	err := os.RemoveAll(d.dir)
	if d.lock != nil {
		err = errors.Join(err, d.lock.Close())
		d.lock = nil
	}
	return err
}

// replaceInSteps is for file systems that cannot exchange folders: the earlier
// one steps aside, and back if the draft cannot move. recoverEarlier mends what
// a run that dies in between leaves.
func replaceInSteps(from, to string) error {
	aside := earlierName(to)
	if err := os.Rename(to, aside); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Rename(aside, to))
	}
	return os.RemoveAll(aside)
}

// recoverEarlier undoes a replacement in steps that has not come to its end.
func recoverEarlier(target string) {
	if _, err := os.Lstat(target); errors.Is(err, fs.ErrNotExist) {
		_ = os.Rename(earlierName(target), target) // nearly always there is none
		return
	}
	_ = os.RemoveAll(earlierName(target))
}

// earlierName is where a result folder steps aside to.
func earlierName(target string) string {
	parent, name := filepath.Split(filepath.Clean(target))
	return filepath.Join(parent, "."+name+".earlier")
}

// missingParents returns the folders that clips' results will lie in and that
// do not exist yet, those below others first.
func missingParents(clips []clip) []string {
	seen := make(map[string]bool)
	var missing []string
	for _, c := range clips {
		for dir := filepath.Dir(c.out); !seen[dir]; dir = filepath.Dir(dir) {
			seen[dir] = true
			if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
				missing = append(missing, dir)
			}
		}
	}
	slices.SortFunc(missing, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return missing
}

// removeEmpty removes those of the folders that nothing was written to.
func removeEmpty(dirs []string) {
	for _, dir := range dirs {
		_ = os.Remove(dir) // refuses a folder with files
	}
}
