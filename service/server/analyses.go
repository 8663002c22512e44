package server

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// analysisRoutes adds the operations on analyses.
func (s *Server) analysisRoutes() {
	const all, one, tag = "/v1/analyses", "/v1/analyses/{id}", "analyses"
	handle(s, operation{http.MethodPost, all, "create-analysis", "Analyse an uploaded clip, or import results", mayWrite, http.StatusCreated, tag}, s.createAnalysis)
	handle(s, operation{http.MethodGet, all, "list-analyses", "List analyses, the newest first", mayRead, 0, tag}, s.listAnalyses)
	handle(s, operation{http.MethodGet, one, "get-analysis", "Ask how an analysis stands", mayRead, 0, tag}, s.getAnalysis)
	handle(s, operation{http.MethodPatch, one, "assign-analysis", "Give an analysis to a player or a training session", mayWrite, 0, tag}, s.assignAnalysis)
	handle(s, operation{http.MethodPost, one + "/cancel", "cancel-analysis", "Cancel an analysis that is queued or running", mayWrite, http.StatusNoContent, tag}, s.cancelAnalysis)
	handle(s, operation{http.MethodDelete, one, "delete-analysis", "Remove an analysis, its results and its clip", mayDelete, http.StatusNoContent, tag}, s.deleteAnalysis)
	s.eventRoutes(operation{http.MethodGet, one + "/events", "watch-analysis", "Watch the progress of an analysis", mayRead, 0, tag})
}

// createAnalysis answers 201 for a new analysis, and 200 for one that there was of
// the same content and settings.
func (s *Server) createAnalysis(ctx context.Context, a *actor, in *body[service.NewAnalysis]) (*statusBody[service.Analysis], error) {
	u, err := s.completeUpload(ctx, a, in.Body.UploadID)
	if err != nil {
		return nil, err
	}
	wanted, err := s.wanted(ctx, a, u, in.Body)
	if err != nil {
		return nil, err
	}
	made, added, err := s.Store.AddAnalysis(ctx, u, wanted)
	if err != nil {
		return nil, err
	}
	if wanted.TrainingID != "" && made.TrainingID != wanted.TrainingID { // it was there before
		if made, err = s.Store.Assign(ctx, made, made.PlayerID, wanted.TrainingID); err != nil {
			return nil, err
		}
	}
	status := http.StatusOK
	if added {
		status = http.StatusCreated
		err = s.did(ctx, a, "analysis.create", made.ID)
	}
	return &statusBody[service.Analysis]{status, analysisOf(made)}, err
}

// wanted returns the analysis that a request asks for. The player's name goes into
// its report.
func (s *Server) wanted(ctx context.Context, a *actor, u store.Upload, n service.NewAnalysis) (store.Analysis, error) {
	out := store.Analysis{AccountID: a.AccountID, TrainingID: n.SessionID}
	if n.SessionID != "" {
		if _, err := s.Store.Training(ctx, a.OrgID, a.own(), n.SessionID); err != nil {
			return out, err
		}
	}
	p, err := s.playerFor(ctx, a, n.PlayerID)
	if err != nil {
		return out, err
	}
	if out.PlayerID = p.ID; p.ID != "" {
		n.Settings.Player = p.Name
	}
	if u.Kind == store.Results {
		n.Settings = service.Settings{} // results have theirs
	}
	settings, err := json.Marshal(n.Settings)
	out.Settings = string(settings)
	return out, err
}

// assignAnalysis gives an analysis to others. A player may put his own into a
// training session; whose it is others say.
func (s *Server) assignAnalysis(ctx context.Context, a *actor, in *aboutOne[service.Assignment]) (*body[service.Analysis], error) {
	found, err := s.Store.Analysis(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	if !a.made(found.AccountID) || a.own() != "" && in.Body.PlayerID != nil {
		return nil, problem("forbidden")
	}
	player, training := found.PlayerID, found.TrainingID
	if in.Body.PlayerID != nil {
		player = *in.Body.PlayerID
	}
	if in.Body.SessionID != nil {
		training = *in.Body.SessionID
	}
	if training != "" && training != found.TrainingID {
		if _, err := s.Store.Training(ctx, a.OrgID, a.own(), training); err != nil {
			return nil, err
		}
	}
	if found, err = s.Store.Assign(ctx, found, player, training); err != nil {
		return nil, err
	}
	return &body[service.Analysis]{analysisOf(found)}, s.did(ctx, a, "analysis.assign", found.ID)
}

// completeUpload returns an upload, completed where its last request ended too
// early for that.
func (s *Server) completeUpload(ctx context.Context, a *actor, id string) (u store.Upload, err error) {
	if u, err = s.Store.Upload(ctx, a.OrgID, id); err != nil {
		return u, err
	}
	if a.own() != "" && u.AccountID != a.AccountID && !u.Complete {
		return u, store.ErrNotFound
	}
	if u.Complete {
		return u, nil
	}
	if u.ReceivedBytes < u.SizeBytes {
		return u, problem("incomplete")
	}
	upload := &tusUpload{&tusStore{s}, u}
	if err := upload.FinishUpload(ctx); err != nil {
		return u, unwrapTus(err)
	}
	return u, nil
}

// analysisQuery chooses a page of analyses.
type analysisQuery struct {
	Player  string `query:"player" maxLength:"64" doc:"Those of a player"`
	Session string `query:"session" maxLength:"64" doc:"Those of a training session"`
	State   string `query:"state" enum:"queued,running,done,failed,cancelled"`
	Query   string `query:"q" maxLength:"100" doc:"Part of the clip's name"`
	Before  string `query:"before" maxLength:"64" doc:"next of the page before"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listAnalyses(ctx context.Context, a *actor, in *analysisQuery) (*body[service.AnalysisList], error) {
	found, err := s.Store.Analyses(ctx, store.Query{
		Org: a.OrgID, Account: a.own(), PlayerID: in.Player, TrainingID: in.Session, State: in.State, Text: in.Query, Before: in.Before, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	page := service.AnalysisList{Analyses: make([]service.Analysis, 0, len(found))}
	for _, one := range found {
		page.Analyses = append(page.Analyses, analysisOf(one))
	}
	if len(found) == in.Limit {
		page.Next = found[len(found)-1].ID
	}
	return &body[service.AnalysisList]{page}, s.saw(ctx, a, "analysis.list", "")
}

func (s *Server) getAnalysis(ctx context.Context, a *actor, in *withID) (*body[service.Analysis], error) {
	found, err := s.Store.Analysis(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	return &body[service.Analysis]{analysisOf(found)}, s.saw(ctx, a, "analysis.get", found.ID)
}

func (s *Server) cancelAnalysis(ctx context.Context, a *actor, in *withID) (*struct{}, error) {
	found, err := s.Store.Analysis(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	if !a.made(found.AccountID) {
		return nil, problem("forbidden")
	}
	if analysisOf(found).Over() {
		return nil, problem("over")
	}
	if err := s.Store.CancelAnalysis(ctx, found); err != nil {
		return nil, err
	}
	return nil, s.did(ctx, a, "analysis.cancel", found.ID)
}

func (s *Server) deleteAnalysis(ctx context.Context, a *actor, in *withID) (*struct{}, error) {
	found, err := s.Store.Analysis(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	if !a.made(found.AccountID) {
		return nil, problem("forbidden")
	}
	if err := s.Store.RemoveAnalysis(ctx, found); err != nil {
		return nil, err
	}
	return nil, s.did(ctx, a, "analysis.delete", found.ID)
}

// analysisOf returns a row as the API tells it.
func analysisOf(a store.Analysis) service.Analysis {
	out := service.Analysis{
		ID: a.ID, Kind: a.Kind, Name: a.Name, PlayerID: a.PlayerID, SessionID: a.TrainingID, State: a.State, Stage: a.Stage, Fraction: a.Fraction,
		Shots: a.Shots, Quality: a.Quality, Code: a.Code, Message: a.Message, Hint: a.Hint,
		CreatedAt: store.Time(a.CreatedMs), StartedAt: timeOrNil(a.StartedMs), FinishedAt: timeOrNil(a.FinishedMs), ExpiresAt: store.Time(a.ExpiresMs),
	}
	_ = json.Unmarshal([]byte(a.Settings), &out.Settings) // written by this package
	return out
}

func timeOrNil(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := store.Time(ms)
	return &t
}
