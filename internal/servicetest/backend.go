package servicetest

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // makes databases
	"github.com/jmoiron/sqlx"
)

// Backend is where a service keeps everything.
type Backend struct {
	Database, Blobs string
	// Root is a folder in which the blobs lie, so that a test can look at them.
	Root string
	// Cluster is the server of the database, nil for SQLite.
	Cluster *Postgres
}

// requireNative is set where what the tests need must be installed, as in CI.
const requireNative = "SHOTCHECK_REQUIRE_NATIVE"

// Each runs a test on either backend. Where PostgreSQL or the S3 server is not
// installed, it skips that one.
func Each(t *testing.T, f func(t *testing.T, b Backend)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, PostgresS3(t)) })
}

// SQLite is a backend in a folder.
func SQLite(t *testing.T) Backend {
	t.Helper()
	dir := t.TempDir()
	blobs := filepath.Join(dir, "blobs")
	return Backend{
		Database: filepath.Join(dir, "test.db"), Blobs: "file://" + blobs + "?create_dir=true&no_tmp_dir=true", Root: blobs,
	}
}

// databases counts the databases and buckets that were made.
var databases atomic.Int64

// PostgresS3 is a new database and a new bucket of the servers that the tests of
// this process share.
func PostgresS3(t *testing.T) Backend {
	t.Helper()
	cluster, err := sharedPostgres()
	need(t, err)
	gateway, err := sharedS3()
	need(t, err)
	n := databases.Add(1)
	name := fmt.Sprintf("test%d", n)
	db, err := sqlx.Open("pgx", cluster.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(gateway.root, name)
	if err := os.Mkdir(root, 0o755); err != nil { // a folder is a bucket
		t.Fatal(err)
	}
	for name, value := range gateway.Environment() {
		_ = os.Setenv(name, value) // the same for all tests of this process
	}
	return Backend{Database: cluster.URL(name), Blobs: gateway.URL(name), Root: root, Cluster: cluster}
}

// need skips a test for which something is not installed, or fails it where that
// must be.
func need(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if os.Getenv(requireNative) == "1" {
		t.Fatal(err)
	}
	t.Skip(err, "(make setup)")
}

// Eventually waits until a condition holds.
func Eventually(t *testing.T, within time.Duration, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after %s not yet: %s", within, what)
		}
	}
}
