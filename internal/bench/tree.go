//go:build linux

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// usage is what a process and all below it have taken.
type usage struct {
	cpu time.Duration // of those that live and those that have ended
	pss int64         // bytes, shared ones divided among those who share them
}

// treeUsage adds up a process and its descendants.
func treeUsage(root int) usage {
	children := childrenOf()
	var sum usage
	for queue := []int{root}; len(queue) > 0; queue = queue[1:] {
		pid := queue[0]
		queue = append(queue, children[pid]...)
		_, cpu, ok := stat(pid)
		if !ok {
			continue
		}
		sum.cpu += cpu
		sum.pss += pss(pid)
	}
	return sum
}

// childrenOf lists every process below its parent.
func childrenOf() map[int][]int {
	found, _ := filepath.Glob("/proc/[0-9]*")
	all := map[int][]int{}
	for _, path := range found {
		pid, err := strconv.Atoi(filepath.Base(path))
		if parent, _, ok := stat(pid); err == nil && ok {
			all[parent] = append(all[parent], pid)
		}
	}
	return all
}

// Fields of /proc/PID/stat behind the name, from proc(5).
const (
	statParent = 1
	statUser   = 11 // user, system, then the same of children that were waited for
	ticksHz    = 100
)

// stat reads a process's parent and its processor time, with that of ended children.
func stat(pid int) (parent int, cpu time.Duration, ok bool) {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	end := bytes.LastIndexByte(text, ')')
	if err != nil || end < 0 {
		return 0, 0, false
	}
	fields := strings.Fields(string(text[end+1:]))
	if len(fields) < statUser+4 {
		return 0, 0, false
	}
	parent, _ = strconv.Atoi(fields[statParent])
	for _, f := range fields[statUser : statUser+4] {
		ticks, _ := strconv.Atoi(f)
		cpu += time.Duration(ticks) * time.Second / ticksHz
	}
	return parent, cpu, true
}

// pss reads the proportional set size.
func pss(pid int) int64 {
	text, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/smaps_rollup")
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "Pss:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}
