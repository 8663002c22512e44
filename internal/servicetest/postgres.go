package servicetest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
)

// Postgres is a PostgreSQL server in a temporary folder.
type Postgres struct {
	bin, dir string
	port     int
	end      func()
}

// URL is the address of a database.
func (p *Postgres) URL(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", p.port, database)
}

var sharedPostgres = sync.OnceValues(func() (*Postgres, error) {
	bin, err := postgresFolder()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "shotcheck-pg-")
	if err != nil {
		return nil, err
	}
	atEnd(func() { _ = os.RemoveAll(dir) })
	p := &Postgres{bin: bin, dir: dir}
	if p.port, err = freePort(); err != nil {
		return nil, err
	}
	if err := p.initialize(); err != nil {
		return nil, err
	}
	if err := p.Start(); err != nil {
		return nil, err
	}
	atEnd(func() { p.Stop() })
	return p, nil
})

// postgresFolder finds the newest server that is installed; Debian keeps its
// programs out of PATH.
func postgresFolder() (string, error) {
	if found, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(found), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is right
	if len(found) == 0 {
		return "", errors.New("PostgreSQL is not installed")
	}
	return filepath.Dir(slices.Max(found)), nil
}

// initialize makes the server's files.
func (p *Postgres) initialize() error {
	cmd := p.command("initdb", "--pgdata", p.dir, "--username", "postgres", "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C")
	if c := cmd.SysProcAttr.Credential; c != nil {
		if err := os.Chown(p.dir, int(c.Uid), int(c.Gid)); err != nil {
			return err
		}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

// Start starts the server, as it does again after Stop.
func (p *Postgres) Start() (err error) {
	// It is a test's: that nothing is lost is shown by stopping processes, not the
	// machine.
	cmd := p.command("postgres", "-D", p.dir, "-p", strconv.Itoa(p.port), "-c", "listen_addresses=127.0.0.1",
		"-c", "unix_socket_directories="+p.dir, "-c", "fsync=off", "-c", "max_connections=200", "-c", "log_min_messages=fatal")
	if p.end, err = background(cmd); err != nil {
		return err
	}
	return listens(p.port)
}

// Stop ends the server at once; connections break.
func (p *Postgres) Stop() { p.end() }

// command runs a program of PostgreSQL, which refuses to be root.
func (p *Postgres) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(p.bin, name), args...)
	cmd.Dir = p.dir
	cmd.SysProcAttr = dieWithParent()
	if os.Geteuid() != 0 {
		return cmd
	}
	if u, err := user.Lookup("postgres"); err == nil {
		uid, _ := strconv.ParseUint(u.Uid, 10, 32) // numbers on every Unix
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return cmd
}
