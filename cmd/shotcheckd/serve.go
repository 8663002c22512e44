package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/service/server"
	"github.com/shotcheck/shotcheck/service/store"
)

// serveOptions are what `shotcheckd serve` is told.
type serveOptions struct {
	place
	listen       string
	people       signInOptions
	cert, key    string
	proxies      []string
	limits       server.Limits
	log          string
	work         workOptions
	ready        func(net.Addr) // called in tests when the server listens
	organisation string
}

// usualListen is where the API is unless something else is said.
const usualListen = "127.0.0.1:8080"

// stopWithin is how long running requests may take to end.
const stopWithin = 20 * time.Second

func newServeCommand() *cobra.Command {
	o := &serveOptions{limits: server.DefaultLimits}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the API, with workers in the same process",
		Long: `Serves the API, and works on what is uploaded. On a database
without any organisation it makes one, with a token of its owner, which is
printed once.

People sign in through the OpenID Connect provider of --oidc-issuer, those who
were invited (shotcheckd invite); without one, with a token.

Behind a proxy that ends TLS, name its network with --proxies, and --address.
--workers 0 leaves the work to other machines: shotcheckd work.`,
		Example: `  shotcheckd serve
  shotcheckd serve --database postgres://shotcheck@db/shotcheck --blobs s3://clips --workers 0`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), cmd) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&o.listen, "listen", usualListen, "`ADDRESS` and port")
	o.addFlags(cmd)
	f.StringVar(&o.cert, "tls-cert", "", "`FILE` with the certificate, to serve TLS itself")
	f.StringVar(&o.key, "tls-key", "", "`FILE` with its key")
	o.people.addFlags(cmd)
	f.StringSliceVar(&o.proxies, "proxies", nil, "`NETWORKS` whose X-Forwarded-For is believed, such as 10.0.0.0/8")
	f.IntVar(&o.limits.PerAddress, "rate-address", o.limits.PerAddress, "requests a minute of one address")
	f.IntVar(&o.limits.PerToken, "rate-token", o.limits.PerToken, "requests a minute with one token")
	f.StringVar(&o.organisation, "organisation", "My club", "`NAME` of the organisation that is made in an empty database")
	f.StringVar(&o.log, "log", "json", "`FORMAT` of the log: json or text")
	o.work.addFlags(cmd)
	return cmd
}

func (o *serveOptions) run(ctx context.Context, cmd *cobra.Command) error {
	if err := o.people.check(); err != nil {
		return err
	}
	log := newLog(cmd, o.log)
	s, closeAll, err := o.open(ctx, true)
	if err != nil {
		return err
	}
	defer closeAll()
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", o.listen, err)
	}
	registry := prometheus.NewRegistry()
	api := &server.Server{
		Store: s, Log: log, Limits: o.limits, Version: version, Metrics: registry, Proxies: o.proxies,
		Address: cmp.Or(o.people.address, o.listensOn(listener.Addr())), Provider: o.people.provider(),
	}
	if err := api.Initialize(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	stopWork, err := o.work.start(ctx, s, log, registry)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := o.welcome(ctx, cmd, s, listener.Addr()); err != nil {
		return errors.Join(err, listener.Close(), stopWork())
	}
	return errors.Join(o.serve(ctx, api, listener, log), stopWork())
}

// listensOn is the address of the server itself.
func (o *serveOptions) listensOn(at net.Addr) string {
	if o.cert != "" {
		return "https://" + at.String()
	}
	return "http://" + at.String()
}

// welcome says where the API is. In an empty database it makes the first
// organisation, whose owner's token is told this once.
func (o *serveOptions) welcome(ctx context.Context, cmd *cobra.Command, s *store.Store, at net.Addr) error {
	fmt.Fprintf(cmd.OutOrStdout(), "shotcheckd listens on %s\n", o.listensOn(at))
	empty, err := s.Empty(ctx)
	if err == nil && empty {
		var secret string
		if secret, err = makeToken(ctx, s, tokenOptions{organisation: o.organisation, member: "owner", role: string(store.Owner), name: "first", days: firstTokenDays}); err == nil {
			fmt.Fprintf(cmd.OutOrStdout(), "The token of its first owner, told this once: %s\n", secret)
		}
	}
	if o.ready != nil {
		o.ready(at)
	}
	return err
}

// serve handles requests until ctx ends, and then lets the running ones end.
func (o *serveOptions) serve(ctx context.Context, api *server.Server, l net.Listener, log *slog.Logger) error {
	h := &http.Server{Handler: api, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	h.RegisterOnShutdown(api.Stop)
	ended := make(chan error, 1)
	go func() {
		if o.cert != "" {
			ended <- h.ServeTLS(l, o.cert, o.key)
			return
		}
		ended <- h.Serve(l)
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping")
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := h.Shutdown(stopping); err != nil {
		return h.Close() // what still runs is cut, and can be resumed
	}
	return nil
}
