package store

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// Training is a training session: a named group of analyses of one day.
type Training struct {
	ID        string `db:"id"`
	OrgID     string `db:"org_id"`
	AccountID string `db:"account_id"`
	PlayerID  string `db:"player_id"` // whose it is, "" for nobody's alone
	Name      string `db:"name"`
	Day       string `db:"day"` // 2026-11-27
	CreatedMs int64  `db:"created_ms"`
	Analyses  int    `db:"analyses"`
}

// trainingsQuery reads training sessions: of a player's account those that he has
// made or is in.
const trainingsQuery = `SELECT t.*, (SELECT COUNT(*) FROM analyses a WHERE a.training_id = t.id AND a.state <> 'removed') AS analyses
	FROM trainings t WHERE t.org_id = ? AND (? = '' OR t.account_id = ?
		OR t.player_id IN (SELECT id FROM players WHERE account_id = ?)
		OR t.id IN (SELECT training_id FROM analyses WHERE player_id IN (SELECT id FROM players WHERE account_id = ?)))`

// AddTraining makes a training session.
func (s *Store) AddTraining(ctx context.Context, t Training) (Training, error) {
	t.ID, t.CreatedMs = newID(), s.nowMs()
	err := s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := s.mayStore(ctx, tx, t.OrgID, t.PlayerID); err != nil {
			return err
		}
		return insert(ctx, tx, "trainings", t, "id org_id account_id player_id name day created_ms")
	})
	return t, err
}

// Training returns a training session of an organisation; account is empty for
// those who see all.
func (s *Store) Training(ctx context.Context, org, account, id string) (t Training, err error) {
	err = get(ctx, s.reads, &t, trainingsQuery+" AND t.id = ?", org, account, account, account, account, id)
	return t, err
}

// Trainings lists training sessions, the newest first.
func (s *Store) Trainings(ctx context.Context, org, account, before string, limit int) (found []Training, err error) {
	err = list(ctx, s.reads, &found, trainingsQuery+" AND (? = '' OR t.id < ?) ORDER BY t.id DESC LIMIT ?", org, account, account, account, account, before, before, limit)
	return found, err
}

// RemoveTraining removes a training session. Its analyses stay.
func (s *Store) RemoveTraining(ctx context.Context, t Training) error {
	return s.transact(ctx, func(tx *sqlx.Tx) error {
		if _, err := change(ctx, tx, "UPDATE analyses SET training_id = '' WHERE training_id = ?", t.ID); err != nil {
			return err
		}
		return changeOne(ctx, tx, "DELETE FROM trainings WHERE id = ?", t.ID)
	})
}
