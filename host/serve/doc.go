// Package serve offers the environment and its rewards to trainers in other
// processes and languages, at one address.
//
// [Server.Serve] answers OpenEnv's HTTP and WebSocket protocol with its task
// API and MCP, batches of responses to score, the reward forms of OpenRLHF and
// NeMo Gym, metrics for Prometheus, and the session API of host/session, so
// that the viewer attaches to it. docs/serve.md describes the wire.
//
// Every session is an episode of its own. Steps of many sessions are gathered
// for a few milliseconds and played as one batch of host/env, by a bounded
// number of workers; what a step answers does not depend on the batch that it
// is in. Beyond the largest number of sessions clients are refused, not queued.
//
// Metrics are prometheus/client_golang's: its exposition format, histograms and
// process figures are what every scraper expects.
package serve
