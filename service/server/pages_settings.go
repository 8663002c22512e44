package server

import (
	"net/http"
	"net/url"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
	"github.com/shotcheck/shotcheck/service/web"
)

// settingsPage shows plan, tokens and members.
func (s *Server) settingsPage(v *visit) error {
	return s.showSettings(v, http.StatusOK, web.Settings{Chosen: usualScopes})
}

// usualScopes are what most tokens are made for: shotcheck upload.
var usualScopes = []string{string(mayRead), string(mayWrite)}

// showSettings shows the settings with a form as it was typed, or with a token
// that was made.
func (s *Server) showSettings(v *visit, status int, page web.Settings) (err error) {
	if page.Frame, err = s.frame(v, "settings", "Settings"); err != nil {
		return err
	}
	plan := store.Plans[page.Me.Plan]
	page.RetentionDays, page.LargestMiB, page.Address = plan.RetentionDays, plan.LargestUploadMiB, s.address(v.r)
	if page.Clubs, err = s.clubsOf(v); err != nil {
		return err
	}
	if page.May(string(mayTokens)) {
		tokens, err := s.listTokens(v.ctx(), v.a, nil)
		if err != nil {
			return err
		}
		page.Tokens = tokens.Body.Tokens
	}
	if page.May(string(mayAdmin)) {
		if err := s.addMembers(v, &page); err != nil {
			return err
		}
	}
	return show(v.w, status, page)
}

// clubsOf lists the organisations of who looks at a page.
func (s *Server) clubsOf(v *visit) (clubs []web.Club, err error) {
	all, err := s.Store.Memberships(v.ctx(), v.a.AccountID)
	for _, m := range all {
		clubs = append(clubs, web.Club{ID: m.OrgID, Name: m.Name, Role: string(m.Role), Here: m.OrgID == v.a.OrgID})
	}
	return clubs, err
}

// tokenForm makes a token. Its secret is told in the answer itself: an address
// that it could be led on to would be kept by browsers.
func (s *Server) tokenForm(v *visit) error {
	made, form, err := submit(s, v, func(in service.NewToken) (*statusBody[service.MadeToken], error) {
		return s.createToken(v.ctx(), v.a, &body[service.NewToken]{in})
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showSettings(v, http.StatusUnprocessableEntity, web.Settings{Form: form, Chosen: v.r.PostForm["scopes"]})
	}
	return s.showSettings(v, http.StatusOK, web.Settings{Secret: made.Body.Secret, Chosen: usualScopes})
}

func (s *Server) revokeForm(v *visit) error {
	if _, err := s.revokeToken(v.ctx(), v.a, v.withID()); err != nil {
		return err
	}
	return v.done("/settings", "revoked")
}

// erasePage asks whether all is to be erased.
func (s *Server) erasePage(v *visit) error { return s.showErase(v, http.StatusOK, web.Form{}) }

func (s *Server) showErase(v *visit, status int, form web.Form) error {
	f, err := s.frame(v, "settings", "Copy or erase")
	if err != nil {
		return err
	}
	m, err := s.Store.Member(v.ctx(), v.a.OrgID, v.a.AccountID)
	if err != nil {
		return err
	}
	return show(v.w, status, web.Erase{Frame: f, Form: form, Name: m.Name})
}

// eraseAccountForm erases the account of who sends it.
func (s *Server) eraseAccountForm(v *visit) error {
	return s.eraseForm(v, "account", func(c *confirmation) (*struct{}, error) { return s.eraseAccount(v.ctx(), v.a, c) })
}

// eraseOrganisationForm erases the whole club.
func (s *Server) eraseOrganisationForm(v *visit) error {
	return s.eraseForm(v, "organisation", func(c *confirmation) (*struct{}, error) { return s.eraseOrganisation(v.ctx(), v.a, c) })
}

// eraseForm erases what a field has the name of.
func (s *Server) eraseForm(v *visit, field string, erase func(*confirmation) (*struct{}, error)) error {
	_, form, err := submit(s, v, func(struct{}) (*struct{}, error) { return erase(&confirmation{v.r.PostForm.Get(field)}) })
	if err != nil {
		return err
	}
	if form.Errors != nil {
		form.Errors[field] = form.Error("confirm") // the page has two such forms
		return s.showErase(v, http.StatusUnprocessableEntity, form)
	}
	http.Redirect(v.w, v.r, signInPage+"?"+url.Values{"done": {"erased"}}.Encode(), http.StatusSeeOther)
	return nil
}
