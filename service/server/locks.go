package server

import (
	"context"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"
)

// patience is how long a request that continues an upload may read on when
// another wants to: after a cut, what has arrived of the first is still being
// read when its sender asks how much that was.
const patience = 3 * time.Second

// patientLocker is a locker whose holders are asked to let go only after a while.
type patientLocker struct{ handler.Locker }

// NewLock makes a lock of an upload.
func (l patientLocker) NewLock(id string) (handler.Lock, error) {
	lock, err := l.Locker.NewLock(id)
	return patientLock{lock}, err
}

type patientLock struct{ lock handler.Lock }

// Lock takes the lock, or waits for it until ctx ends.
func (l patientLock) Lock(ctx context.Context, letGo func()) error {
	return l.lock.Lock(ctx, func() { time.AfterFunc(patience, letGo) })
}

// Unlock lets the next one take the lock.
func (l patientLock) Unlock() error { return l.lock.Unlock() }
