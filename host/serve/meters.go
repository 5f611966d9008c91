package serve

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// meters are the server's metrics for Prometheus.
type meters struct {
	registry  *prometheus.Registry
	seconds   prometheus.Histogram
	batches   prometheus.Histogram
	rewards   prometheus.Histogram
	scored    prometheus.Counter
	episodes  prometheus.Counter
	abandoned prometheus.Counter
	refused   prometheus.Counter
	// unrecorded counts the episodes that the recorder had no time for.
	unrecorded prometheus.Counter
	errors     *prometheus.CounterVec
	requests   *prometheus.CounterVec
}

func newMeters(s *Server) *meters {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: Name, Name: name, Help: help})
	}
	histogram := func(name, help string, buckets []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: Name, Name: name, Help: help, Buckets: buckets})
	}
	m := &meters{
		registry:   prometheus.NewRegistry(),
		seconds:    histogram("step_seconds", "Time from a step to its reward, waiting included.", prometheus.ExponentialBuckets(0.002, 2, 14)),
		batches:    histogram("batch_steps", "Steps played together.", prometheus.ExponentialBuckets(1, 2, 9)),
		rewards:    histogram("reward", "Rewards of steps and scores.", prometheus.LinearBuckets(0.1, 0.1, 10)),
		scored:     counter("scores_total", "Responses scored outside sessions."),
		episodes:   counter("episodes_total", "Episodes played to their end."),
		abandoned:  counter("episodes_abandoned_total", "Episodes that were reset or left before their end."),
		refused:    counter("refused_total", "Sessions and requests refused because the server was full."),
		unrecorded: counter("unrecorded_total", "Episodes left out of the record because it could not keep up."),
		errors:     prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: Name, Name: "errors_total", Help: "Errors told to clients, by code."}, []string{"code"}),
		requests:   prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: Name, Name: "requests_total", Help: "HTTP requests answered, by route and status."}, []string{"route", "code"}),
	}
	sessions := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: Name, Name: "sessions", Help: "Sessions at present."}, func() float64 { return float64(s.sessions.count()) })
	most := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: Name, Name: "sessions_max", Help: "Most sessions at a time."}, func() float64 { return float64(s.opts.MaxSessions) })
	m.registry.MustRegister(m.seconds, m.batches, m.rewards, m.scored, m.episodes, m.abandoned, m.refused, m.unrecorded, m.errors, m.requests, sessions, most,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *meters) stepped(took time.Duration, reward float64) {
	m.seconds.Observe(took.Seconds())
	m.rewards.Observe(reward)
}

func (m *meters) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// counted counts the requests of a route.
func (m *meters) counted(route string, h http.Handler) http.Handler {
	return promhttp.InstrumentHandlerCounter(m.requests.MustCurryWith(prometheus.Labels{"route": route}), h)
}
