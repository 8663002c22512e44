package server

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// tokenRoutes adds the operations on one's own tokens.
func (s *Server) tokenRoutes() {
	const all, tag = "/v1/tokens", "account"
	handle(s, operation{http.MethodGet, "/v1/me", "get-me", "Ask who one is, and what one may do", mayRead, 0, tag}, s.me)
	handle(s, operation{http.MethodPost, all, "create-token", "Make a token; its secret is told this once", mayTokens, http.StatusCreated, tag}, s.createToken)
	handle(s, operation{http.MethodGet, all, "list-tokens", "List one's own tokens", mayTokens, 0, tag}, s.listTokens)
	handle(s, operation{http.MethodDelete, all + "/{id}", "revoke-token", "End one of one's own tokens", mayTokens, http.StatusNoContent, tag}, s.revokeToken)
}

func (s *Server) me(ctx context.Context, a *actor, _ *struct{}) (*body[service.Me], error) {
	o, err := s.Store.Organisation(ctx, a.OrgID)
	if err != nil {
		return nil, err
	}
	used, err := s.Store.Used(ctx, a.OrgID)
	return &body[service.Me]{service.Me{
		Organisation: o.Name, Plan: o.Plan, Role: string(a.Role), Scopes: a.scopes(),
		UsedAnalyses: used, MaxAnalyses: store.Plans[o.Plan].AnalysesAMonth,
	}}, err
}

// scopes lists what an actor may do.
func (a *actor) scopes() []string { return strings.Fields(scopesText(a.may)) }

// createToken makes a token that allows no more than the one that makes it.
func (s *Server) createToken(ctx context.Context, a *actor, in *body[service.NewToken]) (*statusBody[service.MadeToken], error) {
	for _, scope := range in.Body.Scopes {
		if !slices.Contains(a.scopes(), scope) {
			return nil, problem("above-role")
		}
	}
	t, secret, err := s.Store.AddToken(ctx, store.Token{
		OrgID: a.OrgID, AccountID: a.AccountID, Kind: store.APIToken, Name: in.Body.Name, Scopes: strings.Join(in.Body.Scopes, " "),
	}, time.Duration(in.Body.ValidDays)*24*time.Hour)
	if err != nil {
		return nil, err
	}
	if err := s.Store.Record(ctx, a.OrgID, a.AccountID, "token.create", t.ID); err != nil {
		return nil, err
	}
	return &statusBody[service.MadeToken]{http.StatusCreated, service.MadeToken{Token: tokenOf(t), Secret: secret}}, nil
}

func (s *Server) listTokens(ctx context.Context, a *actor, _ *struct{}) (*body[service.TokenList], error) {
	tokens, err := s.Store.Tokens(ctx, a.OrgID, a.AccountID)
	out := service.TokenList{Tokens: make([]service.Token, 0, len(tokens))}
	for _, t := range tokens {
		out.Tokens = append(out.Tokens, tokenOf(t))
	}
	return &body[service.TokenList]{out}, err
}

func (s *Server) revokeToken(ctx context.Context, a *actor, in *withID) (*struct{}, error) {
	if err := s.Store.RevokeToken(ctx, a.OrgID, a.AccountID, in.ID); err != nil {
		return nil, err
	}
	return nil, s.Store.Record(ctx, a.OrgID, a.AccountID, "token.revoke", in.ID)
}

func tokenOf(t store.Token) service.Token {
	return service.Token{
		ID: t.ID, Name: t.Name, Scopes: strings.Fields(t.Scopes),
		CreatedAt: store.Time(t.CreatedMs), ExpiresAt: store.Time(t.ExpiresMs), UsedAt: timeOrNil(t.UsedMs),
	}
}
