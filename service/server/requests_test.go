package server_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/shotcheck/shotcheck/internal/servicetest"
)

// send makes a request as a program without our client would, and returns the
// answer.
func send(t *testing.T, s *servicetest.Service, method, path, token string, body []byte, headers ...string) (status int, text string) {
	t.Helper()
	resp, text := exchange(t, s, method, path, token, body, headers...)
	return resp.StatusCode, text
}

// exchange is send with all of the response.
func exchange(t *testing.T, s *servicetest.Service, method, path, token string, body []byte, headers ...string) (resp *http.Response, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err = http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(answer)
}

func hashFile(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
