package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// startWorker starts shotcheckd work on a backend. runs is the folder in which
// the stand-in counts its runs.
func startWorker(t *testing.T, b servicetest.Backend, analyzer, runs string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "work", "--database", b.Database, "--blobs", b.Blobs, "--shotcheck", analyzer, "--workers", "2", "--silence", "2s", "--log", "text")
	cmd.Env = append(os.Environ(), asProgram+"=1", "SHOTCHECK_HOME="+runs, "TMPDIR="+t.TempDir()) // what is killed leaves its clips
	cmd.Dir, cmd.Stderr = t.TempDir(), t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may be dead
		_ = cmd.Wait()
	})
	return cmd
}

// count returns how many lines a file has.
func count(file string) int {
	text, _ := os.ReadFile(file) // none: nothing has run
	return strings.Count(string(text), "\n")
}

// TestKilledWorkers: of 60 analyses 20 are interrupted by kill -9, and the
// database is restarted once; each gets its result, none two.
func TestKilledWorkers(t *testing.T) {
	const jobs, killed = 60, 20
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		c := s.Client(t, s.Tokens[store.Owner])
		ids := queue(t, c, jobs)
		runs := t.TempDir()
		analyzer := servicetest.FakeAnalyzer(t)
		interrupted, restarted := 0, false
		for interrupted < killed {
			w := startWorker(t, b, analyzer, runs)
			before := count(filepath.Join(runs, "runs"))
			servicetest.Eventually(t, 30*time.Second, "a worker has begun with two more", func() bool { return count(filepath.Join(runs, "runs")) >= before+2 })
			interrupted += running(t, s)
			if err := w.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			if b.Cluster != nil && !restarted && interrupted >= killed/2 {
				restart(t, b)
				restarted = true
			}
		}
		startWorker(t, b, analyzer, runs)
		startWorker(t, b, analyzer, runs)
		for i, id := range ids {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			a, err := c.Wait(ctx, id, func(service.Analysis) {})
			cancel()
			if err != nil || a.State != service.StateDone || a.Shots != 1 {
				t.Errorf("analysis %d: %+v %v", i, a, err)
			}
		}
		checkOnce(t, s, jobs)
		t.Logf("%d of %d interrupted, %d runs", interrupted, jobs, count(filepath.Join(runs, "runs")))
	})
}

// queue sends clips and asks for their analysis.
func queue(t *testing.T, c *service.Client, n int) (ids []string) {
	t.Helper()
	for i := range n {
		name := fmt.Sprintf("slow%d.mp4", i)
		u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: name, Path: servicetest.ClipFile(t, name, uint64(100+i), 9000)}, func(int64, int64) {})
		if err != nil {
			t.Fatal(err)
		}
		a, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	return ids
}

// running counts the analyses that run. Connections that a restart of the
// database has broken are replaced when they are used.
func running(t *testing.T, s *servicetest.Service) (n int) {
	t.Helper()
	servicetest.Eventually(t, 20*time.Second, "the database answers", func() bool {
		var err error
		n, err = s.Store.CountAnalyses(t.Context(), store.Running)
		return err == nil
	})
	return n
}

// restart stops the database and starts it again.
func restart(t *testing.T, b servicetest.Backend) {
	t.Helper()
	b.Cluster.Stop()
	time.Sleep(500 * time.Millisecond)
	if err := b.Cluster.Start(); err != nil {
		t.Fatal(err)
	}
}

// checkOnce looks whether each analysis has its files, and nobody others.
func checkOnce(t *testing.T, s *servicetest.Service, jobs int) {
	t.Helper()
	found, err := s.Store.Analyses(t.Context(), store.Query{Org: s.Org.ID, Limit: 200})
	if err != nil || len(found) != jobs {
		t.Errorf("there are %d analyses of %d: %v", len(found), jobs, err)
	}
	for _, a := range found {
		files, err := s.Store.Files(t.Context(), a)
		if err != nil || len(files) != 3 {
			t.Errorf("%s has %d files: %v", a.Name, len(files), err)
		}
		for _, f := range files {
			if ok, err := s.Store.Blobs.Exists(t.Context(), a.Key(f.Name)); err != nil || !ok {
				t.Errorf("%s: %s is lost: %v", a.Name, f.Name, err)
			}
		}
	}
	if used, err := s.Store.Used(t.Context(), s.Org.ID); err != nil || used != int64(jobs) {
		t.Errorf("%d analyses were counted: %v", used, err)
	}
}
