package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// playerRoutes adds the operations on players and on what their guardians have
// consented to.
func (s *Server) playerRoutes() {
	const all, one, tag = "/v1/players", "/v1/players/{id}", "players"
	handle(s, operation{http.MethodPost, all, "create-player", "Add a player", mayPeople, http.StatusCreated, tag}, s.createPlayer)
	handle(s, operation{http.MethodGet, all, "list-players", "List players, the newest first", mayRead, 0, tag}, s.listPlayers)
	handle(s, operation{http.MethodGet, one, "get-player", "Ask for a player", mayRead, 0, tag}, s.getPlayer)
	handle(s, operation{http.MethodPut, one, "change-player", "Change a player", mayPeople, 0, tag}, s.changePlayer)
	handle(s, operation{http.MethodDelete, one, "erase-player", "Erase a player with his analyses, clips, consents and links", mayPeople, http.StatusNoContent, tag}, s.erasePlayer)
	handle(s, operation{http.MethodPost, one + "/consents", "create-consent", "Record a guardian's consent", mayPeople, http.StatusCreated, tag}, s.createConsent)
	handle(s, operation{http.MethodGet, one + "/consents", "list-consents", "List what guardians have consented to", mayPeople, 0, tag}, s.listConsents)
	handle(s, operation{http.MethodDelete, "/v1/consents/{id}", "withdraw-consent", "Withdraw a guardian's consent: links end at once", mayPeople, 0, tag}, s.withdrawConsent)
}

func (s *Server) createPlayer(ctx context.Context, a *actor, in *body[service.NewPlayer]) (*statusBody[service.Player], error) {
	p, err := s.Store.AddPlayer(ctx, store.Athlete{OrgID: a.OrgID, Name: in.Body.Name, Born: in.Body.Born, AccountID: in.Body.AccountID})
	if err != nil {
		return nil, err
	}
	return &statusBody[service.Player]{http.StatusCreated, s.playerOf(p)}, s.did(ctx, a, "player.create", p.ID)
}

func (s *Server) listPlayers(ctx context.Context, a *actor, in *page) (*body[service.PlayerList], error) {
	found, err := s.Store.Players(ctx, a.OrgID, a.own(), in.Before, in.Limit)
	if err != nil {
		return nil, err
	}
	out := service.PlayerList{Players: make([]service.Player, 0, len(found))}
	for _, p := range found {
		out.Players = append(out.Players, s.playerOf(p))
	}
	if len(found) == in.Limit {
		out.Next = found[len(found)-1].ID
	}
	return &body[service.PlayerList]{out}, s.saw(ctx, a, "player.list", "")
}

func (s *Server) getPlayer(ctx context.Context, a *actor, in *withID) (*body[service.Player], error) {
	p, err := s.Store.Player(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	return &body[service.Player]{s.playerOf(p)}, s.saw(ctx, a, "player.get", p.ID)
}

func (s *Server) changePlayer(ctx context.Context, a *actor, in *aboutOne[service.NewPlayer]) (*body[service.Player], error) {
	err := s.Store.ChangePlayer(ctx, store.Athlete{ID: in.ID, OrgID: a.OrgID, Name: in.Body.Name, Born: in.Body.Born, AccountID: in.Body.AccountID})
	if err != nil {
		return nil, err
	}
	p, err := s.Store.Player(ctx, a.OrgID, "", in.ID)
	if err != nil {
		return nil, err
	}
	return &body[service.Player]{s.playerOf(p)}, s.did(ctx, a, "player.change", p.ID)
}

func (s *Server) erasePlayer(ctx context.Context, a *actor, in *withID) (*struct{}, error) {
	p, err := s.Store.Player(ctx, a.OrgID, "", in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.did(ctx, a, "player.erase", p.ID); err != nil {
		return nil, err
	}
	return nil, s.Store.ErasePlayer(ctx, p)
}

func (s *Server) createConsent(ctx context.Context, a *actor, in *aboutOne[service.NewConsent]) (*statusBody[service.Consent], error) {
	if in.Body.GivenOn > s.Store.Now().AddDate(0, 0, 1).Format(time.DateOnly) { // it may be tomorrow already, elsewhere
		return nil, problem("future")
	}
	c, err := s.Store.AddConsent(ctx, a.OrgID, store.Consent{
		PlayerID: in.ID, Guardian: in.Body.Guardian, GivenOn: in.Body.GivenOn, AccountID: a.AccountID,
		MayStore: slices.Contains(in.Body.Purposes, service.ConsentStore), MayShare: slices.Contains(in.Body.Purposes, service.ConsentShare),
	})
	if err != nil {
		return nil, err
	}
	return &statusBody[service.Consent]{http.StatusCreated, consentOf(c)}, s.did(ctx, a, "consent.create", c.ID)
}

func (s *Server) listConsents(ctx context.Context, a *actor, in *withID) (*body[service.ConsentList], error) {
	p, err := s.Store.Player(ctx, a.OrgID, "", in.ID)
	if err != nil {
		return nil, err
	}
	found, err := s.Store.Consents(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	out := service.ConsentList{Consents: make([]service.Consent, 0, len(found))}
	for _, c := range found {
		out.Consents = append(out.Consents, consentOf(c))
	}
	return &body[service.ConsentList]{out}, s.saw(ctx, a, "consent.list", p.ID)
}

// eraseHint says how what was stored with a consent is erased without it.
const eraseHint = "what is stored of this player is kept until it expires, or is erased by DELETE /v1/players/%s"

func (s *Server) withdrawConsent(ctx context.Context, a *actor, in *withID) (*body[service.Withdrawal], error) {
	p, err := s.Store.WithdrawConsent(ctx, a.OrgID, a.AccountID, in.ID)
	if err != nil {
		return nil, err
	}
	out := service.Withdrawal{Player: s.playerOf(p)}
	if out.Analyses, err = s.Store.CountOf(ctx, p); err != nil {
		return nil, err
	}
	if !out.Player.MayStore && out.Analyses > 0 {
		out.Hint = fmt.Sprintf(eraseHint, p.ID)
	}
	return &body[service.Withdrawal]{out}, s.did(ctx, a, "consent.withdraw", in.ID)
}

// playerOf returns a row as the API tells it.
func (s *Server) playerOf(p store.Athlete) service.Player {
	now := s.Store.Now()
	return service.Player{
		ID: p.ID, Name: p.Name, Born: p.Born, AccountID: p.AccountID, UnderAge: p.UnderAge(now),
		MayStore: p.MayStore(now) == nil, MayShare: p.MayShare(now) == nil, CreatedAt: store.Time(p.CreatedMs),
	}
}

func consentOf(c store.Consent) service.Consent {
	out := service.Consent{
		ID: c.ID, PlayerID: c.PlayerID, Guardian: c.Guardian, GivenOn: c.GivenOn, Purposes: []string{}, RecordedBy: c.AccountID,
		CreatedAt: store.Time(c.CreatedMs), WithdrawnAt: timeOrNil(c.WithdrawnMs), WithdrawnBy: c.WithdrawnBy,
	}
	if c.MayStore {
		out.Purposes = append(out.Purposes, service.ConsentStore)
	}
	if c.MayShare {
		out.Purposes = append(out.Purposes, service.ConsentShare)
	}
	return out
}
