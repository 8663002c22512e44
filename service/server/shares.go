package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// sharePath begins the addresses that are shared: /s/WORD.
const sharePath = "/s/"

// shareRoutes adds the operations on links that share a result, and what opens
// them.
func (s *Server) shareRoutes(r chi.Router) {
	const all, tag = "/v1/analyses/{id}/shares", "shares"
	handle(s, operation{http.MethodPost, all, "create-share", "Make a link to the results of an analysis; its address is told this once", mayWrite, http.StatusCreated, tag}, s.createShare)
	handle(s, operation{http.MethodGet, all, "list-shares", "List the links to an analysis that are still good", mayRead, 0, tag}, s.listShares)
	handle(s, operation{http.MethodDelete, "/v1/shares/{id}", "revoke-share", "End a link at once", mayWrite, http.StatusNoContent, tag}, s.revokeShare)
	r.Get(sharePath+"{word}", s.openShare)
}

func (s *Server) createShare(ctx context.Context, a *actor, in *aboutOne[service.NewShare]) (*statusBody[service.MadeShare], error) {
	found, err := s.Store.Analysis(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	if found.State != store.Done {
		return nil, problem("not-done")
	}
	share, word, err := s.Store.AddShare(ctx, found, a.AccountID, time.Duration(in.Body.ValidDays)*24*time.Hour)
	if err != nil {
		return nil, err
	}
	made := service.MadeShare{Share: shareOf(share), Path: sharePath + word}
	return &statusBody[service.MadeShare]{http.StatusCreated, made}, s.did(ctx, a, "share.create", trail(share))
}

// trail names a link in the audit trail together with what it opens: the link
// itself is forgotten when it ends.
func trail(share store.Share) string { return share.AnalysisID + "/" + share.ID }

func (s *Server) listShares(ctx context.Context, a *actor, in *withID) (*body[service.ShareList], error) {
	found, err := s.Store.Analysis(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	shares, err := s.Store.Shares(ctx, found)
	out := service.ShareList{Shares: make([]service.Share, 0, len(shares))}
	for _, share := range shares {
		out.Shares = append(out.Shares, shareOf(share))
	}
	return &body[service.ShareList]{out}, err
}

func (s *Server) revokeShare(ctx context.Context, a *actor, in *withID) (*struct{}, error) {
	share, err := s.Store.Share(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.Store.RevokeShare(ctx, share); err != nil {
		return nil, err
	}
	return nil, s.did(ctx, a, "share.revoke", trail(share))
}

// openShare leads whoever has a link to the report. Each opening is in the audit
// trail, by nobody: who it was is not known.
func (s *Server) openShare(w http.ResponseWriter, r *http.Request) {
	share, err := s.Store.OpenShare(r.Context(), chi.URLParam(r, "word"))
	if err != nil {
		writeProblem(w, s.endedShare(err))
		return
	}
	if err := s.Store.Record(r.Context(), share.OrgID, "", "share.open", trail(share)); err != nil {
		writeProblem(w, s.explain(err))
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	word := s.links.sign(shareMark+share.ID, time.Now().Add(linkLife))
	http.Redirect(w, r, resultPath+word+"/"+reportPage, http.StatusSeeOther)
}

// endedShare says why a link opens nothing: to whoever has it, it has ended.
func (s *Server) endedShare(err error) *service.Problem {
	if p := s.explain(err); p.Code == "internal" {
		return p
	}
	return problem("ended-share")
}

// shareMark begins what is signed in the address of a result that was reached by a
// link: as soon as that ends, so does the address.
const shareMark = "share-"

// linked returns the analysis that a signed address of a result opens.
func (s *Server) linked(ctx context.Context, id string) (a store.Analysis, p *service.Problem) {
	if share, ok := strings.CutPrefix(id, shareMark); ok {
		good, err := s.Store.GoodShare(ctx, share)
		if err != nil {
			return a, s.endedShare(err)
		}
		id = good.AnalysisID
	}
	a, err := s.Store.LinkedAnalysis(ctx, id)
	if err != nil {
		return a, s.explain(err)
	}
	return a, nil
}

func shareOf(share store.Share) service.Share {
	return service.Share{
		ID: share.ID, AnalysisID: share.AnalysisID, AccountID: share.AccountID,
		CreatedAt: store.Time(share.CreatedMs), ExpiresAt: store.Time(share.ExpiresMs),
	}
}
