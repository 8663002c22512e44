package servicetest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file://
	_ "gocloud.dev/blob/s3blob"   // s3://

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
	"github.com/shotcheck/shotcheck/service/worker"
)

// Service is a running service with its store.
type Service struct {
	*httptest.Server
	Store *store.Store
	API   *server.Server
	// Tokens are of a club's members, by their role.
	Tokens map[store.Role]string
	// Org is the club.
	Org store.Organisation
}

// Open opens the store of a backend, with its tables.
func Open(t *testing.T, b Backend) *store.Store {
	t.Helper()
	bucket, err := blob.OpenBucket(t.Context(), b.Blobs)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), b.Database, bucket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.Close() // at the end of a test nothing more is stored
		_ = bucket.Close()
	})
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// NoLimits are bounds on requests that no test reaches.
var NoLimits = server.Limits{PerAddress: 1 << 30, PerToken: 1 << 30}

// Serve serves a backend's store without workers.
func Serve(t *testing.T, b Backend, limits server.Limits) *Service {
	t.Helper()
	return ServeWith(t, b, limits, nil)
}

// ServeWith is Serve with a provider through which people sign in.
func ServeWith(t *testing.T, b Backend, limits server.Limits, p *server.Provider) *Service {
	t.Helper()
	s := &Service{Store: Open(t, b), Tokens: map[store.Role]string{}}
	s.API = &server.Server{Store: s.Store, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})), Limits: limits, Metrics: prometheus.NewRegistry(), Provider: p}
	s.Server = httptest.NewUnstartedServer(s.API)
	s.API.Address = "http://" + s.Listener.Addr().String()
	if err := s.API.Initialize(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(s.Close)
	s.Org, s.Tokens = s.Club(t, "BC Example")
	return s
}

// Club makes an organisation with a member of each role.
func (s *Service) Club(t *testing.T, name string) (store.Organisation, map[store.Role]string) {
	t.Helper()
	org, err := s.Store.EnsureOrganisation(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[store.Role]string{}
	for _, role := range store.Roles {
		tokens[role] = s.Token(t, org, role, time.Hour)
	}
	return org, tokens
}

// Token makes a token of a new member.
func (s *Service) Token(t *testing.T, org store.Organisation, role store.Role, valid time.Duration) string {
	t.Helper()
	account, err := s.Store.AddMember(t.Context(), org.ID, string(role), role)
	if err != nil {
		t.Fatal(err)
	}
	scopes, err := server.ScopesOf(role, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := s.Store.AddToken(t.Context(), store.Token{OrgID: org.ID, AccountID: account.ID, Kind: store.APIToken, Name: "test", Scopes: scopes}, valid)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// Client returns a client with a token, which gives up soon.
func (s *Service) Client(t *testing.T, token string) *service.Client {
	t.Helper()
	base, err := service.ParseAddress(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return &service.Client{Base: base, Token: token, Program: "servicetest", Retry: service.Retry{Attempts: 5, First: 10 * time.Millisecond}}
}

// Work starts workers with the analyzer that is no real one.
func (s *Service) Work(t *testing.T, workers int) *worker.Pool {
	t.Helper()
	p := &worker.Pool{
		Store: s.Store, Log: slog.New(slog.DiscardHandler), Workers: workers, Limit: time.Minute, Silence: 2 * time.Second,
		Analyzer: worker.Analyzer{Program: FakeAnalyzer(t)},
	}
	if err := p.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
		defer cancel()
		if err := p.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return p
}

// Stored lists the keys of all blobs.
func (s *Service) Stored(t *testing.T) (keys []string) {
	t.Helper()
	for all := s.Store.Blobs.List(nil); ; {
		o, err := all.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return keys
		}
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, o.Key)
	}
}
