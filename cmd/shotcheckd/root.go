package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"gocloud.dev/blob"

	"github.com/shotcheck/shotcheck/service/store"
)

// version is set by the build.
var version = "dev"

// usageError is wrong usage or configuration.
type usageError struct{ error }

// Unwrap returns what is wrong.
func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func exitOf(err error) int {
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// newRootCommand returns the tree of commands.
func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "shotcheckd",
		Short: "Keep shots of a club in one place, and analyse its clips",
		Long: `shotcheckd is the hosted service of shotcheck: an API, and workers
that analyse clips with the program shotcheck.

With no settings it keeps everything in ./shotcheckd-data: SQLite and a folder.
--database postgres://… and --blobs s3://… (gs://…, azblob://…) move that to
PostgreSQL and an object store.

Every flag can stand in shotcheckd.yaml, or in a variable such as
SHOTCHECKD_DATABASE. Order: flag, variable, file, default.`,
		Version: version, SilenceErrors: true, SilenceUsage: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return usage("unknown command %q (see: shotcheckd --help)", args[0])
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	config := root.PersistentFlags().String("config", "", "`FILE` with settings (default ./shotcheckd.yaml, if there is one)")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return applySettings(cmd, *config) }
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%w (see: %s --help)", err, cmd.CommandPath())
	})
	root.AddCommand(newServeCommand(), newWorkCommand(), newMigrateCommand(), newTokenCommand(), newInviteCommand(), newOpenAPICommand())
	return root
}

// place says where everything is kept.
type place struct{ data, database, blobs string }

// addFlags adds the flags that say so.
func (p *place) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.data, "data", "shotcheckd-data", "`DIR` of the database and the blobs where nothing else is said")
	f.StringVar(&p.database, "database", "", "`URL` such as postgres://user@host/name, or an SQLite file (default DIR/shotcheck.db)")
	f.StringVar(&p.blobs, "blobs", "", "`URL` such as s3://bucket, gs://bucket, azblob://container or file:///dir (default DIR/blobs)")
}

// open opens the store and brings its tables up to date where migrate says so.
// What it returns closes both parts.
func (p *place) open(ctx context.Context, migrate bool) (s *store.Store, closeAll func(), err error) {
	if err := p.complete(); err != nil {
		return nil, nil, err
	}
	bucket, err := blob.OpenBucket(ctx, p.blobs)
	if err != nil {
		return nil, nil, fmt.Errorf("--blobs %s: %w", withoutSecret(p.blobs), err)
	}
	s, err = store.Open(ctx, p.database, bucket)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("--database %s: %w", withoutSecret(p.database), err), bucket.Close())
	}
	closeAll = func() { _, _ = s.Close(), bucket.Close() } // at the end of the process
	if migrate {
		_, err = s.Migrate(ctx)
	} else {
		err = checkMigrated(ctx, s)
	}
	if err != nil {
		closeAll()
		return nil, nil, err
	}
	return s, closeAll, nil
}

func checkMigrated(ctx context.Context, s *store.Store) error {
	ok, err := s.Migrated(ctx)
	if err == nil && !ok {
		err = errors.New("the database is not up to date (run: shotcheckd migrate)")
	}
	return err
}

// complete puts what was not said into the data folder.
func (p *place) complete() error {
	data, err := filepath.Abs(p.data)
	if err != nil {
		return err
	}
	if p.database == "" || p.blobs == "" {
		if err := os.MkdirAll(data, 0o700); err != nil {
			return err
		}
	}
	if p.database == "" {
		p.database = filepath.Join(data, "shotcheck.db")
	}
	if p.blobs == "" {
		blobs := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(data, "blobs")), RawQuery: "create_dir=true&no_tmp_dir=true"}
		p.blobs = blobs.String()
	}
	return nil
}

// withoutSecret returns an address without its password.
func withoutSecret(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return "…"
}

// newLog writes the log as JSON lines, or as text for people.
func newLog(cmd *cobra.Command, format string) *slog.Logger {
	if strings.EqualFold(format, "text") {
		return slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
	}
	return slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), nil))
}
