package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/shotcheck/shotcheck/service/store"
)

// run is one attempt at an analysis.
type run struct {
	pool     *Pool
	analysis store.Analysis
	upload   store.Upload
	files    []store.File

	mu       sync.Mutex
	stage    string
	fraction float64
}

// do makes the results of an analysis. A clip of which there is no result gives
// an outcome with a code; an error may pass.
func (r *run) do(ctx context.Context) (store.Outcome, error) {
	dir, err := os.MkdirTemp("", "shotcheckd-")
	if err != nil {
		return store.Outcome{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // all that matters is stored
	ctx, lose := context.WithCancelCause(ctx)
	defer lose(nil)
	go r.beat(ctx, lose)
	o, err := r.make(ctx, dir)
	if err == nil {
		return o, nil
	}
	if cause := context.Cause(ctx); cause != nil {
		return o, cause
	}
	return o, err
}

// make fetches what was uploaded, makes results of it and stores them.
func (r *run) make(ctx context.Context, dir string) (store.Outcome, error) {
	input, results := filepath.Join(dir, "input", r.upload.Name), filepath.Join(dir, "results")
	if err := r.fetch(ctx, input); err != nil {
		return store.Outcome{}, err
	}
	work := r.pool.Analyzer.analyze
	if r.analysis.Kind == store.Results {
		work = unpack
	}
	o, err := work(ctx, task{input: input, out: results, scratch: dir, settings: r.analysis.Settings}, r.progress)
	if err != nil || o.Code != "" && !exists(results) {
		return o, err
	}
	return o, r.keep(ctx, results)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// fetch writes the upload to a file.
func (r *run) fetch(ctx context.Context, path string) error {
	content, err := r.pool.Store.OpenUpload(ctx, r.upload)
	if err != nil {
		return fmt.Errorf("fetch the upload: %w", err)
	}
	defer content.Close()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Close())
}

// keep stores the files of a result folder.
func (r *run) keep(ctx context.Context, dir string) error {
	files, err := resultFiles(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := r.put(ctx, dir, f); err != nil {
			return fmt.Errorf("store the results: %w", err)
		}
	}
	r.files = files
	return nil
}

func (r *run) put(ctx context.Context, dir string, f store.File) error {
	content, err := os.Open(filepath.Join(dir, filepath.FromSlash(f.Name)))
	if err != nil {
		return err
	}
	defer content.Close()
	return r.pool.Store.PutFile(ctx, r.analysis, f, content)
}

// progress notes how far the work has come; beat tells it.
func (r *run) progress(stage string, fraction float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stage, r.fraction = stage, fraction
}

// beatEvery is how often a worker tells that it lives.
const beatEvery = time.Second

// beat tells that the worker lives, until the work is over. It ends the work when
// the analysis was cancelled or given to another.
func (r *run) beat(ctx context.Context, lose context.CancelCauseFunc) {
	tick := time.NewTicker(min(beatEvery, r.pool.Silence/8))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		r.mu.Lock()
		stage, fraction := r.stage, r.fraction
		r.mu.Unlock()
		if err := r.pool.Store.Beat(ctx, r.analysis, stage, fraction); errors.Is(err, store.ErrLost) {
			lose(err)
			return
		} else if err != nil && ctx.Err() == nil {
			r.pool.Log.Warn("heartbeat", "error", err) // the database may come back
		}
	}
}
