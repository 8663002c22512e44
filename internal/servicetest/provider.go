package servicetest

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"github.com/shotcheck/shotcheck/service/server"
)

// Clients of the provider, and the secret of the one that has one.
const (
	WebClient    = "shotcheck-web"
	DeviceClient = "shotcheck-device"
	PublicClient = "shotcheck-public" // both, without a secret
	WebSecret    = "a secret of the service"
)

// Person is somebody whom the provider knows.
type Person struct {
	Subject, Name, Email string
	Verified             bool // the address
}

// Provider is a real OpenID Connect provider, zitadel's, that asks nobody for a
// password: whoever comes is the person that SignsIn names.
type Provider struct {
	*httptest.Server
	// Nonce replaces that of a sign-in, as an attacker would, unless it is empty.
	Nonce string

	mu       sync.Mutex
	person   Person
	people   map[string]Person
	requests map[string]*signInRequest
	codes    map[string]string // their requests
	devices  map[string]*op.DeviceAuthorizationState
	approve  bool
	key      *rsa.PrivateKey
}

// NewProvider starts a provider.
func NewProvider(t testing.TB) *Provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{
		key: key, people: map[string]Person{}, requests: map[string]*signInRequest{}, codes: map[string]string{},
		devices: map[string]*op.DeviceAuthorizationState{},
	}
	mux := http.NewServeMux()
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	engine, err := op.NewProvider(&op.Config{
		CryptoKey: [32]byte{1}, CryptoKeyId: "1", CodeMethodS256: true, AuthMethodPost: true,
		DeviceAuthorization: op.DeviceAuthorizationConfig{Lifetime: time.Minute, PollInterval: time.Second, UserFormPath: "/device", UserCode: op.UserCodeBase20},
	}, &storage{p}, op.StaticIssuer(p.URL), op.WithAllowInsecure())
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle("/", engine)
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		id := r.FormValue("request")
		p.login(id)
		http.Redirect(w, r, op.AuthCallbackURL(engine)(op.ContextWithIssuer(r.Context(), p.URL), id), http.StatusFound)
	})
	return p
}

// Settings are those of a service that signs people in here, with a secret or
// without.
func (p *Provider) Settings(secret bool) *server.Provider {
	if secret {
		return &server.Provider{Issuer: p.URL, Client: WebClient, Secret: WebSecret, DeviceClient: DeviceClient}
	}
	return &server.Provider{Issuer: p.URL, Client: PublicClient}
}

// SignsIn says who comes next.
func (p *Provider) SignsIn(person Person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.person, p.people[person.Subject] = person, person
}

// Approve confirms every device from now on, or denies it, as the person who has
// typed its code would.
func (p *Provider) Approve(yes bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.approve = yes
	for _, d := range p.devices {
		d.Done, d.Denied, d.Subject = yes, !yes, p.person.Subject
	}
}

// login is what a person does who comes to sign in.
func (p *Provider) login(request string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r := p.requests[request]; r != nil {
		r.done, r.subject = true, p.person.Subject
		if p.Nonce != "" {
			r.Nonce = p.Nonce
		}
	}
}

// Token signs a token with the provider's key: an ID token of somebody for the
// public client that is good for an hour, but for what is said.
func (p *Provider) Token(t testing.TB, subject string, but map[string]any) string {
	t.Helper()
	return Sign(t, p.key, p.URL, subject, but)
}

// Sign is the same with another key.
func Sign(t testing.TB, key *rsa.PrivateKey, issuer, subject string, but map[string]any) string {
	t.Helper()
	claims := map[string]any{
		"iss": issuer, "sub": subject, "aud": PublicClient, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(),
	}
	maps.Copy(claims, but)
	text, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := op.SignerFromKey(&signingKey{key})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(text)
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// signingKey is the key of the provider.
type signingKey struct{ key *rsa.PrivateKey }

// ID names the key.
func (k *signingKey) ID() string { return "1" }

// SignatureAlgorithm is the usual one.
func (k *signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }

// Key is the secret part.
func (k *signingKey) Key() any { return k.key }

// publicKey is what the provider shows of its key.
type publicKey struct{ signingKey }

// Algorithm is the usual one.
func (k *publicKey) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }

// Use is to check signatures.
func (k *publicKey) Use() string { return "sig" }

// Key is the public part.
func (k *publicKey) Key() any { return &k.key.PublicKey }

// signInRequest is a sign-in at the provider.
type signInRequest struct {
	oidc.AuthRequest
	id, subject string
	done        bool
}
