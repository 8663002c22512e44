package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck"
	"github.com/shotcheck/shotcheck/internal/ort"
	"github.com/shotcheck/shotcheck/internal/video"
	"github.com/shotcheck/shotcheck/pose"
)

// This file is the child process that analyses one clip: a job as JSON on
// stdin, files into the job's folder, messages as JSON lines on descriptor 3.
// stdout is not used, as libraries may write to it.

const (
	clipCommand = "analyze-clip"
	messageFD   = 3
)

// clipGCPercent lets the child's heap grow by less than a third between
// collections: it stands beside two FFmpeg processes.
const clipGCPercent = 30

// clipJob is what the child is told.
type clipJob struct {
	Input   string // a video, or poses.json
	Poses   bool
	Render  bool // draw the results in Job.Earlier again
	Job     shotcheck.Job
	Profile string // file, or ""
	Threads int
	Limits  resourceLimits
}

// clipMessage is a line that the child says: one of its fields is set.
type clipMessage struct {
	Progress *clipProgress `json:"progress,omitempty"`
	// DurationS is the clip's length, once it is known.
	DurationS float64  `json:"duration_s,omitempty"`
	Problem   *problem `json:"problem,omitempty"`
}

type clipProgress struct {
	Stage    shotcheck.Stage `json:"stage"`
	Fraction float64         `json:"fraction"`
}

func newClipCommand(c *cli) *cobra.Command {
	return &cobra.Command{
		Use: clipCommand, Hidden: true, Args: arguments(0, 0, "a job on stdin"),
		Short: "Analyse the clip of a job on stdin (used by analyze)",
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := os.NewFile(messageFD, "messages")
			if _, err := out.Stat(); err != nil {
				return usage("use: shotcheck analyze", "%s is not for people", clipCommand)
			}
			closeOnExec(messageFD)
			debug.SetGCPercent(clipGCPercent)
			lines := json.NewEncoder(out)
			// A parent that is gone ends this process, so that errors need no care.
			tell := func(m clipMessage) { _ = lines.Encode(m) }
			if err := runClip(cmd.Context(), c, tell); err != nil {
				tell(clipMessage{Problem: explain(err)})
			}
			return nil
		},
	}
}

// runClip reads the job and does it within its limits.
func runClip(ctx context.Context, c *cli, tell func(clipMessage)) error {
	var job clipJob
	if err := json.NewDecoder(c.stdin).Decode(&job); err != nil {
		return err
	}
	if err := limitSelf(job.Limits); err != nil {
		return err
	}
	w := &worker{env: c.env, tell: tell, job: job}
	return w.run(ctx)
}

// worker analyses one clip in this process.
type worker struct {
	env    environment
	tell   func(clipMessage)
	job    clipJob
	sha256 string // of the clip, once it is known
	notes  video.Notes
	last   time.Time
}

func (w *worker) run(ctx context.Context) error {
	if err := w.useProfile(); err != nil {
		return err
	}
	switch {
	case w.job.Poses:
		return w.reanalyze(ctx)
	case w.job.Render:
		return w.render(ctx)
	}
	return w.analyze(ctx)
}

// useProfile reads the profile again, which must still be what was planned with.
func (w *worker) useProfile() error {
	if w.job.Profile == "" {
		return nil
	}
	p, err := loadProfile(w.job.Profile)
	if err != nil {
		return err
	}
	w.job.Job.Profile = p
	if p.SHA256 != w.job.Job.Config.Profile {
		return &problem{Code: "changed", Exit: exitFailed, Message: w.job.Profile + " changed during the run", Hint: "run again"}
	}
	return nil
}

// scoutModel finds people: quick, and exact enough to follow them.
const scoutModel = "lite"

func (w *worker) analyze(ctx context.Context) error {
	search := ort.NewSearch(w.env.get)
	scout, err := ort.Find(search, scoutModel, 1)
	if err != nil {
		return err
	}
	networks, err := ort.Find(search, w.job.Job.Config.Model, 1)
	if err != nil {
		return err
	}
	p := shotcheck.Pipeline{
		Open: w.open, Create: w.createVideo, Scout: scout, Networks: networks,
		Threads: w.job.Threads, Progress: w.progress,
	}
	_, err = p.Run(ctx, w.job.Job)
	return err
}

// modelPrefix begins the names of models in results.
const modelPrefix = "blazepose-"

func (w *worker) reanalyze(ctx context.Context) error {
	f, err := os.Open(w.job.Input)
	if err != nil {
		return err
	}
	defer f.Close()
	poses, err := pose.ReadPoses(bufio.NewReader(f))
	if err != nil {
		return err
	}
	if made := poses.Model.Name; made != "" { // whatever --model says: nothing is estimated
		w.job.Job.Config.Model = strings.TrimPrefix(made, modelPrefix)
	}
	p := shotcheck.Pipeline{Progress: w.progress}
	_, err = p.Reanalyze(ctx, poses, w.job.Job)
	return err
}

// render draws earlier results again. Only to find the faces of bystanders does
// it need a model.
func (w *worker) render(ctx context.Context) error {
	saved, err := shotcheck.ReadSaved(w.job.Job.Earlier)
	if err != nil {
		return err
	}
	w.job.Job.Config, w.sha256 = saved.Result.Config, saved.Result.Clip.SHA256
	p := shotcheck.Pipeline{Open: w.open, Create: w.createVideo, Threads: w.job.Threads, Progress: w.progress}
	if w.job.Job.BlurFaces {
		scout, err := ort.Find(ort.NewSearch(w.env.get), scoutModel, 1)
		if err != nil {
			return err
		}
		p.Scout = scout
	}
	return p.Render(ctx, saved, w.job.Job)
}

// open opens the clip for a pass over it.
func (w *worker) open(ctx context.Context) (pose.Source, error) {
	cfg := w.job.Job.Config
	src, err := video.Open(ctx, w.job.Input, video.Options{
		Start: cfg.Start, End: cfg.End, CaptureFPS: cfg.CaptureFPS, CameraMotion: true, SHA256: w.sha256, Notes: &w.notes,
	})
	if err != nil {
		return nil, err // not src: a nil *Source is not a nil Source
	}
	w.sha256 = src.Clip().SHA256
	w.tell(clipMessage{DurationS: src.Clip().DurationS})
	return src, nil
}

// createVideo starts a video, with the clip's own sound where one is asked for,
// or where no path is given only a canvas. It never returns a nil pointer in a
// Writer that is not nil.
func (w *worker) createVideo(ctx context.Context, path string, f shotcheck.VideoFormat) (shotcheck.Writer, error) {
	if path == "" {
		sketch, err := video.NewSketch(f)
		if err != nil {
			return nil, err
		}
		return sketch, nil
	}
	f.Sound.File = w.job.Input
	out, err := video.Create(ctx, path, f)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// progressInterval is how often progress is told at most.
const progressInterval = 100 * time.Millisecond

// progress tells how far a stage has come.
func (w *worker) progress(stage shotcheck.Stage, fraction float64) {
	if now := time.Now(); now.Sub(w.last) >= progressInterval || fraction >= 1 {
		w.last = now
		w.tell(clipMessage{Progress: &clipProgress{stage, fraction}})
	}
}
