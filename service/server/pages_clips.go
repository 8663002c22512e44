package server

import (
	"net/http"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/web"
)

// clipsAPage is how many clips a page lists, playersToChoose how many players may
// be chosen from.
const (
	clipsAPage      = 30
	playersToChoose = 200
)

// clipsPage lists clips, with what takes new ones.
func (s *Server) clipsPage(v *visit) error {
	f, err := s.frame(v, "clips", "Clips")
	if err != nil {
		return err
	}
	plan, err := s.Store.Plan(v.ctx(), v.a.OrgID)
	if err != nil {
		return err
	}
	players, err := s.listPlayers(v.ctx(), v.a, &page{Limit: playersToChoose})
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	out := web.Clips{
		Frame: f, Query: q.Get("q"), State: q.Get("state"), Player: q.Get("player"), Before: q.Get("before"),
		Players: players.Body.Players, LargestMiB: plan.LargestUploadMiB,
	}
	list, err := s.listAnalyses(v.ctx(), v.a, &analysisQuery{State: out.State, Query: out.Query, Player: out.Player, Before: out.Before, Limit: clipsAPage})
	if err != nil {
		return err
	}
	out.List = list.Body
	return show(v.w, http.StatusOK, out)
}

// clipPage shows what became of a clip.
func (s *Server) clipPage(v *visit) error { return s.showClip(v, http.StatusOK, web.Clip{}) }

// showClip shows a clip with a form that was refused, or a link that was made.
func (s *Server) showClip(v *visit, status int, out web.Clip) error {
	a, err := s.getAnalysis(v.ctx(), v.a, v.withID())
	if err != nil {
		return err
	}
	out.Analysis = a.Body
	if out.Frame, err = s.frame(v, "clips", a.Body.Name); err != nil {
		return err
	}
	if a.Body.State == service.StateDone {
		if err := s.addResults(v, &out); err != nil {
			return err
		}
	}
	return show(v.w, status, out)
}

// addResults adds what there is of an analysis that is done.
func (s *Server) addResults(v *visit, out *web.Clip) error {
	files, err := s.listFiles(v.ctx(), v.a, v.withID())
	if err != nil {
		return err
	}
	shares, err := s.listShares(v.ctx(), v.a, v.withID())
	if err != nil {
		return err
	}
	players, err := s.listPlayers(v.ctx(), v.a, &page{Limit: playersToChoose})
	if err != nil {
		return err
	}
	out.Files, out.Page, out.Shares, out.Players = files.Body.Files, files.Body.Page, shares.Body.Shares, players.Body.Players
	return nil
}

func (s *Server) cancelForm(v *visit) error {
	if _, err := s.cancelAnalysis(v.ctx(), v.a, v.withID()); err != nil {
		return err
	}
	return v.done("/clips/"+v.id("id"), "cancelled")
}

func (s *Server) deleteForm(v *visit) error {
	if _, err := s.deleteAnalysis(v.ctx(), v.a, v.withID()); err != nil {
		return err
	}
	return v.done("/clips", "deleted")
}

// shareForm makes a link, which like a token is told in the answer itself.
func (s *Server) shareForm(v *visit) error {
	made, form, err := submit(s, v, func(in service.NewShare) (*statusBody[service.MadeShare], error) {
		return s.createShare(v.ctx(), v.a, &aboutOne[service.NewShare]{v.id("id"), in})
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showClip(v, http.StatusUnprocessableEntity, web.Clip{Form: form})
	}
	return s.showClip(v, http.StatusOK, web.Clip{Link: s.address(v.r) + made.Body.Path})
}

func (s *Server) unshareForm(v *visit) error {
	if _, err := s.revokeShare(v.ctx(), v.a, &withID{v.id("share")}); err != nil {
		return err
	}
	return v.done("/clips/"+v.id("id"), "unshared")
}

// assignForm gives a clip to a player, or to nobody.
func (s *Server) assignForm(v *visit) error {
	_, form, err := submit(s, v, func(struct{}) (*body[service.Analysis], error) {
		player := v.r.PostForm.Get("player_id")
		return s.assignAnalysis(v.ctx(), v.a, &aboutOne[service.Assignment]{v.id("id"), service.Assignment{PlayerID: &player}})
	})
	switch {
	case err != nil:
		return err
	case form.Errors != nil:
		return s.showClip(v, http.StatusUnprocessableEntity, web.Clip{Form: form})
	}
	return v.done("/clips/"+v.id("id"), "assigned")
}

// comparePage compares two clips. Where they were ticked in a list, the one that
// was added first is the first.
func (s *Server) comparePage(v *visit) error {
	q := v.r.URL.Query()
	in := pair{q.Get("a"), q.Get("b")}
	if two := q["with"]; len(two) == 2 {
		in = pair{min(two[0], two[1]), max(two[0], two[1])}
	}
	if in.A == in.B || in.A == "" || in.B == "" {
		return problem("not-two")
	}
	c, err := s.compare(v.ctx(), v.a, &in)
	if err != nil {
		return err
	}
	f, err := s.frame(v, "clips", "Compare two clips")
	if err != nil {
		return err
	}
	return show(v.w, http.StatusOK, web.Compare{Frame: f, Comparison: c.Body})
}
