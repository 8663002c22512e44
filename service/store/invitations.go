package store

import (
	"context"
	"crypto/rand"
	"strings"
	"time"
)

// Invitation makes a member of whoever brings its word, once.
type Invitation struct {
	ID    string `db:"id"`
	OrgID string `db:"org_id"`
	// AccountID is who has made it, nil where that was no member.
	AccountID *string `db:"account_id"`
	Role      Role    `db:"role"`
	// Email is whose the invitation is, "" for anyone's.
	Email     string `db:"email"`
	Hash      string `db:"hash"`
	CreatedMs int64  `db:"created_ms"`
	ExpiresMs int64  `db:"expires_ms"`
}

// Invite makes an invitation, whose word is returned this once.
func (s *Store) Invite(ctx context.Context, i Invitation, valid time.Duration) (Invitation, string, error) {
	word := rand.Text()
	i.ID, i.Hash, i.Email, i.CreatedMs = newID(), hashOf(word), foldEmail(i.Email), s.nowMs()
	i.ExpiresMs = s.now().Add(valid).UnixMilli()
	err := insert(ctx, s.db, "invitations", i, "id org_id account_id role email hash created_ms expires_ms")
	return i, word, err
}

// foldEmail returns an e-mail address in the one way that it is compared.
func foldEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// Invitations lists the open invitations of an organisation, the newest first.
func (s *Store) Invitations(ctx context.Context, org string) (all []Invitation, err error) {
	err = list(ctx, s.reads, &all, "SELECT * FROM invitations WHERE org_id = ? AND expires_ms > ? ORDER BY id DESC", org, s.nowMs())
	return all, err
}

// RevokeInvitation takes an invitation back.
func (s *Store) RevokeInvitation(ctx context.Context, org, id string) error {
	return changeOne(ctx, s.db, "DELETE FROM invitations WHERE org_id = ? AND id = ?", org, id)
}
