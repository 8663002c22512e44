package server

import (
	"context"
	"net/http"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// memberRoutes adds the operations on members, and on all that is stored of them.
func (s *Server) memberRoutes() {
	const all, one, tag = "/v1/members", "/v1/members/{id}", "organisation"
	handle(s, operation{http.MethodGet, all, "list-members", "List the members of the organisation", mayAdmin, 0, tag}, s.listMembers)
	handle(s, operation{http.MethodPut, one, "change-member", "Change what a member may do, at once", mayAdmin, 0, tag}, s.changeMember)
	handle(s, operation{http.MethodDelete, one, "remove-member", "Remove a member with his tokens; what he has made stays", mayAdmin, http.StatusNoContent, tag}, s.removeMember)
	handle(s, operation{http.MethodDelete, "/v1/account", "erase-account", "Leave, and erase one's account; with a player goes all that is his", mayTokens, http.StatusNoContent, "account"}, s.eraseAccount)
	handle(s, operation{http.MethodDelete, "/v1/organisation", "erase-organisation", "Erase the organisation with all that belongs to it", mayAdmin, http.StatusNoContent, tag}, s.eraseOrganisation)
}

func (s *Server) listMembers(ctx context.Context, a *actor, _ *struct{}) (*body[service.MemberList], error) {
	found, err := s.Store.Members(ctx, a.OrgID)
	if err != nil {
		return nil, err
	}
	out := service.MemberList{Members: make([]service.Member, 0, len(found))}
	for _, m := range found {
		out.Members = append(out.Members, memberOf(m))
	}
	return &body[service.MemberList]{out}, s.saw(ctx, a, "member.list", "")
}

func (s *Server) changeMember(ctx context.Context, a *actor, in *aboutOne[service.NewRole]) (*body[service.Member], error) {
	if err := s.Store.ChangeRole(ctx, a.OrgID, in.ID, store.Role(in.Body.Role)); err != nil {
		return nil, err
	}
	m, err := s.Store.Member(ctx, a.OrgID, in.ID)
	if err != nil {
		return nil, err
	}
	return &body[service.Member]{memberOf(m)}, s.did(ctx, a, "member.change", in.ID)
}

func (s *Server) removeMember(ctx context.Context, a *actor, in *withID) (*struct{}, error) {
	if err := s.Store.RemoveMember(ctx, a.OrgID, in.ID); err != nil {
		return nil, err
	}
	return nil, s.did(ctx, a, "member.remove", in.ID)
}

// confirmation is a name that is typed to show that an erasure is meant.
type confirmation struct {
	Confirm string `query:"confirm" required:"true" maxLength:"200" doc:"The name of what is erased, to show that it is meant"`
}

func (s *Server) eraseAccount(ctx context.Context, a *actor, in *confirmation) (*struct{}, error) {
	m, err := s.Store.Member(ctx, a.OrgID, a.AccountID)
	if err != nil {
		return nil, err
	}
	if in.Confirm != m.Name {
		return nil, problem("not-confirmed")
	}
	if err := s.Store.EraseAccount(ctx, a.OrgID, a.AccountID, a.Role); err != nil {
		return nil, err
	}
	return nil, s.did(ctx, a, "account.erase", a.AccountID)
}

// eraseOrganisation leaves no audit trail, which goes with the rest; the log has
// the request.
func (s *Server) eraseOrganisation(ctx context.Context, a *actor, in *confirmation) (*struct{}, error) {
	o, err := s.Store.Organisation(ctx, a.OrgID)
	if err != nil {
		return nil, err
	}
	if in.Confirm != o.Name {
		return nil, problem("not-confirmed")
	}
	return nil, s.Store.EraseOrganisation(ctx, a.OrgID)
}

func memberOf(m store.Member) service.Member {
	return service.Member{AccountID: m.ID, Name: m.Name, Role: string(m.Role), PlayerID: m.PlayerID, CreatedAt: store.Time(m.CreatedMs)}
}
