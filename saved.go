package shotcheck

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/report"
)

// Saved are the results in a folder, read back.
type Saved struct {
	// Result has its motions.
	Result *analysis.Result
	Poses  *pose.Poses
}

// ReadSaved reads a result folder. The numbers are those of analysis.json; the
// motions, which no file holds, are filtered again from poses.json.
func ReadSaved(dir string) (*Saved, error) {
	result, err := readFile(filepath.Join(dir, AnalysisFile), report.ReadJSON)
	if err != nil {
		return nil, err
	}
	poses, err := readFile(filepath.Join(dir, PosesFile), pose.ReadPoses)
	if err != nil {
		return nil, err
	}
	result.Motions = analysis.Analyze(poses, result.Config, nil).Motions
	return &Saved{result, poses}, nil
}

// asSaved returns a result as its file holds it, so that what is drawn and
// written of it now is what [Pipeline.Render] and [Pipeline.Report] make later.
func asSaved(r *analysis.Result) (*analysis.Result, error) {
	var file bytes.Buffer
	if err := report.WriteJSON(&file, r); err != nil {
		return nil, err
	}
	saved, err := report.ReadJSON(&file)
	if err != nil {
		return nil, err
	}
	saved.Motions = r.Motions
	return saved, nil
}

// readFile reads a file through a buffer.
func readFile[T any](path string, read func(io.Reader) (T, error)) (v T, err error) {
	f, err := os.Open(path)
	if err != nil {
		return v, err
	}
	defer f.Close()
	return read(bufio.NewReader(f))
}

// Render makes the pictures of saved results again, and the reports that show
// them. Nothing is measured; only to blur the faces of bystanders the clip is
// searched for people once more.
func (p *Pipeline) Render(ctx context.Context, s *Saved, job Job) error {
	seen := s.Poses
	if job.BlurFaces {
		who, err := p.scout(ctx, job, false)
		if err == nil && !who.shot {
			who, err = p.scout(ctx, job, true)
		}
		if err != nil {
			return fmt.Errorf("find the faces: %w", err)
		}
		seen = who.seen
	}
	shown := times(s.Poses)
	moments, err := p.annotate(ctx, s.Result, shown, seen, job)
	if err != nil {
		return err
	}
	return p.report(s.Result, shown, moments, job)
}

// Report writes the reports of saved results again, with the pictures that lie
// in the job's folder Earlier.
func (p *Pipeline) Report(s *Saved, job Job) error {
	return p.report(s.Result, times(s.Poses), nil, job)
}
