// Package worker does the jobs of the hosted service: it analyses clips, imports
// results and removes what has expired.
//
//	job ─claim→ analysis ─fetch→ clip ─shotcheck analyze→ folder ─store→ outcome
//
// A clip is analysed by the program shotcheck, in a process with limits on time
// and memory, so that the numbers are those of a local run and a crash costs one
// clip. A worker that dies is noticed by the others by its silence.
package worker
