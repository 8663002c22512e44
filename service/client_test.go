package service_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/service"
)

// TestParseAddress: a token travels encrypted, or not at all.
func TestParseAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"shots.example": "https://shots.example", "https://shots.example/club/": "https://shots.example/club",
		"http://127.0.0.1:8080": "http://127.0.0.1:8080", "http://localhost": "http://localhost", "http://[::1]:80": "http://[::1]:80",
		"http://shots.example": "", "http://127.0.0.1.evil.example": "", "http://localhost.evil.example": "", "http://192.168.1.4": "",
		"https://user:secret@shots.example": "", "ftp://shots.example": "", "https://": "", "https://shots.example?x=1": "",
	} {
		got, err := service.ParseAddress(address)
		if want == "" && err == nil || want != "" && (err != nil || got.String() != want) {
			t.Errorf("%s gives %v, %v; want %q", address, got, err, want)
		}
	}
}

// client returns a client of a handler that is soon done with repeating.
func client(t *testing.T, h http.HandlerFunc) *service.Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	base, err := service.ParseAddress(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return &service.Client{Base: base, Token: "secret", Retry: service.Retry{Attempts: 4, First: time.Millisecond}}
}

// TestRetry: what may pass is tried again, and not for ever; what may not is
// told at once.
func TestRetry(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		status   int
		failures int64
		tries    int64
		ok       bool
	}{
		{"comes back", http.StatusServiceUnavailable, 2, 3, true},
		{"stays down", http.StatusBadGateway, 99, 4, false},
		{"too many requests", http.StatusTooManyRequests, 1, 2, true},
		{"not allowed", http.StatusForbidden, 99, 1, false},
		{"leads elsewhere", http.StatusFound, 99, 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var tries atomic.Int64
			c := client(t, func(w http.ResponseWriter, _ *http.Request) {
				if tries.Add(1) <= tt.failures {
					w.Header().Set("Location", "https://elsewhere.example/")
					w.WriteHeader(tt.status)
					return
				}
				_, _ = w.Write([]byte(`{"role":"coach"}`))
			})
			me, err := c.Me(t.Context())
			if (err == nil) != tt.ok || tries.Load() != tt.tries || tt.ok && me.Role != "coach" {
				t.Errorf("after %d tries %+v, %v", tries.Load(), me, err)
			}
		})
	}
}

// TestUnreachable: where nothing listens, that is said in the end, with the
// address.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(nil)
	base, err := service.ParseAddress(s.URL)
	s.Close()
	if err != nil {
		t.Fatal(err)
	}
	c := &service.Client{Base: base, Retry: service.Retry{Attempts: 3, First: time.Millisecond}}
	_, err = c.Me(t.Context())
	if _, ok := errors.AsType[*service.UnreachableError](err); !ok || !strings.Contains(err.Error(), base.Host+" does not answer: ") {
		t.Errorf("the error is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Me(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted request gives %v", err)
	}
}
