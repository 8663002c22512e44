// Package shotcheck measures basketball shots in video clips.
//
//	Source ─Frame→ Scout ─Tracks→ Estimate ─Poses→ Analyze ─Result→ JSON, CSV, PDF, HTML
//	Source ─Frame→ Annotate ─Canvas→ Writer
//
// [Pipeline] runs that flow. It is a library without cgo: decoding, the models'
// runtime and encoding arrive as interfaces, so that the command line, tests
// and the hosted worker share it. What lies under internal is not meant for
// others: the adapters to OpenCV, FFmpeg and ONNX Runtime, the model converter
// and the synthetic shooter.
package shotcheck

import (
	"context"
	"time"

	"github.com/shotcheck/shotcheck/analysis"
	"github.com/shotcheck/shotcheck/pose"
	"github.com/shotcheck/shotcheck/report"
)

// Stage names a part of the work for progress reports.
type Stage string

// Stages in the order in which they run.
const (
	StageScout    Stage = "scout"    // finding people
	StageEstimate Stage = "estimate" // landmarks of the shooters
	StageAnalyze  Stage = "analyze"  // events and metrics
	StageAnnotate Stage = "annotate" // video and stills
	StageReport   Stage = "report"   // PDF and HTML
)

// VideoFormat describes the annotated video.
type VideoFormat struct {
	WidthPx, HeightPx int // even
	FPS               float64
	Matrix            pose.Matrix
	// Enlarged says that the clip is shown larger than it is: its pictures are soft
	// and can be encoded coarsely.
	Enlarged bool
	Sound    Sound
}

// Sound is the part of a clip's own sound that goes along with a video. The
// pipeline says which part; who opens the clip adds the file. Without a file or
// a length there is none.
type Sound struct {
	File         string
	From, Length time.Duration
}

// Writer encodes a video picture by picture.
type Writer interface {
	// Canvas copies a picture onto the writer's canvas, scaled to its format. The
	// caller draws upon it, until the next call of Write.
	Canvas(*pose.Picture) (*pose.Picture, error)
	// Write encodes the canvas n times.
	Write(n int) error
	// Close completes the file. A file whose Close has failed or was not called
	// is not a video.
	Close() error
}

// Creator starts a video file; it returns a Writer or an error.
type Creator func(ctx context.Context, path string, f VideoFormat) (Writer, error)

// Pipeline analyses clips. Its fields are the edges to the outside; they must
// be set unless said otherwise.
type Pipeline struct {
	// Open opens the clip; it is called once for each pass over it.
	Open func(context.Context) (pose.Source, error)
	// Create starts a video file. With an empty path it gives a canvas whose
	// pictures are drawn but not encoded.
	Create Creator
	// Scout finds and follows everybody, quickly; Networks measures the shooters.
	Scout, Networks pose.Networks
	// Threads is the number of networks that run at once.
	Threads int
	// Progress is called with the fraction 0–1 of a stage; nil for none.
	Progress func(s Stage, fraction float64)
}

// Job says what to make of one clip.
type Job struct {
	// Dir receives the files; it exists and is empty.
	Dir     string
	Config  analysis.Config
	Profile *analysis.Profile // nil: built in
	Version string
	Outputs Outputs
	// SlowMotion is the playback speed around shots in the annotated video, 1 for
	// none.
	SlowMotion float64
	BlurFaces  bool
	Units      analysis.Units // of what people read
	Player     string
	Date       time.Time // zero: the clip's recording date
	// PageSize is the PDF's, "A4" if empty, or "Letter".
	PageSize string
	Brand    report.Brand
	// Earlier is the folder of results that are made again in parts: what Dir
	// lacks is looked for there. Empty: there is none.
	Earlier string
}

// Outputs says which files to write; poses.json goes with JSON.
type Outputs struct{ JSON, CSV, Poses, Video, Stills, PDF, HTML, TRC, MOT bool }

// pictures reports whether any of the files shows the clip.
func (o Outputs) pictures() bool { return o.Video || o.Stills || o.reports() }

// reports reports whether there is anything to read.
func (o Outputs) reports() bool { return o.PDF || o.HTML }
