package store

import (
	"context"
	"errors"

	"github.com/jmoiron/sqlx"
)

// ErrTwice says that a player has an analysis of the same content and settings.
var ErrTwice = errors.New("this player has the same analysis already")

// Assign gives an analysis to a player and to a training session; "" takes it from
// the one that it has.
func (s *Store) Assign(ctx context.Context, a Analysis, player, training string) (Analysis, error) {
	err := s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := s.mayStore(ctx, tx, a.OrgID, player); err != nil {
			return err
		}
		var u Upload
		if err := get(ctx, tx, &u, "SELECT * FROM uploads WHERE id = ?", a.UploadID); err != nil {
			return err
		}
		a.PlayerID, a.TrainingID = player, training
		a.ContentKey = contentKey(u, a.Settings, player)
		var others int
		if err := get(ctx, tx, &others, "SELECT COUNT(*) FROM analyses WHERE org_id = ? AND content_key = ? AND id <> ?", a.OrgID, a.ContentKey, a.ID); err != nil {
			return err
		}
		if others > 0 {
			return ErrTwice
		}
		return changeOne(ctx, tx, "UPDATE analyses SET player_id = ?, training_id = ?, content_key = ? WHERE id = ? AND state <> ?", player, training, a.ContentKey, a.ID, Removed)
	})
	return a, err
}
