package worker

import (
	"cmp"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/shotcheck/shotcheck/service/store"
)

// Metrics are the figures of a pool. A nil one counts nothing.
type Metrics struct {
	wait, run prometheus.Histogram
	ended     *prometheus.CounterVec
}

// seconds are the bounds of the histograms: clips take from seconds to an hour.
var seconds = prometheus.ExponentialBuckets(0.5, 2, 14)

// NewMetrics adds a pool's figures to a registry.
func NewMetrics(r *prometheus.Registry) *Metrics {
	f := promauto.With(r)
	return &Metrics{
		wait:  f.NewHistogram(prometheus.HistogramOpts{Name: "shotcheckd_wait_seconds", Help: "How long analyses wait for a worker.", Buckets: seconds}),
		run:   f.NewHistogram(prometheus.HistogramOpts{Name: "shotcheckd_run_seconds", Help: "How long analyses take.", Buckets: seconds}),
		ended: f.NewCounterVec(prometheus.CounterOpts{Name: "shotcheckd_analyses_total", Help: "Attempts at analyses, by how they ended."}, []string{"end"}),
	}
}

func (m *Metrics) waited(d time.Duration) {
	if m != nil {
		m.wait.Observe(d.Seconds())
	}
}

func (m *Metrics) ran(d time.Duration, o store.Outcome, err error) {
	if m == nil {
		return
	}
	m.run.Observe(d.Seconds())
	end := cmp.Or(o.Code, "done")
	if err != nil {
		end = explain(err).Code
	}
	m.ended.WithLabelValues(end).Inc()
}
