package server

import (
	"context"
	"net/http"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// auditRoutes adds the audit trail.
func (s *Server) auditRoutes() {
	handle(s, operation{http.MethodGet, "/v1/audit", "list-audit", "List what was seen, made and removed", mayAdmin, 0, "organisation"}, s.listAudit)
}

// page chooses a page of a list.
type page struct {
	Before string `query:"before" maxLength:"64" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listAudit(ctx context.Context, a *actor, in *page) (*body[service.AuditList], error) {
	events, err := s.Store.Audit(ctx, a.OrgID, in.Before, in.Limit)
	out := service.AuditList{Events: make([]service.AuditEvent, 0, len(events))}
	for _, e := range events {
		out.Events = append(out.Events, service.AuditEvent{ID: e.ID, At: store.Time(e.AtMs), AccountID: e.AccountID, Action: e.Action, Object: e.Object})
	}
	if len(events) == in.Limit {
		out.Next = events[len(events)-1].ID
	}
	return &body[service.AuditList]{out}, err
}
