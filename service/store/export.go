package store

import (
	"context"
	"fmt"
	"io"

	"github.com/jmoiron/sqlx"
	"gocloud.dev/gcerrors"
)

// exports are the rows that an export has, of an organisation or, where :own names
// an account, what concerns that one alone. Hashes of secrets are left out.
var exports = []struct{ table, query string }{
	{"organisations", "SELECT id, name, plan, created_ms FROM organisations WHERE id = :org"},
	{"accounts", "SELECT * FROM accounts WHERE id IN (SELECT account_id FROM members WHERE org_id = :org) AND (:own = '' OR id = :own)"},
	{"members", "SELECT * FROM members WHERE org_id = :org AND (:own = '' OR account_id = :own)"},
	{"tokens", "SELECT id, account_id, kind, name, scopes, created_ms, expires_ms, used_ms FROM tokens WHERE org_id = :org AND (:own = '' OR account_id = :own)"},
	{"players", "SELECT * FROM players WHERE org_id = :org AND NOT removed AND (:own = '' OR account_id = :own)"},
	{"consents", "SELECT c.* FROM consents c JOIN players p ON p.id = c.player_id WHERE p.org_id = :org AND (:own = '' OR p.account_id = :own)"},
	{"trainings", "SELECT * FROM trainings WHERE org_id = :org AND (:own = '' OR account_id = :own OR player_id IN (SELECT id FROM players WHERE account_id = :own))"},
	{"uploads", `SELECT u.* FROM uploads u WHERE u.org_id = :org AND (:own = '' OR u.account_id = :own
		OR u.id IN (SELECT upload_id FROM analyses WHERE player_id IN (SELECT id FROM players WHERE account_id = :own)))`},
	{"analyses", "SELECT * FROM analyses WHERE " + exportedAnalyses},
	{"files", "SELECT * FROM files WHERE analysis_id IN (SELECT id FROM analyses WHERE " + exportedAnalyses + ")"},
	{"shares", "SELECT id, analysis_id, account_id, created_ms, expires_ms FROM shares WHERE analysis_id IN (SELECT id FROM analyses WHERE " + exportedAnalyses + ")"},
	{"used", "SELECT * FROM used WHERE org_id = :org AND :own = ''"},
	{"audit", "SELECT * FROM audit WHERE org_id = :org AND (:own = '' OR account_id = :own)"},
}

const exportedAnalyses = `org_id = :org AND state <> 'removed'
	AND (:own = '' OR account_id = :own OR player_id IN (SELECT id FROM players WHERE account_id = :own))`

// Export is a copy of what is stored of an organisation, or of one account of it.
type Export struct {
	// Rows are those of the tables, by their names.
	Rows map[string][]map[string]any
	// Blobs are the clips and results.
	Blobs []ExportBlob
}

// ExportBlob is one blob of an export.
type ExportBlob struct {
	// Path is where it lies in the export.
	Path string
	key  string
}

// Export lists what is stored of an organisation: all, or what concerns an
// account.
func (s *Store) Export(ctx context.Context, org, own string) (e Export, err error) {
	e.Rows = map[string][]map[string]any{}
	for _, x := range exports {
		if e.Rows[x.table], err = s.rows(ctx, x.query, map[string]any{"org": org, "own": own}); err != nil {
			return e, fmt.Errorf("export %s: %w", x.table, err)
		}
	}
	e.Blobs, err = s.exportBlobs(ctx, org, own)
	return e, err
}

// rows reads rows whose columns only the query knows.
func (s *Store) rows(ctx context.Context, query string, args map[string]any) (found []map[string]any, err error) {
	query, values, err := sqlx.Named(query, args)
	if err != nil {
		return nil, err
	}
	r, err := s.reads.QueryxContext(ctx, s.reads.Rebind(query), values...)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	found = []map[string]any{}
	for r.Next() {
		row := map[string]any{}
		if err := r.MapScan(row); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, r.Err()
}

// exportBlobs lists the clips and results that an export has. What has not arrived
// completely is not among them.
func (s *Store) exportBlobs(ctx context.Context, org, own string) (blobs []ExportBlob, err error) {
	var uploads []Upload
	var found []Analysis
	for _, x := range []struct {
		into  any
		table string
	}{{&uploads, "uploads"}, {&found, "analyses"}} {
		query, args, err := sqlx.Named(exportQuery(x.table), map[string]any{"org": org, "own": own})
		if err != nil {
			return nil, err
		}
		if err := list(ctx, s.reads, x.into, query, args...); err != nil {
			return nil, err
		}
	}
	for _, u := range uploads {
		if u.Complete {
			blobs = append(blobs, ExportBlob{"clips/" + u.ID + "/" + u.Name, u.BlobKey()})
		}
	}
	for _, a := range found {
		files, err := s.Files(ctx, a)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			blobs = append(blobs, ExportBlob{"results/" + a.ID + "/" + f.Name, a.Key(f.Name)})
		}
	}
	return blobs, nil
}

func exportQuery(table string) string {
	for _, x := range exports {
		if x.table == table {
			return x.query
		}
	}
	panic("store: no export of " + table)
}

// CopyBlob writes a blob of an export; one that was removed meanwhile is
// ErrNotFound.
func (s *Store) CopyBlob(ctx context.Context, b ExportBlob, w io.Writer) error {
	content, err := s.Blobs.NewReader(ctx, b.key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	defer content.Close()
	_, err = io.Copy(w, content)
	return err
}
