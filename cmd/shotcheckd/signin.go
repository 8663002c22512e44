package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/service"
	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
)

// signInOptions say how people reach the service and sign in.
type signInOptions struct {
	address                              string
	issuer, client, secret, deviceClient string
}

// addFlags adds the flags that say so.
func (o *signInOptions) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	o.addAddress(cmd)
	f.StringVar(&o.issuer, "oidc-issuer", "", "`URL` of the OpenID Connect provider through which people sign in")
	f.StringVar(&o.client, "oidc-client", "", "`ID` of the service there, which may redirect to ADDRESS/signin/callback")
	f.StringVar(&o.secret, "oidc-secret", "", "`SECRET` of it, if it has one; not for the command line: SHOTCHECKD_OIDC_SECRET")
	f.StringVar(&o.deviceClient, "oidc-device-client", "", "`ID` for shotcheck login, which keeps no secret (default that of --oidc-client)")
}

func (o *signInOptions) addAddress(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.address, "address", "", "`URL` under which people reach the service, such as https://shots.example (default where it listens)")
}

// check looks at what was said.
func (o *signInOptions) check() error {
	if (o.issuer == "") != (o.client == "") {
		return usage("--oidc-issuer and --oidc-client need each other")
	}
	if o.issuer != "" {
		if _, err := service.ParseAddress(o.issuer); err != nil {
			return usage("--oidc-issuer: %w", err)
		}
	}
	if o.address == "" {
		return nil
	}
	u, err := service.ParseAddress(o.address)
	if err != nil {
		return usage("--address: %w", err)
	}
	o.address = u.String()
	return nil
}

// provider returns the provider, nil for none.
func (o *signInOptions) provider() *server.Provider {
	if o.issuer == "" {
		return nil
	}
	return &server.Provider{Issuer: o.issuer, Client: o.client, Secret: o.secret, DeviceClient: o.deviceClient}
}

// inviteOptions say whom to invite.
type inviteOptions struct {
	organisation, role, email string
	days                      int
}

func newInviteCommand() *cobra.Command {
	var where place
	var people signInOptions
	var o inviteOptions
	cmd := &cobra.Command{
		Use:   "invite",
		Short: "Make an invitation to an organisation, which is made where there is none",
		Long: `Makes an invitation and prints its link, this once. Whoever opens it and signs in
through the provider becomes a member; with --email only who has that address,
and needs no link. Owners invite through the API, too.`,
		Example: `  shotcheckd invite --organisation 'BC Example' --role owner --address https://shots.example`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := people.check(); err != nil {
				return err
			}
			s, closeAll, err := where.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer closeAll()
			word, err := o.invite(cmd.Context(), s)
			if err == nil {
				fmt.Fprintln(cmd.OutOrStdout(), server.InvitationLink(cmp.Or(people.address, "http://"+usualListen), word))
			}
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	where.addFlags(cmd)
	people.addAddress(cmd)
	f.StringVar(&o.organisation, "organisation", "My club", "`NAME` of the organisation")
	f.StringVar(&o.role, "role", string(store.Owner), "owner, coach, player or viewer")
	f.StringVar(&o.email, "email", "", "`ADDRESS` of the person, which the provider must have verified")
	f.IntVar(&o.days, "days", 7, "how long it is good")
	return cmd
}

// invite makes what is needed for an invitation, and the invitation.
func (o inviteOptions) invite(ctx context.Context, s *store.Store) (word string, err error) {
	role, err := roleOf(o.role)
	if err != nil {
		return "", err
	}
	org, err := s.EnsureOrganisation(ctx, o.organisation)
	if err != nil {
		return "", err
	}
	_, word, err = s.Invite(ctx, store.Invitation{OrgID: org.ID, Role: role, Email: o.email}, time.Duration(o.days)*24*time.Hour)
	return word, err
}
