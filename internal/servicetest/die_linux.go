package servicetest

import "syscall"

// dieWithParent ends a process with the thread that has started it.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
