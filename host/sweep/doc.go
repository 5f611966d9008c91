// Package sweep carries out one run file several times, with several seeds and
// with several values of some settings, and says how much the outcomes differ.
//
// Every run has a folder of its own and is an ordinary run: it can be watched,
// resumed and evaluated like any other. A finished one leaves [ResultFile] there,
// by which a sweep that is started again knows that nothing is left to do.
package sweep
