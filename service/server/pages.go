package server

import (
	"context"
	"net/http"
	"net/url"

	"github.com/go-chi/chi/v5"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/web"
)

// This file is how pages are asked for. What they show and do is what the API's
// operations answer and do: a page has no rights and no queries of its own.

// visit is a request for a page by somebody who has signed in.
type visit struct {
	w http.ResponseWriter
	r *http.Request
	a *actor
}

func (v *visit) ctx() context.Context { return v.r.Context() }

// id is a part of the page's path.
func (v *visit) id(name string) string { return chi.URLParam(v.r, name) }

// withID is how operations are asked about the thing that the page's path names.
func (v *visit) withID() *withID { return &withID{v.id("id")} }

// pageRoute is a page, or what a form of a page does.
type pageRoute struct {
	method, path string
	need         permission
	answer       func(*Server, *visit) error
}

// pageRoutes are all of them but those for who has not signed in.
var pageRoutes = []pageRoute{
	{http.MethodGet, "/clips", mayRead, (*Server).clipsPage},
	{http.MethodGet, "/clips/{id}", mayRead, (*Server).clipPage},
	{http.MethodPost, "/clips/{id}/cancel", mayWrite, (*Server).cancelForm},
	{http.MethodPost, "/clips/{id}/delete", mayDelete, (*Server).deleteForm},
	{http.MethodPost, "/clips/{id}/shares", mayWrite, (*Server).shareForm},
	{http.MethodPost, "/clips/{id}/shares/{share}/revoke", mayWrite, (*Server).unshareForm},
	{http.MethodPost, "/clips/{id}/player", mayWrite, (*Server).assignForm},
	{http.MethodGet, "/compare", mayRead, (*Server).comparePage},
	{http.MethodGet, "/players", mayRead, (*Server).playersPage},
	{http.MethodPost, "/players", mayPeople, (*Server).playerForm},
	{http.MethodGet, "/players/{id}", mayRead, (*Server).playerPage},
	{http.MethodPost, "/players/{id}", mayPeople, (*Server).changePlayerForm},
	{http.MethodPost, "/players/{id}/consents", mayPeople, (*Server).consentForm},
	{http.MethodPost, "/players/{id}/consents/{consent}/withdraw", mayPeople, (*Server).withdrawForm},
	{http.MethodPost, "/players/{id}/erase", mayPeople, (*Server).erasePlayerForm},
	{http.MethodGet, "/settings", mayRead, (*Server).settingsPage},
	{http.MethodPost, "/settings/tokens", mayTokens, (*Server).tokenForm},
	{http.MethodPost, "/settings/tokens/{id}/revoke", mayTokens, (*Server).revokeForm},
	{http.MethodPost, "/settings/members/{id}", mayAdmin, (*Server).roleForm},
	{http.MethodPost, "/settings/members/{id}/remove", mayAdmin, (*Server).removeMemberForm},
	{http.MethodPost, "/settings/invitations", mayAdmin, (*Server).inviteForm},
	{http.MethodPost, "/settings/invitations/{id}/revoke", mayAdmin, (*Server).uninviteForm},
	{http.MethodGet, "/settings/erase", mayTokens, (*Server).erasePage},
	{http.MethodPost, "/settings/erase/account", mayTokens, (*Server).eraseAccountForm},
	{http.MethodPost, "/settings/erase/organisation", mayAdmin, (*Server).eraseOrganisationForm},
}

// pages adds the pages.
func (s *Server) pages(r chi.Router) {
	r.Handle(web.AssetsPath+"*", web.Assets())
	r.Get("/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/clips", http.StatusSeeOther) })
	r.Get(signInPage, s.signInPage)
	for _, p := range pageRoutes {
		r.Method(p.method, p.path, s.visited(p))
	}
}

// visited lets those visit a page who may, sends to the page of signing in who
// has not signed in, and tells what goes wrong.
func (s *Server) visited(p pageRoute) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a := actorOf(r.Context())
		if a == nil {
			next := "/clips"
			if r.Method == http.MethodGet {
				next = r.URL.RequestURI()
			}
			http.Redirect(w, r, signInPage+"?"+url.Values{"next": {next}}.Encode(), http.StatusSeeOther)
			return
		}
		if refused := permit(r.Context(), p.need); refused != nil {
			writeProblem(w, refused)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
		if err := p.answer(s, &visit{w, r, a}); err != nil {
			writeProblem(w, s.explain(err))
		}
	}
}

// signInPage shows the page of signing in, and what went wrong before.
func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	page := web.SignIn{Frame: web.Frame{Title: "Sign in", Done: q.Get("done")}, Next: localPath(q.Get("next"))}
	if actorOf(r.Context()) != nil && q.Get("problem") == "" {
		http.Redirect(w, r, page.Next, http.StatusSeeOther)
		return
	}
	if s.Provider != nil {
		page.Provider = startPath + "?" + url.Values{"next": {page.Next}}.Encode()
	}
	if p, ok := problems[q.Get("problem")]; ok {
		page.Errors = map[string]string{"": words(&p)}
	}
	if err := show(w, http.StatusOK, page); err != nil {
		writeProblem(w, s.explain(err))
	}
}

// frame returns what a page has around it.
func (s *Server) frame(v *visit, section, title string) (web.Frame, error) {
	me, err := s.me(v.ctx(), v.a, nil)
	if err != nil {
		return web.Frame{}, err
	}
	return web.Frame{Title: title, Section: section, Me: &me.Body, Done: v.r.URL.Query().Get("done")}, nil
}

// show writes a page.
func show(w http.ResponseWriter, status int, p web.Page) error {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", web.Policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return web.Write(w, p)
}

// done goes on to a page, after a form, that says what was done.
func (v *visit) done(path, what string) error {
	http.Redirect(v.w, v.r, path+"?done="+what, http.StatusSeeOther)
	return nil
}

// titles are what pages about problems are called, by their status.
var titles = map[int]string{
	http.StatusUnauthorized:        "Please sign in",
	http.StatusForbidden:           "You may not do this",
	http.StatusNotFound:            "There is nothing here",
	http.StatusTooManyRequests:     "Too many requests",
	http.StatusInternalServerError: "Something went wrong",
}

// errorPage is a problem as a page.
func errorPage(p service.Problem, request string) web.Error {
	title, ok := titles[p.Status]
	if !ok {
		title = "This did not work"
	}
	return web.Error{Frame: web.Frame{Title: title}, Problem: p, Request: request}
}

// address is where people reach the service: as it was told, or as this request
// has found it.
func (s *Server) address(r *http.Request) string {
	if s.Address != "" {
		return s.Address
	}
	scheme := "http"
	if s.secure(r) {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
