package store

import (
	"context"
	"errors"

	"github.com/jmoiron/sqlx"
)

// Errors of people whom the provider knows.
var (
	// ErrNotInvited says that somebody belongs to no organisation.
	ErrNotInvited = errors.New("not invited")
	// ErrInvitation says that an invitation is used up, expired or another's.
	ErrInvitation = errors.New("this invitation is not good")
)

// Person is who somebody is, as his provider says.
type Person struct {
	Issuer, Subject string // together an identifier
	Name            string
	Email           string // "" unless the provider has verified it
}

// Membership is one of the organisations that an account belongs to.
type Membership struct {
	OrgID     string `db:"org_id"`
	AccountID string `db:"account_id"`
	Role      Role   `db:"role"`
	// Name is the organisation's.
	Name string `db:"name"`
}

const memberships = "SELECT m.org_id, m.account_id, m.role, o.name FROM members m JOIN organisations o ON o.id = m.org_id JOIN accounts a ON a.id = m.account_id "

// Memberships lists the organisations of an account, the one that was used last
// first.
func (s *Store) Memberships(ctx context.Context, account string) (all []Membership, err error) {
	err = list(ctx, s.reads, &all, memberships+"WHERE a.id = ? ORDER BY m.used_ms DESC, o.name", account)
	return all, err
}

// MembershipOf returns the organisation that a person was in last, by what his
// provider calls him.
func (s *Store) MembershipOf(ctx context.Context, issuer, subject string) (Membership, error) {
	return membershipOf(ctx, s.reads, issuer, subject)
}

func membershipOf(ctx context.Context, q querier, issuer, subject string) (m Membership, err error) {
	err = get(ctx, q, &m, memberships+"WHERE a.issuer = ? AND a.subject = ? ORDER BY m.used_ms DESC, o.name LIMIT 1", issuer, subject)
	if errors.Is(err, ErrNotFound) {
		err = ErrNotInvited
	}
	return m, err
}

// Enter returns the organisation that a person signs in to: that of the invitation
// whose word he brings, else one that has invited his address, else the one that
// he was in last.
func (s *Store) Enter(ctx context.Context, p Person, word string) (m Membership, err error) {
	err = s.transact(ctx, func(tx *sqlx.Tx) error {
		open, err := s.invitationsOf(ctx, tx, p, word)
		if err != nil {
			return err
		}
		for n, i := range open {
			if err := s.accept(ctx, tx, p, i, s.nowMs()+int64(n)); err != nil {
				return err
			}
		}
		m, err = membershipOf(ctx, tx, p.Issuer, p.Subject)
		if errors.Is(err, ErrNotInvited) && word != "" {
			return ErrInvitation
		}
		if err != nil {
			return err
		}
		return s.enter(ctx, tx, m.OrgID, m.AccountID)
	})
	return m, err
}

// enter notes that an organisation is the one that a member is in.
func (s *Store) enter(ctx context.Context, q querier, org, account string) error {
	return changeOne(ctx, q, "UPDATE members SET used_ms = ? WHERE org_id = ? AND account_id = ?", s.nowMs(), org, account)
}

// invitationsOf lists the invitations that a person may accept, that of the word
// last. What is to an organisation that he belongs to stays for somebody else.
func (s *Store) invitationsOf(ctx context.Context, tx *sqlx.Tx, p Person, word string) (open []Invitation, err error) {
	hash, email := hashOf(word), foldEmail(p.Email)
	err = list(ctx, tx, &open, `SELECT * FROM invitations i WHERE expires_ms > ? AND (email = '' AND hash = ? OR email <> '' AND email = ?)
		AND NOT EXISTS (SELECT 1 FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.org_id = i.org_id AND a.issuer = ? AND a.subject = ?)
		ORDER BY CASE WHEN hash = ? THEN 1 ELSE 0 END, id`, s.nowMs(), hash, email, p.Issuer, p.Subject, hash)
	return open, err
}

// accept uses an invitation up. Of several the one that is entered last by the
// clock is where the person will be.
func (s *Store) accept(ctx context.Context, tx *sqlx.Tx, p Person, i Invitation, enteredMs int64) error {
	err := changeOne(ctx, tx, "DELETE FROM invitations WHERE id = ?", i.ID)
	if errors.Is(err, ErrNotFound) {
		return ErrInvitation // somebody else was faster
	}
	if err != nil {
		return err
	}
	account, err := s.ensureAccount(ctx, tx, p)
	if err != nil {
		return err
	}
	_, err = change(ctx, tx, "INSERT INTO members (org_id, account_id, role, used_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", i.OrgID, account, i.Role, enteredMs)
	if err != nil {
		return err
	}
	return insert(ctx, tx, "audit", Event{newID(), i.OrgID, account, s.nowMs(), "invitation.accept", i.ID}, "id org_id account_id at_ms action object")
}

// ensureAccount returns the account of a person, made where there is none.
func (s *Store) ensureAccount(ctx context.Context, tx *sqlx.Tx, p Person) (account string, err error) {
	_, err = change(ctx, tx, "INSERT INTO accounts (id, name, issuer, subject, created_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		newID(), p.Name, p.Issuer, p.Subject, s.nowMs())
	if err != nil {
		return "", err
	}
	err = get(ctx, tx, &account, "SELECT id FROM accounts WHERE issuer = ? AND subject = ?", p.Issuer, p.Subject)
	return account, err
}

// MoveSession makes a session one of another organisation that its holder belongs
// to. Tokens of programs, and sessions that were begun with one, stay where they
// are.
func (s *Store) MoveSession(ctx context.Context, t Token, org string) error {
	return s.transact(ctx, func(tx *sqlx.Tx) error {
		if err := s.enter(ctx, tx, org, t.AccountID); err != nil {
			return err
		}
		return changeOne(ctx, tx, "UPDATE tokens SET org_id = ? WHERE id = ? AND kind = ? AND parent_id IS NULL", org, t.ID, Session)
	})
}
