//go:build !linux

package servicetest

import "syscall"

// dieWithParent cannot be asked for here: Main ends what it has started.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
