//go:build !linux

package worker

import "syscall"

// ownGroup starts a process in a group of its own, so that it ends with all that
// it has started.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
