package server

import (
	"net/http"
	"slices"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
	"github.com/shotcheck/shotcheck/service/web"
)

// settingsPage shows plan and tokens.
func (s *Server) settingsPage(v *visit) error {
	return s.showSettings(v, http.StatusOK, web.Settings{
		Form: web.Form{Values: map[string]string{"valid_days": "90"}}, Chosen: []string{string(mayRead), string(mayWrite)},
	})
}

// showSettings shows the settings with a form as it was typed, or with a token
// that was made.
func (s *Server) showSettings(v *visit, status int, page web.Settings) (err error) {
	if page.Frame, err = s.frame(v, "settings", "Settings"); err != nil {
		return err
	}
	plan := store.Plans[page.Me.Plan]
	page.RetentionDays, page.LargestMiB, page.Address = plan.RetentionDays, plan.LargestUploadMiB, s.address(v.r)
	if slices.Contains(v.a.may, mayTokens) {
		tokens, err := s.listTokens(v.ctx(), v.a, nil)
		if err != nil {
			return err
		}
		page.Tokens = tokens.Body.Tokens
	}
	return show(v.w, status, page)
}

// tokenForm makes a token. Its secret is told in the answer itself: an address
// that it could be led on to would be kept by browsers.
func (s *Server) tokenForm(v *visit) error {
	in, form, err := read[service.NewToken](s, v)
	if err != nil {
		return err
	}
	page := web.Settings{Form: form, Chosen: v.r.PostForm["scopes"]}
	if form.Errors != nil {
		return s.showSettings(v, http.StatusUnprocessableEntity, page)
	}
	made, err := s.createToken(v.ctx(), v.a, &body[service.NewToken]{in})
	if err != nil {
		return err
	}
	page.Form, page.Secret = web.Form{}, made.Body.Secret
	return s.showSettings(v, http.StatusOK, page)
}

func (s *Server) revokeForm(v *visit) error {
	if _, err := s.revokeToken(v.ctx(), v.a, v.withID()); err != nil {
		return err
	}
	return v.done("/settings", "revoked")
}
