package store

import (
	"context"
	"fmt"
)

// expireBatch bounds how much one run of the expiry removes.
const expireBatch = 500

// ExpireArgs is the periodic job that removes what is past its time.
type ExpireArgs struct{}

// Kind names the job in the queue.
func (ExpireArgs) Kind() string { return "expire" }

// Expire removes analyses and uploads that are past their time, with their blobs,
// and what an interrupted removal has left. It returns how many.
func (s *Store) Expire(ctx context.Context) (removed int, err error) {
	var old []Analysis
	err = list(ctx, s.reads, &old, "SELECT * FROM analyses WHERE expires_ms <= ? OR state = ? ORDER BY expires_ms LIMIT ?", s.nowMs(), Removed, expireBatch)
	if err != nil {
		return 0, err
	}
	for _, a := range old {
		if err := s.RemoveAnalysis(ctx, a); err != nil {
			return removed, fmt.Errorf("expire analysis %s: %w", a.ID, err)
		}
		removed++
	}
	n, err := s.expireUploads(ctx)
	if err != nil {
		return removed, err
	}
	for _, table := range []string{"tokens", "shares", "invitations"} {
		if _, err := change(ctx, s.db, "DELETE FROM "+table+" WHERE expires_ms <= ?", s.nowMs()); err != nil {
			return removed, err
		}
	}
	return removed + n, s.finishErasures(ctx)
}

// finishErasures goes on where the erasure of a player or an organisation was
// interrupted, and removes what appeared after that.
func (s *Store) finishErasures(ctx context.Context) error {
	for _, erasure := range []struct {
		query  string
		args   []any
		finish func(context.Context, string) error
	}{
		{"SELECT id FROM players WHERE removed", nil, s.finishPlayer},
		{"SELECT id FROM organisations WHERE removed", nil, s.finishOrganisation},
		{"SELECT prefix FROM remains WHERE after_ms <= ?", []any{s.nowMs()}, s.removeRemains},
	} {
		var found []string
		if err := list(ctx, s.reads, &found, erasure.query, erasure.args...); err != nil {
			return err
		}
		for _, one := range found {
			if err := erasure.finish(ctx, one); err != nil {
				return fmt.Errorf("erase %s: %w", one, err)
			}
		}
	}
	return nil
}

func (s *Store) removeRemains(ctx context.Context, prefix string) error {
	if err := s.removeBlobs(ctx, prefix); err != nil {
		return err
	}
	_, err := change(ctx, s.db, "DELETE FROM remains WHERE prefix = ?", prefix)
	return err
}

// expireUploads removes uploads of which nothing has come.
func (s *Store) expireUploads(ctx context.Context) (removed int, err error) {
	var old []Upload
	err = list(ctx, s.reads, &old, `SELECT * FROM uploads u WHERE expires_ms <= ?
		AND NOT EXISTS (SELECT 1 FROM analyses a WHERE a.upload_id = u.id) ORDER BY expires_ms LIMIT ?`, s.nowMs(), expireBatch)
	if err != nil {
		return 0, err
	}
	for _, u := range old {
		if err := s.RemoveUpload(ctx, u); err != nil {
			return removed, fmt.Errorf("expire upload %s: %w", u.ID, err)
		}
		removed++
	}
	return removed, nil
}
