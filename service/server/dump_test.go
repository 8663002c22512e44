package server_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/shotcheck/shotcheck/internal/servicetest"
)

func base64Of(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// dump returns all rows of all tables as text, by the tables' names, as whoever has
// the database sees them.
func dump(t *testing.T, b servicetest.Backend) map[string]string {
	t.Helper()
	driver, source, tables := "sqlite", "file:"+b.Database, "SELECT name FROM sqlite_master WHERE type = 'table'"
	if b.Cluster != nil {
		driver, source, tables = "pgx", b.Database, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	db, err := sqlx.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var names []string
	if err := db.SelectContext(t.Context(), &names, tables); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range names {
		rows, err := db.QueryxContext(t.Context(), "SELECT * FROM "+name)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for rows.Next() {
			values, err := rows.SliceScan()
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				fmt.Fprintf(&text, "%v\t", v)
			}
			text.WriteString("\n")
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		all[name] = text.String()
	}
	return all
}
