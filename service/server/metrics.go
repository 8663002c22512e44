package server

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/shotcheck/shotcheck/service/store"
)

// metrics are the figures that the server counts itself.
type metrics struct {
	requests *prometheus.HistogramVec
	uploads  prometheus.Counter
	bytes    prometheus.Counter
}

func newMetrics(r *prometheus.Registry, s *store.Store) *metrics {
	f := promauto.With(r)
	for _, state := range []string{store.Queued, store.Running} {
		f.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "shotcheckd_analyses", Help: "Analyses that are waiting or being worked on.", ConstLabels: prometheus.Labels{"state": state},
		}, func() float64 {
			ctx, stop := context.WithTimeout(context.Background(), readyWithin)
			defer stop()
			n, err := s.CountAnalyses(ctx, state)
			if err != nil {
				return -1 // it cannot be asked now
			}
			return float64(n)
		})
	}
	return &metrics{
		requests: f.NewHistogramVec(prometheus.HistogramOpts{Name: "shotcheckd_request_seconds", Help: "How long requests take, by route."}, []string{"route", "method", "status"}),
		uploads:  f.NewCounter(prometheus.CounterOpts{Name: "shotcheckd_uploads_total", Help: "Uploads that have arrived completely."}),
		bytes:    f.NewCounter(prometheus.CounterOpts{Name: "shotcheckd_upload_bytes_total", Help: "Bytes of uploads that have arrived."}),
	}
}

func (m *metrics) request(route, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *metrics) received(n int64) { m.bytes.Add(float64(n)) }
