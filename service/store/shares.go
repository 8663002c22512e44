package store

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/jmoiron/sqlx"
)

// Share is a link to the results of one analysis, for whoever has it.
type Share struct {
	ID         string `db:"id"`
	OrgID      string `db:"org_id"`
	AnalysisID string `db:"analysis_id"`
	AccountID  string `db:"account_id"`
	Hash       string `db:"hash"`
	CreatedMs  int64  `db:"created_ms"`
	ExpiresMs  int64  `db:"expires_ms"`
}

// AddShare makes a link to an analysis, whose word is returned this once.
func (s *Store) AddShare(ctx context.Context, a Analysis, account string, valid time.Duration) (share Share, word string, err error) {
	word = rand.Text()
	share = Share{newID(), a.OrgID, a.ID, account, hashOf(word), s.nowMs(), s.now().Add(valid).UnixMilli()}
	err = s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := s.mayShare(ctx, tx, a); err != nil {
			return err
		}
		return insert(ctx, tx, "shares", share, "id org_id analysis_id account_id hash created_ms expires_ms")
	})
	return share, word, err
}

// mayShare returns why an analysis may not be shared for as long as the
// transaction lasts.
func (s *Store) mayShare(ctx context.Context, tx *sqlx.Tx, a Analysis) error {
	if a.PlayerID == "" {
		return nil
	}
	p, err := s.hold(ctx, tx, a.OrgID, a.PlayerID)
	if err != nil {
		return err
	}
	return p.MayShare(s.now())
}

// Shares lists the links to an analysis that are still good, the newest first.
func (s *Store) Shares(ctx context.Context, a Analysis) (found []Share, err error) {
	err = list(ctx, s.reads, &found, "SELECT * FROM shares WHERE analysis_id = ? AND expires_ms > ? ORDER BY id DESC", a.ID, s.nowMs())
	return found, err
}

// Share returns a link of an organisation; account is empty for those who may end
// all.
func (s *Store) Share(ctx context.Context, org, account, id string) (share Share, err error) {
	err = get(ctx, s.reads, &share, "SELECT * FROM shares WHERE org_id = ? AND (? = '' OR account_id = ?) AND id = ?", org, account, account, id)
	return share, err
}

// RevokeShare ends a link.
func (s *Store) RevokeShare(ctx context.Context, share Share) error {
	return changeOne(ctx, s.db, "DELETE FROM shares WHERE id = ?", share.ID)
}

// OpenShare returns the link of a word that is still good.
func (s *Store) OpenShare(ctx context.Context, word string) (Share, error) {
	return s.goodShare(ctx, "hash", hashOf(word))
}

// GoodShare returns a link as long as it is good.
func (s *Store) GoodShare(ctx context.Context, id string) (Share, error) {
	return s.goodShare(ctx, "id", id)
}

// goodShare finds a link that has not ended, and whose player may still be shown:
// he may have been named after it was made.
func (s *Store) goodShare(ctx context.Context, column, value string) (share Share, err error) {
	if err := get(ctx, s.reads, &share, "SELECT * FROM shares WHERE "+column+" = ? AND expires_ms > ?", value, s.nowMs()); err != nil {
		return share, err
	}
	a, err := s.LinkedAnalysis(ctx, share.AnalysisID)
	if err != nil || a.PlayerID == "" {
		return share, err
	}
	p, err := s.Player(ctx, a.OrgID, "", a.PlayerID)
	if err != nil {
		return share, err
	}
	return share, p.MayShare(s.now())
}
