package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// TokenPrefix begins every token, so that scanners of leaked secrets know them.
const TokenPrefix = "shotcheck_"

// Kinds of tokens.
const (
	APIToken = "api"     // of programs
	Session  = "session" // of browsers, in a cookie
)

// Token is a row of a token; the token itself is not kept.
type Token struct {
	ID        string `db:"id"`
	OrgID     string `db:"org_id"`
	AccountID string `db:"account_id"`
	Kind      string `db:"kind"`
	Name      string `db:"name"`
	Hash      string `db:"hash"`
	Scopes    string `db:"scopes"` // parted by spaces
	CreatedMs int64  `db:"created_ms"`
	ExpiresMs int64  `db:"expires_ms"`
	UsedMs    int64  `db:"used_ms"`
	// EndsMs is when a session ends, however much it is used.
	EndsMs int64 `db:"ends_ms"`
	// ParentID is the token that a session was begun with, with which it ends.
	ParentID *string `db:"parent_id"`
}

// Actor is who holds a valid token: which member of which organisation, and what
// the token is good for.
type Actor struct {
	Token
	Role Role `db:"role"`
}

// hashOf returns what is kept of a token. A token is 130 random bits, so that a
// fast hash cannot be turned back.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// AddToken makes a token, which is returned this once.
func (s *Store) AddToken(ctx context.Context, t Token, valid time.Duration) (Token, string, error) {
	secret := TokenPrefix + rand.Text()
	t.ID, t.Hash, t.CreatedMs = newID(), hashOf(secret), s.nowMs()
	t.ExpiresMs = s.now().Add(valid).UnixMilli()
	err := insert(ctx, s.db, "tokens", t, "id org_id account_id kind name hash scopes created_ms expires_ms")
	return t, secret, err
}

// usedEvery is how exactly the last use of a token is known.
const usedEvery = time.Minute

// Actor returns who holds a token of a kind. An unknown, revoked or expired one is
// ErrNotFound.
func (s *Store) Actor(ctx context.Context, kind, token string) (a Actor, err error) {
	if !strings.HasPrefix(token, TokenPrefix) {
		return a, ErrNotFound
	}
	now := s.nowMs()
	err = get(ctx, s.reads, &a, `SELECT t.*, m.role FROM tokens t JOIN members m ON m.org_id = t.org_id AND m.account_id = t.account_id
		WHERE t.hash = ? AND t.kind = ? AND t.expires_ms > ?`, hashOf(token), kind, now)
	if err != nil || now-a.UsedMs < usedEvery.Milliseconds() {
		return a, err
	}
	if a.UsedMs = now; a.Kind == Session {
		a.ExpiresMs = min(s.now().Add(sessionIdle).UnixMilli(), a.EndsMs)
	}
	_, err = change(ctx, s.db, "UPDATE tokens SET used_ms = ?, expires_ms = ? WHERE id = ?", now, a.ExpiresMs, a.ID)
	return a, err
}

// Tokens lists a member's tokens, the newest first.
func (s *Store) Tokens(ctx context.Context, org, account string) (tokens []Token, err error) {
	err = list(ctx, s.reads, &tokens, "SELECT * FROM tokens WHERE org_id = ? AND account_id = ? AND kind = ? AND expires_ms > ? ORDER BY id DESC", org, account, APIToken, s.nowMs())
	return tokens, err
}

// RevokeToken ends a token of a member.
func (s *Store) RevokeToken(ctx context.Context, org, account, id string) error {
	return changeOne(ctx, s.db, "DELETE FROM tokens WHERE org_id = ? AND account_id = ? AND id = ?", org, account, id)
}
