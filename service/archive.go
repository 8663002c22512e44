package service

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// archived are the patterns of the files of results that are sent; what else lies
// in the folder is the user's own.
var archived = []string{
	"analysis.json", "poses.json", "frames.csv", "report.pdf", "index.html", "annotated.mp4", "stills/*.png", "opensim/*.trc", "opensim/*.mot",
}

// videoPattern is the one of them that shows the clip.
const videoPattern = "annotated.mp4"

// WriteArchive writes the files of a result folder as the zip archive that the
// service imports, without the annotated video where videos is false. The same
// files give the same bytes.
func WriteArchive(w io.Writer, dir string, videos bool) error {
	z := zip.NewWriter(w)
	for _, pattern := range archived {
		if pattern == videoPattern && !videos {
			continue
		}
		names, err := fs.Glob(os.DirFS(dir), pattern)
		if err != nil {
			return err
		}
		slices.Sort(names)
		for _, name := range names {
			if err := addFile(z, dir, name); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

// addFile adds a file, compressed unless it is already.
func addFile(z *zip.Writer, dir, name string) error {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	defer f.Close()
	h := &zip.FileHeader{Name: name, Method: zip.Deflate}
	if slices.Contains([]string{".mp4", ".png", ".pdf"}, path.Ext(name)) {
		h.Method = zip.Store
	}
	w, err := z.CreateHeader(h)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}
