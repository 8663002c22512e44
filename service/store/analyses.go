package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
)

// States of an analysis. A removed one is hidden until its blobs are gone.
const (
	Queued    = "queued"
	Running   = "running"
	Done      = "done"
	Failed    = "failed"
	Cancelled = "cancelled"
	Removed   = "removed"
)

// Analysis is a clip with what became of it, or results that were uploaded.
type Analysis struct {
	ID        string `db:"id"`
	OrgID     string `db:"org_id"`
	AccountID string `db:"account_id"`
	UploadID  string `db:"upload_id"`
	// PlayerID and TrainingID are "" for none.
	PlayerID   string `db:"player_id"`
	TrainingID string `db:"training_id"`
	Kind       string `db:"kind"`
	Name       string `db:"name"`
	ContentKey string `db:"content_key"`
	Settings   string `db:"settings"` // JSON
	State      string `db:"state"`
	// Stage and Fraction tell how far the work has come.
	Stage    string  `db:"stage"`
	Fraction float64 `db:"fraction"`
	// JobID is the job whose worker may write to this row; HeartbeatMs is when one
	// last did.
	JobID       int64 `db:"job_id"`
	HeartbeatMs int64 `db:"heartbeat_ms"`
	Outcome
	Prefix     string `db:"prefix"`
	CreatedMs  int64  `db:"created_ms"`
	StartedMs  int64  `db:"started_ms"`
	FinishedMs int64  `db:"finished_ms"`
	ExpiresMs  int64  `db:"expires_ms"`
}

// Outcome is what came of an analysis: results, or what was wrong in words for
// people.
type Outcome struct {
	Code    string  `db:"code"`
	Message string  `db:"message"`
	Hint    string  `db:"hint"`
	Shots   int     `db:"shots"`
	Quality float64 `db:"quality"`
}

// File is one of the files of an analysis.
type File struct {
	AnalysisID string `db:"analysis_id"`
	Name       string `db:"name"`
	SizeBytes  int64  `db:"size_bytes"`
	MediaType  string `db:"media_type"`
}

// Key is the key of the file's blob.
func (a Analysis) Key(name string) string { return a.Prefix + name }

// contentKey is the same for the same content of the same player with the same
// settings.
func contentKey(u Upload, settings, player string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{u.Kind, u.SHA256, settings, player}, "\n")))
	return hex.EncodeToString(sum[:])
}

// AddAnalysis queues the analysis of a complete upload, with the job that does it,
// as a tells by its AccountID, Settings, PlayerID and TrainingID. Where there is
// one of the same content, settings and player, that is returned; one that has
// failed is tried again.
func (s *Store) AddAnalysis(ctx context.Context, u Upload, a Analysis) (_ Analysis, added bool, err error) {
	err = s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := s.mayStore(ctx, tx, u.OrgID, a.PlayerID); err != nil {
			return err
		}
		p, err := planOf(ctx, tx, u.OrgID)
		if err != nil {
			return err
		}
		a.ID, a.OrgID, a.UploadID, a.Kind, a.Name, a.State = newID(), u.OrgID, u.ID, u.Kind, u.Name, Queued
		a.ContentKey = contentKey(u, a.Settings, a.PlayerID)
		a.CreatedMs, a.ExpiresMs = s.nowMs(), s.now().Add(p.Retention()).UnixMilli()
		if added, err = insertAnalysis(ctx, tx, a); err != nil {
			return err
		}
		if !added {
			if err := get(ctx, tx, &a, "SELECT * FROM analyses WHERE org_id = ? AND content_key = ?", a.OrgID, a.ContentKey); err != nil {
				return err
			}
			if a.State != Failed && a.State != Cancelled {
				return nil
			}
			added = true
		}
		if err := s.count(ctx, tx, a.OrgID, p); err != nil {
			return err
		}
		if _, err := change(ctx, tx, "UPDATE uploads SET expires_ms = ? WHERE id = ? AND expires_ms < ?", a.ExpiresMs, u.ID, a.ExpiresMs); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, &a)
	})
	return a, added, err
}

func insertAnalysis(ctx context.Context, tx *sqlx.Tx, a Analysis) (added bool, err error) {
	n, err := change(ctx, tx, `INSERT INTO analyses (id, org_id, account_id, upload_id, player_id, training_id, kind, name, content_key, settings, state, created_ms, expires_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, a.OrgID, a.AccountID, a.UploadID, a.PlayerID, a.TrainingID, a.Kind, a.Name, a.ContentKey, a.Settings, a.State, a.CreatedMs, a.ExpiresMs)
	return n == 1, err
}

// enqueue gives an analysis a new job, whose worker alone may write to it from
// now on.
func (s *Store) enqueue(ctx context.Context, tx *sqlx.Tx, a *Analysis) error {
	job, err := s.jobs.InsertTx(ctx, tx.Tx, AnalyzeArgs{a.ID}, nil)
	if err != nil {
		return fmt.Errorf("enqueue: %w", err)
	}
	a.JobID, a.State, a.Outcome, a.Stage, a.Fraction = job.Job.ID, Queued, Outcome{}, "", 0
	return changeOne(ctx, tx, "UPDATE analyses SET job_id = ?, state = ?, stage = '', fraction = 0, code = '', message = '', hint = '' WHERE id = ?", a.JobID, a.State, a.ID)
}

// seen is the condition that an account sees an analysis: it has made it, or is its
// player.
const seen = "(account_id = ? OR player_id IN (SELECT id FROM players WHERE account_id = ?))"

// Analysis returns an analysis of an organisation. A player sees his own: account
// is empty for those who see all.
func (s *Store) Analysis(ctx context.Context, org, account, id string) (a Analysis, err error) {
	err = get(ctx, s.reads, &a, "SELECT * FROM analyses WHERE org_id = ? AND (? = '' OR "+seen+") AND id = ? AND state <> ?", org, account, account, account, id, Removed)
	return a, err
}

// LinkedAnalysis returns an analysis to whoever has a signed link to it.
func (s *Store) LinkedAnalysis(ctx context.Context, id string) (a Analysis, err error) {
	err = get(ctx, s.reads, &a, "SELECT * FROM analyses WHERE id = ? AND state = ?", id, Done)
	return a, err
}

// CountAnalyses counts the analyses of all organisations in a state.
func (s *Store) CountAnalyses(ctx context.Context, state string) (n int, err error) {
	err = get(ctx, s.reads, &n, "SELECT COUNT(*) FROM analyses WHERE state = ?", state)
	return n, err
}

// Query chooses analyses of an organisation.
type Query struct {
	Org, Account string // Account is empty for all
	PlayerID     string
	TrainingID   string
	State        string
	Text         string // part of the name
	Before       string // identifier of the last one of the page before
	Limit        int
}

// Analyses lists analyses, the newest first.
func (s *Store) Analyses(ctx context.Context, q Query) (found []Analysis, err error) {
	query := "SELECT * FROM analyses WHERE org_id = ? AND state <> ?"
	args := []any{q.Org, Removed}
	for _, c := range []struct {
		value, condition string
	}{
		{q.PlayerID, "player_id = ?"},
		{q.TrainingID, "training_id = ?"},
		{q.State, "state = ?"},
		{q.Before, "id < ?"},
	} {
		if c.value != "" {
			query, args = query+" AND "+c.condition, append(args, c.value)
		}
	}
	if q.Account != "" {
		query, args = query+" AND "+seen, append(args, q.Account, q.Account)
	}
	if q.Text != "" {
		query, args = query+` AND LOWER(name) LIKE ? ESCAPE '\'`, append(args, "%"+likeEscapes.Replace(strings.ToLower(q.Text))+"%")
	}
	err = list(ctx, s.reads, &found, query+" ORDER BY id DESC LIMIT ?", append(args, q.Limit)...)
	return found, err
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Files lists the files of an analysis by name.
func (s *Store) Files(ctx context.Context, a Analysis) (files []File, err error) {
	err = list(ctx, s.reads, &files, "SELECT * FROM files WHERE analysis_id = ? ORDER BY name", a.ID)
	return files, err
}

// File returns one file of an analysis.
func (s *Store) File(ctx context.Context, a Analysis, name string) (f File, err error) {
	err = get(ctx, s.reads, &f, "SELECT * FROM files WHERE analysis_id = ? AND name = ?", a.ID, name)
	return f, err
}

// CancelAnalysis ends an analysis that is queued or running.
func (s *Store) CancelAnalysis(ctx context.Context, a Analysis) error {
	return s.transact(ctx, func(tx *sqlx.Tx) error {
		err := changeOne(ctx, tx, "UPDATE analyses SET state = ?, finished_ms = ? WHERE id = ? AND state IN (?, ?)", Cancelled, s.nowMs(), a.ID, Queued, Running)
		if err != nil {
			return err
		}
		return s.cancelJob(ctx, tx.Tx, a.JobID)
	})
}

// cancelJob cancels a job; one that is gone already is no error.
func (s *Store) cancelJob(ctx context.Context, tx *sql.Tx, job int64) error {
	if _, err := s.jobs.JobCancelTx(ctx, tx, job); err != nil && !errors.Is(err, errNoJob) {
		return fmt.Errorf("cancel job: %w", err)
	}
	return nil
}

// RemoveAnalysis removes an analysis with its results, and its upload where
// nothing else was made of that. Removing again completes what was interrupted.
func (s *Store) RemoveAnalysis(ctx context.Context, a Analysis) error {
	if a.State == Queued || a.State == Running {
		if err := s.CancelAnalysis(ctx, a); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	if err := s.transact(ctx, func(tx *sqlx.Tx) error { return s.hide(ctx, tx, "id = ?", a.ID) }); err != nil {
		return err
	}
	if err := s.removeBlobs(ctx, resultsPrefix(a)); err != nil {
		return err
	}
	if err := s.removeUnused(ctx, a); err != nil {
		return err
	}
	_, err := change(ctx, s.db, "DELETE FROM analyses WHERE id = ?", a.ID)
	return err
}

// removeUnused removes the upload of an analysis unless another needs it.
func (s *Store) removeUnused(ctx context.Context, a Analysis) error {
	var others int
	if err := get(ctx, s.reads, &others, "SELECT COUNT(*) FROM analyses WHERE upload_id = ? AND id <> ?", a.UploadID, a.ID); err != nil || others > 0 {
		return err
	}
	u, err := s.Upload(ctx, a.OrgID, a.UploadID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.RemoveUpload(ctx, u)
}

// resultsPrefix begins the keys of all that any worker has made of an analysis.
func resultsPrefix(a Analysis) string { return "results/" + a.OrgID + "/" + a.ID + "/" }
