package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
)

var load = flag.Bool("load", false, "measure 1,000 uploads at once; wants a quiet machine")

// Bounds of the load test.
const (
	loadUploads  = 1000
	loadBytes    = 2 << 20
	loadP95      = 200 * time.Millisecond
	loadMemoryKB = 1 << 20
)

// TestLoad: a thousand uploads at once arrive as they were, while the service
// still answers quickly and stays small.
func TestLoad(t *testing.T) {
	if !*load {
		t.Skip("it takes a minute and two gigabytes: make load")
	}
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		server, token, pid := startServer(t, b)
		base, err := service.ParseAddress(server)
		if err != nil {
			t.Fatal(err)
		}
		client := &service.Client{Base: base, Token: token, Program: "load"}
		files := loadFiles(t)
		waits, stop := probe(t, server, token)
		began := time.Now()
		uploads := sendAll(t, client, files)
		took := time.Since(began)
		stop()
		slices.Sort(*waits)
		p95 := (*waits)[len(*waits)*95/100]
		memory := peakKB(t, pid)
		t.Logf("%d uploads of %d MiB in %s; status p95 %s of %d; memory %d MB", loadUploads, loadBytes>>20, took.Round(time.Millisecond), p95.Round(time.Millisecond), len(*waits), memory>>10)
		if p95 > loadP95 || memory > loadMemoryKB {
			t.Errorf("want p95 under %s and memory under %d MB", loadP95, loadMemoryKB>>10)
		}
		checkArrived(t, b, files, uploads)
	})
}

// startServer starts shotcheckd serve without workers.
func startServer(t *testing.T, b servicetest.Backend) (address, token string, pid int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "serve", "--listen", "127.0.0.1:0", "--database", b.Database, "--blobs", b.Blobs, "--workers", "0", "--rate-address", "1000000", "--rate-token", "1000000")
	cmd.Env, cmd.Dir = append(os.Environ(), asProgram+"=1"), t.TempDir()
	var said locked
	cmd.Stdout, cmd.Stderr = &said, io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt) // it may be dead
		_ = cmd.Wait()
	})
	servicetest.Eventually(t, 20*time.Second, "shotcheckd serves", func() bool { return owner.MatchString(said.String()) })
	return listens.FindStringSubmatch(said.String())[1], owner.FindStringSubmatch(said.String())[1], cmd.Process.Pid
}

func loadFiles(t *testing.T) (files []string) {
	t.Helper()
	dir := t.TempDir()
	for i := range loadUploads {
		files = append(files, filepath.Join(dir, fmt.Sprintf("%d.mp4", i)))
		if err := os.WriteFile(files[i], servicetest.Clip(uint64(i), loadBytes), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// sendAll sends all files at once.
func sendAll(t *testing.T, c *service.Client, files []string) []service.Upload {
	t.Helper()
	uploads := make([]service.Upload, len(files))
	var group sync.WaitGroup
	for i, file := range files {
		group.Go(func() {
			var err error
			uploads[i], _, err = c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: filepath.Base(file), Path: file}, func(int64, int64) {})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	return uploads
}

// probe asks for the status of something again and again until stop.
func probe(t *testing.T, server, token string) (waits *[]time.Duration, stop func()) {
	t.Helper()
	waits = &[]time.Duration{}
	ended, over := make(chan struct{}), make(chan struct{})
	r, err := http.NewRequest(http.MethodGet, server+"/v1/analyses", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	go func() {
		defer close(over)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			began := time.Now()
			if resp, err := http.DefaultClient.Do(r); err == nil {
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
				*waits = append(*waits, time.Since(began))
			}
			select {
			case <-tick.C:
			case <-ended:
				return
			}
		}
	}()
	return waits, func() { close(ended); <-over }
}

// peakKB is the most memory that a process has had.
func peakKB(t *testing.T, pid int) (kb int) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kb); n == 1 {
			return kb
		}
	}
	t.Fatal("the system does not tell the memory of a process")
	return 0
}

// checkArrived compares what is stored with the files.
func checkArrived(t *testing.T, b servicetest.Backend, files []string, uploads []service.Upload) {
	t.Helper()
	s := servicetest.Open(t, b)
	for i, u := range uploads {
		key, err := s.UploadKey(t.Context(), u.ID)
		if err != nil {
			t.Error(err)
			continue
		}
		content, err := s.Blobs.ReadAll(t.Context(), key)
		want, readErr := os.ReadFile(files[i])
		sum := sha256.Sum256(want)
		if err := errors.Join(err, readErr); err != nil || !bytes.Equal(content, want) || u.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("upload %d did not arrive as it was: %v", i, err)
		}
	}
}
