package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
)

func newMigrateCommand() *cobra.Command {
	var where place
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database up to date with this program",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := where.complete(); err != nil {
				return err
			}
			s, err := store.Open(cmd.Context(), where.database, nil)
			if err != nil {
				return err
			}
			defer s.Close()
			steps, err := s.Migrate(cmd.Context())
			if err == nil {
				fmt.Fprintf(cmd.OutOrStdout(), "%d steps\n", steps)
			}
			return err
		},
	}
	where.addFlags(cmd)
	return cmd
}

// tokenOptions say whose token to make.
type tokenOptions struct {
	organisation, plan, member, role, name string
	scopes                                 []string
	days                                   int
}

// firstTokenDays is how long the token is good that a new service prints.
const firstTokenDays = 90

func newTokenCommand() *cobra.Command {
	var where place
	var o tokenOptions
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Make a token, with its organisation and member where there are none",
		Long: `Makes a token and prints it, this once. An organisation and a member that do
not exist are made; a member's role is set to --role. Tokens are revoked through
the API.`,
		Example: `  shotcheckd token --organisation 'BC Example' --member 'coach laptop' --role coach`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, closeAll, err := where.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer closeAll()
			secret, err := makeToken(cmd.Context(), s, o)
			if err == nil {
				fmt.Fprintln(cmd.OutOrStdout(), secret)
			}
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	where.addFlags(cmd)
	f.StringVar(&o.organisation, "organisation", "My club", "`NAME` of the organisation")
	f.StringVar(&o.plan, "plan", "", "move the organisation to this plan: free or paid")
	f.StringVar(&o.member, "member", "owner", "`NAME` of the person or program that gets the token")
	f.StringVar(&o.role, "role", string(store.Owner), "owner, coach, player or viewer")
	f.StringVar(&o.name, "name", "command line", "`NAME` of the token")
	f.StringSliceVar(&o.scopes, "scopes", nil, "what it is good for, of read,write,people,delete,tokens,export,admin (default: all that the role may do)")
	f.IntVar(&o.days, "days", firstTokenDays, "how long it is good")
	return cmd
}

// makeToken makes what is needed for a token, and the token.
func makeToken(ctx context.Context, s *store.Store, o tokenOptions) (secret string, err error) {
	role, err := roleOf(o.role)
	if err != nil {
		return "", err
	}
	scopes, err := server.ScopesOf(role, o.scopes)
	if err != nil {
		return "", usage("--scopes: %w", err)
	}
	org, err := s.EnsureOrganisation(ctx, o.organisation)
	if err != nil {
		return "", err
	}
	if o.plan != "" {
		if err := s.SetPlan(ctx, org.ID, o.plan); err != nil {
			return "", usage("--plan: %w", err)
		}
	}
	account, err := s.EnsureMember(ctx, org.ID, o.member, role)
	if err != nil {
		return "", err
	}
	_, secret, err = s.AddToken(ctx, store.Token{OrgID: org.ID, AccountID: account.ID, Kind: store.APIToken, Name: o.name, Scopes: scopes}, time.Duration(o.days)*24*time.Hour)
	return secret, err
}

// roleOf reads a role.
func roleOf(word string) (store.Role, error) {
	role := store.Role(word)
	if !slices.Contains(store.Roles, role) {
		return "", usage("--role must be owner, coach, player or viewer, not %q", word)
	}
	return role, nil
}

func newOpenAPICommand() *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "Print the API's description, OpenAPI 3.1 in YAML",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			text, err := server.OpenAPI()
			if err == nil {
				_, err = cmd.OutOrStdout().Write(text)
			}
			return err
		},
	}
}
