package server

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shotcheck/shotcheck/service"
)

// bearer is the name of the security scheme in OpenAPI.
const bearer = "token"

// operation declares what a route does and what it needs.
type operation struct {
	method, path string
	id           string
	summary      string
	need         permission
	status       int // of success; 200 if 0
	tag          string
}

// describe returns an operation as huma takes it.
func (o operation) describe() huma.Operation {
	d := huma.Operation{
		Method: o.method, Path: o.path, OperationID: o.id, Summary: o.summary, DefaultStatus: o.status, Tags: []string{o.tag},
		Errors: []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}
	if o.need != open {
		d.Security = []map[string][]string{{bearer: {string(o.need)}}}
		d.Middlewares = huma.Middlewares{o.check}
		d.Errors = append(d.Errors, http.StatusUnauthorized, http.StatusForbidden)
	}
	return d
}

// check refuses before anything of the request is read.
func (o operation) check(ctx huma.Context, next func(huma.Context)) {
	if p := permit(ctx.Context(), o.need); p != nil {
		refuse(ctx, p)
		return
	}
	next(ctx)
}

// refuse answers with a problem.
func refuse(ctx huma.Context, p *service.Problem) {
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(p) // a client that is gone needs no answer
}

// handle adds an operation to the API.
func handle[I, O any](s *Server, o operation, f func(context.Context, *actor, *I) (*O, error)) {
	huma.Register(s.api, o.describe(), func(ctx context.Context, in *I) (*O, error) {
		out, err := f(ctx, actorOf(ctx), in)
		if err != nil {
			return nil, s.explain(err)
		}
		return out, nil
	})
}

// body is a response that is a JSON value.
type body[T any] struct{ Body T }

// statusBody is a response whose status differs.
type statusBody[T any] struct {
	Status int
	Body   T
}

// withID is a request about one thing.
type withID struct {
	ID string `path:"id" maxLength:"64"`
}

// aboutOne is a request with a body about one thing.
type aboutOne[T any] struct {
	ID   string `path:"id" maxLength:"64"`
	Body T
}
