package store

import (
	"context"
	"errors"

	"github.com/jmoiron/sqlx"
)

// Member is an account in an organisation.
type Member struct {
	Account
	Role Role `db:"role"`
	// PlayerID is the player who he is, "" for none.
	PlayerID string `db:"player_id"`
}

// ErrLastOwner says that an organisation would have no owner.
var ErrLastOwner = errors.New("this is the only owner")

// membersQuery reads members with the players who they are.
const membersQuery = `SELECT a.id, a.name, a.created_ms, m.role, COALESCE(p.id, '') AS player_id
	FROM members m JOIN accounts a ON a.id = m.account_id LEFT JOIN players p ON p.org_id = m.org_id AND p.account_id = m.account_id
	WHERE m.org_id = ?`

// Members lists the members of an organisation, by their names.
func (s *Store) Members(ctx context.Context, org string) (found []Member, err error) {
	err = list(ctx, s.reads, &found, membersQuery+" ORDER BY a.name, a.id", org)
	return found, err
}

// Member returns a member of an organisation.
func (s *Store) Member(ctx context.Context, org, account string) (m Member, err error) {
	err = get(ctx, s.reads, &m, membersQuery+" AND a.id = ?", org, account)
	return m, err
}

// ChangeRole changes what a member may do, at once. The only owner stays one.
func (s *Store) ChangeRole(ctx context.Context, org, account string, role Role) error {
	return s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := holdMembers(ctx, tx, org); err != nil {
			return err
		}
		if err := changeOne(ctx, tx, "UPDATE members SET role = ? WHERE org_id = ? AND account_id = ?", role, org, account); err != nil {
			return err
		}
		return needOwner(ctx, tx, org)
	})
}

// holdMembers locks an organisation, so that two owners do not leave at once.
func holdMembers(ctx context.Context, tx *sqlx.Tx, org string) error {
	return changeOne(ctx, tx, "UPDATE organisations SET removed = removed WHERE id = ?", org)
}

func needOwner(ctx context.Context, tx *sqlx.Tx, org string) error {
	var owners int
	err := get(ctx, tx, &owners, "SELECT COUNT(*) FROM members WHERE org_id = ? AND role = ?", org, Owner)
	if err == nil && owners == 0 {
		return ErrLastOwner
	}
	return err
}

// removeMember ends a membership with its tokens, and the account where it was its
// last. The only owner stays.
func (s *Store) removeMember(ctx context.Context, tx *sqlx.Tx, org, account string) error {
	if err := holdMembers(ctx, tx, org); err != nil {
		return err
	}
	if err := changeOne(ctx, tx, "DELETE FROM members WHERE org_id = ? AND account_id = ?", org, account); err != nil {
		return err
	}
	if err := needOwner(ctx, tx, org); err != nil {
		return err
	}
	if _, err := change(ctx, tx, "UPDATE players SET account_id = '' WHERE org_id = ? AND account_id = ?", org, account); err != nil {
		return err
	}
	_, err := change(ctx, tx, "DELETE FROM accounts WHERE id = ? AND NOT EXISTS (SELECT 1 FROM members WHERE account_id = ?)", account, account)
	return err
}

// RemoveMember ends a membership, and erases the account unless it is a member
// elsewhere. What it has made stays.
func (s *Store) RemoveMember(ctx context.Context, org, account string) error {
	return s.transact(ctx, func(tx *sqlx.Tx) error { return s.removeMember(ctx, tx, org, account) })
}
