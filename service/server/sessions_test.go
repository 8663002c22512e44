package server_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service/store"
)

// browser returns a client that keeps cookies, as a browser does, and shows every
// redirection.
func browser(t *testing.T, s *httptest.Server) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{
		Jar: jar, Transport: s.Client().Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// post sends a form as a page of the service does, and returns the status and
// where the answer leads.
func post(t *testing.T, b *http.Client, address string, form url.Values, headers ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return visit(t, b, r)
}

// open gets a page and returns the status and where the answer leads.
func open(t *testing.T, b *http.Client, address string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return visit(t, b, r)
}

func visit(t *testing.T, b *http.Client, r *http.Request) (int, string) {
	t.Helper()
	resp, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, leadsTo(t, resp)
}

// leadsTo closes an answer and returns where it leads.
func leadsTo(t *testing.T, resp *http.Response) string {
	t.Helper()
	if err := resp.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return resp.Header.Get("Location")
}

// signedIn returns a browser with a session of a token.
func signedIn(t *testing.T, s *servicetest.Service, token string) *http.Client {
	t.Helper()
	b := browser(t, s.Server)
	if status, to := post(t, b, s.URL+"/signin", url.Values{"token": {" " + token + "\n"}, "next": {"/shots?page=2"}}); status != http.StatusSeeOther || to != "/shots?page=2" {
		t.Fatalf("signing in: %d %s", status, to)
	}
	return b
}

// TestSession: a pasted token begins a session, which may do what the token may
// until it is ended, unused for long, too old, or the token or the member is
// gone.
func TestSession(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, backend servicetest.Backend) {
		s := servicetest.Serve(t, backend, servicetest.NoLimits)
		for what, end := range map[string]func(b *http.Client, parent store.Actor) error{
			"signed out": func(b *http.Client, _ store.Actor) error {
				if status, to := post(t, b, s.URL+"/signout", nil); status != http.StatusSeeOther || to != "/signin" {
					t.Errorf("signing out: %d %s", status, to)
				}
				return nil
			},
			"signed in elsewhere": func(b *http.Client, _ store.Actor) error {
				old := b.Jar.Cookies(mustParse(t, s.URL))
				post(t, b, s.URL+"/signin", url.Values{"token": {s.Tokens[store.Viewer]}})
				b.Jar.SetCookies(mustParse(t, s.URL), old)
				return nil
			},
			"token revoked": func(_ *http.Client, parent store.Actor) error {
				return s.Store.RevokeToken(t.Context(), parent.OrgID, parent.AccountID, parent.ID)
			},
			"unused for 13 hours": func(*http.Client, store.Actor) error { return later(s, 13*time.Hour) },
			"two weeks old": func(b *http.Client, _ store.Actor) error {
				for at := time.Duration(0); at < store.SessionLongest; at += 11 * time.Hour {
					if err := later(s, at); err != nil {
						return err
					}
					if status, _ := open(t, b, s.URL+"/v1/me"); status != http.StatusOK {
						t.Errorf("a session that is used ends after %s", at)
					}
				}
				return later(s, store.SessionLongest)
			},
		} {
			token := s.Token(t, s.Org, store.Coach, 30*24*time.Hour)
			parent, err := s.Store.Actor(t.Context(), store.APIToken, token)
			if err != nil {
				t.Fatal(err)
			}
			b := signedIn(t, s, token)
			if status, _ := open(t, b, s.URL+"/v1/me"); status != http.StatusOK {
				t.Errorf("with a session: %d", status)
			}
			if err := end(b, parent); err != nil {
				t.Fatal(err)
			}
			if status, _ := open(t, b, s.URL+"/v1/me"); status != http.StatusUnauthorized {
				t.Errorf("after the session is %s: %d", what, status)
			}
			s.Store.SetClock(time.Now)
		}
		roles(t, s)
	})
}

// later sets the service's clock forward.
func later(s *servicetest.Service, by time.Duration) error {
	s.Store.SetClock(func() time.Time { return time.Now().Add(by) })
	return nil
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// roles changes the role of somebody who is signed in: it counts at once.
func roles(t *testing.T, s *servicetest.Service) {
	t.Helper()
	token := s.Token(t, s.Org, store.Owner, time.Hour)
	a, err := s.Store.Actor(t.Context(), store.APIToken, token)
	if err != nil {
		t.Fatal(err)
	}
	b := signedIn(t, s, token)
	before, _ := open(t, b, s.URL+"/v1/audit")
	err = s.Store.SetRole(t.Context(), a.OrgID, a.AccountID, store.Viewer)
	after, _ := open(t, b, s.URL+"/v1/audit")
	if err != nil || before != http.StatusOK || after != http.StatusForbidden {
		t.Errorf("the audit trail of an owner: %d; of one who is a viewer now: %d; %v", before, after, err)
	}
}

// TestSignInRefused: what is no valid API token begins no session, a session is
// no API token, and nothing leads elsewhere.
func TestSignInRefused(t *testing.T) {
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	good := signedIn(t, s, s.Tokens[store.Coach])
	session := good.Jar.Cookies(mustParse(t, s.URL))[0].Value
	for _, token := range []string{"", "x", store.TokenPrefix, session, s.Token(t, s.Org, store.Owner, -time.Minute)} {
		b := browser(t, s.Server)
		if status, to := post(t, b, s.URL+"/signin", url.Values{"token": {token}}); status != http.StatusSeeOther || to != "/signin?next=%2F&problem=bad-token" {
			t.Errorf("signing in with %q: %d %s", token, status, to)
		}
		if len(b.Jar.Cookies(mustParse(t, s.URL))) > 0 {
			t.Errorf("signing in with %q gives a cookie", token)
		}
	}
	if status, _ := send(t, s, http.MethodGet, "/v1/me", session, nil); status != http.StatusUnauthorized {
		t.Errorf("a session as a bearer token: %d", status)
	}
	for next, want := range map[string]string{
		"/a?b=c#d": "/a?b=c#d", "": "/", "a": "/", "//evil.example": "/", `/\evil.example`: "/", `\\evil.example`: "/", "https://evil.example/": "/",
		"javascript:alert(1)": "/", "/\t/evil.example": "/", "/%0d%0a": "/%0d%0a",
	} {
		if _, to := post(t, browser(t, s.Server), s.URL+"/signin", url.Values{"token": {s.Tokens[store.Coach]}, "next": {next}}); to != want {
			t.Errorf("next=%q leads to %q", next, to)
		}
	}
}

// TestForgedPage: another site's page can do nothing with the session of a browser
// that has it open, by any method that changes something.
func TestForgedPage(t *testing.T) {
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	b := signedIn(t, s, s.Tokens[store.Owner])
	all := append(routes(t), route{method: http.MethodPost, path: "/signin"}, route{method: http.MethodPost, path: "/signout"})
	for _, foreign := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
		for _, o := range all {
			if o.method == http.MethodGet || o.method == http.MethodHead {
				continue
			}
			r, err := http.NewRequestWithContext(t.Context(), o.method, s.URL+o.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set(foreign[0], foreign[1])
			if status, _ := visit(t, b, r); status != http.StatusForbidden {
				t.Errorf("%s %s with %v: %d", o.method, o.path, foreign, status)
			}
		}
	}
	if status, _ := open(t, b, s.URL+"/v1/me"); status != http.StatusOK {
		t.Errorf("the session is gone: %d", status)
	}
}

// TestCookie: no script reads the cookie, and over TLS it is bound to the host.
func TestCookie(t *testing.T) {
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	encrypted := httptest.NewTLSServer(s.API)
	defer encrypted.Close()
	for address, want := range map[string][2]string{s.URL: {"shotcheck-session", ""}, encrypted.URL: {"__Host-shotcheck-session", "Secure"}} {
		b := browser(t, encrypted)
		resp, err := b.PostForm(address+"/signin", url.Values{"token": {s.Tokens[store.Coach]}})
		if err != nil {
			t.Fatal(err)
		}
		leadsTo(t, resp)
		cookies := resp.Header.Values("Set-Cookie")
		if len(cookies) != 1 || !strings.HasPrefix(cookies[0], want[0]+"=") || !strings.Contains(cookies[0], want[1]) {
			t.Fatalf("%s gives %d cookies", address, len(cookies))
		}
		for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600"} {
			if !strings.Contains(cookies[0], part) {
				t.Errorf("%s gives a cookie without %s", address, part)
			}
		}
		if status, _ := open(t, b, address+"/v1/me"); status != http.StatusOK {
			t.Errorf("%s with its cookie: %d", address, status)
		}
	}
	events, err := s.Store.Audit(t.Context(), s.Org.ID, "", 9)
	if err != nil || len(events) != 2 || events[0].Action != "session.create" {
		t.Errorf("the audit trail is %+v, %v", events, err)
	}
}
