package server

import (
	"net/http"
	"strings"
)

// tusCodes are our problems for tusd's own errors; those that are not named are
// told in its words.
var tusCodes = map[string]string{
	"ERR_UPLOAD_NOT_FOUND":      "not-found",
	"ERR_MISMATCHED_OFFSET":     "moved",
	"ERR_UPLOAD_INTERRUPTED":    "moved",
	"ERR_MAX_SIZE_EXCEEDED":     "too-large",
	"ERR_UPLOAD_SIZE_EXCEEDED":  "too-large",
	"ERR_UPLOAD_LOCKED":         "locked",
	"ERR_LOCK_TIMEOUT":          "locked",
	"ERR_SERVER_SHUTDOWN":       "not-ready",
	"ERR_INTERNAL_SERVER_ERROR": "internal",
}

// tusAnswers makes problems of tusd's own errors, which it tells as plain text.
type tusAnswers struct {
	http.ResponseWriter
	status int // of an error whose text is still to come; 0 for none
}

// WriteHeader holds an error back.
func (t *tusAnswers) WriteHeader(status int) {
	if h := t.Header(); status >= http.StatusBadRequest && strings.HasPrefix(h.Get("Content-Type"), "text/plain") {
		t.status = status
		h.Del("Content-Length") // it is that of the text
		return
	}
	t.ResponseWriter.WriteHeader(status)
}

// Write answers with the problem that an error's text stands for. tusd writes it at
// once: CODE: message.
func (t *tusAnswers) Write(text []byte) (int, error) {
	if t.status == 0 {
		return t.ResponseWriter.Write(text)
	}
	name, words, _ := strings.Cut(strings.TrimSpace(string(text)), ": ")
	code, known := tusCodes[name]
	if !known {
		code = "bad-upload"
	}
	p := problem(code)
	if p.Status, p.Title = t.status, http.StatusText(t.status); !known {
		p.Detail = words
	}
	t.status = 0
	writeProblem(t.ResponseWriter, p)
	return len(text), nil
}

// finish answers an error without a text, as that of HEAD is.
func (t *tusAnswers) finish() {
	if t.status != 0 {
		t.Header().Set("Content-Type", problem("internal").ContentType(""))
		t.ResponseWriter.WriteHeader(t.status)
	}
}

// Unwrap lets tusd set deadlines.
func (t *tusAnswers) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// withProblems wraps tusd.
func withProblems(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers := &tusAnswers{ResponseWriter: w}
		next.ServeHTTP(answers, r)
		answers.finish()
	})
}
