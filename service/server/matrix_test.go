package server_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
)

// route is one operation of OpenAPI.
type route struct{ method, path, id, need string }

// openToAll are the operations that need no token and tell nothing of anybody.
var openToAll = []string{"get-signin"}

// routes reads all operations from the description, so that none is forgotten.
func routes(t *testing.T) (list []route) {
	t.Helper()
	text, err := server.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var api struct {
		Paths map[string]map[string]struct {
			OperationID string                `yaml:"operationId"`
			Security    []map[string][]string `yaml:"security"`
		} `yaml:"paths"`
	}
	if err := yaml.Unmarshal(text, &api); err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Sorted(maps.Keys(api.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(api.Paths[path])) {
			o := api.Paths[path][method]
			if slices.Contains(openToAll, o.OperationID) {
				continue
			}
			if len(o.Security) != 1 || len(o.Security[0]["token"]) != 1 {
				t.Fatalf("%s %s does not say what it needs", method, path)
			}
			list = append(list, route{strings.ToUpper(method), path, o.OperationID, o.Security[0]["token"][0]})
		}
	}
	return list
}

// valid is what a request of an operation needs. {player} stands for the club's
// player, and so on.
type valid struct {
	body    func(uploadID string) string
	query   string
	headers []string
}

func jsonBody(text string) valid {
	return valid{body: func(string) string { return text }, headers: []string{"Content-Type", "application/json"}}
}

// requests are valid bodies and queries of the operations that need one.
var requests = map[string]valid{
	"create-analysis":    {body: func(id string) string { return `{"upload_id":"` + id + `","settings":{"hand":"left"}}` }, headers: []string{"Content-Type", "application/json"}},
	"create-invitation":  jsonBody(`{"role":"owner"}`),
	"create-token":       {body: func(string) string { return `{"name":"x","scopes":["read"]}` }, headers: []string{"Content-Type", "application/json"}},
	"assign-analysis":    jsonBody(`{"player_id":"{player}","session_id":"{session}"}`),
	"create-player":      jsonBody(`{"name":"x","born":"2001"}`),
	"change-player":      jsonBody(`{"name":"x","born":"2001"}`),
	"create-consent":     jsonBody(`{"guardian":"x","given_on":"2026-01-01","purposes":["store"]}`),
	"create-session":     jsonBody(`{"name":"x","date":"2026-01-01"}`),
	"create-share":       jsonBody(`{}`),
	"change-member":      jsonBody(`{"role":"viewer"}`),
	"erase-account":      {query: "?confirm=nobody"},
	"erase-organisation": {query: "?confirm=BC+Example"},
	"compare-analyses":   {query: "?a={analysis}&b={analysis}"},
	"find-upload":        {query: "?kind=clip&sha256=" + strings.Repeat("0", 64)},
	"create-upload":      {headers: tusHeaders("clip", "a.mp4", strings.Repeat("0", 64), 100)},
	"upload-offset":      {headers: []string{"Tus-Resumable", "1.0.0"}},
	"continue-upload":    {headers: []string{"Tus-Resumable", "1.0.0", "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"}},
	"remove-upload":      {headers: []string{"Tus-Resumable", "1.0.0"}},
}

func tusHeaders(kind, name, sum string, size int64) []string {
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	return []string{
		"Tus-Resumable", "1.0.0", "Upload-Length", fmt.Sprint(size),
		"Upload-Metadata", "kind " + b64(kind) + ",filename " + b64(name) + ",sha256 " + b64(sum),
	}
}

// try makes a valid request of an operation about a club's things.
func (r route) try(t *testing.T, s *servicetest.Service, token string, things map[string]string) (int, string) {
	t.Helper()
	how, id := requests[r.id], things["analysis"]
	var names []string
	for thing, its := range things {
		if names = append(names, "{"+thing+"}", its); strings.HasPrefix(r.path, "/v1/"+thing+"s/") {
			id = its
		}
	}
	fill := strings.NewReplacer(names...)
	var body []byte
	if how.body != nil {
		body = []byte(fill.Replace(how.body(things["upload"])))
	}
	return send(t, s, r.method, strings.ReplaceAll(r.path, "{id}", id)+fill.Replace(how.query), token, body, how.headers...)
}

// TestMatrix tries every operation with every kind of token that must not do it,
// on the things of a club whose names nobody else may see.
func TestMatrix(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		p := servicetest.NewProvider(t)
		s := servicetest.ServeWith(t, b, servicetest.NoLimits, p.Settings(false))
		things := clubsThings(t, s)
		other, strangers := s.Club(t, "Other Club")
		invalid := forgedJWTs(t, s, p)
		maps.Copy(invalid, map[string]string{
			"nobody's": "", "expired": s.Token(t, s.Org, store.Owner, -time.Minute), "forged": store.TokenPrefix + strings.Repeat("A", 26), "empty": "shotcheck_",
		})
		refused := 0
		for _, r := range routes(t) {
			for who, token := range invalid {
				if status, text := r.try(t, s, token, things); status != http.StatusUnauthorized || leaks(text) {
					t.Errorf("%s %s with a token that is %s: %d %s", r.method, r.path, who, status, text)
				}
				refused++
			}
			for _, role := range store.Roles {
				scopes, err := server.ScopesOf(role, nil)
				if err != nil {
					t.Fatal(err)
				}
				allowed := slices.Contains(strings.Fields(scopes), r.need)
				status, text := r.try(t, s, strangers[role], things)
				if leaks(text) || !allowed && status != http.StatusForbidden || allowed && strings.Contains(r.path, "{id}") && status != http.StatusNotFound || allowed && slices.Contains(aboutThings, r.id) && status != http.StatusNotFound {
					t.Errorf("%s %s as the %s of another club: %d %s", r.method, r.path, role, status, text)
				}
				if allowed {
					continue
				}
				if status, text := r.try(t, s, s.Tokens[role], things); status != http.StatusForbidden {
					t.Errorf("%s %s as %s: %d %s", r.method, r.path, role, status, text)
				}
				refused++
			}
			refused += len(store.Roles)
		}
		narrow(t, s, things)
		untouched(t, s, things)
		found(t, s, things)
		t.Logf("%d requests refused on %d operations; the other club is %s", refused, len(routes(t)), other.ID)
	})
}

// aboutThings are operations about the club's things that do not name them in their
// path.
var aboutThings = []string{"create-analysis", "compare-analyses"}

// secretName is in the names of the club's clip and people.
const secretName = "secret-of-the-club"

func leaks(text string) bool { return strings.Contains(text, secretName) }

// forgedJWTs are JWTs that name an owner whom the provider knows, one way or
// another not the provider's for this service. The right one is good.
func forgedJWTs(t *testing.T, s *servicetest.Service, p *servicetest.Provider) map[string]string {
	t.Helper()
	p.SignsIn(ann)
	follow(t, s, browser(t, s.Server), invite(t, s, s.Tokens[store.Owner], `{"role":"owner"}`).Link)
	right := p.Token(t, ann.Subject, nil)
	if status, text := send(t, s, http.MethodGet, "/v1/audit", right, nil); status != http.StatusOK {
		t.Fatalf("a good JWT: %d %s", status, text)
	}
	if status, text := send(t, s, http.MethodGet, "/v1/me", p.Token(t, "nobody", nil), nil); status != http.StatusForbidden || !strings.Contains(text, "not-invited") {
		t.Errorf("a JWT of somebody who was not invited: %d %s", status, text)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(right, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`))
	return map[string]string{
		"a JWT without signature":      none + "." + parts[1] + ".",
		"a JWT whose head says none":   none + "." + parts[1] + "." + parts[2],
		"a JWT of another key":         servicetest.Sign(t, key, p.URL, ann.Subject, nil),
		"a JWT for another audience":   p.Token(t, ann.Subject, map[string]any{"aud": "another"}),
		"a JWT for no audience":        p.Token(t, ann.Subject, map[string]any{"aud": []string{}}),
		"a JWT of another issuer":      p.Token(t, ann.Subject, map[string]any{"iss": "https://evil.example"}),
		"a JWT that has expired":       p.Token(t, ann.Subject, map[string]any{"exp": time.Now().Add(-time.Minute).Unix()}),
		"a JWT that never expires":     p.Token(t, ann.Subject, map[string]any{"exp": 0}),
		"a JWT of nobody":              p.Token(t, "", nil),
		"a JWT with another's subject": parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"x"}`)) + "." + parts[2],
		"a JWT of dots":                "..",
	}
}

// clubsThings makes what strangers want to have.
func clubsThings(t *testing.T, s *servicetest.Service) map[string]string {
	t.Helper()
	a := begin(t, s.Client(t, s.Tokens[store.Owner]), servicetest.ClipFile(t, "a", 20, 9000), secretName+".mp4")
	row, err := s.Store.Analysis(t.Context(), s.Org.ID, "", a.ID)
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := s.Store.Tokens(t.Context(), s.Org.ID, row.AccountID)
	if err != nil {
		t.Fatal(err)
	}
	things := map[string]string{"analysis": a.ID, "upload": row.UploadID, "token": tokens[0].ID, "member": row.AccountID}
	p, err := s.Store.AddPlayer(t.Context(), store.Athlete{OrgID: s.Org.ID, Name: secretName, Born: "2015"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Store.AddConsent(t.Context(), s.Org.ID, store.Consent{PlayerID: p.ID, Guardian: secretName, GivenOn: "2026-01-01", MayStore: true, MayShare: true, AccountID: row.AccountID})
	if err != nil {
		t.Fatal(err)
	}
	training, err := s.Store.AddTraining(t.Context(), store.Training{OrgID: s.Org.ID, AccountID: row.AccountID, Name: secretName, Day: "2026-01-01"})
	if err != nil {
		t.Fatal(err)
	}
	share, _, err := s.Store.AddShare(t.Context(), row, row.AccountID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	things["invitation"] = invite(t, s, s.Tokens[store.Owner], `{"role":"viewer","email":"`+secretName+`@example.org"}`).ID
	things["player"], things["consent"], things["session"], things["share"] = p.ID, c.ID, training.ID, share.ID
	return things
}

// found tries what strangers were refused as the club's owner: it is there, so that
// the refusals above mean something.
func found(t *testing.T, s *servicetest.Service, things map[string]string) {
	t.Helper()
	for _, r := range routes(t) {
		if r.method == http.MethodDelete || !strings.Contains(r.path, "{id}") {
			continue
		}
		if status, text := r.try(t, s, s.Tokens[store.Owner], things); status == http.StatusNotFound || status == http.StatusBadRequest || status == http.StatusUnprocessableEntity || status >= 500 {
			t.Errorf("%s %s as the club's owner: %d %s", r.method, r.path, status, text)
		}
	}
}

// untouched looks whether all is still there that strangers wanted to have.
func untouched(t *testing.T, s *servicetest.Service, things map[string]string) {
	t.Helper()
	found, err := s.Store.Analyses(t.Context(), store.Query{Org: s.Org.ID, Limit: 9})
	if err != nil || len(found) != 1 || found[0].State != store.Queued || found[0].PlayerID != "" {
		t.Fatalf("after all that the club has %v, %v", found, err)
	}
	p, playerErr := s.Store.Player(t.Context(), s.Org.ID, "", things["player"])
	_, shareErr := s.Store.Share(t.Context(), s.Org.ID, "", things["share"])
	_, trainingErr := s.Store.Training(t.Context(), s.Org.ID, "", things["session"])
	m, memberErr := s.Store.Member(t.Context(), s.Org.ID, things["member"])
	if err := errors.Join(playerErr, shareErr, trainingErr, memberErr); err != nil || p.Name != secretName || !p.Share || m.Role != store.Owner {
		t.Errorf("after all that its player is %+v, and its owner %+v: %v", p, m, err)
	}
}

// narrow tries what a role may do and a token of it may not, and what a player of
// the same club may not see.
func narrow(t *testing.T, s *servicetest.Service, things map[string]string) {
	t.Helper()
	_, text := send(t, s, http.MethodPost, "/v1/tokens", s.Tokens[store.Owner], []byte(`{"name":"reader","scopes":["read","tokens"]}`), "Content-Type", "application/json")
	var made service.MadeToken
	if err := json.Unmarshal([]byte(text), &made); err != nil || made.Secret == "" {
		t.Fatalf("no token: %s", text)
	}
	for what, status := range map[string]int{
		http.MethodGet + " /v1/analyses/" + things["analysis"]:    http.StatusOK,
		http.MethodDelete + " /v1/analyses/" + things["analysis"]: http.StatusForbidden,
		http.MethodGet + " /v1/audit":                             http.StatusForbidden,
	} {
		method, path, _ := strings.Cut(what, " ")
		if got, text := send(t, s, method, path, made.Secret, nil); got != status {
			t.Errorf("%s with a token to read: %d %s", what, got, text)
		}
	}
	if got, text := send(t, s, http.MethodPost, "/v1/tokens", made.Secret, []byte(`{"name":"more","scopes":["admin"]}`), "Content-Type", "application/json"); got != http.StatusForbidden {
		t.Errorf("a token to read makes one that may all: %d %s", got, text)
	}
	if got, text := send(t, s, http.MethodGet, "/v1/analyses", s.Tokens[store.Player], nil); got != http.StatusOK || leaks(text) {
		t.Errorf("a player sees what others have made: %d %s", got, text)
	}
	if got, _ := send(t, s, http.MethodDelete, "/v1/tokens/"+made.ID, s.Tokens[store.Owner], nil); got != http.StatusNoContent {
		t.Errorf("revoke: %d", got)
	}
	if got, _ := send(t, s, http.MethodGet, "/v1/me", made.Secret, nil); got != http.StatusUnauthorized {
		t.Errorf("a revoked token: %d", got)
	}
}
