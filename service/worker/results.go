package worker

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/shotcheck/shotcheck/service/store"
)

// resultTypes are the files that results may have, by the pattern of their name,
// with the media type that each is sent as. Nothing else is kept.
var resultTypes = []struct{ pattern, mediaType string }{
	{"analysis.json", "application/json"},
	{"poses.json", "application/json"},
	{"frames.csv", "text/csv; charset=utf-8"},
	{"annotated.mp4", "video/mp4"},
	{"report.pdf", "application/pdf"},
	{"index.html", "text/html; charset=utf-8"},
	{"stills/*.png", "image/png"},
	{"opensim/*.trc", "text/plain; charset=utf-8"},
	{"opensim/*.mot", "text/plain; charset=utf-8"},
}

// mediaType returns what a file of results is sent as, "" when it is none.
func mediaType(name string) string {
	for _, t := range resultTypes {
		if ok, _ := path.Match(t.pattern, name); ok {
			return t.mediaType
		}
	}
	return ""
}

// resultFiles lists the files of a result folder.
func resultFiles(dir string) (files []store.File, err error) {
	err = filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if t := mediaType(filepath.ToSlash(name)); t != "" {
			files = append(files, store.File{Name: filepath.ToSlash(name), SizeBytes: info.Size(), MediaType: t})
		}
		return nil
	})
	return files, err
}

// Bounds of an archive, against those that unfold into all of the disk.
const (
	maxArchiveFiles = 500
	maxArchiveBytes = 4 << 30
)

// unpack makes a result folder of a zip archive. An archive that is none of ours
// is an outcome with a code.
func unpack(ctx context.Context, t task, progress func(string, float64)) (store.Outcome, error) {
	archive, err := zip.OpenReader(t.input)
	if err != nil {
		return notResults("the archive is damaged"), nil
	}
	defer archive.Close()
	if len(archive.File) > maxArchiveFiles {
		return notResults(fmt.Sprintf("the archive has more than %d files", maxArchiveFiles)), nil
	}
	left := int64(maxArchiveBytes)
	for i, f := range archive.File {
		if err := ctx.Err(); err != nil {
			return store.Outcome{}, err
		}
		if mediaType(f.Name) == "" { // whatever it is, and wherever its path leads
			return notResults("the archive has a file that results do not have"), nil
		}
		n, err := unpackOne(f, filepath.Join(t.out, filepath.FromSlash(f.Name)), left)
		if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, errUnfolds) {
			return notResults("the archive is damaged"), os.RemoveAll(t.out)
		}
		if err != nil {
			return store.Outcome{}, err
		}
		left -= n
		progress("import", float64(i+1)/float64(len(archive.File)))
	}
	return readOutcome(t.out)
}

var errUnfolds = errors.New("the archive unfolds into too much")

func unpackOne(f *zip.File, to string, most int64) (int64, error) {
	content, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer content.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return 0, err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return 0, zip.ErrFormat // two files of one name
	}
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(out, io.LimitReader(content, most+1))
	if err == nil && n > most {
		err = errUnfolds
	}
	return n, errors.Join(err, out.Close())
}

// schemaName begins the schema of an analysis.json that can be read.
const schemaName = "shotcheck.analysis/"

// readOutcome reads what results say of themselves.
func readOutcome(dir string) (store.Outcome, error) {
	text, err := os.ReadFile(filepath.Join(dir, "analysis.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return notResults("there is no analysis.json among them"), os.RemoveAll(dir)
	}
	if err != nil {
		return store.Outcome{}, err
	}
	var r struct {
		Schema  string `json:"schema"`
		Quality struct {
			Score float64 `json:"score"`
		} `json:"quality"`
		Shots []json.RawMessage `json:"shots"`
	}
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&r); err != nil || !strings.HasPrefix(r.Schema, schemaName) {
		return notResults("analysis.json is damaged"), os.RemoveAll(dir)
	}
	return store.Outcome{Shots: len(r.Shots), Quality: r.Quality.Score}, nil
}

func notResults(what string) store.Outcome {
	return store.Outcome{Code: "not-results", Message: what, Hint: "send result folders with: shotcheck upload"}
}
