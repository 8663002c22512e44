package server

import (
	"context"
	"net/http"
	"time"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// invitationRoutes adds the operations on invitations.
func (s *Server) invitationRoutes() {
	const all, tag = "/v1/invitations", "organisation"
	handle(s, operation{http.MethodPost, all, "create-invitation", "Invite somebody; the link is told this once", mayAdmin, http.StatusCreated, tag}, s.createInvitation)
	handle(s, operation{http.MethodGet, all, "list-invitations", "List the open invitations", mayAdmin, 0, tag}, s.listInvitations)
	handle(s, operation{http.MethodDelete, all + "/{id}", "revoke-invitation", "Take an invitation back", mayAdmin, http.StatusNoContent, tag}, s.revokeInvitation)
}

// createInvitation needs a provider: without one nobody could accept it.
func (s *Server) createInvitation(ctx context.Context, a *actor, in *body[service.NewInvitation]) (*statusBody[service.MadeInvitation], error) {
	if s.Provider == nil {
		return nil, problem("no-provider")
	}
	i, word, err := s.Store.Invite(ctx, store.Invitation{
		OrgID: a.OrgID, AccountID: &a.AccountID, Role: store.Role(in.Body.Role), Email: in.Body.Email,
	}, time.Duration(in.Body.ValidDays)*24*time.Hour)
	if err != nil {
		return nil, err
	}
	if err := s.Store.Record(ctx, a.OrgID, a.AccountID, "invitation.create", i.ID); err != nil {
		return nil, err
	}
	return &statusBody[service.MadeInvitation]{http.StatusCreated, service.MadeInvitation{Invitation: invitationOf(i), Link: InvitationLink(s.Address, word)}}, nil
}

// InvitationLink is where the word of an invitation is accepted.
func InvitationLink(address, word string) string { return address + invitationPath + word }

func (s *Server) listInvitations(ctx context.Context, a *actor, _ *struct{}) (*body[service.InvitationList], error) {
	all, err := s.Store.Invitations(ctx, a.OrgID)
	out := service.InvitationList{Invitations: make([]service.Invitation, 0, len(all))}
	for _, i := range all {
		out.Invitations = append(out.Invitations, invitationOf(i))
	}
	return &body[service.InvitationList]{out}, err
}

func (s *Server) revokeInvitation(ctx context.Context, a *actor, in *withID) (*struct{}, error) {
	if err := s.Store.RevokeInvitation(ctx, a.OrgID, in.ID); err != nil {
		return nil, err
	}
	return nil, s.Store.Record(ctx, a.OrgID, a.AccountID, "invitation.revoke", in.ID)
}

func invitationOf(i store.Invitation) service.Invitation {
	return service.Invitation{ID: i.ID, Role: string(i.Role), Email: i.Email, CreatedAt: store.Time(i.CreatedMs), ExpiresAt: store.Time(i.ExpiresMs)}
}
