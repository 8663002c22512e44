package main

import (
	"bufio"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/pose"
)

// videoExtensions are what a folder is searched for; a file that is named may
// have any.
var videoExtensions = []string{".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi"}

// resultSuffix ends the names of result folders, which are never searched.
const resultSuffix = ".shotcheck"

// clip is one input with the place of its results.
type clip struct {
	path string
	// name is the file name that results are called after: the video's own.
	name string
	// below is the path of its folder below the folder that was searched.
	below string
	// poses says that it is the poses.json of earlier results.
	poses bool
	// out is the folder of its results.
	out string
}

// String is what the clip is called in messages.
func (c clip) String() string { return filepath.ToSlash(c.path) }

// findClips returns the clips that a path stands for. A file that does not
// exist is a clip, too: it will fail like any other that cannot be read.
func findClips(root string, recursive bool) ([]clip, error) {
	info, err := os.Stat(root)
	if err != nil || !info.IsDir() {
		return []clip{namedClip(root)}, nil
	}
	var clips []clip
	top := root + string(filepath.Separator) // so that a link to a folder is followed
	err = filepath.WalkDir(top, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case file == top && !strings.HasSuffix(filepath.Clean(root), resultSuffix):
			return nil
		case entry.IsDir() && (!recursive || ignored(entry.Name())):
			return fs.SkipDir
		case !entry.IsDir() && isVideo(file, entry.Name()):
			below, _ := filepath.Rel(root, filepath.Dir(file)) // it lies there
			clips = append(clips, clip{path: file, name: entry.Name(), below: below})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(clips) == 0 {
		return nil, usage(emptyFolderHint(root, recursive), "%s: no videos in this folder", root)
	}
	return clips, nil
}

func emptyFolderHint(root string, recursive bool) string {
	switch {
	case strings.HasSuffix(filepath.Clean(root), resultSuffix):
		return "for its poses give " + filepath.Join(root, "poses.json")
	case !recursive:
		return "search the folders below it with --recursive"
	default:
		return "videos end in " + strings.Join(videoExtensions, ", ")
	}
}

// ignored reports whether a file or folder is none of the user's clips: hidden,
// or results.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, resultSuffix)
}

func isVideo(file, name string) bool {
	if ignored(name) || !slices.Contains(videoExtensions, strings.ToLower(filepath.Ext(name))) {
		return false
	}
	info, err := os.Stat(file) // follows links
	return err == nil && info.Mode().IsRegular()
}

// namedClip returns the clip that a path names.
func namedClip(file string) clip {
	c := clip{path: file, name: filepath.Base(file)}
	if name, ok := posesClipName(file); ok {
		c.poses, c.name = true, name
	}
	return c
}

// posesClipName returns the name of the clip that a JSON file has the poses of,
// or the file's own if it names none. Other files are not read beyond their
// first bytes.
func posesClipName(file string) (name string, ok bool) {
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return "", false // opening a pipe would wait
	}
	f, err := os.Open(file)
	if err != nil {
		return "", false
	}
	defer f.Close()
	r := bufio.NewReader(f)
	if start, _ := r.Peek(1); len(start) == 0 || start[0] != '{' {
		return "", false
	}
	var head struct {
		Schema string
		Clip   struct{ Name string }
	}
	if err := json.NewDecoder(r).Decode(&head); err != nil || head.Schema != pose.Schema {
		return filepath.Base(file), true // reading it will say what is wrong
	}
	name = path.Base(strings.ReplaceAll(head.Clip.Name, `\`, "/")) // never a way out of the folder
	if name == "." || name == "/" || name == ".." {
		name = filepath.Base(file)
	}
	return name, true
}

// readList returns the lines of a file, or of stdin for "-".
func readList(stdin io.Reader, file string) ([]string, error) {
	r := stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	var list []string
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if line := strings.TrimSuffix(lines.Text(), "\r"); strings.TrimSpace(line) != "" {
			list = append(list, line)
		}
	}
	return list, lines.Err()
}
