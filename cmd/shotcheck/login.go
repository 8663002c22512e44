package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/service"
)

// loginOptions are what `shotcheck login` is told.
type loginOptions struct{ server string }

func newLoginCommand(c *cli) *cobra.Command {
	o := &loginOptions{}
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Keep a token of the hosted service for upload",
		Long: `Reads a token of the hosted service from stdin, asks the service whether it is
good, and keeps it in the system's keyring, or in a file that only you may read.
Tokens are made through the API, or on the service's machine: shotcheckd token.` + exitHelp(exitFailed, exitUsage, exitNetwork),
		Example: `  shotcheck login --server https://shots.example
  shotcheck login --server https://shots.example < token.txt`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), c) },
	}
	cmd.Flags().StringVar(&o.server, "server", "", "`ADDRESS` of the service")
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
	if c.columns > 0 {
		fmt.Fprint(c.stderr, "Token: ")
	}
	line, _ := bufio.NewReader(c.stdin).ReadString('\n') // its end may be missing
	client := &service.Client{Base: base, Token: strings.TrimSpace(line), Program: "shotcheck/" + version}
	if client.Token == "" {
		return usage("make one with: shotcheckd token", "no token was given")
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
