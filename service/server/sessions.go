package server

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// Sessions of browsers. The token is in a cookie that no script reads and that no
// other site's page sends along; sameOrigin refuses what such a page makes a
// browser send all the same.

// signInPage is where people sign in. After a failure it is opened with the code
// of the problem: /signin?problem=bad-token&next=/.
const signInPage = "/signin"

// sessionCookie names the cookie of a session.
const sessionCookie = "shotcheck-session"

// sessionRoutes adds what begins and ends sessions.
func (s *Server) sessionRoutes(r chi.Router) {
	r.Post(signInPage, s.signInByToken)
	r.Post("/signin/organisation", s.changeOrganisation)
	r.Post("/signout", func(w http.ResponseWriter, r *http.Request) {
		if err := s.signOut(w, r); err != nil {
			writeProblem(w, s.explain(err))
			return
		}
		http.Redirect(w, r, signInPage, http.StatusSeeOther)
	})
}

// cookie returns a cookie that only this service reads, over TLS unless it is on
// this machine.
func (s *Server) cookie(r *http.Request, name, value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(r, name), Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: s.secure(r), SameSite: http.SameSiteLaxMode,
	}
}

// cookieName is the name of a cookie. Browsers take one that begins with __Host-
// only from this host itself and over TLS.
func (s *Server) cookieName(r *http.Request, name string) string {
	if s.secure(r) {
		return "__Host-" + name
	}
	return name
}

// secure says whether a browser must have TLS: everywhere but on this machine.
func (s *Server) secure(r *http.Request) bool {
	host := (&url.URL{Host: r.Host}).Hostname()
	return r.TLS != nil || strings.HasPrefix(s.Address, "https:") || !service.Loopback(host)
}

// cookieValue returns what a cookie of a request holds, "" where there is none.
func (s *Server) cookieValue(r *http.Request, name string) string {
	c, err := r.Cookie(s.cookieName(r, name))
	if err != nil {
		return ""
	}
	return c.Value
}

// signIn begins a session of a member in place of the one that the browser has.
// It may do all that the member's role may at the time.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request, org, account string) error {
	t, secret, err := s.Store.AddSession(r.Context(), org, account, allScopes)
	if err != nil {
		return err
	}
	return s.keepSession(w, r, t, secret)
}

// keepSession gives a session to the browser.
func (s *Server) keepSession(w http.ResponseWriter, r *http.Request, t store.Token, secret string) error {
	if err := s.endSession(r); err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(r, sessionCookie, secret, int(store.SessionLongest.Seconds())))
	return s.Store.Record(r.Context(), t.OrgID, t.AccountID, "session.create", t.ID)
}

// signOut ends the session that the browser has, if it has one.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, s.cookie(r, sessionCookie, "", -1))
	return s.endSession(r)
}

func (s *Server) endSession(r *http.Request) error {
	a, err := s.Store.Actor(r.Context(), store.Session, s.cookieValue(r, sessionCookie))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.Store.RevokeToken(r.Context(), a.OrgID, a.AccountID, a.ID); err != nil {
		return err
	}
	return s.Store.Record(r.Context(), a.OrgID, a.AccountID, "session.end", a.ID)
}

// signInByToken begins a session with an API token that was pasted, which is how
// people sign in where there is no provider.
func (s *Server) signInByToken(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	next := localPath(r.PostFormValue("next"))
	a, err := s.Store.Actor(r.Context(), store.APIToken, strings.TrimSpace(r.PostFormValue("token")))
	if err == nil {
		err = s.beginSessionOf(w, r, a.Token)
	}
	if errors.Is(err, store.ErrNotFound) {
		err = problem("bad-token")
	}
	if err != nil {
		s.signInAgain(w, r, s.explain(err), next)
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func (s *Server) beginSessionOf(w http.ResponseWriter, r *http.Request, parent store.Token) error {
	t, secret, err := s.Store.AddSessionOf(r.Context(), parent)
	if err != nil {
		return err
	}
	return s.keepSession(w, r, t, secret)
}

// changeOrganisation moves a session to another organisation of its holder.
func (s *Server) changeOrganisation(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	a := actorOf(r.Context())
	if a == nil {
		s.signInAgain(w, r, problem("unauthorized"), "/")
		return
	}
	org := r.PostFormValue("organisation")
	err := s.Store.MoveSession(r.Context(), a.Token, org)
	if err == nil {
		err = s.Store.Record(r.Context(), org, a.AccountID, "session.move", a.ID)
	}
	if err != nil {
		writeProblem(w, s.explain(err))
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// maxFormBytes bounds a form.
const maxFormBytes = 64 << 10

// signInAgain opens the page of signing in, which says what went wrong.
func (s *Server) signInAgain(w http.ResponseWriter, r *http.Request, p *service.Problem, next string) {
	http.Redirect(w, r, signInPage+"?"+url.Values{"problem": {p.Code}, "next": {next}}.Encode(), http.StatusSeeOther)
}

// localPath returns a path of this service to go on to, the first page for
// anything that leads elsewhere.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.Contains(next, `\`) {
		return "/"
	}
	return next
}
