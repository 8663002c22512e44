package server_test

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
	"github.com/shotcheck/shotcheck/service/web"
)

// pageForms are what forms send that need more than a button.
var pageForms = map[string]url.Values{
	"/clips/{id}/shares":           {"valid_days": {"7"}},
	"/clips/{id}/player":           {"player_id": {""}},
	"/players":                     {"name": {"x"}, "born": {"2001"}},
	"/players/{id}":                {"name": {"x"}, "born": {"2001"}},
	"/players/{id}/consents":       {"guardian": {"x"}, "given_on": {"2026-01-01"}, "purposes": {"store"}},
	"/players/{id}/erase":          {"confirm": {secretName}},
	"/settings/tokens":             {"name": {"x"}, "scopes": {"read"}},
	"/settings/members/{id}":       {"role": {"viewer"}},
	"/settings/invitations":        {"role": {"owner"}},
	"/settings/erase/account":      {"account": {"nobody"}},
	"/settings/erase/organisation": {"organisation": {"BC Example"}},
}

// pageThings are the things of a path, by how it begins.
var pageThings = []struct{ prefix, thing string }{
	{"/clips/", "analysis"}, {"/players/", "player"}, {"/settings/tokens/", "token"}, {"/settings/members/", "member"}, {"/settings/invitations/", "invitation"},
}

// visitPage visits a page about a club's things, as a browser with a token would,
// and returns the whole answer.
func visitPage(t *testing.T, s *servicetest.Service, p server.PageRoute, token string, things map[string]string) (status int, text, to string) {
	t.Helper()
	path := strings.NewReplacer("{share}", things["share"], "{consent}", things["consent"]).Replace(p.Path)
	for _, known := range pageThings {
		if strings.HasPrefix(path, known.prefix) {
			path = strings.ReplaceAll(path, "{id}", things[known.thing])
		}
	}
	if path == "/compare" {
		path += "?a=" + things["analysis"] + "&b=x"
	}
	resp, text := exchange(t, s, p.Method, path, token, []byte(pageForms[p.Path].Encode()),
		"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html,*/*;q=0.8")
	return resp.StatusCode, text, resp.Header.Get("Location")
}

// TestPagesRefuse visits every page, and sends every form, as those who must not:
// they get a page that says so, or that on which they sign in.
func TestPagesRefuse(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.ServeWith(t, b, servicetest.NoLimits, servicetest.NewProvider(t).Settings(false))
		things := clubsThings(t, s)
		_, strangers := s.Club(t, "Other Club")
		refused := 0
		for _, p := range server.PageRoutes() {
			if status, text, to := visitPage(t, s, p, "", things); status != http.StatusSeeOther || !strings.HasPrefix(to, "/signin?next=%2F") || leaks(text) {
				t.Errorf("%s %s without signing in: %d %s %s", p.Method, p.Path, status, to, text)
			}
			for _, role := range store.Roles {
				scopes, err := server.ScopesOf(role, nil)
				if err != nil {
					t.Fatal(err)
				}
				allowed := slices.Contains(strings.Fields(scopes), p.Need)
				about := strings.Contains(p.Path, "{") || p.Path == "/compare"
				status, text, _ := visitPage(t, s, p, strangers[role], things)
				switch {
				case leaks(text):
					t.Errorf("%s %s tells the %s of another club: %s", p.Method, p.Path, role, text)
				case !allowed && !isPage(status, text, http.StatusForbidden, "You may not do this"), allowed && about && !isPage(status, text, http.StatusNotFound, "There is nothing here"):
					t.Errorf("%s %s as the %s of another club: %d %s", p.Method, p.Path, role, status, text)
				}
				refused++
				if allowed {
					continue
				}
				if status, text, _ := visitPage(t, s, p, s.Tokens[role], things); !isPage(status, text, http.StatusForbidden, "You may not do this") {
					t.Errorf("%s %s as %s: %d %s", p.Method, p.Path, role, status, text)
				}
				refused++
			}
		}
		untouched(t, s, things)
		for _, p := range server.PageRoutes() { // what strangers were refused is there
			if p.Method != http.MethodGet || p.Path == "/compare" {
				continue
			}
			if status, text, _ := visitPage(t, s, p, s.Tokens[store.Owner], things); status != http.StatusOK {
				t.Errorf("GET %s as the club's owner: %d %s", p.Path, status, text)
			}
		}
		t.Logf("%d visits to %d pages and forms", refused, len(server.PageRoutes()))
	})
}

// isPage says whether an answer is a page of a status with a heading.
func isPage(status int, text string, want int, heading string) bool {
	return status == want && strings.HasPrefix(text, "<!doctype html>") && strings.Contains(text, "<h1>"+heading+"</h1>")
}

// page is what a browser is answered.
type page struct {
	status int
	text   string
	header http.Header
}

// get opens a page as somebody who has signed in.
func get(t *testing.T, b *http.Client, address string) page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return fetch(t, b, r)
}

// fill sends a form and returns the page that answers, or that it leads on to.
func fill(t *testing.T, b *http.Client, address string, form url.Values) page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	p := fetch(t, b, r)
	if to := p.header.Get("Location"); p.status == http.StatusSeeOther {
		return get(t, b, r.URL.ResolveReference(mustParse(t, to)).String())
	}
	return p
}

func fetch(t *testing.T, b *http.Client, r *http.Request) page {
	t.Helper()
	r.Header.Set("Accept", "text/html,*/*;q=0.8")
	resp, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page{resp.StatusCode, html.UnescapeString(string(text)), resp.Header}
}

// shows checks that a page has a status and shows some words.
func (p page) shows(t *testing.T, status int, words ...string) page {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(p.text, w) {
			t.Errorf("%q is not in the page:\n%s", w, p.text)
		}
	}
	if p.status != status {
		t.Errorf("the page has status %d, not %d", p.status, status)
	}
	return p
}

// find returns what a pattern finds in a page in its parentheses.
func (p page) find(t *testing.T, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(p.text)
	if m == nil {
		t.Fatalf("%s is not in the page:\n%s", pattern, p.text)
	}
	return m[1]
}

// TestPages uses the pages as a browser without scripts: lists, links, tokens,
// players and their consents, each with what goes wrong beside its field.
func TestPages(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 2)
		coach := signedIn(t, s, s.Tokens[store.Coach])
		listPages(t, s, coach)
		sharePages(t, s, coach)
		peoplePages(t, s, coach)
		settingsPages(t, s)
	})
}

// listPages looks for clips in more than one page of them.
func listPages(t *testing.T, s *servicetest.Service, b *http.Client) {
	t.Helper()
	get(t, b, s.URL+"/clips").shows(t, http.StatusOK, "No clips yet", `id="upload"`)
	a := analyze(t, s.Client(t, s.Tokens[store.Coach]), servicetest.ClipFile(t, "c", 50, 9000), "Übung <b>1.mp4")
	u, err := s.Store.Analysis(t.Context(), s.Org.ID, "", a.ID)
	if err != nil {
		t.Fatal(err)
	}
	c := s.Client(t, s.Tokens[store.Coach])
	for i := range 31 {
		if _, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.UploadID, Settings: service.Settings{HeightM: 1.5 + float64(i)/100}}); err != nil {
			t.Fatal(err)
		}
	}
	first := get(t, b, s.URL+"/clips?q=bung&state=").shows(t, http.StatusOK, "What was found", "Older")
	get(t, b, s.URL+first.find(t, `href="(/clips\?before=[^"]*)">Older`)).shows(t, http.StatusOK, "Newest", `href="/clips/`+a.ID+`"`)
	get(t, b, s.URL+"/clips?q=other").shows(t, http.StatusOK, "No clip is like that")
	clip := get(t, b, s.URL+"/clips/"+a.ID).shows(t, http.StatusOK, "<iframe", "All numbers as JSON", "Nobody has a link")
	for name, want := range map[string]string{"Content-Security-Policy": web.Policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
		if got := clip.header.Get(name); got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	style := get(t, b, s.URL+clip.find(t, `rel="stylesheet" href="([^"]*)"`))
	if style.status != http.StatusOK || !strings.HasPrefix(style.header.Get("Content-Type"), "text/css") {
		t.Errorf("the style is %d %v", style.status, style.header)
	}
	get(t, b, s.URL+"/compare?with="+a.ID).shows(t, http.StatusUnprocessableEntity, "Go to the clips", "tick two")
	get(t, b, s.URL+"/nothing").shows(t, http.StatusNotFound, "There is nothing here")
	get(t, b, s.URL+"/r/x/index.html").shows(t, http.StatusNotFound, "This link has expired")
	if status, text := send(t, s, http.MethodGet, "/v1/nothing", "", nil); status != http.StatusNotFound || !strings.HasPrefix(text, "{") {
		t.Errorf("the API answers %d %s", status, text)
	}
}

// sharePages makes a link, opens it, and ends it.
func sharePages(t *testing.T, s *servicetest.Service, b *http.Client) {
	t.Helper()
	a := analyze(t, s.Client(t, s.Tokens[store.Coach]), servicetest.ClipFile(t, "c", 51, 9000), "shared.mp4")
	made := fill(t, b, s.URL+"/clips/"+a.ID+"/shares", url.Values{"valid_days": {"30"}})
	link := made.shows(t, http.StatusOK, "It is shown this once").find(t, `id="link" readonly value="([^"]*)"`)
	if status, to := open(t, browser(t, s.Server), link); status != http.StatusSeeOther || !strings.HasPrefix(to, "/r/") {
		t.Errorf("the link is answered by %d %s", status, to)
	}
	listed := get(t, b, s.URL+"/clips/"+a.ID)
	if strings.Contains(listed.text, link) {
		t.Error("the link is shown again")
	}
	fill(t, b, s.URL+listed.find(t, `action="(/clips/[^"]*/shares/[^"]*/revoke)"`), nil).shows(t, http.StatusOK, "The link has ended", "Nobody has a link")
	get(t, browser(t, s.Server), link).shows(t, http.StatusNotFound, "This link has expired, was ended")
	fill(t, b, s.URL+"/clips/"+a.ID+"/delete", nil).shows(t, http.StatusOK, "The clip and its results are removed")
}

// peoplePages adds a player under age, and erases him.
func peoplePages(t *testing.T, s *servicetest.Service, b *http.Client) {
	t.Helper()
	fill(t, b, s.URL+"/players", url.Values{"name": {"Mia"}, "born": {"soon"}}).shows(t, http.StatusUnprocessableEntity, "Write a date such as 2012-05-30, or a year.", `value="soon"`)
	fill(t, b, s.URL+"/players", url.Values{"name": {"Mia"}, "born": {"3012"}}).shows(t, http.StatusUnprocessableEntity, "Nobody is born then.")
	fill(t, b, s.URL+"/players", url.Values{"name": {"Mia"}, "born": {"2015"}}).shows(t, http.StatusOK, "The player is added", "Consent is missing")
	id := get(t, b, s.URL+"/players").find(t, `href="/players/([^"]*)">Mia`)
	one := s.URL + "/players/" + id
	fill(t, b, one+"/consents", url.Values{"guardian": {"Ida"}, "given_on": {"2999-01-01"}, "purposes": {"store"}}).shows(t, http.StatusUnprocessableEntity, "This day is still to come.")
	fill(t, b, one+"/consents", url.Values{"guardian": {"Ida"}, "given_on": {"2026-01-01"}}).shows(t, http.StatusUnprocessableEntity, "Choose at least one.")
	consented := fill(t, b, one+"/consents", url.Values{"guardian": {"Ida"}, "given_on": {"2026-01-01"}, "purposes": {"store"}}).shows(t, http.StatusOK, "The consent is recorded", "not to share")
	a := analyze(t, s.Client(t, s.Tokens[store.Coach]), servicetest.ClipFile(t, "c", 52, 9000), "mia.mp4")
	fill(t, b, s.URL+"/clips/"+a.ID+"/player", url.Values{"player_id": {id}}).shows(t, http.StatusOK, "The clip has another player now")
	fill(t, b, s.URL+"/clips/"+a.ID+"/shares", url.Values{"valid_days": {"7"}}).shows(t, http.StatusUnprocessableEntity, "No guardian has consented that results of this player are shared")
	get(t, b, one).shows(t, http.StatusOK, "mia.mp4", "Trend")
	fill(t, b, s.URL+consented.find(t, `action="(/players/[^"]*/withdraw)"`), nil).shows(t, http.StatusOK, "The consent is withdrawn", "Consent is missing")
	fill(t, b, one, url.Values{"name": {"Mia B"}, "born": {"2014-01-31"}}).shows(t, http.StatusOK, "The player is changed", "<h1>Mia B</h1>")
	fill(t, b, one+"/erase", url.Values{"confirm": {"Mia"}}).shows(t, http.StatusUnprocessableEntity, "This is not the name. Type it exactly.")
	fill(t, b, one+"/erase", url.Values{"confirm": {"Mia B"}}).shows(t, http.StatusOK, "The player is erased")
	get(t, b, s.URL+"/clips/"+a.ID).shows(t, http.StatusNotFound, "There is nothing here")
}

// settingsPages makes and revokes a token, changes members, and erases the club.
func settingsPages(t *testing.T, s *servicetest.Service) {
	t.Helper()
	b := signedIn(t, s, s.Tokens[store.Owner])
	fill(t, b, s.URL+"/settings/tokens", url.Values{"valid_days": {"many"}}).shows(t, http.StatusUnprocessableEntity, "Give a name", "1 to 366.", "Choose at least one.")
	made := fill(t, b, s.URL+"/settings/tokens", url.Values{"name": {"laptop"}, "scopes": {"read", "write"}}).shows(t, http.StatusOK, "shown this once")
	secret := made.find(t, `id="secret" readonly value="([^"]*)"`)
	if me, err := s.Client(t, secret).Me(t.Context()); err != nil || strings.Join(me.Scopes, " ") != "read write" {
		t.Errorf("the token is that of %+v, %v", me, err)
	}
	fill(t, b, s.URL+made.find(t, `action="(/settings/tokens/[^"]*/revoke)"><button aria-label="Revoke laptop"`), nil).shows(t, http.StatusOK, "The token is revoked")
	if _, err := s.Client(t, secret).Me(t.Context()); err == nil {
		t.Error("a revoked token is good")
	}
	settings := get(t, b, s.URL+"/settings").shows(t, http.StatusOK, "of 60 analyses")
	own := settings.find(t, `action="(/settings/members/[^"]*)"><select name="role" aria-label="Role of owner"`)
	fill(t, b, s.URL+own, url.Values{"role": {"viewer"}}).shows(t, http.StatusUnprocessableEntity, "This is the only owner")
	viewer := settings.find(t, `action="(/settings/members/[^"]*)"><select name="role" aria-label="Role of viewer"`)
	fill(t, b, s.URL+viewer, url.Values{"role": {"coach"}}).shows(t, http.StatusOK, "The role is changed")
	fill(t, b, s.URL+viewer+"/remove", nil).shows(t, http.StatusOK, "The member is removed")
	get(t, b, s.URL+"/settings/erase").shows(t, http.StatusOK, "Download everything", "Type BC Example")
	fill(t, b, s.URL+"/settings/erase/account", url.Values{"account": {"owner"}}).shows(t, http.StatusUnprocessableEntity, "This is the only owner")
	fill(t, b, s.URL+"/settings/erase/organisation", url.Values{"organisation": {"bc example"}}).shows(t, http.StatusUnprocessableEntity, "This is not the name")
	fill(t, b, s.URL+"/settings/erase/organisation", url.Values{"organisation": {"BC Example"}}).shows(t, http.StatusOK, "All of it is erased", "<h1>Sign in</h1>")
	if left := s.Stored(t); len(left) > 0 {
		t.Errorf("blobs are left: %v", left)
	}
}
