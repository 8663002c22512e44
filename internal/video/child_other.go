//go:build !linux

package video

import (
	"os"
	"syscall"
)

// dieWithParent has no equivalent here: a child ends when its pipe closes.
func dieWithParent() *syscall.SysProcAttr { return nil }

// widen leaves the pipe as it is.
func widen(*os.File) {}
