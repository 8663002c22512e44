package server_test

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
)

// TestBadUploads: what is too large, is none of what it says, or has a path for a
// name, is refused or harmless.
func TestBadUploads(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		token, zero := s.Tokens[store.Coach], strings.Repeat("0", 64)
		page := []byte("<!doctype html><script>alert(1)</script>" + strings.Repeat(" ", 5000))
		for _, tt := range []struct {
			name    string
			headers []string
			body    []byte
			status  int
		}{
			{"oversized", tusHeaders("clip", "a.mp4", zero, store.Plans[store.FreePlan].LargestUploadBytes()+1), nil, http.StatusRequestEntityTooLarge},
			{"a page as a clip", tusHeaders("clip", "a.mp4", zero, int64(len(page))), page, http.StatusUnsupportedMediaType},
			{"a short page as a clip", tusHeaders("clip", "a.mp4", zero, 40), page[:40], http.StatusUnsupportedMediaType},
			{"a clip as results", tusHeaders("results", "a.zip", zero, 9000), servicetest.Clip(1, 9000), http.StatusUnsupportedMediaType},
			{"another hash", tusHeaders("clip", "a.mp4", zero, 9000), servicetest.Clip(1, 9000), http.StatusUnprocessableEntity},
			{"no hash", tusHeaders("clip", "a.mp4", "none", 9000), nil, http.StatusUnprocessableEntity},
			{"another kind", tusHeaders("page", "a.mp4", zero, 9000), nil, http.StatusUnprocessableEntity},
			{"a name of dots", tusHeaders("clip", "../..", zero, 9000), nil, http.StatusUnprocessableEntity},
			{"more than announced", tusHeaders("clip", "a.mp4", zero, 100), servicetest.Clip(1, 9000), http.StatusRequestEntityTooLarge},
		} {
			headers := append(slices.Clone(tt.headers), "Content-Type", "application/offset+octet-stream")
			if status, text := send(t, s, http.MethodPost, "/v1/uploads", token, tt.body, headers...); status != tt.status {
				t.Errorf("%s: %d %s, want %d", tt.name, status, text, tt.status)
			}
		}
		if left := s.Stored(t); len(left) > 0 {
			t.Errorf("it left %v", left)
		}
		paths(t, s)
	})
}

// paths tries to get out of the folder of results.
func paths(t *testing.T, s *servicetest.Service) {
	t.Helper()
	s.Work(t, 1)
	c := s.Client(t, s.Tokens[store.Coach])
	a := analyze(t, c, servicetest.ClipFile(t, "a", 21, 9000), `..\..\../etc/x; rm -rf -.mp4`)
	if a.State != service.StateDone || strings.ContainsAny(a.Name, `/\`) {
		t.Errorf("a clip whose name is a path: %+v", a)
	}
	link := s.API.ResultLink(a.ID)
	forged := strings.Replace(link, a.ID, strings.Repeat("0", len(a.ID)), 1)
	for _, path := range []string{
		link + "../../etc/passwd", link + "..%2f..%2fetc%2fpasswd", link + "%2e%2e/analysis.json", link + ".shotcheck-state.json", link, link + "/",
		link + "analysis.json%00.png", forged + "analysis.json", "/r/x/analysis.json", "/r/" + a.ID + ".9999999999.AAAA/analysis.json",
	} {
		if status, text := send(t, s, http.MethodGet, path, "", nil); status/100 != 4 {
			t.Errorf("%s is answered: %s", path, text)
		}
	}
	if status, _ := send(t, s, http.MethodGet, link+"analysis.json", "", nil); status != http.StatusOK {
		t.Errorf("a right link is answered by %d", status)
	}
}

// TestFlood: of 10,000 requests of one address few are let through, and the rest
// is told when to come back.
func TestFlood(t *testing.T) {
	const all, allowed = 10_000, 300
	s := servicetest.Serve(t, servicetest.SQLite(t), server.Limits{PerAddress: allowed, PerToken: allowed})
	var through, refused atomic.Int64
	var group errgroup.Group
	group.SetLimit(32)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	for range all {
		group.Go(func() error {
			resp, err := client.Get(s.URL + "/v1/me")
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			switch {
			case resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("Retry-After") != "":
				refused.Add(1)
			case resp.StatusCode == http.StatusUnauthorized:
				through.Add(1)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d let through, %d refused", through.Load(), all, refused.Load())
	if through.Load()+refused.Load() != all || through.Load() > 2*allowed { // it may be two minutes of the clock
		t.Errorf("%d are let through and %d refused of %d", through.Load(), refused.Load(), all)
	}
	if status, _ := send(t, s, http.MethodGet, "/healthz", "", nil); status != http.StatusNoContent {
		t.Errorf("the service is taken for ill: %d", status)
	}
}

// TestForeignPage: what another site makes a browser send is refused.
func TestForeignPage(t *testing.T) {
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
		status, text := send(t, s, http.MethodPost, "/v1/tokens", s.Tokens[store.Owner], []byte(`{"name":"x","scopes":["read"]}`), append(header, "Content-Type", "application/json")...)
		if status != http.StatusForbidden {
			t.Errorf("with %v: %d %s", header, status, text)
		}
	}
}
