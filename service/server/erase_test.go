package server_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"gocloud.dev/blob"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// family is what a club has of one player.
type family struct {
	player   service.Player
	analyses []string
	words    []string // that nothing may hold when he is erased
}

// raise makes a player with all that can be his: consents, a training session, two
// analyses of clips of his own, one that is shared, and one that is unfinished.
func raise(t *testing.T, s *servicetest.Service, token, name string, seed uint64) (f family) {
	t.Helper()
	c := s.Client(t, token)
	f.player = ask[service.Player](t, s, token, "POST /v1/players", service.NewPlayer{Name: name, Born: "2016-03-04"}, http.StatusCreated)
	given := service.NewConsent{Guardian: name + "'s mother", GivenOn: "2026-01-31", Purposes: []string{"store", "share"}}
	consent := ask[service.Consent](t, s, token, "POST /v1/players/"+f.player.ID+"/consents", given, http.StatusCreated)
	training := ask[service.Session](t, s, token, "POST /v1/sessions", service.NewSession{Name: "with " + name, Date: "2026-11-23", PlayerID: f.player.ID}, http.StatusCreated)
	f.words = []string{name, f.player.ID, consent.ID, training.ID}
	for i := range uint64(2) {
		u := upload(t, c, name+".mp4", seed+i)
		a := finished(t, c, service.NewAnalysis{UploadID: u.ID, PlayerID: f.player.ID, SessionID: training.ID})
		f.analyses, f.words = append(f.analyses, a.ID), append(f.words, a.ID, u.ID)
	}
	link := ask[service.MadeShare](t, s, token, "POST /v1/analyses/"+f.analyses[0]+"/shares", service.NewShare{}, http.StatusCreated)
	u := upload(t, c, "lingers-"+name+".mp4", seed+2)
	a, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID, PlayerID: f.player.ID})
	if err != nil {
		t.Fatal(err)
	}
	servicetest.Eventually(t, 10*time.Second, "it runs", func() bool {
		now, err := c.Analysis(t.Context(), a.ID)
		return err == nil && now.State == service.StateRunning
	})
	f.analyses, f.words = append(f.analyses, a.ID), append(f.words, link.ID, a.ID, u.ID)
	return f
}

// opaque are the tables in which identifiers of what was erased may stay: the audit
// trail, which says that it was erased; finished jobs, for a day; and where a
// killed worker may still write, for two hours.
var opaque = []string{"audit", "remains", "river_job"}

// traces lists where any of some words is left, in tables and in blobs' keys.
func traces(t *testing.T, s *servicetest.Service, b servicetest.Backend, words []string) (left []string) {
	t.Helper()
	for table, rows := range dump(t, b) {
		for i, w := range words {
			if strings.Contains(rows, w) && (i == 0 || !slices.Contains(opaque, table)) {
				left = append(left, table+" has "+w)
			}
		}
	}
	for _, key := range s.Stored(t) {
		for _, w := range words {
			if strings.Contains(key, w) {
				left = append(left, "blob "+key)
			}
		}
	}
	return left
}

// TestErasePlayer: with a player goes all that is his, and nothing else.
func TestErasePlayer(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 2)
		coach := s.Tokens[store.Coach]
		gone, stays := raise(t, s, coach, "Greta Gone", 100), raise(t, s, coach, "Stan Stays", 110)
		if left := traces(t, s, b, gone.words); len(left) < len(gone.words) {
			t.Fatalf("before he is erased there is only %v", left)
		}
		before := len(traces(t, s, b, stays.words))
		ask[struct{}](t, s, coach, "DELETE /v1/players/"+gone.player.ID, nil, http.StatusNoContent)
		refusal(t, s, coach, "GET /v1/players/"+gone.player.ID, nil, "not-found")
		servicetest.Eventually(t, 10*time.Second, "his running analysis gives up", func() bool {
			return len(traces(t, s, b, gone.words)) == 0
		})
		if after := traces(t, s, b, stays.words); len(after) != before {
			t.Errorf("of the other player %d traces are left of %d: %v", len(after), before, after)
		}
		if !strings.Contains(actions(t, s), "player.erase "+gone.player.ID) {
			t.Error("the audit trail does not tell of the erasure")
		}
		s.Store.SetClock(func() time.Time { return time.Now().Add(3 * time.Hour) })
		if _, err := s.Store.Expire(t.Context()); err != nil {
			t.Fatal(err)
		}
		if rows := dump(t, b)["remains"]; rows != "" {
			t.Errorf("after hours there is still %s", rows)
		}
	})
}

// TestInterruptedErasure: where the blobs cannot be removed nothing of a player is
// seen any more, and the expiry completes what was begun.
func TestInterruptedErasure(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 2)
		owner := s.Tokens[store.Owner]
		gone := raise(t, s, owner, "Greta Gone", 120)
		row, err := s.Store.Player(t.Context(), s.Org.ID, "", gone.player.ID)
		if err != nil {
			t.Fatal(err)
		}
		blobs := s.Store.Blobs
		s.Store.Blobs = broken(t, b)
		if err := s.Store.ErasePlayer(t.Context(), row); err == nil {
			t.Fatal("without blobs the erasure succeeds")
		}
		s.Store.Blobs = blobs
		refusal(t, s, owner, "GET /v1/players/"+gone.player.ID, nil, "not-found")
		if list := ask[service.AnalysisList](t, s, owner, "GET /v1/analyses", nil, http.StatusOK); len(list.Analyses) != 0 {
			t.Errorf("his analyses are seen: %+v", list)
		}
		if left := traces(t, s, b, gone.words); len(left) == 0 {
			t.Error("nothing was left to be completed")
		}
		for _, table := range []string{"players", "consents", "trainings"} {
			if rows := dump(t, b)[table]; strings.Contains(rows, "Greta") {
				t.Errorf("%s names him: %s", table, rows)
			}
		}
		if _, err := s.Store.Expire(t.Context()); err != nil {
			t.Fatal(err)
		}
		servicetest.Eventually(t, 10*time.Second, "nothing is left of him", func() bool {
			return len(traces(t, s, b, gone.words)) == 0
		})
		if _, _, err := s.Store.Invite(t.Context(), store.Invitation{OrgID: s.Org.ID, Role: store.Coach}, time.Hour); err != nil {
			t.Fatal(err)
		}
		s.Store.Blobs = broken(t, b)
		if err := s.Store.EraseOrganisation(t.Context(), s.Org.ID); err == nil {
			t.Fatal("without blobs the erasure succeeds")
		}
		s.Store.Blobs = blobs
		refusal(t, s, owner, "GET /v1/me", nil, "unauthorized")
		if open, err := s.Store.Invitations(t.Context(), s.Org.ID); err != nil || len(open) > 0 {
			t.Errorf("%d invitations to an erased organisation are open: %v", len(open), err)
		}
		if _, err := s.Store.Expire(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left := traces(t, s, b, []string{s.Org.Name, s.Org.ID}); len(left) > 0 {
			t.Errorf("of the organisation is left %v", left)
		}
	})
}

// TestLateWorker: what a worker still stores of an analysis that was removed is
// removed by itself, or where it was killed by the expiry.
func TestLateWorker(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		a := begin(t, s.Client(t, s.Tokens[store.Coach]), servicetest.ClipFile(t, "a", 125, 9000), "a.mp4")
		row, err := s.Store.Analysis(t.Context(), s.Org.ID, "", a.ID)
		if err != nil {
			t.Fatal(err)
		}
		claimed, _, err := s.Store.Claim(t.Context(), row.ID, row.JobID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Store.RemoveAnalysis(t.Context(), claimed); err != nil {
			t.Fatal(err)
		}
		late := func() {
			if err := s.Store.PutFile(t.Context(), claimed, store.File{Name: "analysis.json", MediaType: "application/json"}, strings.NewReader("late")); err != nil {
				t.Fatal(err)
			}
		}
		late()
		if left := s.Stored(t); len(left) != 1 {
			t.Fatalf("the worker stores %v", left)
		}
		if err := s.Store.Discard(t.Context(), claimed); err != nil || len(s.Stored(t)) > 0 {
			t.Errorf("it leaves %v: %v", s.Stored(t), err)
		}
		late()
		s.Store.SetClock(func() time.Time { return time.Now().Add(3 * time.Hour) })
		if _, err := s.Store.Expire(t.Context()); err != nil || len(s.Stored(t)) > 0 {
			t.Errorf("after hours there is %v: %v", s.Stored(t), err)
		}
	})
}

// broken returns blobs that fail.
func broken(t *testing.T, b servicetest.Backend) *blob.Bucket {
	t.Helper()
	bucket, err := blob.OpenBucket(t.Context(), b.Blobs)
	if err != nil {
		t.Fatal(err)
	}
	if err := bucket.Close(); err != nil {
		t.Fatal(err)
	}
	return bucket
}

// TestEraseOrganisation: with an organisation goes all that belongs to it, on the
// word of an owner who names it; another stays as it was.
func TestEraseOrganisation(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 2)
		owner := s.Tokens[store.Owner]
		other, others := s.Club(t, "Other Club")
		gone, stays := raise(t, s, owner, "Greta Gone", 130), raise(t, s, others[store.Owner], "Stan Stays", 140)
		words := append([]string{s.Org.Name, s.Org.ID, accountOf(t, s, owner)}, gone.words...)
		before := len(traces(t, s, b, append(stays.words, other.ID)))
		refusal(t, s, owner, "DELETE /v1/organisation?confirm=Other+Club", nil, "not-confirmed")
		ask[struct{}](t, s, owner, "DELETE /v1/organisation?confirm="+url.QueryEscape(s.Org.Name), nil, http.StatusNoContent)
		refusal(t, s, owner, "GET /v1/me", nil, "unauthorized")
		servicetest.Eventually(t, 10*time.Second, "nothing is left of it", func() bool {
			return len(traces(t, s, b, words)) == 0
		})
		if after := traces(t, s, b, append(stays.words, other.ID)); len(after) != before {
			t.Errorf("of the other club %d traces are left of %d: %v", len(after), before, after)
		}
		if again, err := s.Store.EnsureOrganisation(t.Context(), s.Org.Name); err != nil || again.ID == s.Org.ID {
			t.Errorf("its name is not free: %+v, %v", again, err)
		}
	})
}

// TestEraseAccount: a player who leaves takes with him what he has made and what
// was made of him; a coach leaves his to the club; the only owner stays.
func TestEraseAccount(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 2)
		coach, player := s.Tokens[store.Coach], s.Tokens[store.Player]
		account := accountOf(t, s, player)
		early := finished(t, s.Client(t, player), service.NewAnalysis{UploadID: upload(t, s.Client(t, player), "Pat-early.mp4", 150).ID})
		me := ask[service.Player](t, s, coach, "POST /v1/players", service.NewPlayer{Name: "Pat Parts", Born: "1999", AccountID: account}, http.StatusCreated)
		ofMe := finished(t, s.Client(t, coach), service.NewAnalysis{UploadID: upload(t, s.Client(t, coach), "Pat.mp4", 151).ID, PlayerID: me.ID})
		other := finished(t, s.Client(t, coach), service.NewAnalysis{UploadID: upload(t, s.Client(t, coach), "Sam.mp4", 152).ID})

		refusal(t, s, player, "DELETE /v1/account?confirm=coach", nil, "not-confirmed")
		ask[struct{}](t, s, player, "DELETE /v1/account?confirm=player", nil, http.StatusNoContent)
		refusal(t, s, player, "GET /v1/me", nil, "unauthorized")
		if left := traces(t, s, b, []string{"Pat", account, me.ID, early.ID, ofMe.ID}); len(left) > 0 {
			t.Errorf("of a player who has left there is %v", left)
		}
		ask[struct{}](t, s, coach, "DELETE /v1/account?confirm=coach", nil, http.StatusNoContent)
		ask[service.Analysis](t, s, s.Tokens[store.Viewer], "GET /v1/analyses/"+other.ID, nil, http.StatusOK)
		refusal(t, s, s.Tokens[store.Owner], "DELETE /v1/account?confirm=owner", nil, "last-owner")
	})
}

// TestMembers: an owner sees the members, changes what they may do at once, and
// removes them; one owner is always left.
func TestMembers(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		owner, viewer := s.Tokens[store.Owner], s.Tokens[store.Viewer]
		list := ask[service.MemberList](t, s, owner, "GET /v1/members", nil, http.StatusOK)
		if len(list.Members) != len(store.Roles) || list.Members[0].Name != "coach" || list.Members[0].Role != "coach" {
			t.Errorf("the members are %+v", list)
		}
		me, his := accountOf(t, s, owner), accountOf(t, s, viewer)
		refusal(t, s, owner, "PUT /v1/members/"+me, service.NewRole{Role: "coach"}, "last-owner")
		refusal(t, s, owner, "DELETE /v1/members/"+me, nil, "last-owner")
		refusal(t, s, viewer, "GET /v1/members", nil, "forbidden")
		ask[service.Member](t, s, owner, "PUT /v1/members/"+his, service.NewRole{Role: "owner"}, http.StatusOK)
		if now := ask[service.Me](t, s, viewer, "GET /v1/me", nil, http.StatusOK); now.Role != "owner" {
			t.Errorf("after the change he is %s", now.Role)
		}
		ask[service.Member](t, s, owner, "PUT /v1/members/"+me, service.NewRole{Role: "coach"}, http.StatusOK)
		refusal(t, s, owner, "GET /v1/members", nil, "forbidden")
		coach := accountOf(t, s, s.Tokens[store.Coach])
		if err := s.Store.RemoveMember(t.Context(), s.Org.ID, coach); err != nil {
			t.Fatal(err)
		}
		refusal(t, s, s.Tokens[store.Coach], "GET /v1/me", nil, "unauthorized")
		if left := traces(t, s, b, []string{coach}); len(left) > 0 {
			t.Errorf("of a removed member there is %v", left)
		}
	})
}

// TestExport: an owner has all rows and blobs, a player his own, and nobody a hash
// of a secret.
func TestExport(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 2)
		coach, player := s.Tokens[store.Coach], s.Tokens[store.Player]
		me := ask[service.Player](t, s, coach, "POST /v1/players", service.NewPlayer{Name: "Pat Parts", Born: "1999", AccountID: accountOf(t, s, player)}, http.StatusCreated)
		mine := finished(t, s.Client(t, coach), service.NewAnalysis{UploadID: upload(t, s.Client(t, coach), "Pat.mp4", 160).ID, PlayerID: me.ID})
		other := finished(t, s.Client(t, coach), service.NewAnalysis{UploadID: upload(t, s.Client(t, coach), "Sam.mp4", 161).ID})
		link := ask[service.MadeShare](t, s, coach, "POST /v1/analyses/"+mine.ID+"/shares", service.NewShare{}, http.StatusCreated)
		_, strangers := s.Club(t, "Other Club")

		rows, blobs := export(t, s, s.Tokens[store.Owner])
		stored := s.Stored(t)
		if len(blobs) != len(stored) || !bytes.Equal(blobs["clips/"+uploadOf(t, s, mine)+"/Pat.mp4"], servicetest.Clip(160, 9000)) {
			t.Errorf("an owner's export has %d blobs of %d", len(blobs), len(stored))
		}
		for _, word := range []string{"Pat Parts", mine.ID, other.ID, link.ID, "Sam.mp4", s.Org.Name, "analysis.create"} {
			if !strings.Contains(rows, word) {
				t.Errorf("an owner's export does not have %q", word)
			}
		}
		for secret := range strings.FieldsSeq(dump(t, b)["tokens"] + dump(t, b)["shares"]) {
			if len(secret) == 64 && strings.Contains(rows, secret) {
				t.Error("an export has the hash of a secret")
			}
		}
		rows, blobs = export(t, s, player)
		if len(blobs) != 4 || blobs["results/"+mine.ID+"/analysis.json"] == nil {
			t.Errorf("a player's export has %d blobs", len(blobs))
		}
		for word, want := range map[string]bool{"Pat Parts": true, mine.ID: true, link.ID: true, other.ID: false, "Sam.mp4": false, accountOf(t, s, s.Tokens[store.Owner]): false} {
			if strings.Contains(rows, word) != want {
				t.Errorf("a player's export has %q: %v", word, !want)
			}
		}
		if rows, blobs = export(t, s, strangers[store.Owner]); len(blobs) != 0 || strings.Contains(rows, s.Org.ID) {
			t.Errorf("a stranger's export has %d blobs", len(blobs))
		}
		refusal(t, s, coach, "GET /v1/export", nil, "forbidden")
	})
}

// uploadOf returns the upload of an analysis.
func uploadOf(t *testing.T, s *servicetest.Service, a service.Analysis) string {
	t.Helper()
	row, err := s.Store.Analysis(t.Context(), s.Org.ID, "", a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return row.UploadID
}

// export reads an export.
func export(t *testing.T, s *servicetest.Service, token string) (rows string, blobs map[string][]byte) {
	t.Helper()
	status, text := send(t, s, http.MethodGet, "/v1/export", token, nil)
	z, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
	if err != nil || status != http.StatusOK {
		t.Fatalf("the export is answered by %d: %v", status, err)
	}
	blobs = map[string][]byte{}
	for _, f := range z.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(content); err != nil {
			t.Fatal(err)
		}
		blobs[f.Name] = b.Bytes()
	}
	if !json.Valid(blobs["rows.json"]) {
		t.Errorf("rows.json is %s", blobs["rows.json"])
	}
	rows = string(blobs["rows.json"])
	delete(blobs, "rows.json")
	return rows, blobs
}
