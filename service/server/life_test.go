package server_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
)

func TestMain(m *testing.M) { servicetest.Main(m) }

func silent(int64, int64) {}

func still(service.Analysis) {}

// analyze sends a clip and waits for what comes of it.
func analyze(t *testing.T, c *service.Client, file, name string) service.Analysis {
	t.Helper()
	a, err := c.Wait(t.Context(), begin(t, c, file, name).ID, still)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// begin sends a clip and asks for its analysis.
func begin(t *testing.T, c *service.Client, file, name string) service.Analysis {
	t.Helper()
	u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: name, Path: file}, silent)
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// download gets a file of results from the address that is told for it.
func download(t *testing.T, s *servicetest.Service, address string) ([]byte, http.Header) {
	t.Helper()
	if strings.HasPrefix(address, "/") {
		address = s.URL + address
	}
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s %v", address, resp.Status, err)
	}
	return text, resp.Header
}

// TestLife: a clip arrives as it was, its results are there under signed
// addresses, it is found, not sent twice, and leaves nothing behind.
func TestLife(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 2)
		c := s.Client(t, s.Tokens[store.Coach])
		file := servicetest.ClipFile(t, "shot.mp4", 1, 3<<20)
		a := analyze(t, c, file, "shot.mp4")
		if a.State != service.StateDone || a.Shots != 1 || a.Quality != 0.9 || a.StartedAt == nil || a.FinishedAt == nil {
			t.Errorf("the analysis is %+v", a)
		}
		checkFiles(t, s, c, a, file)

		u, sent, err := c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: "again.mp4", Path: file}, silent)
		if err != nil || sent {
			t.Errorf("the same content is sent again: %v, %v", sent, err)
		}
		again, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID})
		if err != nil || again.ID != a.ID {
			t.Errorf("the same content gives analysis %s, not %s: %v", again.ID, a.ID, err)
		}
		other, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID, Settings: service.Settings{Hand: "left"}})
		if err != nil || other.ID == a.ID {
			t.Errorf("other settings give the same analysis: %v", err)
		}
		if _, err := c.Wait(t.Context(), other.ID, still); err != nil {
			t.Error(err)
		}
		for _, id := range []string{a.ID, other.ID} {
			if status, text := send(t, s, http.MethodDelete, "/v1/analyses/"+id, s.Tokens[store.Coach], nil); status != http.StatusNoContent {
				t.Errorf("delete: %d %s", status, text)
			}
		}
		if left := s.Stored(t); len(left) > 0 {
			t.Errorf("blobs are left: %v", left)
		}
	})
}

// checkFiles looks at the results of the analyzer that is none: they name the
// hash of the clip as it arrived.
func checkFiles(t *testing.T, s *servicetest.Service, c *service.Client, a service.Analysis, file string) {
	t.Helper()
	files, err := c.Files(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files.Files {
		names = append(names, f.Name)
		content, _ := download(t, s, f.URL)
		if int64(len(content)) != f.SizeBytes {
			t.Errorf("%s has %d bytes, not %d", f.Name, len(content), f.SizeBytes)
		}
		if sum := hashFile(t, file); f.Name == "analysis.json" && !bytes.Contains(content, []byte(sum)) {
			t.Errorf("the clip arrived with another hash than %s: %s", sum, content)
		}
	}
	if want := []string{"analysis.json", "index.html", "stills/shot01-release.png"}; !slices.Equal(names, want) {
		t.Errorf("the files are %v, want %v", names, want)
	}
	_, header := download(t, s, files.Page)
	if policy := header.Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox") {
		t.Errorf("the report shares the service's origin: its policy is %q", policy)
	}
}

// TestOutcomes: what is wrong with a clip is said once, in words, and what may
// pass is tried again.
func TestOutcomes(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		runs := t.TempDir()
		t.Setenv("SHOTCHECK_HOME", runs)
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		s.Work(t, 2)
		c := s.Client(t, s.Tokens[store.Coach])
		a := analyze(t, c, servicetest.ClipFile(t, "c", 2, 9000), "damaged.mp4")
		if a.State != service.StateFailed || a.Code != "undecodable" || a.Message != "no picture can be decoded" || a.Hint == "" {
			t.Errorf("a damaged clip: %+v", a)
		}
		a = analyze(t, c, servicetest.ClipFile(t, "c", 3, 9000), "noshot.mp4")
		if a.State != service.StateDone || a.Code != "no-shot" {
			t.Errorf("a clip without a shot: %+v", a)
		}
		failing := begin(t, c, servicetest.ClipFile(t, "c", 4, 9000), "crashes.mp4")
		servicetest.Eventually(t, 20*time.Second, "the second attempt at a clip that crashes", func() bool {
			return strings.Count(read(t, runs+"/runs"), "crashes.mp4") >= 2
		})
		if n := strings.Count(read(t, runs+"/runs"), "damaged.mp4"); n != 1 {
			t.Errorf("a damaged clip was tried %d times", n)
		}
		if status, text := send(t, s, http.MethodPost, "/v1/analyses/"+failing.ID+"/cancel", s.Tokens[store.Coach], nil); status != http.StatusNoContent {
			t.Errorf("cancel: %d %s", status, text)
		}
		long := begin(t, c, servicetest.ClipFile(t, "c", 5, 9000), "lingers.mp4")
		servicetest.Eventually(t, 10*time.Second, "it runs", func() bool {
			a, err := c.Analysis(t.Context(), long.ID)
			return err == nil && a.State == service.StateRunning
		})
		if status, _ := send(t, s, http.MethodPost, "/v1/analyses/"+long.ID+"/cancel", s.Tokens[store.Coach], nil); status != http.StatusNoContent {
			t.Errorf("cancel what runs: %d", status)
		}
		a = analyze(t, c, servicetest.ClipFile(t, "c", 6, 9000), "next.mp4")
		if a.State != service.StateDone {
			t.Errorf("after a cancelled one: %+v", a)
		}
	})
}

// TestEvents: the progress of an analysis is told as it goes on, to its end.
func TestEvents(t *testing.T) {
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	c := s.Client(t, s.Tokens[store.Coach])
	a := begin(t, c, servicetest.ClipFile(t, "c", 7, 9000), "slow.mp4")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/v1/analyses/"+a.ID+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.Tokens[store.Viewer])
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	s.Work(t, 1)
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	told := string(text)
	queued, done := strings.Index(told, `"state":"queued"`), strings.Index(told, `"state":"done"`)
	if queued < 0 || done < queued {
		t.Errorf("the events are %s", told)
	}
}

// TestPlan: an organisation cannot make more analyses than its plan has, however
// many are asked for at once; what is past its time goes with its blobs.
func TestPlan(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		c := s.Client(t, s.Tokens[store.Coach])
		most := int(store.Plans[store.FreePlan].AnalysesAMonth)
		u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: "a.mp4", Path: servicetest.ClipFile(t, "a", 8, 9000)}, silent)
		if err != nil {
			t.Fatal(err)
		}
		results := make(chan error)
		for i := range most + 20 {
			go func() {
				_, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID, Settings: service.Settings{HeightM: 1.5 + float64(i)/1000}})
				results <- err
			}()
		}
		made, refused := 0, 0
		for range most + 20 {
			switch p, ok := errors.AsType[*service.Problem](<-results); {
			case !ok:
				made++
			case p.Code == "used-up":
				refused++
			}
		}
		if made != most || refused != 20 {
			t.Errorf("%d were made and %d refused, want %d and 20", made, refused, most)
		}
		if n, err := s.Store.Expire(t.Context()); n != 0 || err != nil {
			t.Errorf("%d expire before their time: %v", n, err)
		}
		s.Store.SetClock(func() time.Time { return time.Now().Add(91 * 24 * time.Hour) })
		if n, err := s.Store.Expire(t.Context()); n != most || err != nil {
			t.Errorf("%d of %d expire: %v", n, most, err)
		}
		if left := s.Stored(t); len(left) > 0 {
			t.Errorf("blobs outlive their rows: %v", left)
		}
	})
}

// TestOpenAPI: the description that is checked in is that of this code.
func TestOpenAPI(t *testing.T) {
	now, err := server.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if old := read(t, "../openapi.yaml"); old != string(now) {
		t.Error("service/openapi.yaml is out of date: go run ./cmd/shotcheckd openapi > service/openapi.yaml")
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}
