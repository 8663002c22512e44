package server_test

import (
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// cutter is a connection to a server that breaks after some bytes, so often as
// there are places to break it at.
type cutter struct {
	target string
	mu     sync.Mutex
	places []int64 // in all that was sent
	sent   atomic.Int64
	cuts   atomic.Int64
}

// serve forwards connections.
func (c *cutter) serve(l net.Listener) {
	for {
		client, err := l.Accept()
		if err != nil {
			return
		}
		go c.forward(client.(*net.TCPConn))
	}
}

func (c *cutter) forward(client *net.TCPConn) {
	defer client.Close()
	server, err := net.Dial("tcp", c.target)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(client, server) // ends when either does
		_ = client.Close()
	}()
	_ = client.SetReadBuffer(32 << 10)
	for buffer := make([]byte, 16<<10); ; {
		n, err := client.Read(buffer)
		if _, broken := server.Write(buffer[:n]); err != nil || broken != nil {
			return
		}
		if c.due(c.sent.Add(int64(n))) {
			_ = client.SetLinger(0) // a cut, not an end
			return
		}
	}
}

// due says whether the connection breaks now.
func (c *cutter) due(sent int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.places) == 0 || sent < c.places[0] {
		return false
	}
	c.places = c.places[1:]
	c.cuts.Add(1)
	return true
}

// TestCutUpload: an upload that is cut 20 times at random bytes arrives as it
// was, and hardly anything of it is sent twice.
func TestCutUpload(t *testing.T) {
	const size, cuts = 64 << 20, 20
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		proxy := &cutter{target: s.Listener.Addr().String()}
		random := rand.New(rand.NewPCG(8, 8))
		for i := range int64(cuts) { // at a random byte of each twentieth
			proxy.places = append(proxy.places, (i*size+random.Int64N(size))/cuts)
		}
		go proxy.serve(l)
		c := s.Client(t, s.Tokens[store.Player])
		c.Retry.First = 200 * time.Millisecond // as a person's would be, nearly
		c.Base = &url.URL{Scheme: "http", Host: l.Addr().String()}
		file := servicetest.ClipFile(t, "long.mp4", 9, size)
		u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: "long.mp4", Path: file}, silent)
		if err != nil {
			t.Fatal(err)
		}
		row, err := s.Store.Upload(t.Context(), s.Org.ID, u.ID)
		if err != nil || !row.Complete || row.SHA256 != hashFile(t, file) { // completed only with that hash
			t.Errorf("the upload is %+v: %v", row, err)
		}
		twice := float64(proxy.sent.Load()-size) / size
		t.Logf("%d cuts, %.2f %% sent twice", proxy.cuts.Load(), 100*twice)
		if proxy.cuts.Load() != cuts || twice > 0.05 {
			t.Errorf("%d cuts, %.1f %% sent twice; want %d and at most 5 %%", proxy.cuts.Load(), 100*twice, cuts)
		}
	})
}

// TestResumeInAnotherRun: another client of the same member goes on where the
// first was cut.
func TestResumeInAnotherRun(t *testing.T) {
	const size = 8 << 20
	s := servicetest.Serve(t, servicetest.SQLite(t), servicetest.NoLimits)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	proxy := &cutter{target: s.Listener.Addr().String(), places: []int64{size / 2}}
	go proxy.serve(l)
	file := servicetest.ClipFile(t, "long.mp4", 10, size)
	content := service.Content{Kind: service.KindClip, Name: "long.mp4", Path: file}
	first := s.Client(t, s.Tokens[store.Coach])
	first.Base = &url.URL{Scheme: "http", Host: l.Addr().String()}
	first.Retry.Attempts = 1
	if _, _, err := first.Send(t.Context(), content, silent); err == nil {
		t.Fatal("the first run was not cut")
	}
	_ = l.Close()
	servicetest.Eventually(t, 10*time.Second, "what came before the cut is kept", func() bool {
		u, err := s.Store.FindUpload(t.Context(), s.Org.ID, accountOf(t, s, s.Tokens[store.Coach]), store.Clip, hashFile(t, file))
		return err == nil && u.ReceivedBytes > size/3
	})
	resumed := int64(-1)
	u, _, err := s.Client(t, s.Tokens[store.Coach]).Send(t.Context(), content, func(done, _ int64) {
		if resumed < 0 {
			resumed = done
		}
	})
	if err != nil || !u.Complete || resumed < size/3 {
		t.Errorf("the second run begins at byte %d: %v", resumed, err)
	}
}

// accountOf returns the member who holds a token.
func accountOf(t *testing.T, s *servicetest.Service, token string) string {
	t.Helper()
	a, err := s.Store.Actor(t.Context(), store.APIToken, token)
	if err != nil {
		t.Fatal(err)
	}
	return a.AccountID
}
