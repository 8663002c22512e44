package server

import (
	"net/http"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/web"
)

// addMembers adds who belongs to the club, and who is invited to.
func (s *Server) addMembers(v *visit, page *web.Settings) (err error) {
	if page.Members, err = s.membersFor(v, page.Frame); err != nil {
		return err
	}
	invited, err := s.listInvitations(v.ctx(), v.a, nil)
	if err != nil {
		return err
	}
	page.Invites, page.Invitations = s.Provider != nil, invited.Body.Invitations
	return nil
}

// membersFor lists the members for whoever may see them.
func (s *Server) membersFor(v *visit, f web.Frame) ([]service.Member, error) {
	if !f.May(string(mayAdmin)) {
		return nil, nil
	}
	members, err := s.listMembers(v.ctx(), v.a, nil)
	if err != nil {
		return nil, err
	}
	return members.Body.Members, nil
}

func (s *Server) roleForm(v *visit) error {
	_, form, err := submit(s, v, func(in service.NewRole) (*body[service.Member], error) {
		return s.changeMember(v.ctx(), v.a, &aboutOne[service.NewRole]{v.id("id"), in})
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showSettings(v, http.StatusUnprocessableEntity, web.Settings{MemberForm: form, Chosen: usualScopes})
	}
	return v.done("/settings", "role-changed")
}

func (s *Server) removeMemberForm(v *visit) error {
	_, form, err := submit(s, v, func(struct{}) (*struct{}, error) { return s.removeMember(v.ctx(), v.a, v.withID()) })
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showSettings(v, http.StatusUnprocessableEntity, web.Settings{MemberForm: form, Chosen: usualScopes})
	}
	return v.done("/settings", "member-removed")
}

// inviteForm makes an invitation, whose link is told in the answer itself.
func (s *Server) inviteForm(v *visit) error {
	made, form, err := submit(s, v, func(in service.NewInvitation) (*statusBody[service.MadeInvitation], error) {
		return s.createInvitation(v.ctx(), v.a, &body[service.NewInvitation]{in})
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showSettings(v, http.StatusUnprocessableEntity, web.Settings{MemberForm: form, Chosen: usualScopes})
	}
	return s.showSettings(v, http.StatusOK, web.Settings{Link: made.Body.Link, Chosen: usualScopes})
}

func (s *Server) uninviteForm(v *visit) error {
	if _, err := s.revokeInvitation(v.ctx(), v.a, v.withID()); err != nil {
		return err
	}
	return v.done("/settings", "uninvited")
}
