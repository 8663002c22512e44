package store

import (
	"context"
	"crypto/rand"
	"time"
)

// A session ends when it was not used for a while, and in any case some time.
const (
	sessionIdle = 12 * time.Hour
	// SessionLongest is how long a session lasts at most.
	SessionLongest = 14 * 24 * time.Hour
)

// AddSession makes a session of a member, whose secret is returned this once.
func (s *Store) AddSession(ctx context.Context, org, account, scopes string) (Token, string, error) {
	return s.addSession(ctx, Token{OrgID: org, AccountID: account, Scopes: scopes, EndsMs: s.now().Add(SessionLongest).UnixMilli()})
}

// AddSessionOf makes a session that may do what a token may, and ends with it.
func (s *Store) AddSessionOf(ctx context.Context, parent Token) (Token, string, error) {
	t := Token{OrgID: parent.OrgID, AccountID: parent.AccountID, Scopes: parent.Scopes, ParentID: &parent.ID}
	t.EndsMs = min(s.now().Add(SessionLongest).UnixMilli(), parent.ExpiresMs)
	return s.addSession(ctx, t)
}

func (s *Store) addSession(ctx context.Context, t Token) (Token, string, error) {
	secret := TokenPrefix + rand.Text()
	t.ID, t.Kind, t.Name, t.Hash, t.CreatedMs = newID(), Session, "browser", hashOf(secret), s.nowMs()
	t.ExpiresMs = min(s.now().Add(sessionIdle).UnixMilli(), t.EndsMs)
	err := insert(ctx, s.db, "tokens", t, "id org_id account_id kind name hash scopes created_ms expires_ms ends_ms parent_id")
	return t, secret, err
}
