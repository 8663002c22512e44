package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// TestAuditOfReads: what somebody has seen is in the audit trail, once an hour
// however often he asks.
func TestAuditOfReads(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		now := time.Now().Truncate(time.Hour)
		s.Store.SetClock(func() time.Time { return now })
		coach, c := s.Tokens[store.Coach], s.Client(t, s.Tokens[store.Coach])
		a := begin(t, c, servicetest.ClipFile(t, "a", 180, 9000), "a.mp4")
		p := ask[service.Player](t, s, coach, "POST /v1/players", service.NewPlayer{Name: "Pat", Born: "1999"}, http.StatusCreated)
		ask[struct{}](t, s, coach, "POST /v1/analyses/"+a.ID+"/cancel", nil, http.StatusNoContent)
		reads := map[string]string{
			"/v1/analyses": "analysis.list ", "/v1/analyses/" + a.ID: "analysis.get " + a.ID, "/v1/analyses/" + a.ID + "/files": "analysis.files " + a.ID,
			"/v1/analyses/" + a.ID + "/events": "analysis.events " + a.ID, "/v1/players": "player.list ", "/v1/players/" + p.ID: "player.get " + p.ID,
			"/v1/players/" + p.ID + "/trend": "player.trend " + p.ID, "/v1/players/" + p.ID + "/consents": "consent.list " + p.ID, "/v1/sessions": "session.list ",
		}
		for hour := 1; hour <= 2; hour++ {
			for path, entry := range reads {
				for range 3 {
					if status, text := send(t, s, http.MethodGet, path, coach, nil); status != http.StatusOK {
						t.Errorf("%s: %d %s", path, status, text)
					}
				}
				if n := strings.Count(actions(t, s), entry+"\n"); n != hour {
					t.Errorf("in hour %d the audit trail has %q %d times", hour, entry, n)
				}
			}
			now = now.Add(time.Hour)
		}
		now = now.Add(-2 * time.Hour) // for the token, which is good for one
		ask[service.Analysis](t, s, s.Tokens[store.Viewer], "GET /v1/analyses/"+a.ID, nil, http.StatusOK)
		if n := strings.Count(actions(t, s), "analysis.get "+a.ID); n != 3 {
			t.Errorf("another member's look is not noted: %d", n)
		}
		send(t, s, http.MethodGet, "/v1/analyses/none", coach, nil)
		if strings.Contains(actions(t, s), "none") {
			t.Error("what was not seen is noted")
		}
	})
}
