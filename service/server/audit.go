package server

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/store"
)

// auditRoutes adds the audit trail.
func (s *Server) auditRoutes() {
	handle(s, operation{http.MethodGet, "/v1/audit", "list-audit", "List what was seen, made and removed", mayAdmin, 0, "organisation"}, s.listAudit)
}

// did notes in the audit trail what somebody has done.
func (s *Server) did(ctx context.Context, a *actor, action, object string) error {
	return s.Store.Record(ctx, a.OrgID, a.AccountID, action, object)
}

// sight is that somebody saw something.
type sight struct{ org, account, action, object string }

// sights are those of this hour that are in the audit trail already. A page that
// asks every second how an analysis stands costs one row an hour, and else a look
// into this map. Another process, or one that has begun anew, writes a row of its
// own.
type sights struct {
	mu    sync.Mutex
	hour  time.Time
	noted map[sight]bool
}

// first says whether something is seen for the first time in an hour.
func (n *sights) first(one sight, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if hour := now.Truncate(time.Hour); !hour.Equal(n.hour) {
		n.hour, n.noted = hour, map[sight]bool{}
	}
	known := n.noted[one]
	n.noted[one] = true
	return !known
}

// forget lets something be noted again.
func (n *sights) forget(one sight) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.noted, one)
}

// saw notes in the audit trail, once an hour, that somebody has seen something.
// What cannot be noted is not shown.
func (s *Server) saw(ctx context.Context, a *actor, action, object string) error {
	one := sight{a.OrgID, a.AccountID, action, object}
	if !s.sights.first(one, s.Store.Now()) {
		return nil
	}
	err := s.did(ctx, a, action, object)
	if err != nil {
		s.sights.forget(one)
	}
	return err
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
