package shotcheck

import (
	"image"
	"io"
	"os"
	"path/filepath"

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
