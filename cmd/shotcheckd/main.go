// Command shotcheckd is shotcheck's hosted service: its API, and
// the workers that analyse what is uploaded.
//
//	argv, variables, shotcheckd.yaml ─settings→ store ─→ server, workers
//
// With no settings it runs on one machine with nothing installed. It measures
// nothing itself: workers start the program shotcheck.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	_ "gocloud.dev/blob/azureblob" // azblob://
	_ "gocloud.dev/blob/fileblob"  // file://
	_ "gocloud.dev/blob/gcsblob"   // gs://
	_ "gocloud.dev/blob/s3blob"    // s3://
)

// Exit codes, as those of shotcheck.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if err := newRootCommand().ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "error: "+err.Error())
		os.Exit(exitOf(err))
	}
}
