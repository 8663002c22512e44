package servicetest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// cleanups end what the tests of this process share.
var (
	cleanupsMu sync.Mutex
	cleanups   []func()
)

// Main runs the tests of a package and then ends the servers that they have
// started.
func Main(m *testing.M) { os.Exit(Tests{m}.Run()) }

// Tests are those of a package, for who does more before them.
type Tests struct{ M *testing.M }

// Run runs the tests, ends the servers that they have started, and returns the
// exit code.
func (t Tests) Run() int {
	code := t.M.Run()
	for _, end := range slices.Backward(cleanups) {
		end()
	}
	return code
}

func atEnd(f func()) {
	cleanupsMu.Lock()
	defer cleanupsMu.Unlock()
	cleanups = append(cleanups, f)
}

// background starts a process that dies with this one. Linux ends it with the
// thread that has started it, which therefore lives as long.
func background(cmd *exec.Cmd) (end func(), err error) {
	started, done := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // it is ended by a signal
		}
		close(done)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
			<-done
		}
	}, nil
}

// freePort returns a port of the loopback address that nothing listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// listens waits until something answers on a port.
func listens(port int) error {
	var err error
	for range 300 {
		var c net.Conn
		if c, err = net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return c.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return err
}

// Root is the folder of the module.
func Root() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, gone := os.Stat(filepath.Join(dir, "go.mod")); gone == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the current folder")
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}
