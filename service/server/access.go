package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// permission is what an operation needs, and what a token may be good for.
type permission string

const (
	mayRead   permission = "read"   // see analyses and their files
	mayWrite  permission = "write"  // upload, analyse, cancel, share
	mayPeople permission = "people" // keep players, and what their guardians consent to
	mayDelete permission = "delete" // remove analyses
	mayTokens permission = "tokens" // make and revoke one's own tokens, and leave
	mayExport permission = "export" // have a copy of all: a player of what is his
	mayAdmin  permission = "admin"  // the audit trail, members, erasure of all
	open      permission = ""       // for everybody, also without a token
)

// allScopes are those of a session, or of a token of the provider: its holder's
// role is what bounds it.
var allScopes = scopesText(permissions[store.Owner])

// permissions says what each role may do. A player sees only what he has made
// himself and what was made of him, and changes only the former.
var permissions = map[store.Role][]permission{
	store.Owner:  {mayRead, mayWrite, mayPeople, mayDelete, mayTokens, mayExport, mayAdmin},
	store.Coach:  {mayRead, mayWrite, mayPeople, mayDelete, mayTokens},
	store.Player: {mayRead, mayWrite, mayDelete, mayTokens, mayExport},
	store.Viewer: {mayRead, mayTokens},
}

// ScopesOf returns what a token of a role is good for, parted by spaces: the words
// that are given, or all that the role may do.
func ScopesOf(r store.Role, words []string) (string, error) {
	if len(words) == 0 {
		return scopesText(permissions[r]), nil
	}
	for _, word := range words {
		if !slices.Contains(permissions[r], permission(word)) {
			return "", fmt.Errorf("the role %s may not %q, but %s", r, word, scopesText(permissions[r]))
		}
	}
	return strings.Join(words, " "), nil
}

func scopesText(list []permission) string {
	words := make([]string, 0, len(list))
	for _, p := range list {
		words = append(words, string(p))
	}
	return strings.Join(words, " ")
}

// actor is who makes a request, and what he may do.
type actor struct {
	store.Actor
	may []permission
}

func newActor(a store.Actor) *actor {
	scopes := strings.Fields(a.Scopes)
	may := slices.DeleteFunc(slices.Clone(permissions[a.Role]), func(p permission) bool {
		return !slices.Contains(scopes, string(p))
	})
	return &actor{a, may}
}

// own is the account whose analyses alone an actor sees, "" for all of his
// organisation's.
func (a *actor) own() string {
	if a.Role == store.Player {
		return a.AccountID
	}
	return ""
}

// made says whether an actor may change what an account has made.
func (a *actor) made(account string) bool { return a.own() == "" || a.AccountID == account }

type actorKey struct{}

// actorOf returns who makes a request, nil for nobody that is known.
func actorOf(ctx context.Context) *actor {
	a, _ := ctx.Value(actorKey{}).(*actor)
	return a
}

// permit returns why the maker of a request may not do what needs a permission.
func permit(ctx context.Context, need permission) *service.Problem {
	a := actorOf(ctx)
	switch {
	case a == nil:
		return problem("unauthorized")
	case !slices.Contains(a.may, need):
		return problem("forbidden")
	}
	return nil
}

// identify finds out who makes a request, if he shows something valid.
func (s *Server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := s.holder(r)
		if err == nil {
			if a.Kind == store.Session {
				w.Header().Set("Cache-Control", "no-store") // a browser shows nothing of it after signing out
			}
			r = r.WithContext(context.WithValue(r.Context(), actorKey{}, newActor(a)))
		} else if p := s.explain(err); p.Code != "not-found" {
			writeProblem(w, p)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// holder returns who holds the token of a request or, where it has none, the
// session.
func (s *Server) holder(r *http.Request) (store.Actor, error) {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if ok && s.Provider != nil && isJWT(token) {
		return s.jwtHolder(r.Context(), token)
	}
	if ok {
		return s.Store.Actor(r.Context(), store.APIToken, token)
	}
	return s.Store.Actor(r.Context(), store.Session, s.cookieValue(r, sessionCookie))
}

// require lets only those pass who may do what a handler does.
func require(need permission, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if p := permit(r.Context(), need); p != nil {
			writeProblem(w, p)
			return
		}
		next(w, r)
	}
}
