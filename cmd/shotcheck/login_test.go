package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/shotcheck/shotcheck/service"
)

// TestLoginOnTerminal: somebody who sits there is asked for a token only where he
// cannot sign in otherwise.
func TestLoginOnTerminal(t *testing.T) {
	keyring.MockInit()
	answer := func(w http.ResponseWriter, status int, v any) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	for _, tt := range []struct {
		code, want string
		exit       exitCode
	}{
		{"no-provider", "Token: coach of BC Example; the token is kept in the system's keyring\n", exitOK},
		{"not-found", "error: no such page\n", exitFailed},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v1/signin" {
				answer(w, http.StatusNotFound, service.Problem{Detail: "no such page", Code: tt.code})
				return
			}
			answer(w, http.StatusOK, service.Me{Role: "coach", Organisation: "BC Example"})
		}))
		var out, err bytes.Buffer
		c := &cli{
			args: []string{"login", "--server", s.URL}, env: environment{}, typed: true, configDir: t.TempDir(),
			stdin: strings.NewReader("a token\n"), stdout: &out, stderr: &err,
		}
		if got := exitCode(c.run()); got != tt.exit || err.String() != tt.want {
			t.Errorf("%s: exit %d, %q", tt.code, got, err.String())
		}
		s.Close()
	}
}
