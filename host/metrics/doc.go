// Package metrics records a run: one line of metrics per iteration, sample
// layouts with their pictures, control events, and TensorBoard event files.
//
// A run's folder holds metrics.jsonl, samples.jsonl with the pictures in
// samples/, events.jsonl and tensorboard/. Lines are whole or absent, and a
// resumed run continues them without a gap or a repetition. Every metric is
// explained in the [Glossary].
package metrics
