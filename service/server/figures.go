package server

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"gocloud.dev/gcerrors"
	"golang.org/x/sync/errgroup"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/figures"
	"github.com/shotcheck/shotcheck/service/store"
)

// figureRoutes adds what the numbers of several results say together.
func (s *Server) figureRoutes() {
	handle(s, operation{http.MethodGet, "/v1/compare", "compare-analyses", "Compare two results, metric by metric", mayRead, 0, "analyses"}, s.compare)
	handle(s, operation{http.MethodGet, "/v1/players/{id}/trend", "player-trend", "Tell how a player's metrics change over time", mayRead, 0, "players"}, s.trend)
}

// pair names two analyses.
type pair struct {
	A string `query:"a" required:"true" maxLength:"64" doc:"The analysis that is subtracted"`
	B string `query:"b" required:"true" maxLength:"64" doc:"The analysis that it is subtracted from"`
}

func (s *Server) compare(ctx context.Context, a *actor, in *pair) (*body[service.Comparison], error) {
	var rows [2]store.Analysis
	var sources [2]figures.Source
	for i, id := range []string{in.A, in.B} {
		var err error
		if rows[i], err = s.Store.Analysis(ctx, a.OrgID, a.own(), id); err != nil {
			return nil, err
		}
		if sources[i], err = s.source(ctx, rows[i]); err != nil {
			return nil, err
		}
		if err := s.saw(ctx, a, "analysis.compare", id); err != nil {
			return nil, err
		}
	}
	c, err := figures.Compare(sources[0], sources[1])
	c.A.PlayerID, c.B.PlayerID = rows[0].PlayerID, rows[1].PlayerID
	return &body[service.Comparison]{c}, err
}

// source reads the numbers of a result.
func (s *Server) source(ctx context.Context, a store.Analysis) (out figures.Source, err error) {
	if a.State != store.Done {
		return out, problem("not-done")
	}
	content, err := s.Store.Blobs.NewReader(ctx, a.Key("analysis.json"), nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return out, store.ErrNotFound // it was removed meanwhile
	}
	if err != nil {
		return out, err
	}
	defer content.Close()
	settings := analysisOf(a).Settings
	out = figures.Source{AnalysisID: a.ID, Name: a.Name, Player: cmp.Or(a.PlayerID, settings.Player), Day: settings.Date}
	if out.Day == "" && a.TrainingID != "" {
		t, err := s.Store.Training(ctx, a.OrgID, "", a.TrainingID)
		if err != nil && s.explain(err).Code != "not-found" {
			return out, err
		}
		out.Day = t.Day
	}
	out.Result, err = figures.Read(content)
	return out, err
}

// A trend is made of a player's newest results.
const (
	trendResults = 200
	trendReaders = 4 // at once
)

func (s *Server) trend(ctx context.Context, a *actor, in *withID) (*body[service.PlayerTrend], error) {
	p, err := s.Store.Player(ctx, a.OrgID, a.own(), in.ID)
	if err != nil {
		return nil, err
	}
	rows, err := s.Store.Analyses(ctx, store.Query{Org: a.OrgID, PlayerID: p.ID, State: store.Done, Limit: trendResults})
	if err != nil {
		return nil, err
	}
	read := make([]figures.Source, len(rows))
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(trendReaders)
	for i, row := range rows {
		group.Go(func() (err error) {
			read[i], err = s.source(reading, row)
			if err != nil && s.explain(err).Status < http.StatusInternalServerError {
				err = nil // it is of an earlier version, or was removed meanwhile
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	read = slices.DeleteFunc(read, func(r figures.Source) bool { return r.Result == nil })
	t, err := figures.Trend(p.ID, read)
	if err != nil {
		return nil, err
	}
	return &body[service.PlayerTrend]{t}, s.saw(ctx, a, "player.trend", p.ID)
}
