package store

import "context"

// Event is an entry of the audit trail: who did what to what. It holds
// identifiers, no names.
type Event struct {
	ID        string `db:"id"`
	OrgID     string `db:"org_id"`
	AccountID string `db:"account_id"`
	AtMs      int64  `db:"at_ms"`
	Action    string `db:"action"`
	Object    string `db:"object"`
}

// Record adds an entry to the audit trail.
func (s *Store) Record(ctx context.Context, org, account, action, object string) error {
	e := Event{newID(), org, account, s.nowMs(), action, object}
	return insert(ctx, s.db, "audit", e, "id org_id account_id at_ms action object")
}

// Audit lists entries of an organisation, the newest first, before an entry
// where one is named.
func (s *Store) Audit(ctx context.Context, org, before string, limit int) (events []Event, err error) {
	err = list(ctx, s.reads, &events, "SELECT * FROM audit WHERE org_id = ? AND (? = '' OR id < ?) ORDER BY id DESC LIMIT ?", org, before, before, limit)
	return events, err
}
