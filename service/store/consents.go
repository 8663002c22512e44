package store

import (
	"context"
	"errors"

	"github.com/jmoiron/sqlx"
)

// Consent is what a guardian of a player has consented to, as a member of the
// organisation has recorded it.
type Consent struct {
	ID          string `db:"id"`
	PlayerID    string `db:"player_id"`
	Guardian    string `db:"guardian"`
	GivenOn     string `db:"given_on"` // 2026-11-27
	MayStore    bool   `db:"may_store"`
	MayShare    bool   `db:"may_share"`
	AccountID   string `db:"account_id"` // who has recorded it
	CreatedMs   int64  `db:"created_ms"`
	WithdrawnMs int64  `db:"withdrawn_ms"` // 0: it holds
	WithdrawnBy string `db:"withdrawn_by"`
}

// AddConsent records a consent.
func (s *Store) AddConsent(ctx context.Context, org string, c Consent) (Consent, error) {
	c.ID, c.CreatedMs = newID(), s.nowMs()
	err := s.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := s.hold(ctx, tx, org, c.PlayerID); err != nil {
			return err
		}
		return insert(ctx, tx, "consents", c, "id player_id guardian given_on may_store may_share account_id created_ms")
	})
	return c, err
}

// Consents lists what was recorded of a player, the newest first.
func (s *Store) Consents(ctx context.Context, player string) (found []Consent, err error) {
	err = list(ctx, s.reads, &found, "SELECT * FROM consents WHERE player_id = ? ORDER BY id DESC", player)
	return found, err
}

// consent returns a consent of an organisation's player.
func (s *Store) consent(ctx context.Context, q querier, org, id string) (c Consent, err error) {
	err = get(ctx, q, &c, "SELECT c.* FROM consents c JOIN players p ON p.id = c.player_id WHERE p.org_id = ? AND NOT p.removed AND c.id = ?", org, id)
	return c, err
}

// WithdrawConsent ends a consent. Unless another holds, the links to the player's
// results end with it, and what is being made of his clips is given up.
func (s *Store) WithdrawConsent(ctx context.Context, org, account, id string) (p Athlete, err error) {
	c, err := s.consent(ctx, s.reads, org, id)
	if err != nil {
		return p, err
	}
	err = s.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := s.hold(ctx, tx, org, c.PlayerID); err != nil {
			return err
		}
		if _, err := change(ctx, tx, "UPDATE consents SET withdrawn_ms = ?, withdrawn_by = ? WHERE id = ? AND withdrawn_ms = 0", s.nowMs(), account, id); err != nil {
			return err
		}
		p, err = s.hold(ctx, tx, org, c.PlayerID)
		if err != nil || p.MayShare(s.now()) == nil {
			return err
		}
		_, err := change(ctx, tx, "DELETE FROM shares WHERE analysis_id IN (SELECT id FROM analyses WHERE player_id = ?)", p.ID)
		return err
	})
	if err != nil || p.MayStore(s.now()) == nil {
		return p, err
	}
	return p, s.cancelAll(ctx, p)
}

// cancelAll ends all analyses of a player that are not over.
func (s *Store) cancelAll(ctx context.Context, p Athlete) error {
	var unfinished []Analysis
	err := list(ctx, s.reads, &unfinished, "SELECT * FROM analyses WHERE player_id = ? AND state IN (?, ?)", p.ID, Queued, Running)
	if err != nil {
		return err
	}
	for _, a := range unfinished {
		if err := s.CancelAnalysis(ctx, a); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return nil
}
