// Package trace records where the time of a run goes, as a file that Perfetto
// (ui.perfetto.dev) and chrome://tracing open: rollout, samples, parsing, pictures,
// every reward term, the update, the record, and each call of a plugin.
//
// A [Writer] travels in the context ([With]). Without one [Span] and [Lane] cost a
// look-up in the context and record nothing, so that they may stand wherever time
// is spent that is worth a microsecond.
//
// The file is Chrome's JSON array of complete events, one on each line, in the order
// in which they ended; times are in microseconds since the writer was made. The
// format allows the closing bracket to be missing, so that the file of a program that
// was killed opens as well. (Trace Event Format, "JSON Array Format" and "Complete
// Events", Google, 2016.)
package trace
