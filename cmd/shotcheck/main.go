// Command shotcheck measures basketball shots in video clips, on this machine
// and without a network.
//
// This package turns arguments, variables and shotcheck.yaml into options,
// runs clips in child processes, and turns results and errors into words and
// exit codes. It measures nothing itself: package shotcheck does. Only main
// touches the process; everything below it works on a [cli], so that tests
// give it their own streams and environment.
//
//	argv ─options→ plan ─clip→ child process ─folder→ publish ─outcome→ printer
package main

import "os"

func main() { os.Exit(newCLI().run()) }
