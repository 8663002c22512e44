package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// People whom the provider knows.
var (
	ann = servicetest.Person{Subject: "ann", Name: "Ann Example", Email: "Ann@example.org", Verified: true}
	bob = servicetest.Person{Subject: "bob", Name: "Bob Example", Email: "bob@example.org", Verified: true}
	eve = servicetest.Person{Subject: "eve", Name: "Eve Example", Email: "ann@example.org"} // not verified
)

// follow opens an address and goes where the answers lead, through the provider
// and back, until a page of the service is reached, which is returned.
func follow(t *testing.T, s *servicetest.Service, b *http.Client, address string) (page string) {
	t.Helper()
	at := mustParse(t, address)
	for range 9 {
		status, to := open(t, b, at.String())
		if status/100 != 3 {
			t.Fatalf("%s answers %d", at, status)
		}
		next, err := at.Parse(to)
		if err != nil {
			t.Fatal(err)
		}
		if at = next; "http://"+at.Host == s.URL && at.Path != "/signin/callback" {
			return at.RequestURI()
		}
	}
	t.Fatal("it goes on and on")
	return ""
}

// invite makes an invitation as the club's owner and returns its link.
func invite(t *testing.T, s *servicetest.Service, owner, text string) service.MadeInvitation {
	t.Helper()
	status, answer := send(t, s, http.MethodPost, "/v1/invitations", owner, []byte(text), "Content-Type", "application/json")
	var made service.MadeInvitation
	if err := json.Unmarshal([]byte(answer), &made); err != nil || status != http.StatusCreated {
		t.Fatalf("inviting: %d %s", status, answer)
	}
	return made
}

// whoIs asks the service whose session a browser has.
func whoIs(t *testing.T, s *servicetest.Service, b *http.Client) (me service.Me) {
	t.Helper()
	resp, err := b.Get(s.URL + "/v1/me")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&me); err != nil {
		t.Fatal(err)
	}
	return me
}

// TestCodeFlow: people come in through the provider if somebody has invited them,
// and no others.
func TestCodeFlow(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, backend servicetest.Backend) {
		for name, secret := range map[string]bool{"secret": true, "public": false} {
			t.Run(name, func(t *testing.T) {
				p := servicetest.NewProvider(t)
				s := servicetest.ServeWith(t, backend, servicetest.NoLimits, p.Settings(secret))
				s.Org, s.Tokens = s.Club(t, "Club with "+name)
				invitations(t, s, p, backend)
			})
		}
	})
}

func invitations(t *testing.T, s *servicetest.Service, p *servicetest.Provider, backend servicetest.Backend) {
	t.Helper()
	owner := s.Tokens[store.Owner]
	enters := func(who servicetest.Person, path, want string) *http.Client {
		t.Helper()
		p.SignsIn(who)
		b := browser(t, s.Server)
		if got := follow(t, s, b, s.URL+path); got != want {
			t.Fatalf("%s opens %s and comes to %s, not %s", who.Name, path, got, want)
		}
		return b
	}
	path := func(i service.MadeInvitation) string { return strings.TrimPrefix(i.Link, s.URL) }
	const begin, stays = "/signin/start?next=%2Fshots", "/signin?next=%2Fshots&problem=not-invited"

	enters(ann, begin, stays)
	link := invite(t, s, owner, `{"role":"coach"}`)
	b := enters(ann, path(link), "/")
	if me := whoIs(t, s, b); me.Role != "coach" || me.Organisation != s.Org.Name {
		t.Errorf("Ann is %+v", me)
	}
	enters(bob, path(link), "/signin?next=%2F&problem=bad-invitation")
	enters(ann, path(link), "/") // she is in already
	enters(ann, begin, "/shots")

	late := invite(t, s, owner, `{"role":"viewer","valid_days":3}`)
	_ = later(s, 73*time.Hour)
	enters(bob, path(late), "/signin?next=%2F&problem=bad-invitation")
	s.Store.SetClock(time.Now)
	if status, text := send(t, s, http.MethodDelete, "/v1/invitations/"+late.ID, owner, nil); status != http.StatusNoContent {
		t.Errorf("taking an invitation back: %d %s", status, text)
	}
	enters(bob, path(late), "/signin?next=%2F&problem=bad-invitation")

	byEmail(t, s, enters)
	organisations(t, s, b, enters)

	removed(t, s, p, backend, b)
	enters(ann, begin, stays)
	recorded(t, s, "invitation.create", "invitation.accept", "invitation.revoke", "session.create", "session.move")
}

// removed removes Ann, who is an owner by then: her session, her tokens and her
// invitations end.
func removed(t *testing.T, s *servicetest.Service, p *servicetest.Provider, backend servicetest.Backend, b *http.Client) {
	t.Helper()
	jwt := p.Token(t, ann.Subject, map[string]any{"aud": []string{servicetest.WebClient, servicetest.PublicClient}})
	m, err := s.Store.MembershipOf(t.Context(), p.URL, ann.Subject)
	if err == nil {
		err = s.Store.SetRole(t.Context(), m.OrgID, m.AccountID, store.Owner)
	}
	if err != nil {
		t.Fatal(err)
	}
	link := invite(t, s, jwt, `{"role":"owner"}`).Link
	status, text := send(t, s, http.MethodPost, "/v1/tokens", jwt, []byte(`{"name":"x","scopes":["read"]}`), "Content-Type", "application/json")
	var made service.MadeToken
	if err := json.Unmarshal([]byte(text), &made); err != nil {
		t.Fatalf("no token: %d %s", status, text)
	}
	form := []byte("organisation=" + m.OrgID)
	if status, _ := send(t, s, http.MethodPost, "/signin/organisation", made.Secret, form, "Content-Type", "application/x-www-form-urlencoded"); status != http.StatusNotFound {
		t.Errorf("a program's token is moved: %d", status)
	}
	execute(t, backend, "DELETE FROM members WHERE account_id = '"+m.AccountID+"'")
	if status, _ := open(t, b, s.URL+"/v1/me"); status != http.StatusUnauthorized {
		t.Errorf("a removed member's session: %d", status)
	}
	for token, want := range map[string]int{made.Secret: http.StatusUnauthorized, jwt: http.StatusForbidden} {
		if status, _ := send(t, s, http.MethodGet, "/v1/me", token, nil); status != want {
			t.Errorf("a removed member's token: %d, not %d", status, want)
		}
	}
	p.SignsIn(ann)
	if to := follow(t, s, browser(t, s.Server), link); to != "/signin?next=%2F&problem=bad-invitation" {
		t.Errorf("a removed owner's invitation leads to %s", to)
	}
}

// byEmail invites an address: whoever has it and has proved so needs no link, and
// the link is no use to others.
func byEmail(t *testing.T, s *servicetest.Service, enters func(servicetest.Person, string, string) *http.Client) {
	t.Helper()
	made := invite(t, s, s.Tokens[store.Owner], `{"role":"player","email":"BOB@example.org"}`)
	path := strings.TrimPrefix(made.Link, s.URL)
	unverified := bob
	unverified.Subject, unverified.Verified = "mallory", false
	enters(unverified, "/signin/start", "/signin?next=%2F&problem=not-invited")
	enters(unverified, path, "/signin?next=%2F&problem=bad-invitation")
	enters(eve, path, "/signin?next=%2F&problem=bad-invitation")
	if me := whoIs(t, s, enters(bob, "/signin/start", "/")); me.Role != "player" {
		t.Errorf("Bob is %+v", me)
	}
	if _, text := send(t, s, http.MethodGet, "/v1/invitations", s.Tokens[store.Owner], nil); text != "{\"invitations\":[]}\n" {
		t.Errorf("open invitations: %s", text)
	}
}

// organisations has Ann invited by another club: she comes to that one, and back
// when she says so, and to none that is not hers.
func organisations(t *testing.T, s *servicetest.Service, b *http.Client, enters func(servicetest.Person, string, string) *http.Client) {
	t.Helper()
	other, tokens := s.Club(t, "Another "+s.Org.Name)
	stranger, _ := s.Club(t, "Strangers of "+s.Org.Name)
	link := invite(t, s, tokens[store.Owner], `{"role":"viewer"}`).Link
	there := enters(ann, strings.TrimPrefix(link, s.URL), "/")
	if me := whoIs(t, s, there); me.Organisation != other.Name || me.Role != "viewer" {
		t.Errorf("Ann is %+v", me)
	}
	if me := whoIs(t, s, b); me.Organisation != s.Org.Name {
		t.Errorf("her other session is moved to %s", me.Organisation)
	}
	for org, want := range map[string]int{s.Org.ID: http.StatusSeeOther, stranger.ID: http.StatusNotFound, "": http.StatusNotFound} {
		if status, _ := post(t, there, s.URL+"/signin/organisation", url.Values{"organisation": {org}}); status != want {
			t.Errorf("going to organisation %q: %d", org, status)
		}
	}
	if me := whoIs(t, s, there); me.Organisation != s.Org.Name || me.Role != "coach" {
		t.Errorf("back, Ann is %+v", me)
	}
	pasted := signedIn(t, s, s.Tokens[store.Owner])
	if status, _ := post(t, pasted, s.URL+"/signin/organisation", url.Values{"organisation": {other.ID}}); status != http.StatusNotFound {
		t.Errorf("a token's session goes elsewhere: %d", status)
	}
}

// recorded looks for actions in the audit trail.
func recorded(t *testing.T, s *servicetest.Service, actions ...string) {
	t.Helper()
	events, err := s.Store.Audit(t.Context(), s.Org.ID, "", 99)
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range actions {
		if !slices.ContainsFunc(events, func(e store.Event) bool { return e.Action == action }) {
			t.Errorf("the audit trail lacks %s", action)
		}
	}
}

// execute changes a database behind the service's back.
func execute(t *testing.T, b servicetest.Backend, statement string) {
	t.Helper()
	driver, source := "pgx", b.Database
	if b.Cluster == nil {
		driver, source = "sqlite", "file:"+b.Database+"?_pragma=foreign_keys(1)&_pragma=busy_timeout(9000)"
	}
	db, err := sqlx.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
