package server_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// TestDevice: a program gets a token for whoever confirms its code, of no more
// than his role may.
func TestDevice(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		p := servicetest.NewProvider(t)
		s := servicetest.ServeWith(t, b, servicetest.NoLimits, p.Settings(true))
		c := s.Client(t, "")
		for role, want := range map[string][]string{"coach": {"read", "write", "delete"}, "viewer": {"read"}} {
			p.SignsIn(servicetest.Person{Subject: role, Name: role})
			follow(t, s, browser(t, s.Server), invite(t, s, s.Tokens[store.Owner], `{"role":"`+role+`"}`).Link)
			p.Approve(true)
			told := ""
			made, err := c.DeviceToken(t.Context(), howTo(t, c), "a program", func(address, code string) { told = address + " " + code })
			if err != nil || !slices.Equal(made.Scopes, want) || !strings.HasPrefix(told, p.URL+"/device ") {
				t.Errorf("the %s gets %+v after %q: %v", role, made.Token, told, err)
			}
			if me, err := s.Client(t, made.Secret).Me(t.Context()); err != nil || me.Role != role {
				t.Errorf("with that token one is %+v, %v", me, err)
			}
		}
	})
}

func howTo(t *testing.T, c *service.Client) service.SignIn {
	t.Helper()
	how, err := c.SignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return how
}

// TestDeviceRefused: who denies, is not invited, stops it, or cannot reach the
// provider, gets no token, and is told so.
func TestDeviceRefused(t *testing.T) {
	t.Parallel()
	p := servicetest.NewProvider(t)
	s := servicetest.ServeWith(t, servicetest.SQLite(t), servicetest.NoLimits, p.Settings(true))
	c := s.Client(t, "")
	how := howTo(t, c)
	p.SignsIn(bob)
	ask := func(ctx context.Context, tell func(string, string)) error {
		_, err := c.DeviceToken(ctx, how, "a program", tell)
		return err
	}
	says := func(err error, code string) {
		t.Helper()
		if told, ok := errors.AsType[*service.Problem](err); !ok || told.Code != code {
			t.Errorf("the error is %v, not %s", err, code)
		}
	}
	says(ask(t.Context(), func(string, string) { p.Approve(false) }), "denied")
	says(ask(t.Context(), func(string, string) { p.Approve(true) }), "not-invited")
	p.Approve(false)
	ctx, cancel := context.WithCancel(t.Context())
	began := time.Now()
	if err := ask(ctx, func(string, string) { cancel() }); !errors.Is(err, context.Canceled) || time.Since(began) > time.Second {
		t.Errorf("stopped after %s: %v", time.Since(began), err)
	}
	none := how
	none.DeviceURL = ""
	_, err := c.DeviceToken(t.Context(), none, "a program", nil)
	says(err, "no-device")
	p.Close()
	if _, ok := errors.AsType[*service.UnreachableError](ask(t.Context(), nil)); !ok {
		t.Error("a provider that is gone is not told as such")
	}
}
