package shotcheck

import (
	"cmp"
	"image"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/report"
)

// Names of the files of a session.
const (
	SessionFile   = "session.json"
	SessionTable  = "session.csv"
	SessionReport = "session.pdf"
	SessionPage   = "session.html"
)

// ReadShots reads of the results in a folder what a session needs: the shots,
// without their motions. It reads analysis.json alone.
func ReadShots(dir string) (*analysis.Result, error) {
	file, err := os.ReadFile(filepath.Join(dir, AnalysisFile))
	if err != nil {
		return nil, err
	}
	return report.ReadShots(file)
}

// WriteSession writes what a session's outputs are, into a folder that exists.
// The stills of its best and worst shots are looked for in their results.
func WriteSession(dir string, doc report.SessionDocument, o Outputs) error {
	doc.Still = releaseStill
	return writeWanted(dir, []wantedFile{
		{SessionFile, o.JSON, func(w io.Writer) error { return report.WriteSessionJSON(w, doc.Session) }},
		{SessionTable, o.CSV, func(w io.Writer) error { return report.WriteSessionCSV(w, doc.Session) }},
		{SessionReport, o.PDF, func(w io.Writer) error { return report.WriteSessionPDF(w, doc) }},
		{SessionPage, o.HTML, func(w io.Writer) error { return report.WriteSessionHTML(w, doc) }},
	})
}

// releaseStill reads the picture of a shot's release; nil if there is none.
func releaseStill(result string, shot int) image.Image {
	return Job{Dir: result}.still(shot, analysis.Release)
}

// wantedFile is a file that may be asked for.
type wantedFile struct {
	name   string
	wanted bool
	write  func(io.Writer) error
}

// writeWanted writes those of some files that are wanted, at once; of several errors it
// returns that of the first file.
func writeWanted(dir string, files []wantedFile) error {
	errs := make([]error, len(files))
	var wait sync.WaitGroup
	for i, f := range files {
		if f.wanted {
			wait.Go(func() { errs[i] = writeFile(filepath.Join(dir, f.name), f.write) })
		}
	}
	wait.Wait()
	return cmp.Or(errs...)
}
