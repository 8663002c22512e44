package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"

	"github.com/shotcheck/shotcheck/service/store"
	"github.com/shotcheck/shotcheck/service/worker"
)

// workOptions say how a process works on analyses.
type workOptions struct {
	workers  int
	analyzer worker.Analyzer
	limit    time.Duration
	silence  time.Duration
}

func (o *workOptions) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.IntVar(&o.workers, "workers", 1, "analyses at once in this process")
	f.IntVar(&o.analyzer.Threads, "threads", 0, "threads of each (default: cores)")
	f.StringVar(&o.analyzer.Model, "model", "", "pose `NAME` for all clips (default: shotcheck's)")
	f.StringVar(&o.analyzer.Program, "shotcheck", "", "`FILE` of the program that analyses (default: beside shotcheckd, then in PATH)")
	f.DurationVar(&o.limit, "limit", worker.DefaultLimit, "how long one analysis may take")
	f.DurationVar(&o.silence, "silence", worker.DefaultSilence, "how long a worker may say nothing before others take its work")
}

// start begins to work, and returns what ends that.
func (o *workOptions) start(ctx context.Context, s *store.Store, log *slog.Logger, r *prometheus.Registry) (stop func() error, err error) {
	if o.workers == 0 {
		return func() error { return nil }, nil
	}
	if o.analyzer.Program == "" {
		if o.analyzer.Program, err = findProgram(); err != nil {
			return nil, err
		}
	}
	p := &worker.Pool{
		Store: s, Log: log, Analyzer: o.analyzer, Workers: o.workers, Limit: o.limit, Silence: o.silence, Metrics: worker.NewMetrics(r),
	}
	if err := p.Start(ctx); err != nil {
		return nil, err
	}
	return func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		return p.Stop(ctx)
	}, nil
}

// findProgram finds shotcheck.
func findProgram() (string, error) {
	if own, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(own), "shotcheck")
		if _, err := os.Stat(beside); err == nil {
			return beside, nil
		}
	}
	program, err := exec.LookPath("shotcheck")
	if err != nil {
		return "", usage("the program shotcheck is neither beside shotcheckd nor in PATH (name it with --shotcheck, or leave the work to others with --workers 0)")
	}
	return filepath.Abs(program)
}

func newWorkCommand() *cobra.Command {
	var where place
	var o workOptions
	var metrics, log string
	cmd := &cobra.Command{
		Use:   "work",
		Short: "Work on analyses, on as many machines as you like",
		Long: `Works on the analyses of a database that shotcheckd serve has brought up to
date. Stopped by SIGTERM it hands back what it works on; killed, its work is
taken over by others after --silence.`,
		Example: `  shotcheckd work --database postgres://shotcheck@db/shotcheck --blobs s3://clips --workers 2`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, closeAll, err := where.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer closeAll()
			registry := prometheus.NewRegistry()
			stop, err := o.start(cmd.Context(), s, newLog(cmd, log), registry)
			if err != nil {
				return err
			}
			if metrics != "" {
				go serveMetrics(metrics, registry)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "shotcheckd works with %d at once\n", o.workers)
			<-cmd.Context().Done()
			return stop()
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	where.addFlags(cmd)
	o.addFlags(cmd)
	f.StringVar(&metrics, "metrics", "", "`ADDRESS` on which Prometheus finds /metrics")
	f.StringVar(&log, "log", "json", "`FORMAT` of the log: json or text")
	return cmd
}

// serveMetrics tells a worker's figures. That they cannot be told is no reason to
// stop the work.
func serveMetrics(address string, r *prometheus.Registry) {
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(r, promhttp.HandlerOpts{}))
	s := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	if err := s.ListenAndServe(); err != nil {
		fmt.Fprintln(os.Stderr, "warning: --metrics: "+err.Error())
	}
}
