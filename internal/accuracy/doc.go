// Package accuracy is the referee: it draws random shooters, lets the pipeline
// measure them, and compares with the truth.
//
// Data in: a seed, a number of clips for each view, and the networks. Data out:
// a [Table] of errors by view, metric and event, as Markdown, and a check of it
// against committed bounds.
//
//	seed → synth.Scene → frames → shotcheck.Pipeline → analysis.Result ─┐
//	                   └→ synth.Truth ────────────────────────────────┴→ errors → Table
//
// Clips are measured in parallel and joined in order, so that a seed gives one
// table on any number of cores. Limits: rendered people are not real ones;
// docs/accuracy.md says what that leaves open.
package accuracy
