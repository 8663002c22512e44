package worker

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"

	"github.com/shotcheck/shotcheck/service/store"
)

// Pool works on the jobs of a store. Its exported fields are set before Start.
type Pool struct {
	Store *store.Store
	Log   *slog.Logger
	// Analyzer runs the program that analyses a clip.
	Analyzer Analyzer
	// Workers is how many analyses run at once.
	Workers int
	// Metrics counts; nil for none.
	Metrics *Metrics
	// Limit is how long one analysis may take in all.
	Limit time.Duration
	// Silence is how long a worker may say nothing before it is taken for dead.
	Silence time.Duration

	client *river.Client[*sql.Tx]
	stop   context.CancelFunc
	done   chan struct{}
}

// Defaults of a pool.
const (
	DefaultLimit   = time.Hour
	DefaultSilence = 30 * time.Second
)

// Intervals of what a pool does besides.
const (
	expireEvery = 10 * time.Minute
	fetchEvery  = 500 * time.Millisecond
	// rescueMargin lets River rescue only jobs that nothing here cares for.
	rescueMargin = time.Hour
)

// maxAttempts is how often an analysis is tried that fails for a reason which may
// pass.
const maxAttempts = 4

// Start begins to work. Work goes on until Stop.
func (p *Pool) Start(ctx context.Context) error {
	workers := river.NewWorkers()
	river.AddWorker(workers, &analyzeWorker{pool: p})
	river.AddWorker(workers, &expireWorker{pool: p})
	var err error
	p.client, err = river.NewClient(p.Store.JobDriver(), &river.Config{
		Workers: workers,
		Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: p.Workers}, maintenance: {MaxWorkers: 1}},
		Logger:  slog.New(slog.DiscardHandler), JobTimeout: p.Limit, MaxAttempts: maxAttempts,
		FetchPollInterval: fetchEvery, RescueStuckJobsAfter: p.Limit + rescueMargin,
		PeriodicJobs: []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(expireEvery), func() (river.JobArgs, *river.InsertOpts) {
			return store.ExpireArgs{}, &river.InsertOpts{Queue: maintenance, MaxAttempts: 1}
		}, &river.PeriodicJobOpts{RunOnStart: true})},
	})
	if err != nil {
		return err
	}
	p.removeLeftovers()
	ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := p.client.Start(ctx); err != nil {
		return fmt.Errorf("start workers: %w", err)
	}
	p.done = make(chan struct{})
	go p.watch(ctx)
	return nil
}

// removeLeftovers removes what killed processes have left in the temporary folder:
// nothing that lives writes there for so long without a pause.
func (p *Pool) removeLeftovers() {
	found, _ := filepath.Glob(filepath.Join(os.TempDir(), "shotcheckd-*")) // the pattern is right
	for _, path := range found {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > 2*p.Limit {
			_ = os.RemoveAll(path) // the next one tries again
		}
	}
}

// maintenance is the queue of jobs that no person waits for.
const maintenance = "maintenance"

// Stop ends the work in order: what is running is handed back to the queue.
func (p *Pool) Stop(ctx context.Context) error {
	p.stop()
	<-p.done
	return p.client.StopAndCancel(ctx)
}

// watch gives the analyses of dead workers to others.
func (p *Pool) watch(ctx context.Context) {
	defer close(p.done)
	for tick := time.NewTicker(p.Silence / 4); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		n, err := p.Store.Revive(ctx, p.Silence)
		if err != nil && ctx.Err() == nil {
			p.Log.Error("look for dead workers", "error", err)
		} else if n > 0 {
			p.Log.Warn("workers have died", "analyses", n)
		}
	}
}

// expireWorker removes what is past its time.
type expireWorker struct {
	river.WorkerDefaults[store.ExpireArgs]
	pool *Pool
}

// Work does the job.
func (w *expireWorker) Work(ctx context.Context, _ *river.Job[store.ExpireArgs]) error {
	n, err := w.pool.Store.Expire(ctx)
	if n > 0 {
		w.pool.Log.Info("expired", "removed", n)
	}
	return err
}

// analyzeWorker does one analysis.
type analyzeWorker struct {
	river.WorkerDefaults[store.AnalyzeArgs]
	pool *Pool
}

// Work does the job. What may pass is returned as an error, for River to try
// again later; what may not is the outcome.
func (w *analyzeWorker) Work(ctx context.Context, job *river.Job[store.AnalyzeArgs]) error {
	p := w.pool
	a, u, err := p.Store.Claim(ctx, job.Args.AnalysisID, job.ID)
	if errors.Is(err, store.ErrLost) || errors.Is(err, store.ErrNotFound) {
		return nil // cancelled, removed, or another's
	}
	if err != nil {
		return err
	}
	began := time.Now()
	p.Metrics.waited(time.Duration(a.StartedMs-a.CreatedMs) * time.Millisecond)
	r := &run{pool: p, analysis: a, upload: u}
	outcome, err := r.do(ctx)
	p.Metrics.ran(time.Since(began), outcome, err)
	log := p.Log.With("analysis", a.ID, "attempt", job.Attempt, "ms", time.Since(began).Milliseconds())
	switch {
	case err == nil:
		log.Info("analysed", "code", outcome.Code)
	case errors.Is(err, store.ErrLost):
		log.Info("analysis given up")
		return p.discard(ctx, a)
	case errors.Is(ctx.Err(), context.Canceled):
		log.Info("analysis handed back")
		return w.handBack(ctx, r, river.JobSnooze(0))
	default:
		log.Error("analysis failed", "error", nameless(err, u))
	}
	return w.settle(ctx, job, r, outcome, err)
}

// settleWithin is how long an outcome may take to be stored, once the work is
// over: it is not lost because the process stops in that moment.
const settleWithin = 30 * time.Second

// handBack queues the analysis again and tells River when: what to return.
func (w *analyzeWorker) handBack(ctx context.Context, r *run, when error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	err := w.pool.Store.HandBack(ctx, r.analysis)
	if errors.Is(err, store.ErrLost) {
		return nil // cancelled, removed, or another's
	}
	if err != nil {
		return err
	}
	return when
}

// settle stores the outcome together with the end of the job.
func (w *analyzeWorker) settle(ctx context.Context, job *river.Job[store.AnalyzeArgs], r *run, o store.Outcome, failed error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	if failed != nil && job.Attempt < job.MaxAttempts {
		return w.handBack(ctx, r, failed)
	}
	if failed != nil {
		o = explain(failed)
	}
	err := w.pool.Store.Finish(ctx, r.analysis, o, r.files, func(tx *sql.Tx) error {
		_, err := river.JobCompleteTx[*riverdatabasesql.Driver](ctx, tx, job)
		return err
	})
	if errors.Is(err, store.ErrLost) {
		return w.pool.discard(ctx, r.analysis)
	}
	return err
}

// discard removes what a worker has stored of an analysis that it has lost: nobody
// else knows of it.
func (p *Pool) discard(ctx context.Context, a store.Analysis) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	return p.Store.Discard(ctx, a)
}

// nameless tells an error without the clip's name, which may be a person's: the
// program and the file system speak of the file by it.
func nameless(err error, u store.Upload) string {
	stem := strings.TrimSuffix(u.Name, filepath.Ext(u.Name))
	return strings.NewReplacer(u.Name, "CLIP", stem, "CLIP").Replace(err.Error())
}
