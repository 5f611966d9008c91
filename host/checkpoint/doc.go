// Package checkpoint keeps the state of a run so that it can go on as if it
// had never stopped.
//
// A checkpoint is a folder step-000025 with two files: "policy", the stream
// that the policy's Save wrote, which is also what policies load as initial
// weights, and "state.json", everything the host must remember. The folder
// appears under its name only when both files are whole and on the disk; the
// files "latest", "best" and "good" beside it name one of the folders each: the
// newest, and those with a [Mark].
package checkpoint
