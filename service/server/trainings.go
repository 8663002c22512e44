package server

import (
	"context"
	"net/http"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// trainingRoutes adds the operations on training sessions.
func (s *Server) trainingRoutes() {
	const all, one, tag = "/v1/sessions", "/v1/sessions/{id}", "sessions"
	handle(s, operation{http.MethodPost, all, "create-session", "Begin a training session", mayWrite, http.StatusCreated, tag}, s.createTraining)
	handle(s, operation{http.MethodGet, all, "list-sessions", "List training sessions, the newest first", mayRead, 0, tag}, s.listTrainings)
	handle(s, operation{http.MethodGet, one, "get-session", "Ask for a training session", mayRead, 0, tag}, s.getTraining)
	handle(s, operation{http.MethodDelete, one, "delete-session", "Remove a training session; its analyses stay", mayDelete, http.StatusNoContent, tag}, s.deleteTraining)
}

func (s *Server) createTraining(ctx context.Context, a *actor, in *body[service.NewSession]) (*statusBody[service.Session], error) {
	p, err := s.playerFor(ctx, a, in.Body.PlayerID)
	if err != nil {
		return nil, err
	}
	t, err := s.Store.AddTraining(ctx, store.Training{OrgID: a.OrgID, AccountID: a.AccountID, PlayerID: p.ID, Name: in.Body.Name, Day: in.Body.Date})
	if err != nil {
		return nil, err
	}
	return &statusBody[service.Session]{http.StatusCreated, trainingOf(t)}, s.did(ctx, a, "session.create", t.ID)
}

// playerFor returns the player whom a request is about, and without an ID for
// none. To those who are a player it is about themselves.
func (s *Server) playerFor(ctx context.Context, a *actor, id string) (p store.Athlete, err error) {
	if id != "" {
		return s.Store.Player(ctx, a.OrgID, a.own(), id)
	}
	if a.own() == "" {
		return p, nil
	}
	if p, err = s.Store.PlayerOf(ctx, a.OrgID, a.AccountID); err != nil && s.explain(err).Code == "not-found" {
		return store.Athlete{}, nil
	}
	return p, err
}

func (s *Server) listTrainings(ctx context.Context, a *actor, in *page) (*body[service.SessionList], error) {
	found, err := s.Store.Trainings(ctx, a.OrgID, a.own(), in.Before, in.Limit)
	if err != nil {
		return nil, err
	}
	out := service.SessionList{Sessions: make([]service.Session, 0, len(found))}
	for _, t := range found {
		out.Sessions = append(out.Sessions, trainingOf(t))
	}
	if len(found) == in.Limit {
		out.Next = found[len(found)-1].ID
	}
	return &body[service.SessionList]{out}, s.saw(ctx, a, "session.list", "")
}

func (s *Server) getTraining(ctx context.Context, a *actor, in *withID) (*body[service.Session], error) {
	t, err := s.Store.Training(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	return &body[service.Session]{trainingOf(t)}, s.saw(ctx, a, "session.get", t.ID)
}

func (s *Server) deleteTraining(ctx context.Context, a *actor, in *withID) (*struct{}, error) {
	t, err := s.Store.Training(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	if !a.made(t.AccountID) {
		return nil, problem("forbidden")
	}
	if err := s.Store.RemoveTraining(ctx, t); err != nil {
		return nil, err
	}
	return nil, s.did(ctx, a, "session.delete", t.ID)
}

func trainingOf(t store.Training) service.Session {
	return service.Session{ID: t.ID, Name: t.Name, Date: t.Day, PlayerID: t.PlayerID, Analyses: t.Analyses, CreatedAt: store.Time(t.CreatedMs)}
}
