package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// ask makes a request with a JSON body, or none, that must be answered by a status,
// and reads the answer.
func ask[T any](t *testing.T, s *servicetest.Service, token, what string, in any, want int) (out T) {
	t.Helper()
	method, path, _ := strings.Cut(what, " ")
	var text []byte
	if in != nil {
		var err error
		if text, err = json.Marshal(in); err != nil {
			t.Fatal(err)
		}
	}
	status, answer := send(t, s, method, path, token, text, "Content-Type", "application/json")
	if status != want {
		t.Fatalf("%s: %d %s, want %d", what, status, answer, want)
	}
	if answer != "" {
		if err := json.Unmarshal([]byte(answer), &out); err != nil {
			t.Fatalf("%s: %v: %s", what, err, answer)
		}
	}
	return out
}

// refusal makes a request that must be refused with a code.
func refusal(t *testing.T, s *servicetest.Service, token, what string, in any, code string) {
	t.Helper()
	method, path, _ := strings.Cut(what, " ")
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	status, answer := send(t, s, method, path, token, text, "Content-Type", "application/json")
	var p service.Problem
	if err := json.Unmarshal([]byte(answer), &p); err != nil || p.Code != code || p.Status != status || p.Detail == "" {
		t.Errorf("%s: %d %s, want the problem %s", what, status, answer, code)
	}
}

// upload sends a clip.
func upload(t *testing.T, c *service.Client, name string, seed uint64) service.Upload {
	t.Helper()
	u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: name, Path: servicetest.ClipFile(t, "clip", seed, 9000)}, silent)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// finished waits for an analysis of a player.
func finished(t *testing.T, c *service.Client, n service.NewAnalysis) service.Analysis {
	t.Helper()
	a, err := c.Analyze(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	if a, err = c.Wait(t.Context(), a.ID, still); err != nil || a.State != service.StateDone {
		t.Fatalf("the analysis ends as %+v: %v", a, err)
	}
	return a
}

func consent(purposes ...string) service.NewConsent {
	return service.NewConsent{Guardian: "Gudrun Guardian", GivenOn: "2026-01-31", Purposes: purposes}
}

// TestConsent: of a player under age nothing is stored or shared before a guardian
// has consented, and no longer than that.
func TestConsent(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 1)
		coach := s.Tokens[store.Coach]
		c := s.Client(t, coach)
		u := upload(t, c, "first.mp4", 40)
		born := time.Now().AddDate(-12, 0, 0).Format(time.DateOnly)
		p := ask[service.Player](t, s, coach, "POST /v1/players", service.NewPlayer{Name: "Kim Kid", Born: born}, http.StatusCreated)
		if !p.UnderAge || p.MayStore || p.MayShare {
			t.Errorf("a player of twelve: %+v", p)
		}
		mine := service.NewAnalysis{UploadID: u.ID, PlayerID: p.ID}
		headers := tusHeaders("clip", "a.mp4", strings.Repeat("0", 64), 100)
		headers[5] += ",player " + base64Of(p.ID)
		if status, text := send(t, s, http.MethodPost, "/v1/uploads", coach, nil, headers...); status != http.StatusConflict || !strings.Contains(text, "no-consent-to-store") {
			t.Errorf("his clip is taken: %d %s", status, text)
		}
		refusal(t, s, coach, "POST /v1/analyses", mine, "no-consent-to-store")
		refusal(t, s, coach, "POST /v1/sessions", service.NewSession{Name: "x", Date: "2026-01-31", PlayerID: p.ID}, "no-consent-to-store")
		unnamed := finished(t, c, service.NewAnalysis{UploadID: u.ID})
		refusal(t, s, coach, "PATCH /v1/analyses/"+unnamed.ID, service.Assignment{PlayerID: &p.ID}, "no-consent-to-store")
		refusal(t, s, coach, "POST /v1/players/"+p.ID+"/consents", service.NewConsent{Guardian: "G", GivenOn: "2999-01-01", Purposes: []string{"store"}}, "future")

		stores := ask[service.Consent](t, s, coach, "POST /v1/players/"+p.ID+"/consents", consent(service.ConsentStore), http.StatusCreated)
		a := finished(t, c, mine)
		if a.PlayerID != p.ID || a.Settings.Player != "Kim Kid" || a.ID == unnamed.ID {
			t.Errorf("his analysis is %+v", a)
		}
		refusal(t, s, coach, "POST /v1/analyses/"+a.ID+"/shares", service.NewShare{}, "no-consent-to-share")
		ask[service.Consent](t, s, coach, "POST /v1/players/"+p.ID+"/consents", consent(service.ConsentShare), http.StatusCreated)
		link := ask[service.MadeShare](t, s, coach, "POST /v1/analyses/"+a.ID+"/shares", service.NewShare{}, http.StatusCreated)
		page := opened(t, s, link.Path)

		c2 := upload(t, c, "lingers.mp4", 41)
		running, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: c2.ID, PlayerID: p.ID})
		if err != nil {
			t.Fatal(err)
		}
		left := ask[service.Withdrawal](t, s, coach, "DELETE /v1/consents/"+stores.ID, nil, http.StatusOK)
		if left.Player.MayStore || !left.Player.MayShare || left.Analyses != 2 || !strings.Contains(left.Hint, "DELETE /v1/players/"+p.ID) {
			t.Errorf("a withdrawal is answered by %+v", left)
		}
		if now, err := c.Analysis(t.Context(), running.ID); err != nil || now.State != service.StateCancelled {
			t.Errorf("without the consent his clip is %+v, %v", now, err)
		}
		refusal(t, s, coach, "POST /v1/analyses", service.NewAnalysis{UploadID: c2.ID, PlayerID: p.ID}, "no-consent-to-store")
		if status, _ := send(t, s, http.MethodGet, page, "", nil); status != http.StatusOK {
			t.Errorf("sharing is still consented to, yet the page is answered by %d", status)
		}
		list := ask[service.ConsentList](t, s, coach, "GET /v1/players/"+p.ID+"/consents", nil, http.StatusOK)
		if len(list.Consents) != 2 || list.Consents[1].WithdrawnAt == nil || list.Consents[1].Guardian != "Gudrun Guardian" || list.Consents[1].RecordedBy != accountOf(t, s, coach) {
			t.Errorf("the consents are %+v", list)
		}
		ask[service.Withdrawal](t, s, coach, "DELETE /v1/consents/"+list.Consents[0].ID, nil, http.StatusOK)
		for _, gone := range []string{link.Path, page} {
			refusal(t, s, "", "GET "+gone, nil, "ended-share")
		}
		if shares := ask[service.ShareList](t, s, coach, "GET /v1/analyses/"+a.ID+"/shares", nil, http.StatusOK); len(shares.Shares) != 0 {
			t.Errorf("links outlive the consent: %+v", shares)
		}
	})
}

// opened follows a link to the report, as whoever was sent it does.
func opened(t *testing.T, s *servicetest.Service, path string) (page string) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	page = resp.Header.Get("Location")
	if status, text := send(t, s, http.MethodGet, page, "", nil); resp.StatusCode != http.StatusSeeOther || status != http.StatusOK || !strings.Contains(text, "report") {
		t.Fatalf("%s leads to %q, which is answered by %d %s", path, page, status, text)
	}
	return page
}

// TestShares: a link opens one result for whoever has it, until it ends; each
// opening is in the audit trail.
func TestShares(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 1)
		coach, c := s.Tokens[store.Coach], s.Client(t, s.Tokens[store.Coach])
		a := finished(t, c, service.NewAnalysis{UploadID: upload(t, c, "a.mp4", 50).ID})
		share := func() (service.MadeShare, string) {
			link := ask[service.MadeShare](t, s, coach, "POST /v1/analyses/"+a.ID+"/shares", map[string]any{}, http.StatusCreated)
			if days := link.ExpiresAt.Sub(link.CreatedAt).Hours() / 24; days != 7 {
				t.Errorf("a link is good for %v days", days)
			}
			return link, opened(t, s, link.Path)
		}
		first, page := share()
		opened(t, s, first.Path)
		if rows := dump(t, b)["shares"]; strings.Contains(rows, strings.TrimPrefix(first.Path, "/s/")) || !strings.Contains(rows, first.ID) {
			t.Errorf("the database has the word of the link: %s", rows)
		}
		if status, _ := send(t, s, http.MethodGet, strings.TrimSuffix(page, "index.html")+"analysis.json", "", nil); status != http.StatusOK {
			t.Errorf("the page's data are answered by %d", status)
		}
		ask[struct{}](t, s, coach, "DELETE /v1/shares/"+first.ID, nil, http.StatusNoContent)
		refusal(t, s, "", "GET "+first.Path, nil, "ended-share")
		refusal(t, s, "", "GET "+page, nil, "ended-share")
		refusal(t, s, "", "GET /s/nonsense", nil, "ended-share")
		refusal(t, s, coach, "POST /v1/analyses/"+a.ID+"/shares", service.NewShare{ValidDays: 91}, "invalid-request")

		second, page := share()
		s.Store.SetClock(func() time.Time { return time.Now().Add(8 * 24 * time.Hour) })
		refusal(t, s, "", "GET "+second.Path, nil, "ended-share")
		refusal(t, s, "", "GET "+page, nil, "ended-share")
		s.Store.SetClock(time.Now)
		opens := strings.Count(actions(t, s), "share.open "+a.ID+"/"+first.ID) // by nobody who is known
		if trail := actions(t, s); opens != 2 || !strings.Contains(trail, "share.create") || !strings.Contains(trail, "share.revoke "+a.ID+"/"+first.ID) {
			t.Errorf("the audit trail is\n%s", trail)
		}
	})
}

// actions lists what the audit trail of the club has, the newest first.
func actions(t *testing.T, s *servicetest.Service) string {
	t.Helper()
	events, err := s.Store.Audit(t.Context(), s.Org.ID, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, e := range events {
		text.WriteString(e.Action + " " + e.Object + "\n")
	}
	return text.String()
}

// TestOwnPlayer: a member who is a player sees what was made of him, and changes
// what he has made himself.
func TestOwnPlayer(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 1)
		coach, player := s.Tokens[store.Coach], s.Tokens[store.Player]
		c, own := s.Client(t, coach), s.Client(t, player)
		me := ask[service.Player](t, s, coach, "POST /v1/players", service.NewPlayer{Name: "Pat", Born: "1999", AccountID: accountOf(t, s, player)}, http.StatusCreated)
		other := ask[service.Player](t, s, coach, "POST /v1/players", service.NewPlayer{Name: "Sam", Born: "1999"}, http.StatusCreated)
		refusal(t, s, coach, "PUT /v1/players/"+other.ID, service.NewPlayer{Name: "Sam", Born: "1999", AccountID: accountOf(t, s, player)}, "linked")
		refusal(t, s, coach, "PUT /v1/players/"+other.ID, service.NewPlayer{Name: "Sam", Born: "2026-02-31"}, "bad-birth")
		u := upload(t, c, "both.mp4", 60)
		ofMe := finished(t, c, service.NewAnalysis{UploadID: u.ID, PlayerID: me.ID})
		ofOther := finished(t, c, service.NewAnalysis{UploadID: u.ID, PlayerID: other.ID})
		training := ask[service.Session](t, s, coach, "POST /v1/sessions", service.NewSession{Name: "Monday", Date: "2026-11-23"}, http.StatusCreated)
		others := ask[service.Session](t, s, coach, "POST /v1/sessions", service.NewSession{Name: "Tuesday", Date: "2026-11-24"}, http.StatusCreated)
		ask[service.Analysis](t, s, coach, "PATCH /v1/analyses/"+ofMe.ID, service.Assignment{SessionID: &training.ID}, http.StatusOK)

		list := ask[service.AnalysisList](t, s, player, "GET /v1/analyses", nil, http.StatusOK)
		players := ask[service.PlayerList](t, s, player, "GET /v1/players", nil, http.StatusOK)
		trainings := ask[service.SessionList](t, s, player, "GET /v1/sessions", nil, http.StatusOK)
		if len(list.Analyses) != 1 || list.Analyses[0].ID != ofMe.ID || len(players.Players) != 1 || players.Players[0].ID != me.ID || len(trainings.Sessions) != 1 {
			t.Errorf("a player sees %+v, %+v and %+v", list, players, trainings)
		}
		refusal(t, s, player, "GET /v1/analyses/"+ofOther.ID, nil, "not-found")
		refusal(t, s, player, "GET /v1/sessions/"+others.ID, nil, "not-found")
		refusal(t, s, player, "GET /v1/players/"+other.ID+"/trend", nil, "not-found")
		refusal(t, s, player, "GET /v1/compare?a="+ofMe.ID+"&b="+ofOther.ID, nil, "not-found")
		refusal(t, s, player, "DELETE /v1/analyses/"+ofMe.ID, nil, "forbidden")
		refusal(t, s, player, "PATCH /v1/analyses/"+ofMe.ID, service.Assignment{SessionID: new(string)}, "forbidden")
		refusal(t, s, player, "DELETE /v1/sessions/"+training.ID, nil, "forbidden")
		refusal(t, s, player, "POST /v1/analyses", service.NewAnalysis{UploadID: u.ID, PlayerID: other.ID}, "not-found")
		refusal(t, s, player, "POST /v1/players/"+me.ID+"/consents", consent("store"), "forbidden")

		made := finished(t, own, service.NewAnalysis{UploadID: upload(t, own, "own.mp4", 61).ID})
		if made.PlayerID != me.ID {
			t.Errorf("what a player makes is of %q", made.PlayerID)
		}
		refusal(t, s, player, "PATCH /v1/analyses/"+made.ID, service.Assignment{PlayerID: &other.ID}, "forbidden")
		ask[struct{}](t, s, player, "DELETE /v1/analyses/"+made.ID, nil, http.StatusNoContent)

		born := time.Now().AddDate(-12, 0, 0).Format(time.DateOnly)
		ask[service.Player](t, s, coach, "PUT /v1/players/"+me.ID, service.NewPlayer{Name: "Pat", Born: born, AccountID: me.AccountID}, http.StatusOK)
		if status, text := send(t, s, http.MethodPost, "/v1/uploads", player, nil, tusHeaders("clip", "a.mp4", strings.Repeat("0", 64), 100)...); status != http.StatusConflict {
			t.Errorf("a player of twelve sends a clip: %d %s", status, text)
		}
	})
}

// TestSessions: a training session groups analyses, and leaves them when it ends.
func TestSessions(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 1)
		coach, c := s.Tokens[store.Coach], s.Client(t, s.Tokens[store.Coach])
		one := ask[service.Session](t, s, coach, "POST /v1/sessions", service.NewSession{Name: "Monday", Date: "2026-11-23"}, http.StatusCreated)
		two := ask[service.Session](t, s, coach, "POST /v1/sessions", service.NewSession{Name: "Tuesday", Date: "2026-11-24"}, http.StatusCreated)
		u := upload(t, c, "a.mp4", 70)
		a := finished(t, c, service.NewAnalysis{UploadID: u.ID, SessionID: one.ID})
		finished(t, c, service.NewAnalysis{UploadID: u.ID, Settings: service.Settings{Hand: "left"}})
		if again, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID, SessionID: two.ID}); err != nil || again.ID != a.ID || again.SessionID != two.ID {
			t.Errorf("asked for again, in another session: %+v, %v", again, err)
		}
		listed := ask[service.AnalysisList](t, s, coach, "GET /v1/analyses?session="+two.ID, nil, http.StatusOK)
		if got := ask[service.Session](t, s, coach, "GET /v1/sessions/"+two.ID, nil, http.StatusOK); got.Analyses != 1 || len(listed.Analyses) != 1 || listed.Analyses[0].ID != a.ID {
			t.Errorf("the session is %+v with %+v", got, listed)
		}
		page := ask[service.SessionList](t, s, coach, "GET /v1/sessions?limit=1", nil, http.StatusOK)
		next := ask[service.SessionList](t, s, coach, "GET /v1/sessions?limit=1&before="+page.Next, nil, http.StatusOK)
		if page.Sessions[0].ID != two.ID || next.Sessions[0].ID != one.ID {
			t.Errorf("the pages are %+v and %+v", page, next)
		}
		ask[struct{}](t, s, coach, "DELETE /v1/sessions/"+two.ID, nil, http.StatusNoContent)
		if left, err := c.Analysis(t.Context(), a.ID); err != nil || left.SessionID != "" || left.State != service.StateDone {
			t.Errorf("without its session the analysis is %+v, %v", left, err)
		}
		refusal(t, s, coach, "POST /v1/analyses", service.NewAnalysis{UploadID: u.ID, SessionID: two.ID}, "not-found")
	})
}
