package servicetest

import (
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// client is one of the provider's clients: that of the web has a secret, the
// others run on people's own machines.
type client string

// GetID names the client.
func (c client) GetID() string { return string(c) }

// RedirectURIs are where its sign-ins may end. The port is any on this machine.
func (c client) RedirectURIs() []string { return []string{"http://127.0.0.1/signin/callback"} }

// RedirectURIGlobs are the same for the client with a secret.
func (c client) RedirectURIGlobs() []string { return []string{"http://127.0.0.1:*/signin/callback"} }

// PostLogoutRedirectURIGlobs are none.
func (c client) PostLogoutRedirectURIGlobs() []string { return nil }

// PostLogoutRedirectURIs are none.
func (c client) PostLogoutRedirectURIs() []string { return nil }

// ApplicationType says whether it keeps a secret.
func (c client) ApplicationType() op.ApplicationType {
	if c == WebClient {
		return op.ApplicationTypeWeb
	}
	return op.ApplicationTypeNative
}

// AuthMethod is how it shows its secret.
func (c client) AuthMethod() oidc.AuthMethod {
	if c == WebClient {
		return oidc.AuthMethodBasic
	}
	return oidc.AuthMethodNone
}

// ResponseTypes are those of the code flow.
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}

// GrantTypes are those of our flows.
func (c client) GrantTypes() []oidc.GrantType {
	return []oidc.GrantType{oidc.GrantTypeCode, oidc.GrantTypeDeviceCode}
}

// LoginURL is where people sign in.
func (c client) LoginURL(id string) string { return "/login?request=" + id }

// AccessTokenType makes access tokens that are bearer tokens of our API, too.
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeJWT }

// IDTokenLifetime is that of all tokens.
func (c client) IDTokenLifetime() time.Duration { return tokenLife }

// DevMode permits nothing that is not safe.
func (c client) DevMode() bool { return false }

// RestrictAdditionalIdTokenScopes restricts nothing.
func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string { return same } //nolint:revive // the library's name

// RestrictAdditionalAccessTokenScopes restricts nothing.
func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string { return same }

func same(scopes []string) []string { return scopes }

// IsScopeAllowed knows no scopes but the standard's.
func (c client) IsScopeAllowed(string) bool { return false }

// IDTokenUserinfoClaimsAssertion puts name and address into ID tokens of one of
// the clients; for the other they are asked for.
func (c client) IDTokenUserinfoClaimsAssertion() bool { return c == WebClient }

// ClockSkew is none.
func (c client) ClockSkew() time.Duration { return 0 }

// The sign-in as the library asks for it.

// GetID names the sign-in.
func (r *signInRequest) GetID() string { return r.id }

// GetACR is unused.
func (r *signInRequest) GetACR() string { return "" }

// GetAMR is unused.
func (r *signInRequest) GetAMR() []string { return nil }

// GetAudience is the client that has asked.
func (r *signInRequest) GetAudience() []string { return []string{r.ClientID} }

// GetAuthTime is now.
func (r *signInRequest) GetAuthTime() time.Time { return time.Now() }

// GetClientID is the client that has asked.
func (r *signInRequest) GetClientID() string { return r.ClientID }

// GetCodeChallenge is that of PKCE.
func (r *signInRequest) GetCodeChallenge() *oidc.CodeChallenge {
	if r.CodeChallenge == "" {
		return nil
	}
	return &oidc.CodeChallenge{Challenge: r.CodeChallenge, Method: r.CodeChallengeMethod}
}

// GetNonce is what the ID token repeats.
func (r *signInRequest) GetNonce() string { return r.Nonce }

// GetScopes are what was asked for.
func (r *signInRequest) GetScopes() []string { return r.Scopes }

// GetSubject is who has signed in.
func (r *signInRequest) GetSubject() string { return r.subject }

// Done says that somebody has.
func (r *signInRequest) Done() bool { return r.done }
