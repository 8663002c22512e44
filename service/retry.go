package service

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Retry says how often, and after how long, a request is repeated that failed for
// a reason which may pass. The zero value is the usual.
type Retry struct {
	// Attempts is how often a request is made in all without any progress.
	Attempts int
	// First is about how long the first pause is; each is longer than the one
	// before, and none is exact, so that many clients do not come back at once.
	First time.Duration
}

// The usual way to repeat: for about half a minute in all.
const (
	usualAttempts = 7
	usualFirst    = 300 * time.Millisecond
	longestPause  = 10 * time.Second
)

// pauses returns the pauses between requests that fail one after the other.
func (r Retry) pauses() *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval, b.Multiplier = r.First, longestPause, 2
	if r.First == 0 {
		b.InitialInterval = usualFirst
	}
	b.Reset()
	return b
}

func (r Retry) attempts() int {
	if r.Attempts == 0 {
		return usualAttempts
	}
	return r.Attempts
}

// do repeats a request until it succeeds, fails for good, or has failed too
// often.
func (r Retry) do(ctx context.Context, f func() (*http.Response, error)) error {
	pauses := r.pauses()
	for attempt := 1; ; attempt++ {
		resp, err := f()
		if err == nil || !passes(err) || attempt == r.attempts() {
			return err
		}
		if err := pause(ctx, max(pauses.NextBackOff(), retryAfter(resp))); err != nil {
			return err
		}
	}
}

// passes reports whether a failure may pass by itself.
func passes(err error) bool {
	if _, ok := errors.AsType[*UnreachableError](err); ok {
		return true
	}
	p, ok := errors.AsType[*Problem](err)
	return ok && (p.Status == http.StatusTooManyRequests || p.Status >= 500 && p.Status != http.StatusNotImplemented || p.Status == http.StatusLocked)
}

// longestRetryAfter bounds how long a service makes its clients wait.
const longestRetryAfter = time.Minute

// retryAfter is how long an answer asks to wait.
func retryAfter(resp *http.Response) time.Duration {
	if resp == nil {
		return 0
	}
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, longestRetryAfter)
}

// pause waits, unless ctx ends before.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
