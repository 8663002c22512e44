package server

import (
	"net/http"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/web"
)

// clipsAPage is how many clips a page lists.
const clipsAPage = 30

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
	q := v.r.URL.Query()
	page := web.Clips{Frame: f, Query: q.Get("q"), State: q.Get("state"), Before: q.Get("before"), LargestMiB: plan.LargestUploadMiB}
	list, err := s.listAnalyses(v.ctx(), v.a, &analysisQuery{State: page.State, Query: page.Query, Before: page.Before, Limit: clipsAPage})
	if err != nil {
		return err
	}
	page.List = list.Body
	return show(v.w, http.StatusOK, page)
}

// clipPage shows what became of a clip.
func (s *Server) clipPage(v *visit) error {
	a, err := s.getAnalysis(v.ctx(), v.a, v.withID())
	if err != nil {
		return err
	}
	f, err := s.frame(v, "clips", a.Body.Name)
	if err != nil {
		return err
	}
	page := web.Clip{Frame: f, Analysis: a.Body}
	if a.Body.State == service.StateDone {
		files, err := s.listFiles(v.ctx(), v.a, v.withID())
		if err != nil {
			return err
		}
		page.Files, page.Page = files.Body.Files, files.Body.Page
	}
	return show(v.w, http.StatusOK, page)
}

func (s *Server) cancelForm(v *visit) error {
	if _, err := s.cancelAnalysis(v.ctx(), v.a, v.withID()); err != nil {
		return err
	}
	return v.done("/clips/"+v.withID().ID, "cancelled")
}

func (s *Server) deleteForm(v *visit) error {
	if _, err := s.deleteAnalysis(v.ctx(), v.a, v.withID()); err != nil {
		return err
	}
	return v.done("/clips", "deleted")
}
