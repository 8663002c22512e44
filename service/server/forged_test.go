package server_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
)

// TestForgedSignIn: a callback that this browser has not begun, that was used, or
// whose token is another's, begins no session.
func TestForgedSignIn(t *testing.T) {
	p := servicetest.NewProvider(t)
	s := servicetest.ServeWith(t, servicetest.SQLite(t), servicetest.NoLimits, p.Settings(false))
	p.SignsIn(ann)
	link := invite(t, s, s.Tokens[store.Owner], `{"role":"owner"}`).Link
	follow(t, s, browser(t, s.Server), link)

	// callbackOf goes through the provider and stops before the callback.
	callbackOf := func(b *http.Client) *url.URL {
		at := s.URL + "/signin/start?next=//evil.example"
		for range 9 {
			if _, at = open(t, b, at); strings.HasPrefix(at, s.URL) {
				return mustParse(t, at)
			}
			at = mustParse(t, p.URL).ResolveReference(mustParse(t, at)).String()
		}
		t.Fatal("it goes on and on")
		return nil
	}
	const refused = "/signin?next=%2F&problem="
	here := mustParse(t, s.URL)
	for name, tt := range map[string]struct {
		attack func(b *http.Client, callback *url.URL) string
		want   string
	}{
		"none": {func(_ *http.Client, c *url.URL) string { return c.String() }, "/"},
		"another state": {func(_ *http.Client, c *url.URL) string {
			return with(c, "state", "x")
		}, refused + "bad-signin"},
		"no state": {func(_ *http.Client, c *url.URL) string { return with(c, "state", "") }, refused + "bad-signin"},
		"another browser": {func(b *http.Client, c *url.URL) string {
			b.Jar = browser(t, s.Server).Jar
			return c.String()
		}, refused + "bad-signin"},
		"a changed cookie": {func(b *http.Client, c *url.URL) string {
			cookie := b.Jar.Cookies(here)[0]
			cookie.Value = "x" + cookie.Value
			b.Jar.SetCookies(here, []*http.Cookie{cookie})
			return c.String()
		}, refused + "bad-signin"},
		"a link's word": {func(b *http.Client, c *url.URL) string {
			word := strings.Split(s.API.ResultLink("eyJTdGF0ZSI6IiJ9"), "/")[2]
			b.Jar.SetCookies(here, []*http.Cookie{{Name: "shotcheck-signin", Value: word}})
			return with(c, "state", "")
		}, refused + "bad-signin"},
		"replayed": {func(b *http.Client, c *url.URL) string {
			cookies := b.Jar.Cookies(here)
			open(t, b, c.String())
			b.Jar.SetCookies(here, append(cookies, &http.Cookie{Name: "shotcheck-session", MaxAge: -1}))
			return c.String()
		}, refused + "bad-signin"},
		"another's code": {func(_ *http.Client, c *url.URL) string {
			return with(c, "code", callbackOf(browser(t, s.Server)).Query().Get("code"))
		}, refused + "bad-signin"},
		"no code": {func(_ *http.Client, c *url.URL) string { return with(c, "code", "") }, refused + "bad-signin"},
		"denied":  {func(_ *http.Client, c *url.URL) string { return with(c, "error", "access_denied") }, refused + "denied"},
	} {
		b := browser(t, s.Server)
		address := tt.attack(b, callbackOf(b))
		if _, to := open(t, b, address); to != tt.want {
			t.Errorf("%s: leads to %s", name, to)
		}
		if status, _ := open(t, b, s.URL+"/v1/me"); (status == http.StatusOK) != (tt.want == "/") {
			t.Errorf("%s: afterwards the service answers %d", name, status)
		}
	}
	p.Nonce = "of another sign-in"
	if to := follow(t, s, browser(t, s.Server), s.URL+"/signin/start"); to != refused+"bad-signin" {
		t.Errorf("another nonce leads to %s", to)
	}
}

// with returns an address with another value in its query.
func with(u *url.URL, key, value string) string {
	changed, query := *u, u.Query()
	query.Set(key, value)
	changed.RawQuery = query.Encode()
	return changed.String()
}

// TestNoProvider: without a provider nobody is sent anywhere, and nothing fails.
func TestNoProvider(t *testing.T) {
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	for _, path := range []string{"/signin/start", "/join/WORD"} {
		if to := follow(t, s, browser(t, s.Server), s.URL+path); to != "/signin?next=%2F&problem=no-provider" {
			t.Errorf("%s leads to %s", path, to)
		}
	}
	if to := follow(t, s, browser(t, s.Server), s.URL+"/signin/callback?code=x&state="); to != "/signin?next=%2F&problem=bad-signin" {
		t.Errorf("a callback leads to %s", to)
	}
	if status, text := send(t, s, http.MethodGet, "/v1/signin", "", nil); status != http.StatusNotFound || !strings.Contains(text, "no-provider") {
		t.Errorf("how to sign in: %d %s", status, text)
	}
	if status, _ := send(t, s, http.MethodPost, "/v1/invitations", s.Tokens[store.Owner], []byte(`{"role":"coach"}`), "Content-Type", "application/json"); status != http.StatusNotFound {
		t.Errorf("inviting where nobody can accept: %d", status)
	}
	s.API.Provider = &server.Provider{Issuer: "http://127.0.0.1:1", Client: "x"}
	if to := follow(t, s, browser(t, s.Server), s.URL+"/signin/start"); to != "/signin?next=%2F&problem=provider-down" {
		t.Errorf("with a provider that is down it leads to %s", to)
	}
}

// TestInvitationOnce: of many who use a link at the same moment one comes in.
func TestInvitationOnce(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		const people = 12
		_, word, err := s.Store.Invite(t.Context(), store.Invitation{OrgID: s.Org.ID, Role: store.Coach}, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		var group errgroup.Group
		var in atomic.Int64
		for i := range people {
			group.Go(func() error {
				_, err := s.Store.Enter(t.Context(), store.Person{Issuer: "https://id.example", Subject: fmt.Sprint(i), Name: "x"}, word)
				if err == nil {
					in.Add(1)
				}
				if errors.Is(err, store.ErrInvitation) {
					return nil
				}
				return err
			})
		}
		if err := group.Wait(); err != nil || in.Load() != 1 {
			t.Errorf("%d come in, %v", in.Load(), err)
		}
	})
}
