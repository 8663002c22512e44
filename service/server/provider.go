package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// Provider is the OpenID Connect provider through which people sign in. Its
// exported fields are set before it is used. A second factor is the provider's.
type Provider struct {
	Issuer string
	// Client and Secret are the service's at the provider. Without a secret PKCE
	// alone proves that who asks for the tokens began the sign-in.
	Client, Secret string
	// DeviceClient is that of programs, which keep no secret; Client if empty.
	DeviceClient string

	asking singleflight.Group
	found  atomic.Pointer[oidc.Provider]
}

// providerWithin is how long the provider may take to answer.
const providerWithin = 10 * time.Second

// providerScopes are what is asked of the provider.
var providerScopes = []string{oidc.ScopeOpenID, "profile", "email"}

var (
	errProvider = errors.New("the provider does not answer")
	errBadToken = errors.New("not a token of the provider for this service")
)

// context returns one whose requests to the provider end in time.
func (p *Provider) context(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, &http.Client{Timeout: providerWithin})
}

// discover asks the provider for its addresses and keys, until it has answered
// once: the service starts without it.
func (p *Provider) discover() (*oidc.Provider, error) {
	if found := p.found.Load(); found != nil {
		return found, nil
	}
	found, err, _ := p.asking.Do("", func() (any, error) {
		return oidc.NewProvider(p.context(context.Background()), p.Issuer)
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errProvider, err)
	}
	p.found.Store(found.(*oidc.Provider))
	return found.(*oidc.Provider), nil
}

// config returns how the service speaks to the provider.
func (p *Provider) config(found *oidc.Provider, redirect string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: found.Endpoint(), RedirectURL: redirect, Scopes: providerScopes}
}

// deviceClient is the client of programs.
func (p *Provider) deviceClient() string { return cmp.Or(p.DeviceClient, p.Client) }

// verify checks a token's signature, issuer and expiry, and that it is for one of
// some clients.
func (p *Provider) verify(ctx context.Context, text string, clients ...string) (*oidc.IDToken, error) {
	found, err := p.discover()
	if err != nil {
		return nil, err
	}
	for _, client := range slices.Compact(clients) {
		token, err := found.Verifier(&oidc.Config{ClientID: client}).Verify(ctx, text)
		if err == nil && token.Subject != "" {
			return token, nil
		}
	}
	return nil, errBadToken
}

// person returns who a token is of. What it does not say the provider is asked.
func (p *Provider) person(ctx context.Context, id *oidc.IDToken, access *oauth2.Token) (store.Person, error) {
	said := claims{}
	if err := id.Claims(&said); err != nil {
		return store.Person{}, err
	}
	if said.Email == "" {
		found, err := p.discover()
		if err != nil {
			return store.Person{}, err
		}
		// A provider that tells no more is no reason to keep somebody out.
		if info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(access)); err == nil && info.Subject == id.Subject {
			said = claims{Name: said.Name}
			_ = info.Claims(&said)
		}
	}
	return said.person(id), nil
}

// claims are what a provider says of a person.
type claims struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Verified any    `json:"email_verified"` // some providers write "true"
}

func (c claims) person(id *oidc.IDToken) store.Person {
	p := store.Person{Issuer: id.Issuer, Subject: id.Subject, Name: cmp.Or(c.Name, c.Email, id.Subject)}
	if fmt.Sprint(c.Verified) == "true" {
		p.Email = c.Email
	}
	return p
}

// jwtHolder returns who holds a token of the provider. It may do all that his role
// may, in the organisation that he was in last.
func (s *Server) jwtHolder(ctx context.Context, text string) (a store.Actor, err error) {
	token, err := s.Provider.verify(s.Provider.context(ctx), text, s.Provider.Client, s.Provider.deviceClient())
	if errors.Is(err, errBadToken) {
		return a, store.ErrNotFound
	}
	if err != nil {
		return a, err
	}
	m, err := s.Store.MembershipOf(ctx, token.Issuer, token.Subject)
	a.OrgID, a.AccountID, a.Role, a.Scopes = m.OrgID, m.AccountID, m.Role, allScopes
	return a, err
}

// isJWT says whether a bearer token is one of a provider.
func isJWT(token string) bool { return strings.Count(token, ".") == 2 }

// signInRoutes adds what tells programs how people sign in.
func (s *Server) signInRoutes() {
	handle(s, operation{http.MethodGet, "/v1/signin", "get-signin", "Ask how people sign in", open, 0, "account"}, s.howToSignIn)
}

func (s *Server) howToSignIn(_ context.Context, _ *actor, _ *struct{}) (*body[service.SignIn], error) {
	if s.Provider == nil {
		return nil, problem("no-provider")
	}
	found, err := s.Provider.discover()
	if err != nil {
		return nil, err
	}
	return &body[service.SignIn]{service.SignIn{
		Issuer: s.Provider.Issuer, ClientID: s.Provider.deviceClient(), Scopes: providerScopes,
		DeviceURL: found.Endpoint().DeviceAuthURL, TokenURL: found.Endpoint().TokenURL,
	}}, nil
}
