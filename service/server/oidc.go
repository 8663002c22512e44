package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-chi/chi/v5"
	"golang.org/x/oauth2"

	"github.com/shotcheck/shotcheck/service/store"
)

// The sign-in through the provider, by the code flow with PKCE:
//
//	/signin/start ─state, nonce, challenge→ provider ─state, code→ /signin/callback
//	      └──────────── the same, in a signed cookie ────────────────────┘
//
// What the callback gets must belong to what this browser has begun.

// Routes of the sign-in.
const (
	startPath      = "/signin/start"
	callbackPath   = "/signin/callback"
	invitationPath = "/join/" // and the word of an invitation
)

// begunCookie holds a sign-in that has begun, for as long as a person may take.
const (
	begunCookie = "shotcheck-signin"
	begunFor    = 15 * time.Minute
)

// begun is a sign-in that has begun.
type begun struct {
	State, Nonce, Verifier string
	// Next is where to go on, and Word that of an invitation, if there is one.
	Next, Word string
}

// providerRoutes adds the sign-in through the provider.
func (s *Server) providerRoutes(r chi.Router) {
	r.Get(startPath, func(w http.ResponseWriter, r *http.Request) {
		s.begin(w, r, begun{Next: localPath(r.URL.Query().Get("next"))})
	})
	r.Get(invitationPath+"{word}", func(w http.ResponseWriter, r *http.Request) {
		s.begin(w, r, begun{Next: "/", Word: chi.URLParam(r, "word")})
	})
	r.Get(callbackPath, s.callback)
}

// begin sends a browser to the provider.
func (s *Server) begin(w http.ResponseWriter, r *http.Request, b begun) {
	if s.Provider == nil {
		s.signInAgain(w, r, problem("no-provider"), b.Next)
		return
	}
	found, err := s.Provider.discover()
	if err != nil {
		s.signInAgain(w, r, s.explain(err), b.Next)
		return
	}
	b.State, b.Nonce, b.Verifier = rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	text, err := json.Marshal(b)
	if err != nil {
		s.signInAgain(w, r, s.explain(err), b.Next)
		return
	}
	word := s.begun.sign(base64.RawURLEncoding.EncodeToString(text), time.Now().Add(begunFor))
	http.SetCookie(w, s.cookie(r, begunCookie, word, int(begunFor.Seconds())))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address may have an invitation
	config := s.Provider.config(found, s.Address+callbackPath)
	http.Redirect(w, r, config.AuthCodeURL(b.State, oidc.Nonce(b.Nonce), oauth2.S256ChallengeOption(b.Verifier)), http.StatusFound)
}

// callback ends a sign-in with a session.
func (s *Server) callback(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, s.cookie(r, begunCookie, "", -1))
	b, err := s.readBegun(r)
	var m store.Membership
	if err == nil {
		m, err = s.enter(s.Provider.context(r.Context()), b, r.URL.Query().Get("code"))
	}
	if err == nil {
		err = s.signIn(w, r, m.OrgID, m.AccountID)
	}
	if err != nil {
		s.signInAgain(w, r, s.explain(err), localPath(b.Next))
		return
	}
	http.Redirect(w, r, b.Next, http.StatusSeeOther)
}

// readBegun returns the sign-in that a callback belongs to.
func (s *Server) readBegun(r *http.Request) (b begun, err error) {
	text, ok := s.begun.open(s.cookieValue(r, begunCookie), time.Now())
	if !ok || s.Provider == nil {
		return b, problem("bad-signin")
	}
	content, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal(content, &b); err != nil {
		return b, err
	}
	query := r.URL.Query()
	if subtle.ConstantTimeCompare([]byte(b.State), []byte(query.Get("state"))) != 1 {
		return b, problem("bad-signin")
	}
	if query.Get("error") != "" {
		return b, problem("denied")
	}
	return b, nil
}

// enter turns a code into who it is of, and finds where he belongs.
func (s *Server) enter(ctx context.Context, b begun, code string) (m store.Membership, err error) {
	found, err := s.Provider.discover()
	if err != nil {
		return m, err
	}
	token, err := s.Provider.config(found, s.Address+callbackPath).Exchange(ctx, code, oauth2.VerifierOption(b.Verifier))
	if err != nil {
		if _, refused := errors.AsType[*oauth2.RetrieveError](err); refused {
			return m, problem("bad-signin")
		}
		return m, errors.Join(errProvider, err)
	}
	text, _ := token.Extra("id_token").(string) // "" is no token
	id, err := s.Provider.verify(ctx, text, s.Provider.Client)
	if errors.Is(err, errBadToken) || err == nil && id.Nonce != b.Nonce {
		return m, problem("bad-signin")
	}
	if err != nil {
		return m, err
	}
	p, err := s.Provider.person(ctx, id, token)
	if err != nil {
		return m, err
	}
	return s.Store.Enter(ctx, p, b.Word)
}
