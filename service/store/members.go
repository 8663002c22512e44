package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// Role is what a member of an organisation may do; the server says what that is.
type Role string

// Roles of members.
const (
	Owner  Role = "owner"
	Coach  Role = "coach"
	Player Role = "player"
	Viewer Role = "viewer"
)

// Roles lists them all.
var Roles = []Role{Owner, Coach, Player, Viewer}

// Organisation is a club: whatever is stored belongs to one.
type Organisation struct {
	ID        string `db:"id"`
	Name      string `db:"name"`
	Plan      string `db:"plan"`
	Removed   bool   `db:"removed"`
	CreatedMs int64  `db:"created_ms"`
}

// Account is a person, or a program that was given a token. Issuer and Subject
// are empty unless he signs in through a provider.
type Account struct {
	ID        string `db:"id"`
	Name      string `db:"name"`
	CreatedMs int64  `db:"created_ms"`
}

// EnsureOrganisation returns the organisation of a name, made on the free plan
// where there is none.
func (s *Store) EnsureOrganisation(ctx context.Context, name string) (o Organisation, err error) {
	o = Organisation{ID: newID(), Name: name, Plan: FreePlan, CreatedMs: s.nowMs()}
	_, err = change(ctx, s.db, "INSERT INTO organisations (id, name, plan, created_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", o.ID, o.Name, o.Plan, o.CreatedMs)
	if err != nil {
		return o, err
	}
	err = get(ctx, s.reads, &o, "SELECT * FROM organisations WHERE name = ?", name)
	return o, err
}

// Empty says whether there is no organisation yet.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var n int
	err := get(ctx, s.reads, &n, "SELECT COUNT(*) FROM organisations")
	return n == 0, err
}

// SetPlan moves an organisation to a plan.
func (s *Store) SetPlan(ctx context.Context, org, plan string) error {
	if _, ok := Plans[plan]; !ok {
		return fmt.Errorf("there is no plan %q", plan)
	}
	return changeOne(ctx, s.db, "UPDATE organisations SET plan = ? WHERE id = ?", plan, org)
}

// Organisation returns an organisation.
func (s *Store) Organisation(ctx context.Context, org string) (o Organisation, err error) {
	err = get(ctx, s.reads, &o, "SELECT * FROM organisations WHERE id = ?", org)
	return o, err
}

// AddMember makes an account and a member of an organisation of it.
func (s *Store) AddMember(ctx context.Context, org, name string, role Role) (a Account, err error) {
	a = Account{ID: newID(), Name: name, CreatedMs: s.nowMs()}
	err = s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := insert(ctx, tx, "accounts", a, "id name created_ms"); err != nil {
			return err
		}
		_, err := change(ctx, tx, "INSERT INTO members (org_id, account_id, role) VALUES (?, ?, ?)", org, a.ID, role)
		return err
	})
	return a, err
}

// EnsureMember returns the member of a name in an organisation, made where there
// is none, with the role that is told.
func (s *Store) EnsureMember(ctx context.Context, org, name string, role Role) (a Account, err error) {
	err = get(ctx, s.reads, &a, `SELECT a.id, a.name, a.created_ms FROM accounts a JOIN members m ON m.account_id = a.id
		WHERE m.org_id = ? AND a.name = ? AND a.issuer IS NULL ORDER BY a.id LIMIT 1`, org, name)
	if errors.Is(err, ErrNotFound) {
		return s.AddMember(ctx, org, name, role)
	}
	if err != nil {
		return a, err
	}
	return a, s.SetRole(ctx, org, a.ID, role)
}

// SetRole changes what a member may do, at once.
func (s *Store) SetRole(ctx context.Context, org, account string, role Role) error {
	return changeOne(ctx, s.db, "UPDATE members SET role = ? WHERE org_id = ? AND account_id = ?", role, org, account)
}
