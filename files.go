package shotcheck

import (
	"bufio"
	"cmp"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/report"
)

// Names of the files in a result folder.
const (
	AnalysisFile  = "analysis.json"
	FramesFile    = "frames.csv"
	PosesFile     = "poses.json"
	AnnotatedFile = "annotated.mp4"
	ReportFile    = "report.pdf"
	PageFile      = "index.html"
	// ExportFolder holds the files for OpenSim.
	ExportFolder = "opensim"
)

// writeData writes the files that are data.
func writeData(r *analysis.Result, poses *pose.Poses, job Job) error {
	err := writeWanted(job.Dir, []wantedFile{
		{AnalysisFile, job.Outputs.JSON, func(w io.Writer) error { return report.WriteJSON(w, r) }},
		{FramesFile, job.Outputs.CSV, func(w io.Writer) error { return report.WriteCSV(w, r) }},
		{PosesFile, job.Outputs.Poses, func(w io.Writer) error { return pose.WritePoses(w, poses) }},
	})
	if err != nil {
		return err
	}
	return writeExports(r, poses, job)
}

// writeExports writes the files for OpenSim, each shooter's own. Where metres are
// not known there are no markers.
func writeExports(r *analysis.Result, poses *pose.Poses, job Job) error {
	var files []wantedFile
	for _, m := range r.Motions {
		e := report.Export{Result: r, Motion: m, Poses: poses}
		trc, mot := fmt.Sprintf("shooter%d.trc", m.Person), fmt.Sprintf("shooter%d.mot", m.Person)
		files = append(files,
			wantedFile{trc, job.Outputs.TRC && report.NoMetres(e.Shooter()) == nil, func(w io.Writer) error { return report.WriteTRC(w, trc, e) }},
			wantedFile{mot, job.Outputs.MOT, func(w io.Writer) error { return report.WriteMOT(w, mot, e) }},
		)
	}
	if !slices.ContainsFunc(files, func(f wantedFile) bool { return f.wanted }) {
		return nil
	}
	dir := filepath.Join(job.Dir, ExportFolder)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	return writeWanted(dir, files)
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

// writeFile creates a file and lets write fill it through a buffer.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	err = write(b)
	if err == nil {
		err = b.Flush()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// stillEncoder writes stills three times as fast as the default, a little larger:
// each event and each flaw of a shot has one.
var stillEncoder = png.Encoder{CompressionLevel: png.BestSpeed}

// writePNG writes a picture, with its folder.
func writePNG(path string, img image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error { return stillEncoder.Encode(w, img) })
}

// readPNG reads a picture that writePNG wrote.
func readPNG(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}
