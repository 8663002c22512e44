package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the database/sql driver of PostgreSQL
	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"gocloud.dev/blob"
	_ "modernc.org/sqlite" // the database/sql driver of SQLite
)

// ErrNotFound says that there is no such thing, or that it belongs to another
// organisation.
var ErrNotFound = errors.New("not found")

// ErrText says that a text has a byte that PostgreSQL takes in none, such as 0.
var ErrText = errors.New("not a text")

// notText is PostgreSQL's code of that.
const notText = "22021"

// known returns an error of the database, or our own of the same meaning.
func known(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if p, ok := errors.AsType[*pgconn.PgError](err); ok && p.Code == notText {
		return ErrText
	}
	return err
}

// Store is a database with its blobs.
type Store struct {
	Blobs *blob.Bucket

	// db is for what changes rows, reads for what does not: who asks how something
	// stands does not wait behind a thousand uploads.
	db, reads *sqlx.DB
	engine    engine
	jobs      *river.Client[*sql.Tx]
	// now is replaced in tests of what expires.
	now func() time.Time
}

// engine is what differs between the databases.
type engine struct {
	name    string // of the database/sql driver
	dialect goose.Dialect
	bind    int
	driver  func(*sql.DB) riverdriver.Driver[*sql.Tx]
	// writers and readers bound the pools. SQLite has one writer, and River's driver
	// for it wants to be that one.
	writers, readers int
}

var (
	sqlite = engine{
		"sqlite", goose.DialectSQLite3, sqlx.QUESTION,
		func(db *sql.DB) riverdriver.Driver[*sql.Tx] { return riversqlite.New(db) }, 1, 8,
	}
	postgres = engine{
		"pgx", goose.DialectPostgres, sqlx.DOLLAR,
		func(db *sql.DB) riverdriver.Driver[*sql.Tx] { return riverdatabasesql.New(db) }, 20, 10,
	}
)

// Open opens a database: postgres://… or the path of an SQLite file, which is
// made where there is none.
func Open(ctx context.Context, database string, blobs *blob.Bucket) (*Store, error) {
	e, source := sqlite, sqliteSource(database)
	if strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://") {
		e, source = postgres, database
	}
	sqlx.BindDriver(e.name, e.bind)
	s := &Store{Blobs: blobs, engine: e, now: time.Now}
	var err error
	if s.db, err = openPool(ctx, e.name, source, e.writers); err != nil {
		return nil, err
	}
	if s.reads, err = openPool(ctx, e.name, source, e.readers); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	if s.jobs, err = river.NewClient(e.driver(s.db.DB), &river.Config{Logger: quiet}); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openPool opens a number of connections to a database.
func openPool(ctx context.Context, driver, source string, connections int) (*sqlx.DB, error) {
	db, err := sqlx.Open(driver, source)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), db.Close())
	}
	return db, nil
}

// sqliteSource adds to a path what makes SQLite safe and fit for several
// processes.
func sqliteSource(path string) string {
	options := url.Values{
		"_pragma": {"journal_mode(WAL)", "busy_timeout(10000)", "foreign_keys(1)", "synchronous(NORMAL)"},
		"_txlock": {"immediate"},
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + options.Encode()
}

// Close closes the database, but not the blobs.
func (s *Store) Close() error { return errors.Join(s.reads.Close(), s.db.Close()) }

// Ping asks whether the database and the blobs answer.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.db.PingContext(ctx); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	if _, err := s.Blobs.Exists(ctx, "ready"); err != nil {
		return fmt.Errorf("blobs: %w", err)
	}
	return nil
}

// JobDriver returns River's driver for a client that works jobs.
func (s *Store) JobDriver() riverdriver.Driver[*sql.Tx] { return s.engine.driver(s.db.DB) }

// nowMs returns the time as rows hold it.
func (s *Store) nowMs() int64 { return s.now().UnixMilli() }

// Time returns a row's time, the zero time for 0.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// newID returns an identifier that sorts after all earlier ones.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// querier is a database or a transaction.
type querier interface {
	sqlx.ExtContext
	Rebind(query string) string
}

// transact runs f in a transaction, which is rolled back when f fails. f must use
// nothing but its transaction: SQLite has one connection.
func (s *Store) transact(ctx context.Context, f func(*sqlx.Tx) error) error {
	tx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// get reads one row into dest; ErrNotFound where there is none.
func get(ctx context.Context, q querier, dest any, query string, args ...any) error {
	return known(sqlx.GetContext(ctx, q, dest, q.Rebind(query), args...))
}

// list reads rows into the slice that dest points to.
func list(ctx context.Context, q querier, dest any, query string, args ...any) error {
	return known(sqlx.SelectContext(ctx, q, dest, q.Rebind(query), args...))
}

// change runs a statement and returns how many rows it has changed.
func change(ctx context.Context, q querier, query string, args ...any) (int64, error) {
	result, err := q.ExecContext(ctx, q.Rebind(query), args...)
	if err != nil {
		return 0, known(err)
	}
	return result.RowsAffected()
}

// changeOne runs a statement that must change a row: ErrNotFound where it finds
// none.
func changeOne(ctx context.Context, q querier, query string, args ...any) error {
	n, err := change(ctx, q, query, args...)
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// insert writes a struct as a row, column by column as its db tags name them.
func insert(ctx context.Context, q querier, table string, row any, columns string) error {
	names := strings.Fields(columns)
	query := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES (:" + strings.Join(names, ", :") + ")"
	_, err := sqlx.NamedExecContext(ctx, q, query, row)
	return known(err)
}

// SetClock replaces the clock, for tests of what expires.
func (s *Store) SetClock(now func() time.Time) { s.now = now }
