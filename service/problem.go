package service

import (
	"fmt"
	"strings"
)

// Problem is an error of the API, as RFC 9457 has it.
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty" doc:"What is wrong, in words"`
	Code   string `json:"code,omitempty" doc:"The same for programs"`
	Hint   string `json:"hint,omitempty" doc:"What to do about it"`
	// Errors names the fields of a request that are wrong.
	Errors []FieldError `json:"errors,omitempty"`
}

// FieldError is what is wrong with one field of a request.
type FieldError struct {
	Message  string `json:"message"`
	Location string `json:"location"`
}

// Error returns the problem in one line.
func (p *Problem) Error() string {
	var text strings.Builder
	text.WriteString(p.Detail)
	for _, e := range p.Errors {
		fmt.Fprintf(&text, "; %s: %s", e.Location, e.Message)
	}
	if p.Hint != "" {
		fmt.Fprintf(&text, " (%s)", p.Hint)
	}
	return text.String()
}

// GetStatus is the status of the response that says it.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the media type of a problem.
func (p *Problem) ContentType(string) string { return "application/problem+json" }
