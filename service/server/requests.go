package server

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"
	"github.com/google/uuid"
)

// numbered gives each request an id of its own, which tells nothing of the machine or
// the client, and puts it into the response for people who report a problem.
func numbered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := uuid.NewString()
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), middleware.RequestIDKey, id)))
	})
}

// logged writes a line for each request: its route, not its path, and neither an
// address nor a name, so that the log holds no personal data.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		answer := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(answer, r)
		took, status := time.Since(began), cmp.Or(answer.Status(), http.StatusOK)
		route := chi.RouteContext(r.Context()).RoutePattern()
		s.metrics.request(route, r.Method, status, took)
		s.Log.Info("request", "id", middleware.GetReqID(r.Context()), "method", r.Method, "route", route,
			"status", status, "bytes", answer.BytesWritten(), "ms", took.Milliseconds())
	})
}

// recovered turns a panic into a problem, and the log's.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if cause := recover(); cause != nil {
				if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(cause)
				}
				s.Log.Error("panic", "id", middleware.GetReqID(r.Context()), "cause", cause, "stack", string(debug.Stack()))
				writeProblem(w, problem("internal"))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// limitAddress bounds the requests of one address a minute. Behind a proxy that
// is trusted the address is the one that the proxy tells.
func limitAddress(perMinute int) func(http.Handler) http.Handler {
	return httprate.LimitBy(perMinute, time.Minute, func(r *http.Request) (string, error) {
		return httprate.CanonicalizeIP(middleware.GetClientIP(r.Context())), nil
	}, httprate.WithLimitHandler(tooMany))
}

// limitToken bounds the requests with one token a minute, from wherever they
// come.
func limitToken(perMinute int) func(http.Handler) http.Handler {
	limit := httprate.LimitBy(perMinute, time.Minute, func(r *http.Request) (string, error) {
		a := actorOf(r.Context())
		return cmp.Or(a.ID, a.AccountID), nil // a token of the provider has no row
	}, httprate.WithLimitHandler(tooMany))
	return func(next http.Handler) http.Handler {
		limited := limit(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if actorOf(r.Context()) == nil {
				next.ServeHTTP(w, r)
				return
			}
			limited.ServeHTTP(w, r)
		})
	}
}

// clientAddress finds out where a request comes from: from the nearest of the
// trusted proxies' X-Forwarded-For, or from the connection where none is trusted.
func clientAddress(proxies []string) func(http.Handler) http.Handler {
	if len(proxies) == 0 {
		return middleware.ClientIPFromRemoteAddr
	}
	return middleware.ClientIPFromXFF(proxies...)
}

func tooMany(w http.ResponseWriter, _ *http.Request) { writeProblem(w, problem("rate-limited")) }

// sameOrigin refuses what another site's page makes a browser send.
func sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, problem("cross-origin"))
	}))
	return protection.Handler(next)
}
