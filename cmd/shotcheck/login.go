package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/service"
)

// loginOptions are what `shotcheck login` is told.
type loginOptions struct {
	server string
	device bool
}

func newLoginCommand(c *cli) *cobra.Command {
	o := &loginOptions{}
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Sign in to the hosted service for upload",
		Long: `On a terminal, or with --device, it tells an address and a code: open the address
in a browser on any device, sign in there and type the code. The service then
makes a token for this computer.

Where stdin is a file or a pipe, a token is read from it; and one is asked for
where the service has no provider to sign in with. Such tokens are made through
the API, or on the service's machine: shotcheckd token.

The token is kept in the system's keyring, or in a file that only you may read.` + exitHelp(exitFailed, exitUsage, exitNetwork),
		Example: `  shotcheck login --server https://shots.example
  shotcheck login --server https://shots.example < token.txt`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), c) },
	}
	cmd.Flags().StringVar(&o.server, "server", "", "`ADDRESS` of the service")
	cmd.Flags().BoolVar(&o.device, "device", false, "sign in by a code even where stdin is no terminal")
	return cmd
}

func (o *loginOptions) run(ctx context.Context, c *cli) error {
	if o.server == "" {
		return usage("such as --server https://shots.example", "--server is missing")
	}
	base, err := service.ParseAddress(o.server)
	if err != nil {
		return usage("give --server https://…", "%s", oneLine(err.Error()))
	}
	client := &service.Client{Base: base, Program: "shotcheck/" + version}
	if client.Token, err = o.token(ctx, c, client); err != nil {
		return err
	}
	me, err := client.Me(ctx)
	if err != nil {
		return err
	}
	where, err := keepToken(c, base.String(), base.Host, client.Token)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stderr, "%s of %s; the token is kept in %s\n", me.Role, me.Organisation, where)
	return nil
}

// token gets a token: by a sign-in where somebody sits there and the service has a
// provider, else from stdin.
func (o *loginOptions) token(ctx context.Context, c *cli, client *service.Client) (string, error) {
	if !o.device && !c.typed {
		return readToken(c)
	}
	how, err := client.SignIn(ctx)
	if told, ok := errors.AsType[*service.Problem](err); ok && told.Code == "no-provider" {
		if o.device {
			return "", usage(told.Hint, "%s", told.Detail)
		}
		fmt.Fprint(c.stderr, "Token: ")
		return readToken(c)
	}
	if err != nil {
		return "", err
	}
	made, err := client.DeviceToken(ctx, how, "shotcheck login", func(address, code string) {
		fmt.Fprintf(c.stderr, "Open %s and type the code %s\n", address, code)
	})
	return made.Secret, err
}

// readToken reads a line.
func readToken(c *cli) (string, error) {
	line, _ := bufio.NewReader(c.stdin).ReadString('\n') // its end may be missing
	if token := strings.TrimSpace(line); token != "" {
		return token, nil
	}
	return "", usage("sign in with --device, or make one with: shotcheckd token", "no token was given")
}
