// Package live draws on the terminal what changes while a command runs: a bar,
// or the table of a training run. The rest of the output scrolls by above it.
//
// Where there is no terminal nothing is drawn; the caller prints a line now and
// then instead.
package live
