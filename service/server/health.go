package server

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// readyWithin is how long the database and the storage may take to answer.
const readyWithin = 3 * time.Second

// health adds what tells machines how the service is: /healthz that the process
// lives, /readyz that it can work, /metrics how much it does.
func (s *Server) health() {
	s.router.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	s.router.Get("/readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithTimeout(r.Context(), readyWithin)
		defer stop()
		if err := s.Store.Ping(ctx); err != nil {
			s.Log.Error("not ready", "error", err)
			writeProblem(w, problem("not-ready"))
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	s.router.Handle("/metrics", promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{}))
}
