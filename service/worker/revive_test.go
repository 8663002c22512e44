package worker_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/shotcheck/shotcheck/internal/servicetest"
	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

func TestMain(m *testing.M) { servicetest.Main(m) }

// TestUnclaimed: a worker that dies after it has taken a job, and before it has
// told so, loses nothing either.
func TestUnclaimed(t *testing.T) {
	servicetest.Each(t, func(t *testing.T, b servicetest.Backend) {
		s := servicetest.Serve(t, b, servicetest.NoLimits)
		c := s.Client(t, s.Tokens[store.Coach])
		u, _, err := c.Send(t.Context(), service.Content{Kind: service.KindClip, Name: "a.mp4", Path: servicetest.ClipFile(t, "a", 1, 9000)}, func(int64, int64) {})
		if err != nil {
			t.Fatal(err)
		}
		a, err := c.Analyze(t.Context(), service.NewAnalysis{UploadID: u.ID})
		if err != nil {
			t.Fatal(err)
		}
		takeAndDie(t, s)
		s.Work(t, 1)
		servicetest.Eventually(t, 20*time.Second, "another worker does it", func() bool {
			a, err := c.Analysis(t.Context(), a.ID)
			return err == nil && a.State == service.StateDone
		})
	})
}

// silentWorker takes jobs and does nothing, as a dead one does.
type silentWorker struct {
	river.WorkerDefaults[store.AnalyzeArgs]
	taken chan struct{}
}

// Work never ends before the test does.
func (w *silentWorker) Work(context.Context, *river.Job[store.AnalyzeArgs]) error {
	close(w.taken)
	select {}
}

// takeAndDie takes the job of a store's only analysis and does nothing more.
func takeAndDie(t *testing.T, s *servicetest.Service) {
	t.Helper()
	workers := river.NewWorkers()
	w := &silentWorker{taken: make(chan struct{})}
	river.AddWorker(workers, w)
	client, err := river.NewClient(s.Store.JobDriver(), &river.Config{
		Workers: workers, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}},
		Logger: slog.New(slog.DiscardHandler), LeaderElectionDisabled: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	<-w.taken
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_ = client.Stop(ctx) // it cannot: its worker hangs, and is no longer heard of
}
