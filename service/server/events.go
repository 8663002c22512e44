package server

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// Progress is read from the database, where any process's workers store it.
const (
	// watchInterval is how often it is read.
	watchInterval = 500 * time.Millisecond
	// reminder is how long nothing is sent at most, so that no proxy gives up.
	reminder = 15 * time.Second
)

// eventRoutes adds the stream of an analysis's progress. It ends with the
// analysis.
func (s *Server) eventRoutes(o operation) {
	described := o.describe()
	described.Middlewares = append(described.Middlewares, s.checkAnalysis)
	sse.Register(s.api, described, map[string]any{"progress": service.Progress{}}, func(ctx context.Context, in *withID, send sse.Sender) {
		a := actorOf(ctx)
		var told service.Progress
		var at time.Time
		for tick := time.NewTicker(watchInterval); ; {
			found, err := s.Store.Analysis(ctx, a.OrgID, a.own(), in.ID)
			if err != nil {
				return // it was removed, or is none of the asker's
			}
			now := progressOf(found)
			if now != told || time.Since(at) > reminder {
				if send.Data(now) != nil {
					tick.Stop()
					return
				}
				told, at = now, time.Now()
			}
			if analysisOf(found).Over() {
				tick.Stop()
				return
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			case <-s.stopping:
				return
			}
		}
	})
}

// checkAnalysis answers that there is no such analysis, before a stream begins.
func (s *Server) checkAnalysis(ctx huma.Context, next func(huma.Context)) {
	a := actorOf(ctx.Context())
	found, err := s.Store.Analysis(ctx.Context(), a.OrgID, a.own(), ctx.Param("id"))
	if err == nil {
		err = s.saw(ctx.Context(), a, "analysis.events", found.ID)
	}
	if err != nil {
		refuse(ctx, s.explain(err))
		return
	}
	next(ctx)
}

func progressOf(a store.Analysis) service.Progress {
	return service.Progress{State: a.State, Stage: a.Stage, Fraction: a.Fraction}
}
