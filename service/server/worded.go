package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/shotcheck/shotcheck/service"
)

// worded answers people with pages where programs are told problems: whatever
// goes wrong outside of the API, in whichever layer, is told by a browser's page.
func (s *Server) worded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/") || !strings.Contains(r.Header.Get("Accept"), "text/html") {
			next.ServeHTTP(w, r)
			return
		}
		answer := &wordedWriter{ResponseWriter: w}
		next.ServeHTTP(answer, r)
		if answer.problem == nil {
			return
		}
		var p service.Problem
		if err := json.Unmarshal(answer.problem.Bytes(), &p); err != nil {
			s.Log.Error("not a problem", "error", err)
		}
		if err := show(w, p.Status, errorPage(p, middleware.GetReqID(r.Context()))); err != nil {
			s.Log.Error("request failed", "error", err)
		}
	})
}

// wordedWriter holds problems back, and lets pass whatever else is written.
type wordedWriter struct {
	http.ResponseWriter
	problem *bytes.Buffer
}

// WriteHeader notices problems.
func (w *wordedWriter) WriteHeader(status int) {
	if w.Header().Get("Content-Type") == (&service.Problem{}).ContentType("") {
		w.problem = &bytes.Buffer{}
		return
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write writes on.
func (w *wordedWriter) Write(b []byte) (int, error) {
	if w.problem != nil {
		return w.problem.Write(b)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap gives http.ResponseController the writer below.
func (w *wordedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
