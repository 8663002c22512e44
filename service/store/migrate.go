package store

import (
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// quiet drops what libraries have to say about their normal work.
var quiet = slog.New(slog.DiscardHandler)

// Migrate brings the database's tables, and those of the queue, up to date, and
// returns how many steps that took.
func (s *Store) Migrate(ctx context.Context) (steps int, err error) {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return 0, err
	}
	ours, err := goose.NewProvider(s.engine.dialect, s.db.DB, folder, goose.WithSlog(quiet))
	if err != nil {
		return 0, err
	}
	done, err := ours.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	queue, err := rivermigrate.New(s.JobDriver(), &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return 0, err
	}
	moved, err := queue.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return 0, fmt.Errorf("migrate the queue: %w", err)
	}
	return len(done) + len(moved.Versions), nil
}

// Migrated says whether the database is up to date with this program.
func (s *Store) Migrated(ctx context.Context) (bool, error) {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return false, err
	}
	ours, err := goose.NewProvider(s.engine.dialect, s.db.DB, folder, goose.WithSlog(quiet))
	if err != nil {
		return false, err
	}
	pending, err := ours.HasPending(ctx)
	return !pending, err
}

// Secret returns the secret of a name, which all processes share. Who asks first
// makes it.
func (s *Store) Secret(ctx context.Context, name string) (value string, err error) {
	_, err = change(ctx, s.db, "INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, rand.Text()+rand.Text())
	if err != nil {
		return "", err
	}
	err = get(ctx, s.reads, &value, "SELECT value FROM secrets WHERE name = ?", name)
	return value, err
}
