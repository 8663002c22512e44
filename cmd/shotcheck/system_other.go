//go:build !linux

package main

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"syscall"
)

// lockFolder has no portable form: elsewhere leftovers of dead runs stay.
func lockFolder(string) (io.Closer, error) { return nil, errors.ErrUnsupported }

// replaceFolder puts the folder at from in the place of the one at to.
func replaceFolder(from, to string) error {
	if _, err := os.Stat(to); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(from, to)
	}
	return replaceInSteps(from, to)
}

// inode is not known everywhere; size and time then stand for a clip.
func inode(fs.FileInfo) uint64 { return 0 }

// ownGroup and killGroup have no portable form: a process's own children end
// when their pipes close.
func ownGroup() *syscall.SysProcAttr { return nil }

func killGroup(pid int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return p.Kill()
}

// limitSelf has no portable form.
func limitSelf(resourceLimits) error { return nil }

// freeBytes is not known everywhere.
func freeBytes(string) (uint64, error) { return math.MaxUint64, nil }

// availableBytes is not known everywhere.
func availableBytes() uint64 { return math.MaxUint64 }

// closeOnExec keeps a descriptor from the programs that this process starts.
func closeOnExec(fd int) { syscall.CloseOnExec(fd) }
