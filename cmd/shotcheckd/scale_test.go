package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// TestTwoWorkers: two processes do the same work in little more than half the
// time of one, each with one thread.
func TestTwoWorkers(t *testing.T) {
	if !*load {
		t.Skip("it takes minutes and two idle cores: make load")
	}
	const least = 1.8
	program, err := shotcheck()
	if err != nil {
		t.Fatal(err)
	}
	one := timeWorkers(t, program, 1)
	two := timeWorkers(t, program, 2)
	ratio := one.Seconds() / two.Seconds()
	t.Logf("one process %s, two %s: %.2f ×", one.Round(time.Millisecond), two.Round(time.Millisecond), ratio)
	if ratio < least {
		t.Errorf("two processes are %.2f × as fast, want %.1f ×", ratio, least)
	}
}

// timeWorkers returns how long some processes take for eight analyses of a clip.
func timeWorkers(t *testing.T, program string, processes int) time.Duration {
	t.Helper()
	b := servicetest.PostgresS3(t)
	s := servicetest.Serve(t, b, servicetest.NoLimits)
	root, err := servicetest.Root()
	if err != nil {
		t.Fatal(err)
	}
	c := s.Client(t, s.Tokens[store.Owner])
	u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: "shot.mp4", Path: filepath.Join(root, "testdata/shot.mp4")}, func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range 8 { // other settings, so that each is analysed
		a, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID, Settings: service.Settings{HeightM: 1.8 + float64(i)/100}})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	began := time.Now()
	for range processes {
		startOneThread(t, b, program, filepath.Join(root, "build"))
	}
	for _, id := range ids {
		if a, err := c.Wait(t.Context(), id, func(service.Analysis) {}); err != nil || a.State != service.StateDone {
			t.Fatalf("%+v %v", a, err)
		}
	}
	return time.Since(began)
}

// startOneThread starts a process that analyses one clip at a time on one core's
// worth of networks.
func startOneThread(t *testing.T, b servicetest.Backend, program, home string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "work", "--database", b.Database, "--blobs", b.Blobs, "--shotcheck", program, "--model", "lite", "--threads", "1")
	cmd.Env, cmd.Dir, cmd.Stderr = append(os.Environ(), asProgram+"=1", "SHOTCHECK_HOME="+home), t.TempDir(), t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may be dead
		_ = cmd.Wait()
	})
}
