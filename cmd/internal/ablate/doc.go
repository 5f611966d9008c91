// Command ablate trains the same policy again and again with a few settings
// changed, measures every one on held-out rooms, and writes the tables and
// curves of docs/ablations.md.
//
//	go run ./cmd/internal/ablate --docs docs/ablations.md
//
// Every row is the base run with a few keys changed; the keys that the tables
// show are found by comparing the two run files, so they cannot be out of date.
// A run is a process of its own and so is its evaluation; both are started with
// a lower priority where the system has a nice command. What is finished is
// read back, so the command can be interrupted and repeated at will, and rows
// or seeds can be added later.
package main
