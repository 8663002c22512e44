package servicetest

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// storage is what the provider's library asks of us. What none of our flows needs
// fails.
type storage struct{ p *Provider }

var errUnused = errors.New("servicetest: no flow of ours needs this")

// tokenLife is how long the provider's tokens are good.
const tokenLife = time.Hour

// CreateAuthRequest begins a sign-in.
func (s *storage) CreateAuthRequest(_ context.Context, r *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	made := &signInRequest{AuthRequest: *r, id: "request-" + r.State}
	s.p.requests[made.id] = made
	return made, nil
}

// AuthRequestByID finds a sign-in.
func (s *storage) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	if r := s.p.requests[id]; r != nil {
		return r, nil
	}
	return nil, errors.New("there is no such sign-in")
}

// AuthRequestByCode finds the sign-in of a code.
func (s *storage) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	s.p.mu.Lock()
	id := s.p.codes[code]
	s.p.mu.Unlock()
	return s.AuthRequestByID(ctx, id)
}

// SaveAuthCode keeps a code.
func (s *storage) SaveAuthCode(_ context.Context, id, code string) error {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	s.p.codes[code] = id
	return nil
}

// DeleteAuthRequest ends a sign-in, so that its code is good once.
func (s *storage) DeleteAuthRequest(_ context.Context, id string) error {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	delete(s.p.requests, id)
	return nil
}

// CreateAccessToken makes an access token, which is a JWT and kept nowhere.
func (s *storage) CreateAccessToken(_ context.Context, r op.TokenRequest) (string, time.Time, error) {
	return "access-" + r.GetSubject(), time.Now().Add(tokenLife), nil
}

// SigningKey is what tokens are signed with.
func (s *storage) SigningKey(context.Context) (op.SigningKey, error) {
	return &signingKey{s.p.key}, nil
}

// SignatureAlgorithms are those of the key.
func (s *storage) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}

// KeySet is what tokens are checked with.
func (s *storage) KeySet(context.Context) ([]op.Key, error) {
	return []op.Key{&publicKey{signingKey{s.p.key}}}, nil
}

// GetClientByClientID finds a client.
func (s *storage) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if slices.Contains([]string{WebClient, DeviceClient, PublicClient}, id) {
		return client(id), nil
	}
	return nil, errors.New("there is no such client")
}

// AuthorizeClientIDSecret checks the secret of the client that has one.
func (s *storage) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	if id != WebClient || secret != WebSecret {
		return errors.New("wrong secret")
	}
	return nil
}

// SetUserinfoFromRequest puts what is known of a person into his ID token.
func (s *storage) SetUserinfoFromRequest(_ context.Context, u *oidc.UserInfo, r op.IDTokenRequest, scopes []string) error {
	s.describe(u, r.GetSubject(), scopes)
	return nil
}

// SetUserinfoFromToken tells the same to who has an access token.
func (s *storage) SetUserinfoFromToken(_ context.Context, u *oidc.UserInfo, _, subject, _ string) error {
	s.describe(u, subject, []string{oidc.ScopeOpenID, oidc.ScopeEmail, oidc.ScopeProfile})
	return nil
}

func (s *storage) describe(u *oidc.UserInfo, subject string, scopes []string) {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	person := s.p.people[subject]
	u.Subject = person.Subject
	if slices.Contains(scopes, oidc.ScopeEmail) {
		u.Email, u.EmailVerified = person.Email, oidc.Bool(person.Verified)
	}
	if slices.Contains(scopes, oidc.ScopeProfile) {
		u.Name = person.Name
	}
}

// StoreDeviceAuthorization begins the sign-in of a device.
func (s *storage) StoreDeviceAuthorization(_ context.Context, client, code, _ string, expires time.Time, scopes []string) error {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	s.p.devices[code] = &op.DeviceAuthorizationState{
		ClientID: client, Scopes: scopes, Expires: expires, Done: s.p.approve, Subject: s.p.person.Subject, AuthTime: time.Now(),
	}
	return nil
}

// GetDeviceAuthorizatonState tells how it stands.
func (s *storage) GetDeviceAuthorizatonState(_ context.Context, client, code string) (*op.DeviceAuthorizationState, error) {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	d := s.p.devices[code]
	if d == nil || d.ClientID != client {
		return nil, errors.New("there is no such device")
	}
	found := *d
	return &found, nil
}

// Health is good.
func (s *storage) Health(context.Context) error { return nil }

// SetUserinfoFromScopes is replaced by SetUserinfoFromRequest.
func (s *storage) SetUserinfoFromScopes(context.Context, *oidc.UserInfo, string, string, []string) error {
	return nil
}

// GetPrivateClaimsFromScopes adds nothing.
func (s *storage) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	return map[string]any{}, nil
}

// CreateAccessAndRefreshTokens is unused.
func (s *storage) CreateAccessAndRefreshTokens(context.Context, op.TokenRequest, string) (string, string, time.Time, error) {
	return "", "", time.Time{}, errUnused
}

// TokenRequestByRefreshToken is unused.
func (s *storage) TokenRequestByRefreshToken(context.Context, string) (op.RefreshTokenRequest, error) {
	return nil, errUnused
}

// TerminateSession is unused.
func (s *storage) TerminateSession(context.Context, string, string) error { return errUnused }

// RevokeToken is unused.
func (s *storage) RevokeToken(context.Context, string, string, string) *oidc.Error {
	return oidc.ErrServerError()
}

// GetRefreshTokenInfo is unused.
func (s *storage) GetRefreshTokenInfo(context.Context, string, string) (string, string, error) {
	return "", "", op.ErrInvalidRefreshToken
}

// SetIntrospectionFromToken is unused.
func (s *storage) SetIntrospectionFromToken(context.Context, *oidc.IntrospectionResponse, string, string, string) error {
	return errUnused
}

// GetKeyByIDAndClientID is unused.
func (s *storage) GetKeyByIDAndClientID(context.Context, string, string) (*jose.JSONWebKey, error) {
	return nil, errUnused
}

// ValidateJWTProfileScopes is unused.
func (s *storage) ValidateJWTProfileScopes(context.Context, string, []string) ([]string, error) {
	return nil, errUnused
}
