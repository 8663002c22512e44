package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
	"github.com/shotcheck/shotcheck/service/worker"
)

// TestReady: without its database the service lives, and says that it is not ready;
// with it, it is so again.
func TestReady(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		if status, text := send(t, s, http.MethodGet, "/readyz", "", nil); status != http.StatusNoContent {
			t.Errorf("it begins as %d %s", status, text)
		}
		if b.Cluster != nil {
			b.Cluster.Stop()
			refusal(t, s, "", "GET /readyz", nil, "not-ready")
			if err := b.Cluster.Start(); err != nil {
				t.Fatal(err)
			}
			servicetest.Eventually(t, 10*time.Second, "it is ready", func() bool {
				status, _ := send(t, s, http.MethodGet, "/readyz", "", nil)
				return status == http.StatusNoContent
			})
		}
		blobs := s.Store.Blobs
		s.Store.Blobs = broken(t, b)
		refusal(t, s, "", "GET /readyz", nil, "not-ready")
		s.Store.Blobs = blobs
		if err := s.Store.Close(); err != nil {
			t.Fatal(err)
		}
		refusal(t, s, "", "GET /readyz", nil, "not-ready")
		if status, _ := send(t, s, http.MethodGet, "/healthz", "", nil); status != http.StatusNoContent {
			t.Errorf("the process is taken for dead: %d", status)
		}
	})
}

// TestMetrics: the figures count what happens, and name nobody.
func TestMetrics(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		begin(t, s.Client(t, s.Tokens[store.Coach]), servicetest.ClipFile(t, "a", 190, 9000), "secret-of-the-club.mp4")
		_, text := send(t, s, http.MethodGet, "/metrics", "", nil)
		for _, line := range []string{
			`shotcheckd_analyses{state="queued"} 1`, `shotcheckd_analyses{state="running"} 0`, "shotcheckd_uploads_total 1", "shotcheckd_upload_bytes_total 9000",
			`shotcheckd_request_seconds_count{method="POST",route="/v1/analyses",status="201"} 1`,
		} {
			if !strings.Contains(text, line+"\n") {
				t.Errorf("the metrics have no line %s", line)
			}
		}
		if leaks(text) || strings.Contains(text, s.Org.ID) {
			t.Error("the metrics name somebody")
		}
	})
}

// TestTusProblems: what tusd itself refuses is told as by the rest of the API.
func TestTusProblems(t *testing.T) {
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	coach := s.Tokens[store.Coach]
	u := upload(t, s.Client(t, coach), "a.mp4", 200)
	for _, tt := range []struct {
		method, path, code string
		headers            []string
		status             int
	}{
		{http.MethodPost, "", "bad-upload", nil, http.StatusPreconditionFailed},
		{http.MethodPost, "", "bad-upload", []string{"Tus-Resumable", "1.0.0"}, http.StatusBadRequest},
		{http.MethodPatch, "/" + u.ID, "bad-upload", []string{"Tus-Resumable", "1.0.0"}, http.StatusBadRequest},
		{http.MethodPatch, "/" + u.ID, "moved", []string{"Tus-Resumable", "1.0.0", "Upload-Offset", "5", "Content-Type", "application/offset+octet-stream"}, http.StatusConflict},
		{http.MethodPatch, "/none", "not-found", []string{"Tus-Resumable", "1.0.0", "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"}, http.StatusNotFound},
		{http.MethodHead, "/none", "", []string{"Tus-Resumable", "1.0.0"}, http.StatusNotFound},
	} {
		status, text := send(t, s, tt.method, "/v1/uploads"+tt.path, coach, nil, tt.headers...)
		var p service.Problem
		if tt.code != "" && json.Unmarshal([]byte(text), &p) != nil {
			t.Errorf("%s %s: %d %q is no problem", tt.method, tt.path, status, text)
		}
		if status != tt.status || p.Code != tt.code || tt.code != "" && (p.Status != tt.status || p.Detail == "" || strings.Contains(p.Detail, "ERR_")) {
			t.Errorf("%s %s: %d %s, want %d %s", tt.method, tt.path, status, text, tt.status, tt.code)
		}
	}
}

// log is what was logged, by several at once.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write never fails.
func (l *log) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestLogNamesNobody: whatever is asked for, and whatever fails, the log has routes
// and identifiers, and no name, address or secret.
func TestLogNamesNobody(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		written := &log{}
		logger := slog.New(slog.NewJSONHandler(written, &slog.HandlerOptions{Level: slog.LevelDebug}))
		s.API.Log = logger
		pool := &worker.Pool{
			Store: s.Store, Log: logger, Workers: 2, Limit: time.Minute, Silence: 2 * time.Second,
			Analyzer: worker.Analyzer{Program: servicetest.FakeAnalyzer(t)},
		}
		if err := pool.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		coach, c := s.Tokens[store.Coach], s.Client(t, s.Tokens[store.Coach])
		p := ask[service.Player](t, s, coach, "POST /v1/players", service.NewPlayer{Name: "Kim Kid", Born: "2016"}, http.StatusCreated)
		ask[service.Consent](t, s, coach, "POST /v1/players/"+p.ID+"/consents", consent("store", "share"), http.StatusCreated)
		a := finished(t, c, service.NewAnalysis{UploadID: upload(t, c, "Kim-at-practice.mp4", 210).ID, PlayerID: p.ID})
		link := ask[service.MadeShare](t, s, coach, "POST /v1/analyses/"+a.ID+"/shares", service.NewShare{}, http.StatusCreated)
		page := opened(t, s, link.Path)
		begin(t, c, servicetest.ClipFile(t, "c", 211, 9000), "crashes-Kim.mp4")
		analyze(t, c, servicetest.ClipFile(t, "c", 212, 9000), "damaged-Kim.mp4")
		servicetest.Eventually(t, 20*time.Second, "a crash is logged", func() bool { return strings.Contains(written.String(), "analysis failed") })
		for _, path := range []string{
			"/v1/me", "/v1/members", "/v1/export", "/v1/audit", "/v1/analyses?q=Kim-at-practice", "/v1/analyses/Kim", "/nothing/Kim-at-practice",
			"/v1/analyses?q=%00Kim", "/s/" + strings.Repeat("Kim", 3), "/v1/sessions?before=kim@example.org",
		} {
			send(t, s, http.MethodGet, path, s.Tokens[store.Owner], nil)
		}
		send(t, s, http.MethodGet, "/v1/me", "shotcheck_forged-by-kim@example.org", nil)
		send(t, s, http.MethodDelete, "/v1/account?confirm=Kim+Kid", coach, nil)
		stop, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
		defer cancel()
		if err := errors.Join(pool.Stop(stop), s.Store.Close()); err != nil {
			t.Error(err)
		}
		send(t, s, http.MethodGet, "/v1/players", coach, nil) // fails, which is logged
		text := written.String()
		for _, secret := range []string{"Kim", "kim", "Gudrun", s.Org.Name, "127.0.0.1", "::1", coach, s.Tokens[store.Owner], strings.TrimPrefix(link.Path, "/s/"), strings.Split(page, "/")[2], "2016"} {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("the log has %q: %s", secret, text[strings.LastIndexByte(text[:i], '\n')+1:i+len(secret)])
			}
		}
		for _, wanted := range []string{`"route":"/v1/players/{id}/consents"`, `"route":"/s/{word}"`, "analysed", "analysis failed", "request failed"} {
			if !strings.Contains(text, wanted) {
				t.Errorf("the log does not have %s", wanted)
			}
		}
		t.Logf("%d lines name nobody", strings.Count(text, "\n"))
	})
}
