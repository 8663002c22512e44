package main

import (
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/shotcheck/shotcheck/internal/servicetest"
)

// provider starts an OpenID Connect provider, puts its address into ISSUER, and
// has somebody sign in there who confirms every device: provider.
func provider(t *testing.T) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) > 0 {
			ts.Fatalf("usage: provider")
		}
		p := servicetest.NewProvider(t)
		p.SignsIn(servicetest.Person{Subject: "ann", Name: "Ann Example"})
		p.Approve(true)
		ts.Setenv("ISSUER", p.URL)
		ts.Setenv("CLIENT", servicetest.PublicClient)
	}
}

// browse opens the address in a file as a browser does, and goes where it leads:
// browse FILE.
func browse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: browse FILE")
	}
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	resp, err := (&http.Client{Jar: jar}).Get(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(resp.Body.Close())
	ts.Logf("%s", resp.Request.URL)
}
