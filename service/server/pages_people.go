package server

import (
	"net/http"
	"time"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/web"
)

// peopleAPage is how many players a page lists.
const peopleAPage = 50

// playersPage lists players.
func (s *Server) playersPage(v *visit) error { return s.showPlayers(v, http.StatusOK, web.Form{}) }

func (s *Server) showPlayers(v *visit, status int, form web.Form) error {
	f, err := s.frame(v, "players", "Players")
	if err != nil {
		return err
	}
	before := v.r.URL.Query().Get("before")
	list, err := s.listPlayers(v.ctx(), v.a, &page{Before: before, Limit: peopleAPage})
	if err != nil {
		return err
	}
	return show(v.w, status, web.Players{Frame: f, Form: form, List: list.Body, Before: before})
}

func (s *Server) playerForm(v *visit) error {
	made, form, err := submit(s, v, func(in service.NewPlayer) (*statusBody[service.Player], error) {
		return s.createPlayer(v.ctx(), v.a, &body[service.NewPlayer]{in})
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showPlayers(v, http.StatusUnprocessableEntity, form)
	}
	return v.done("/players/"+made.Body.ID, "player-added")
}

// playerPage shows a player, his clips, his trend and his consents.
func (s *Server) playerPage(v *visit) error { return s.showPlayer(v, http.StatusOK, web.Player{}) }

// showPlayer shows a player with a form that was refused.
func (s *Server) showPlayer(v *visit, status int, out web.Player) error {
	p, err := s.getPlayer(v.ctx(), v.a, v.withID())
	if err != nil {
		return err
	}
	out.Player = p.Body
	if out.Frame, err = s.frame(v, "players", p.Body.Name); err != nil {
		return err
	}
	clips, err := s.listAnalyses(v.ctx(), v.a, &analysisQuery{Player: p.Body.ID, Limit: clipsAPage})
	if err != nil {
		return err
	}
	trend, err := s.trend(v.ctx(), v.a, v.withID())
	if err != nil {
		return err
	}
	out.Clips, out.Trend = clips.Body.Analyses, trend.Body
	if out.May(string(mayPeople)) {
		if err := s.addConsents(v, &out); err != nil {
			return err
		}
	}
	return show(v.w, status, out)
}

// addConsents adds what only those see who may change it.
func (s *Server) addConsents(v *visit, out *web.Player) error {
	consents, err := s.listConsents(v.ctx(), v.a, v.withID())
	if err != nil {
		return err
	}
	out.Consents = consents.Body.Consents
	if out.Members, err = s.membersFor(v, out.Frame); err != nil {
		return err
	}
	if out.Change.Values == nil {
		out.Change.Values = map[string]string{"name": out.Player.Name, "born": out.Player.Born}
	}
	if out.Consent.Values == nil {
		out.Consent.Values = map[string]string{"given_on": s.Store.Now().UTC().Format(time.DateOnly)}
	}
	return nil
}

func (s *Server) changePlayerForm(v *visit) error {
	_, form, err := submit(s, v, func(in service.NewPlayer) (*body[service.Player], error) {
		return s.changePlayer(v.ctx(), v.a, &aboutOne[service.NewPlayer]{v.id("id"), in})
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showPlayer(v, http.StatusUnprocessableEntity, web.Player{Change: form})
	}
	return v.done("/players/"+v.id("id"), "player-changed")
}

func (s *Server) consentForm(v *visit) error {
	_, form, err := submit(s, v, func(in service.NewConsent) (*statusBody[service.Consent], error) {
		return s.createConsent(v.ctx(), v.a, &aboutOne[service.NewConsent]{v.id("id"), in})
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showPlayer(v, http.StatusUnprocessableEntity, web.Player{Consent: form})
	}
	return v.done("/players/"+v.id("id"), "consented")
}

func (s *Server) withdrawForm(v *visit) error {
	if _, err := s.withdrawConsent(v.ctx(), v.a, &withID{v.id("consent")}); err != nil {
		return err
	}
	return v.done("/players/"+v.id("id"), "withdrawn")
}

// erasePlayerForm erases a player whose name was typed.
func (s *Server) erasePlayerForm(v *visit) error {
	_, form, err := submit(s, v, func(struct{}) (*struct{}, error) {
		p, err := s.getPlayer(v.ctx(), v.a, v.withID())
		if err != nil {
			return nil, err
		}
		if v.r.PostForm.Get("confirm") != p.Body.Name {
			return nil, problem("not-confirmed")
		}
		return s.erasePlayer(v.ctx(), v.a, v.withID())
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showPlayer(v, http.StatusUnprocessableEntity, web.Player{Erase: form})
	}
	return v.done("/players", "player-erased")
}
