package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Erasing first marks, in one transaction, all that goes: from then on nobody sees
// it, and the names of people are gone. Then blobs and rows are removed. What interrupts that
// leaves the marks, by which Expire goes on.

// remainsLife is how long what was removed may still be written to: a worker that
// was killed, or a request that was cut, writes nothing for so long.
const remainsLife = 2 * time.Hour

// hide marks analyses as removed. Their content may be sent again from now on.
// The worker of one that runs, or was just cancelled, notices within seconds that it
// has lost it; what it writes meanwhile is removed later.
func (s *Store) hide(ctx context.Context, tx *sqlx.Tx, which string, args ...any) error {
	_, err := change(ctx, tx, `INSERT INTO remains (prefix, after_ms) SELECT 'results/' || org_id || '/' || id || '/', CAST(? AS BIGINT)
		FROM analyses WHERE state NOT IN (?, ?) AND `+which+" ON CONFLICT DO NOTHING", append([]any{s.now().Add(remainsLife).UnixMilli(), Done, Removed}, args...)...)
	if err != nil {
		return err
	}
	_, err = change(ctx, tx, "UPDATE analyses SET state = ?, content_key = id, job_id = 0 WHERE state <> ? AND "+which, append([]any{Removed, Removed}, args...)...)
	return err
}

// removeAll removes all analyses that a condition finds.
func (s *Store) removeAll(ctx context.Context, which string, args ...any) error {
	var found []Analysis
	if err := list(ctx, s.reads, &found, "SELECT * FROM analyses WHERE "+which, args...); err != nil {
		return err
	}
	for _, a := range found {
		if err := s.RemoveAnalysis(ctx, a); err != nil {
			return fmt.Errorf("erase analysis %s: %w", a.ID, err)
		}
	}
	return nil
}

// ErasePlayer erases a player with all that is his: analyses with their clips,
// consents, links and training sessions.
func (s *Store) ErasePlayer(ctx context.Context, p Athlete) error {
	if err := s.transact(ctx, func(tx *sqlx.Tx) error { return s.markPlayer(ctx, tx, p.OrgID, p.ID) }); err != nil {
		return err
	}
	return s.finishPlayer(ctx, p.ID)
}

func (s *Store) markPlayer(ctx context.Context, tx *sqlx.Tx, org, id string) error {
	err := changeOne(ctx, tx, "UPDATE players SET removed = TRUE, name = '', born = '', account_id = '' WHERE org_id = ? AND id = ? AND NOT removed", org, id)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM consents WHERE player_id = ?",
		"UPDATE analyses SET training_id = '' WHERE training_id IN (SELECT id FROM trainings WHERE player_id = ?)",
		"DELETE FROM trainings WHERE player_id = ?",
	} {
		if _, err := change(ctx, tx, statement, id); err != nil {
			return err
		}
	}
	return s.hide(ctx, tx, "player_id = ?", id)
}

// finishPlayer removes a marked player.
func (s *Store) finishPlayer(ctx context.Context, id string) error {
	if err := s.removeAll(ctx, "player_id = ?", id); err != nil {
		return err
	}
	_, err := change(ctx, s.db, "DELETE FROM players WHERE id = ?", id)
	return err
}

// EraseOrganisation erases an organisation with all that belongs to it, and the
// accounts that are members of no other.
func (s *Store) EraseOrganisation(ctx context.Context, org string) error {
	if err := s.transact(ctx, func(tx *sqlx.Tx) error { return s.markOrganisation(ctx, tx, org) }); err != nil {
		return err
	}
	return s.finishOrganisation(ctx, org)
}

func (s *Store) markOrganisation(ctx context.Context, tx *sqlx.Tx, org string) error {
	if err := changeOne(ctx, tx, "UPDATE organisations SET removed = TRUE, name = id WHERE id = ?", org); err != nil {
		return err
	}
	for _, prefix := range prefixes(org) {
		if _, err := change(ctx, tx, "INSERT INTO remains (prefix, after_ms) VALUES (?, ?) ON CONFLICT DO NOTHING", prefix, s.now().Add(remainsLife).UnixMilli()); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		`DELETE FROM accounts WHERE id IN (SELECT account_id FROM members WHERE org_id = ?)
			AND (SELECT COUNT(*) FROM members WHERE account_id = accounts.id) = 1`,
		"DELETE FROM members WHERE org_id = ?",     // and with them all tokens
		"DELETE FROM invitations WHERE org_id = ?", // also those that no member has made
		"DELETE FROM shares WHERE org_id = ?",
	} {
		if _, err := change(ctx, tx, statement, org); err != nil {
			return err
		}
	}
	return s.hide(ctx, tx, "org_id = ?", org)
}

// prefixes begin the keys of all blobs of an organisation.
func prefixes(org string) []string { return []string{"uploads/" + org + "/", "results/" + org + "/"} }

// finishOrganisation removes a marked organisation.
func (s *Store) finishOrganisation(ctx context.Context, org string) error {
	if err := s.removeAll(ctx, "org_id = ?", org); err != nil {
		return err
	}
	for _, prefix := range prefixes(org) {
		if err := s.removeBlobs(ctx, prefix); err != nil {
			return err
		}
	}
	_, err := change(ctx, s.db, "DELETE FROM organisations WHERE id = ?", org)
	return err
}

// EraseAccount ends a membership and erases the account, unless it is a member
// elsewhere. With a player goes all that he has made, and that was made of him;
// what other members have made belongs to the organisation.
func (s *Store) EraseAccount(ctx context.Context, org, account string, role Role) error {
	var own []string // the player who he is, if he is one
	err := s.transact(ctx, func(tx *sqlx.Tx) error {
		if role == Player {
			var err error
			if own, err = s.markMade(ctx, tx, org, account); err != nil {
				return err
			}
		}
		return s.removeMember(ctx, tx, org, account)
	})
	if err != nil || role != Player {
		return err
	}
	for _, id := range own {
		if err := s.finishPlayer(ctx, id); err != nil {
			return err
		}
	}
	if err := s.removeAll(ctx, "org_id = ? AND account_id = ? AND state = ?", org, account, Removed); err != nil {
		return err
	}
	_, err = s.expireUploads(ctx)
	return err
}

// markMade marks what a player has made, and the player who he is.
func (s *Store) markMade(ctx context.Context, tx *sqlx.Tx, org, account string) (own []string, err error) {
	if err := list(ctx, tx, &own, "SELECT id FROM players WHERE org_id = ? AND account_id = ? AND NOT removed", org, account); err != nil {
		return nil, err
	}
	for _, id := range own {
		if err := s.markPlayer(ctx, tx, org, id); err != nil {
			return nil, err
		}
	}
	for _, statement := range []string{
		"UPDATE uploads SET expires_ms = 0 WHERE org_id = ? AND account_id = ?",
		"DELETE FROM shares WHERE org_id = ? AND account_id = ?",
		"UPDATE analyses SET training_id = '' WHERE training_id IN (SELECT id FROM trainings WHERE org_id = ? AND account_id = ?)",
		"DELETE FROM trainings WHERE org_id = ? AND account_id = ?",
	} {
		if _, err := change(ctx, tx, statement, org, account); err != nil {
			return nil, err
		}
	}
	return own, s.hide(ctx, tx, "org_id = ? AND account_id = ? AND player_id = ''", org, account)
}
