package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// This file is what workers do to analyses. A worker may write as long as the
// row names its job: one that was taken for dead, and is not, changes nothing.

// AnalyzeArgs is the job of one analysis.
type AnalyzeArgs struct {
	AnalysisID string `json:"analysis_id"`
}

// Kind names the job in the queue.
func (AnalyzeArgs) Kind() string { return "analyze" }

var errNoJob = river.ErrNotFound

// ErrLost says that a worker's analysis was cancelled, removed or given to
// another worker.
var ErrLost = errors.New("this analysis is no longer this worker's")

// Claim takes an analysis for the worker of a job.
func (s *Store) Claim(ctx context.Context, id string, job int64) (a Analysis, u Upload, err error) {
	now := s.nowMs()
	err = s.owned(ctx, s.db, "UPDATE analyses SET state = ?, heartbeat_ms = ?, started_ms = ? WHERE id = ? AND job_id = ? AND state IN (?, ?)", Running, now, now, id, job, Queued, Running)
	if err != nil {
		return a, u, err
	}
	if err := get(ctx, s.reads, &a, "SELECT * FROM analyses WHERE id = ?", id); err != nil {
		return a, u, err
	}
	u, err = s.Upload(ctx, a.OrgID, a.UploadID)
	return a, u, err
}

// Beat tells that a worker lives, and how far it has come.
func (s *Store) Beat(ctx context.Context, a Analysis, stage string, fraction float64) error {
	return s.owned(ctx, s.db, "UPDATE analyses SET heartbeat_ms = ?, stage = ?, fraction = ? WHERE id = ? AND job_id = ? AND state = ?", s.nowMs(), stage, fraction, a.ID, a.JobID, Running)
}

// owned changes a row that must still be the worker's.
func (s *Store) owned(ctx context.Context, q querier, query string, args ...any) error {
	err := changeOne(ctx, q, query, args...)
	if errors.Is(err, ErrNotFound) {
		return ErrLost
	}
	return err
}

// PutFile stores a file of results where only the worker's own job writes.
func (s *Store) PutFile(ctx context.Context, a Analysis, f File, content io.Reader) error {
	return s.put(ctx, workPrefix(a)+f.Name, content, f.MediaType)
}

// Discard removes what the worker of one job has made, who has lost it.
func (s *Store) Discard(ctx context.Context, a Analysis) error {
	return s.removeBlobs(ctx, workPrefix(a))
}

// workPrefix begins the keys of what the worker of one job makes.
func workPrefix(a Analysis) string { return fmt.Sprintf("%s%d/", resultsPrefix(a), a.JobID) }

// Finish ends an analysis with its outcome and files, in the same transaction as
// its job. A failure has a code and no files.
func (s *Store) Finish(ctx context.Context, a Analysis, o Outcome, files []File, alongside func(*sql.Tx) error) error {
	a.State, a.Outcome = Done, o
	if o.Code != "" && len(files) == 0 {
		a.State = Failed
	}
	err := s.transact(ctx, func(tx *sqlx.Tx) error {
		err := s.owned(ctx, tx, `UPDATE analyses SET state = ?, stage = '', fraction = 1, prefix = ?, code = ?, message = ?, hint = ?, shots = ?, quality = ?, finished_ms = ?
			WHERE id = ? AND job_id = ? AND state = ?`,
			a.State, workPrefix(a), o.Code, o.Message, o.Hint, o.Shots, o.Quality, s.nowMs(), a.ID, a.JobID, Running)
		if err != nil {
			return err
		}
		if _, err := change(ctx, tx, "DELETE FROM files WHERE analysis_id = ?", a.ID); err != nil {
			return err
		}
		for _, f := range files {
			f.AnalysisID = a.ID
			if err := insert(ctx, tx, "files", f, "analysis_id name size_bytes media_type"); err != nil {
				return err
			}
		}
		return alongside(tx.Tx)
	})
	return err
}

// Revive gives each analysis whose worker was not heard of for so long a new job,
// and returns how many. The old job, should its worker still live, finds that it
// has lost.
func (s *Store) Revive(ctx context.Context, silence time.Duration) (revived int, err error) {
	deadline := s.now().Add(-silence)
	var stale []Analysis
	err = list(ctx, s.reads, &stale, "SELECT * FROM analyses WHERE state = ? AND heartbeat_ms < ?", Running, deadline.UnixMilli())
	if err != nil {
		return 0, err
	}
	unclaimed, err := s.unclaimed(ctx, deadline)
	if err != nil {
		return 0, err
	}
	for _, a := range append(stale, unclaimed...) {
		again, err := s.revive(ctx, a)
		if err != nil {
			return revived, err
		}
		if again {
			revived++
		}
	}
	return revived, nil
}

// unclaimed returns the analyses whose worker died between taking the job and
// claiming them.
func (s *Store) unclaimed(ctx context.Context, deadline time.Time) (dead []Analysis, err error) {
	taken, err := s.jobs.JobList(ctx, river.NewJobListParams().States(rivertype.JobStateRunning).Kinds(AnalyzeArgs{}.Kind()))
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	for _, job := range taken.Jobs {
		if job.AttemptedAt == nil || job.AttemptedAt.After(deadline) {
			continue
		}
		var a Analysis
		err := get(ctx, s.reads, &a, "SELECT * FROM analyses WHERE job_id = ? AND state = ?", job.ID, Queued)
		switch {
		case err == nil:
			dead = append(dead, a)
		case !errors.Is(err, ErrNotFound):
			return nil, err
		}
	}
	return dead, nil
}

// revive queues an analysis again, unless it has changed meanwhile.
func (s *Store) revive(ctx context.Context, a Analysis) (again bool, err error) {
	err = s.transact(ctx, func(tx *sqlx.Tx) error {
		n, err := change(ctx, tx, "UPDATE analyses SET state = ? WHERE id = ? AND job_id = ? AND state = ? AND heartbeat_ms = ?", Queued, a.ID, a.JobID, a.State, a.HeartbeatMs)
		if again = n == 1; err != nil || !again {
			return err
		}
		if err := s.cancelJob(ctx, tx.Tx, a.JobID); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, &a)
	})
	return again, err
}

// HandBack queues an analysis again whose worker stops in order.
func (s *Store) HandBack(ctx context.Context, a Analysis) error {
	return s.owned(ctx, s.db, "UPDATE analyses SET state = ?, stage = '', fraction = 0 WHERE id = ? AND job_id = ? AND state = ?", Queued, a.ID, a.JobID, Running)
}
