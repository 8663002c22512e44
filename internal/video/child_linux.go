package video

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// pipeBytes is the largest pipe that Linux grants without privileges.
const pipeBytes = 1 << 20

// dieWithParent makes the kernel kill a child when this process dies, even by
// SIGKILL.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// widen enlarges a pipe's buffer; where that is refused it is merely slower.
func widen(f *os.File) {
	conn, err := f.SyscallConn() // unlike Fd, it leaves the pipe to Go's poller
	if err != nil {
		return
	}
	_ = conn.Control(func(fd uintptr) {
		_, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, pipeBytes)
	})
}
